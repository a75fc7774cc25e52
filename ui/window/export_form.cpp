// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/export_form.h"

#include "ui/paint/paper.h"
#include "ui/window/chrome.h"
#include "ui/window/form_rows.h"
#include "ui/window/number_box.h"
#include "ui/window/segmented_control.h"
#include "ui/window/text_label.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace headlight::ui {

namespace {

constexpr double kMmPerCm = 10.0;
constexpr double kSmallestReadable = 6.0;

/// In the order of FileFormat.
QStringList formatNames(bool runningText)
{
    QStringList names{QStringLiteral("PNG"), QStringLiteral("PDF"), QStringLiteral("SVG")};
    if (runningText)
        names << QStringLiteral("HTML") << QStringLiteral("LaTeX");
    return names;
}

QString layoutWords(paint::FileFormat format)
{
    return format == paint::FileFormat::Html ? ExportForm::tr("laid out by the browser") : ExportForm::tr("laid out by LaTeX");
}

} // namespace

ExportForm::ExportForm(bool runningText, QWidget* parent)
    : QWidget(parent), m_format(new SegmentedControl(tr("Format"), formatNames(runningText))), m_dpi(new NumberBox(tr("Dots per inch"), kLeastDpi, kMostDpi, 50.0)),
      m_pixels(new TextLabel({}, {11.0, QFont::Normal, Tone::Quiet})), m_font(new NumberBox(tr("Font size in points"), 2.0, 96.0, 0.5)),
      m_fontWarning(new TextLabel(tr("Under 6 pt: hard to read in print."), {11.0, QFont::Normal, Tone::Warning})), m_background(new QComboBox),
      m_text(new SegmentedControl(tr("Text"), {tr("As text"), tr("As outlines")}))
{
    m_format->setObjectName(QStringLiteral("exportFormat"));
    m_dpi->setObjectName(QStringLiteral("exportDpi"));
    m_dpi->setDecimals(0);
    m_font->setObjectName(QStringLiteral("exportFont"));
    m_font->setDecimals(2);
    m_font->setSuffix(tr(" pt"));
    m_fontWarning->setObjectName(QStringLiteral("exportFontWarning"));
    m_background->setObjectName(QStringLiteral("exportBackground"));
    m_background->addItems({tr("White"), tr("Transparent"), tr("Dark")});
    m_text->setObjectName(QStringLiteral("exportText"));
    auto* dots = new QHBoxLayout;
    dots->setSpacing(8);
    m_dpi->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    dots->addWidget(m_dpi);
    dots->addWidget(m_pixels, 1);
    auto* font = new QVBoxLayout;
    font->setSpacing(2);
    font->addWidget(m_font);
    font->addWidget(m_fontWarning);
    auto* rows = new FormRows(84);
    rows->addRow(tr("Size"), makeSize());
    rows->addRow(tr("Format"), m_format);
    rows->addRow(tr("dpi"), dots);
    rows->addRow(tr("Font size"), font);
    rows->addRow(tr("Background"), m_background);
    m_textLabel = rows->addRow(tr("Words"), m_text);
    rows->addRow(tr("Parts"), makeParts());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(rows);
    column->addStretch(1);
    for (auto* box : {m_width, m_height, m_dpi, m_font})
        connect(box, &QDoubleSpinBox::valueChanged, this, &ExportForm::take);
    connect(m_format, &SegmentedControl::chosen, this, &ExportForm::take);
    connect(m_text, &SegmentedControl::chosen, this, &ExportForm::take);
    connect(m_background, &QComboBox::activated, this, &ExportForm::take);
    connect(m_lock, &QCheckBox::clicked, this, &ExportForm::take);
    connect(m_unit, &QComboBox::activated, this, [this](int index) {
        m_settings.inches = index == 1;
        show(m_settings);
        emit changed();
    });
}

QWidget* ExportForm::makeSize()
{
    m_width = new NumberBox(tr("Width"), 0.4, 500.0, 0.5);
    m_height = new NumberBox(tr("Height"), 0.4, 500.0, 0.5);
    m_width->setDecimals(2);
    m_height->setDecimals(2);
    m_width->setObjectName(QStringLiteral("exportWidth"));
    m_height->setObjectName(QStringLiteral("exportHeight"));
    m_unit = new QComboBox;
    m_unit->setObjectName(QStringLiteral("exportUnit"));
    m_unit->setAccessibleName(tr("Unit"));
    m_unit->addItems({tr("cm"), tr("inch")});
    m_lock = new QCheckBox(tr("As high as the figure needs"));
    m_lock->setObjectName(QStringLiteral("exportLock"));
    auto* widget = new QWidget;
    auto* numbers = new QHBoxLayout;
    numbers->setSpacing(6);
    numbers->addWidget(m_width);
    numbers->addWidget(new TextLabel(QStringLiteral("×"), {12.5, QFont::Normal, Tone::Quiet}));
    numbers->addWidget(m_height);
    numbers->addWidget(m_unit);
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addLayout(numbers);
    column->addWidget(m_lock);
    return widget;
}

