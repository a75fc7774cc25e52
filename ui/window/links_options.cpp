// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/links_options.h"

#include "ui/window/form_rows.h"
#include "ui/window/number_box.h"
#include "ui/window/segmented_control.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>

#include <algorithm>
#include <cmath>

namespace headlight::ui {

namespace {

// The slider has places from 0 to 100: weights from 0.001 to 1 by their logarithm, 1 to 20 of every query, and percents.
constexpr int kPlaces = 100;
constexpr double kDecades = 3.0;
constexpr double kMostBySlider = 20.0;

int placeOf(const LinkOptions& links)
{
    double share = links.mass;
    if (links.keep == LinkKeep::Value)
        share = links.least > 0.0 ? 1.0 + std::log10(links.least) / kDecades : 0.0;
    else if (links.keep == LinkKeep::Count)
        share = (static_cast<double>(links.count) - 1.0) / (kMostBySlider - 1.0);
    return static_cast<int>(std::lround(kPlaces * std::clamp(share, 0.0, 1.0)));
}

void setPlace(LinkOptions& links, int place)
{
    const double share = static_cast<double>(place) / kPlaces;
    switch (links.keep) {
    case LinkKeep::Value: {
        const double weight = std::pow(10.0, kDecades * (share - 1.0));
        const double digits = std::pow(10.0, 1.0 - std::floor(std::log10(weight))); // two of them
        links.least = std::round(weight * digits) / digits;
        break;
    }
    case LinkKeep::Count:
        links.count = 1 + std::lround(share * (kMostBySlider - 1.0));
        break;
    case LinkKeep::Mass:
        links.mass = std::max(0.01, share);
        break;
    }
}

} // namespace

LinksOptionsForm::LinksOptionsForm(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_keep(new SegmentedControl(tr("Links"), {tr("Value"), tr("Top"), tr("Share")})),
      m_least(new NumberBox(tr("Least weight"), 0.0, 1e6, 0.01)), m_count(new NumberBox(tr("Largest of every query"), 1.0, static_cast<double>(LinkOptions::kMostPerQuery), 1.0)),
      m_mass(new NumberBox(tr("Share of the row in percent"), 1.0, 100.0, 5.0)), m_slider(new QSlider(Qt::Horizontal))
{
    m_keep->setObjectName(QStringLiteral("linkKeep"));
    m_keep->setToolTip(tr("Value: weights from a number on. Top: the largest of every query.\nShare: the largest of every query that together hold a share of its row. Zeros are never links."));
    m_least->setObjectName(QStringLiteral("linkLeast"));
    m_count->setObjectName(QStringLiteral("linkCount"));
    m_count->setDecimals(0);
    m_mass->setObjectName(QStringLiteral("linkMass"));
    auto* rows = new FormRows;
    rows->addRow(tr("Links"), m_keep);
    m_slider->setObjectName(QStringLiteral("linkSlider"));
    m_slider->setRange(0, kPlaces);
    auto* number = new QHBoxLayout;
    number->setSpacing(8);
    for (auto* box : {m_least, m_count, m_mass})
        number->addWidget(box);
    number->addWidget(m_slider);
    m_name = rows->addRow(tr("At least"), number);
    setLayout(rows);
    connect(m_keep, &SegmentedControl::chosen, this, [this](int index) { change([index](LinkOptions& links) { links.keep = static_cast<LinkKeep>(index); }); });
    connect(m_least, &QDoubleSpinBox::valueChanged, this, [this](double value) { change([value](LinkOptions& links) { links.least = value; }); });
    connect(m_count, &QDoubleSpinBox::valueChanged, this, [this](double value) { change([value](LinkOptions& links) { links.count = std::lround(value); }); });
    connect(m_mass, &QDoubleSpinBox::valueChanged, this, [this](double value) { change([value](LinkOptions& links) { links.mass = value / 100.0; }); });
    connect(m_slider, &QSlider::valueChanged, this, &LinksOptionsForm::slide);
    connect(&m_session, &Session::stateChanged, this, [this](const State&, const State& after) { show(after); });
    show(session.state());
}

void LinksOptionsForm::change(const std::function<void(LinkOptions&)>& edit)
{
    Display display = m_session.state().display;
    edit(display.links);
    m_session.dispatch(SetDisplay{display});
}

void LinksOptionsForm::slide(int place)
{
    change([place](LinkOptions& links) { setPlace(links, place); });
}

void LinksOptionsForm::show(const State& state)
{
    setVisible(state.view == ViewKind::Links);
    const auto& links = state.display.links;
    m_keep->setCurrent(static_cast<int>(links.keep));
    m_least->show(links.least);
    m_count->show(static_cast<double>(links.count));
    m_mass->show(100.0 * links.mass);
    m_least->setVisible(links.keep == LinkKeep::Value);
    m_count->setVisible(links.keep == LinkKeep::Count);
    m_mass->setVisible(links.keep == LinkKeep::Mass);
    m_name->setText(links.keep == LinkKeep::Value ? tr("At least") : links.keep == LinkKeep::Count ? tr("Per query") : tr("Of row, %"));
    const QSignalBlocker quiet(m_slider);
    m_slider->setValue(placeOf(links));
    m_slider->setAccessibleName(tr("%1, by slider").arg(m_name->text()));
}

} // namespace headlight::ui
