// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/figure_section.h"

#include "ui/window/heads_options.h"
#include "ui/window/image_options.h"
#include "ui/window/links_options.h"
#include "ui/window/text_options.h"
#include "ui/window/trend_options.h"
#include "ui/window/weight_options.h"

#include <QCheckBox>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace headlight::ui {

FigureSection::FigureSection(Session& session, QWidget* parent) : Section(QStringLiteral("figure"), tr("Figure"), parent), m_session(session), m_trend(new TrendOptionsForm(session))
{
    add(QStringLiteral("profiles"), tr("Row and column profiles"), &Display::profiles, {ViewKind::Heatmap});
    add(QStringLiteral("tokenLabels"), tr("Token labels"), &Display::tokenLabels, {ViewKind::Heatmap});
    add(QStringLiteral("cellNumbers"), tr("Numbers in cells from 28 px"), &Display::cellNumbers, {ViewKind::Heatmap});
    add(QStringLiteral("layerProfile"), tr("Layer profile"), &Display::layerProfile, {ViewKind::Overview});
    add(QStringLiteral("rankTiles"), tr("Rank tiles by metric"), &Display::rankTiles, {ViewKind::Overview});
    add(QStringLiteral("dimUnselected"), tr("Dim tiles not selected"), &Display::dimUnselected, {ViewKind::Overview});
    add(QStringLiteral("onlySelected"), tr("Export selected tiles only"), &Display::onlySelected, {ViewKind::Overview});
    add(QStringLiteral("headStrips"), tr("By-head strips"), &Display::headStrips, {ViewKind::Evolution});
    add(QStringLiteral("segmentBrackets"), tr("Segment brackets"), &Display::segmentBrackets, {ViewKind::Evolution});
    add(QStringLiteral("leaveOutOwnColumn"), tr("Leave the query’s own column\nout of the scale"), &Display::leaveOutOwnColumn, {ViewKind::Evolution});
    addToBody(new HeadsOptionsForm(session));
    addToBody(new TextOptionsForm(session));
    addToBody(new LinksOptionsForm(session));
    addToBody(new ImageOptions(session));
    add(QStringLiteral("patchGrid"), tr("Patch grid"), &Display::patchGrid, {ViewKind::Image});
    add(QStringLiteral("greyPicture"), tr("Grey the picture"), &Display::greyPicture, {ViewKind::Image});
    addToBody(new WeightOptionsForm(session));
    addToBody(m_trend);
    add(QStringLiteral("hidePadding"), tr("Hide padding"), &Display::hidePadding);
    add(QStringLiteral("mergeWords"), tr("Sub-words as words"), &Display::mergeWords);
    connect(&m_session, &Session::stateChanged, this, [this](const State&, const State& after) { show(after); });
    show(m_session.state());
}

void FigureSection::showFigure(const Figure& figure)
{
    m_trend->showFigure(figure);
}

void FigureSection::add(const QString& name, const QString& text, bool Display::*field, std::vector<ViewKind> views)
{
    auto* box = new QCheckBox(text);
    box->setObjectName(name);
    addToBody(box);
    connect(box, &QCheckBox::toggled, this, [this, field](bool on) {
        Display display = m_session.state().display;
        display.*field = on;
        m_session.dispatch(SetDisplay{display});
    });
    m_switches.push_back({box, field, std::move(views)});
}

void FigureSection::show(const State& state)
{
    for (const auto& entry : m_switches) {
        const QSignalBlocker blocker(entry.box);
        entry.box->setChecked(state.display.*entry.field);
        entry.box->setVisible(entry.views.empty() || std::find(entry.views.begin(), entry.views.end(), state.view) != entry.views.end());
        if (entry.field == &Display::layerProfile) {
            entry.box->setText(tr("Layer profile: %1").arg(QString::fromStdString(titleOf(state.display.metric)).toLower()));
        }
        if (entry.field == &Display::hidePadding) {
            const auto dump = m_session.dump();
            const auto sample = static_cast<std::size_t>(state.selection.sample.value);
            const auto padding = dump != nullptr && sample < dump->samples().size() ? dump->samples()[sample].padding : 0;
            entry.box->setText(padding > 0 ? tr("Hide padding (%1 positions)").arg(padding) : tr("Hide padding (none here)"));
            entry.box->setEnabled(padding > 0);
        }
    }
}

} // namespace headlight::ui