QWidget* ExportForm::makeParts()
{
    auto* widget = new QWidget;
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    const auto add = [&](const QString& name, const QString& text, bool paint::Parts::*field) {
        auto* box = new QCheckBox(text);
        box->setObjectName(name);
        column->addWidget(box);
        m_parts.push_back({box, field});
        connect(box, &QCheckBox::clicked, this, &ExportForm::take);
    };
    add(QStringLiteral("partTitle"), tr("Title"), &paint::Parts::title);
    add(QStringLiteral("partProfiles"), tr("Profiles"), &paint::Parts::profiles);
    add(QStringLiteral("partBar"), tr("Colour bar"), &paint::Parts::bar);
    add(QStringLiteral("partFooter"), tr("Footer"), &paint::Parts::footer);
    add(QStringLiteral("partPinned"), tr("Pinned cell"), &paint::Parts::pinnedCell);
    return widget;
}

double ExportForm::unit() const
{
    return m_settings.inches ? paint::kMmPerInch : kMmPerCm;
}

void ExportForm::show(const ExportSettings& settings)
{
    m_settings = settings;
    m_showing = true;
    const bool natural = settings.heightMm <= 0.0;
    m_width->setValue(settings.widthMm / unit());
    m_height->setValue((natural ? m_naturalMm : settings.heightMm) / unit());
    m_lock->setChecked(natural);
    m_unit->setCurrentIndex(settings.inches ? 1 : 0);
    m_format->setCurrent(static_cast<int>(settings.format));
    m_dpi->setValue(settings.dpi);
    m_font->setValue(settings.fontPt);
    m_background->setCurrentIndex(static_cast<int>(settings.background));
    m_text->setCurrent(settings.outlines ? 1 : 0);
    for (const auto& part : m_parts)
        part.box->setChecked(settings.parts.*part.field);
    m_showing = false;
    tell();
}

void ExportForm::showPixels(QSize pixels, double heightMm)
{
    m_naturalMm = heightMm;
    if (m_settings.format == paint::FileFormat::Png)
        m_pixels->setText(tr("%1 × %2 px").arg(pixels.width()).arg(pixels.height()));
    else
        m_pixels->setText(isMarkup(m_settings.format) ? layoutWords(m_settings.format) : tr("for maps drawn as images"));
    if (m_settings.heightMm <= 0.0)
        m_height->show(heightMm / unit());
}

void ExportForm::take()
{
    if (m_showing)
        return;
    m_settings.widthMm = m_width->value() * unit();
    m_settings.heightMm = m_lock->isChecked() ? 0.0 : m_height->value() * unit();
    const auto format = static_cast<paint::FileFormat>(m_format->current());
    m_settings.outlines = format != m_settings.format ? format == paint::FileFormat::Svg : m_text->current() == 1;
    m_settings.format = format;
    m_settings.dpi = m_dpi->value();
    m_settings.fontPt = m_font->value();
    m_settings.background = static_cast<paint::Background>(m_background->currentIndex());
    for (const auto& part : m_parts)
        m_settings.parts.*part.field = part.box->isChecked();
    m_text->setCurrent(m_settings.outlines ? 1 : 0);
    tell();
    emit changed();
}

void ExportForm::tell()
{
    const bool markup = isMarkup(m_settings.format);
    const bool words = m_settings.format != paint::FileFormat::Png && !markup;
    const QString laidOut = layoutWords(m_settings.format);
    m_text->setEnabled(words);
    m_text->setToolTip(words ? QString() : markup ? tr("Words are words there.") : tr("A PNG has pixels only."));
    m_height->setEnabled(!markup && m_settings.heightMm > 0.0);
    for (QWidget* size : {static_cast<QWidget*>(m_width), static_cast<QWidget*>(m_unit), static_cast<QWidget*>(m_lock), static_cast<QWidget*>(m_dpi), static_cast<QWidget*>(m_font)}) {
        size->setEnabled(!markup);
        size->setToolTip(markup ? laidOut : QString());
    }
    m_textLabel->setEnabled(words);
    m_fontWarning->setText(!markup && m_settings.fontPt < kSmallestReadable ? tr("Under 6 pt: hard to read in print.") : QString());
    m_background->setAccessibleName(tr("Background: %1").arg(m_background->currentText()));
}

} // namespace headlight::ui
