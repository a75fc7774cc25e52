// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/inspector.h"

#include "ui/window/colour_section.h"
#include "ui/window/figure_section.h"
#include "ui/window/icons.h"
#include "ui/window/measure_section.h"
#include "ui/window/pointer_card.h"

#include <QToolButton>

namespace headlight::ui {

namespace {

/// Shown only while a cell is pinned, without moving anything.
QToolButton* unpinButton(Session& session)
{
    auto* button = new QToolButton;
    button->setObjectName(QStringLiteral("unpin"));
    button->setIcon(icon(QStringLiteral("pin"), IconColour::Accent));
    button->setAutoRaise(true);
    button->setToolTip(Inspector::tr("Unpin the cell (Esc)"));
    button->setAccessibleName(Inspector::tr("Unpin the cell"));
    auto policy = button->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    button->setSizePolicy(policy);
    const auto show = [button, &session] {
        const auto& selection = session.state().selection;
        button->setVisible(selection.query && selection.key);
    };
    QObject::connect(button, &QToolButton::clicked, &session, [&session] { session.dispatch(Unpin{}); });
    QObject::connect(&session, &Session::stateChanged, button, show);
    show();
    return button;
}

} // namespace

Inspector::Inspector(Session& session, QWidget* parent)
    : Dock(Side::Right, tr("Inspector"), {280, 248, 400}, parent), m_colour(new ColourSection(session)), m_figure(new FigureSection(session))
{
    setObjectName(QStringLiteral("inspector"));
    addSection(new MeasureSection(session), QStringLiteral("measure"));
    addSection(m_colour, QStringLiteral("colour"));
    addSection(m_figure, QStringLiteral("figure"));
    auto* pointer = new Section(QStringLiteral("pointer"), tr("Pointer"));
    pointer->addToHeader(unpinButton(session));
    pointer->addToBody(new PointerCard(session));
    addSection(pointer, QStringLiteral("pointer"));
}

void Inspector::showFigure(const Figure& figure)
{
    m_figure->showFigure(figure);
    if (const auto* heatmap = std::get_if<HeatmapFigure>(&figure))
        m_colour->showScale(heatmap->scale);
    else if (const auto* overview = std::get_if<OverviewFigure>(&figure))
        m_colour->showScale(overview->scale);
    else if (const auto* evolution = std::get_if<EvolutionFigure>(&figure))
        m_colour->showScale(evolution->scale);
    else if (const auto* text = std::get_if<TextFigure>(&figure))
        m_colour->showScale(text->scale);
    else if (const auto* links = std::get_if<LinksFigure>(&figure))
        m_colour->showScale(links->scale);
    else if (const auto* image = std::get_if<ImageFigure>(&figure))
        m_colour->showScale(image->scale);
    else if (const auto* heads = std::get_if<HeadsFigure>(&figure))
        m_colour->showScale(heads->scale);
}

} // namespace headlight::ui
