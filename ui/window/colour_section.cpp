// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/colour_section.h"

#include "ui/paint/colour_maps.h"
#include "ui/window/form_rows.h"
#include "ui/window/number_box.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <array>
#include <cmath>

namespace headlight::ui {

namespace {

constexpr std::array kKinds = {RangeKind::Percentile, RangeKind::Figure, RangeKind::Shared, RangeKind::Fixed};
constexpr int kSwatchWidth = 54;
constexpr int kSwatchHeight = 12;

QIcon swatch(const paint::ColourMap& map)
{
    constexpr int kRatio = 2;
    QImage image(kSwatchWidth * kRatio, kSwatchHeight * kRatio, QImage::Format_RGB32);
    for (int x = 0; x < image.width(); ++x) {
        const auto index = static_cast<std::size_t>(x * 255 / (image.width() - 1));
        for (int y = 0; y < image.height(); ++y)
            image.setPixel(x, y, (*map.table)[index]);
    }
    QPixmap pixmap = QPixmap::fromImage(image);
    pixmap.setDevicePixelRatio(kRatio);
    return QIcon(pixmap);
}

QString ordinal(double percentile)
{
    if (percentile != std::floor(percentile))
        return QString::number(percentile) + QStringLiteral("th");
    const int number = static_cast<int>(percentile);
    const int last = number % 10;
    const bool teen = number / 10 % 10 == 1;
    const char* suffix = teen || last == 0 || last > 3 ? "th" : last == 1 ? "st" : last == 2 ? "nd" : "rd";
    return QString::number(number) + QLatin1String(suffix);
}

} // namespace

QString rangeWords(const RangeOptions& range)
{
    switch (range.kind) {
    case RangeKind::Fixed:
        return ColourSection::tr("Fixed");
    case RangeKind::Shared:
        return ColourSection::tr("Shared by all heads of the sample");
    case RangeKind::Figure:
        return ColourSection::tr("Smallest to largest of this figure");
    case RangeKind::Percentile:
        return ColourSection::tr("%1 percentile of this figure").arg(ordinal(range.percentile));
    }
    return {};
}

ColourSection::ColourSection(Session& session, QWidget* parent)
    : Section(QStringLiteral("colour"), tr("Colour"), parent), m_session(session), m_map(new QComboBox), m_kind(new QComboBox),
      m_low(new NumberBox(tr("Range from"), -1e6, 1e6, 0.01)), m_high(new NumberBox(tr("Range to"), -1e6, 1e6, 0.01)),
      m_percentile(new NumberBox(tr("Percentile"), 0.1, 100.0, 0.5))
{
    m_map->setObjectName(QStringLiteral("colourMap"));
    m_kind->setObjectName(QStringLiteral("rangeKind"));
    m_low->setObjectName(QStringLiteral("rangeLow"));
    m_high->setObjectName(QStringLiteral("rangeHigh"));
    m_percentile->setObjectName(QStringLiteral("percentile"));
    m_percentile->setDecimals(1);
    m_map->setIconSize(QSize(kSwatchWidth, kSwatchHeight));
    for (const auto& map : paint::colourMaps())
        m_map->addItem(swatch(map), map.title, QString::fromStdString(map.name));
    for (auto* combo : {m_map, m_kind}) {
        combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        combo->setMinimumContentsLength(6);
    }
    auto* ends = new QHBoxLayout;
    ends->setSpacing(8);
    ends->addWidget(m_low);
    ends->addWidget(m_high);
    auto* rows = new FormRows;
    m_mapLabel = rows->addRow(tr("Map"), m_map);
    m_kindLabel = rows->addRow(tr("Range"), m_kind);
    m_percentileLabel = rows->addRow(tr("Percentile"), m_percentile);
    m_endsLabel = rows->addRow(tr("From, to"), ends);
    body()->addLayout(rows);
    connect(m_map, &QComboBox::activated, this, [this] { m_session.dispatch(SetColourMap{m_map->currentData().toString().toStdString()}); });
    connect(m_kind, &QComboBox::activated, this, [this](int index) { setKind(kKinds.at(static_cast<std::size_t>(index))); });
    connect(m_low, &QDoubleSpinBox::valueChanged, this, &ColourSection::setEnds);
    connect(m_high, &QDoubleSpinBox::valueChanged, this, &ColourSection::setEnds);
    connect(m_percentile, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        RangeOptions range = rangeOf(m_session.state());
        range.percentile = value;
        m_session.dispatch(SetRange{range});
    });
    connect(&m_session, &Session::stateChanged, this, [this](const State&, const State& after) { show(after); });
    show(m_session.state());
}

void ColourSection::show(const State& state)
{
    setVisible(state.view != ViewKind::Trends && state.view != ViewKind::Table); // nothing there is coloured by a map
    m_map->setVisible(state.view != ViewKind::Links); // lines say with their strength what a map says with its colours
    m_mapLabel->setVisible(state.view != ViewKind::Links);
    const auto& range = rangeOf(state);
    const QSignalBlocker maps(m_map);
    const QSignalBlocker kinds(m_kind);
    m_map->setCurrentIndex(m_map->findData(QString::fromStdString(paint::colourMap(colourMapOf(state)).name)));
    m_map->setAccessibleName(tr("Colour map: %1").arg(m_map->currentText()));
    m_kind->clear();
    for (std::size_t i = 0; i < kKinds.size(); ++i) {
        RangeOptions option = range;
        option.kind = kKinds[i];
        const bool figure = option.kind == RangeKind::Figure;
        const QString name = figure && state.view == ViewKind::Text ? tr("Largest text weight") : figure && state.view == ViewKind::Links ? tr("Largest link") : rangeWords(option);
        m_kind->addItem(name);
        m_kind->setItemData(static_cast<int>(i), name, Qt::ToolTipRole);
        if (kKinds[i] == range.kind)
            m_kind->setCurrentIndex(static_cast<int>(i));
    }
    m_kind->setToolTip(m_kind->currentText() + tr(" (R)"));
    m_kind->setAccessibleName(tr("Range: %1").arg(m_kind->currentText()));
    m_percentile->show(range.percentile);
    const bool ranged = state.view != ViewKind::Heads; // a range of attention means nothing for a metric
    for (QWidget* part : std::initializer_list<QWidget*>{m_kindLabel, m_kind, m_endsLabel, m_low, m_high})
        part->setVisible(ranged);
    for (QWidget* part : std::initializer_list<QWidget*>{m_percentile, m_percentileLabel})
        part->setVisible(ranged && range.kind == RangeKind::Percentile);
    if (range.kind == RangeKind::Fixed) {
        m_low->show(range.low);
        m_high->show(range.high);
    }
}

void ColourSection::showScale(const ColourScale& scale)
{
    m_low->show(scale.low);
    m_high->show(scale.high);
}

void ColourSection::setKind(RangeKind kind)
{
    RangeOptions range = rangeOf(m_session.state());
    range.kind = kind;
    if (kind == RangeKind::Fixed) { // starts from what is on screen
        range.low = m_low->value();
        range.high = m_high->value();
    }
    m_session.dispatch(SetRange{range});
}

void ColourSection::setEnds()
{
    RangeOptions range = rangeOf(m_session.state());
    range.kind = RangeKind::Fixed;
    range.low = m_low->value();
    range.high = m_high->value();
    m_session.dispatch(SetRange{range});
}

} // namespace headlight::ui
