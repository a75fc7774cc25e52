// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/batch_form.h"

#include "state/action.h"
#include "state/state_json.h"
#include "ui/session/words.h"
#include "ui/views/view.h"
#include "ui/window/export_settings.h"
#include "ui/window/form_rows.h"
#include "ui/window/number_box.h"
#include "ui/window/segmented_control.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <set>

namespace headlight::ui {

namespace {

constexpr int kLabelWidth = 68;
constexpr std::array kExisting{paint::Existing::Skip, paint::Existing::Number, paint::Existing::Replace}; ///< as the control shows them

/// "1,3-5", or "all" where all are chosen.
template <typename Place>
std::string listOf(const std::set<Place>& chosen, std::int64_t count, IndexBase base)
{
    if (static_cast<std::int64_t>(chosen.size()) == count)
        return "all";
    std::vector<std::int64_t> numbers;
    for (const auto index : chosen)
        numbers.push_back(index.value + (base == IndexBase::One ? 1 : 0));
    return formatNumbers(numbers);
}

QString viewName(ViewKind kind)
{
    for (const auto& entry : views())
        if (entry.kind == kind)
            return entry.name;
    return {};
}

paint::BatchOrder firstOrder(const State& state)
{
    paint::BatchOrder order;
    order.set.state = state;
    std::set<LayerIndex> layers;
    std::set<HeadIndex> heads;
    for (const auto& ref : state.selection.heads.heads()) {
        layers.insert(ref.layer);
        heads.insert(ref.head);
    }
    const auto& grid = state.stackShape().heads;
    order.set.layers = listOf(layers, static_cast<std::int64_t>(grid.size()), state.display.indexBase);
    order.set.heads = listOf(heads, *std::ranges::max_element(grid), state.display.indexBase);
    if (const auto& query = state.selection.query)
        order.set.queries = std::to_string(query->value);
    order.samples = std::to_string(state.selection.sample.value);
    order.set.pattern = paint::usualPattern(state);
    return order;
}

std::string typed(const QLineEdit* field)
{
    return field->text().trimmed().toStdString();
}

} // namespace

BatchForm::BatchForm(const State& state, std::size_t samples, const QString& folder, const BatchSettings& settings, QWidget* parent) : QWidget(parent), m_order(firstOrder(state))
{
    auto* rows = new FormRows(kLabelWidth);
    addWhat(*rows, samples);
    addFiles(*rows, folder);
    begin(settings);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(rows);
    column->addStretch(1);
    tell();
    for (auto* edited : {m_samples, m_layers, m_heads, m_queries, m_folder})
        connect(edited, &QLineEdit::textChanged, this, &BatchForm::take);
    connect(m_pattern, &QLineEdit::textEdited, this, [this] {
        m_names->setCurrentIndex(Own);
        take();
    });
    for (auto* control : {m_what, m_aggregate, m_existing})
        connect(control, &SegmentedControl::chosen, this, &BatchForm::take);
    for (const auto& format : m_formats)
        connect(format.box, &QCheckBox::clicked, this, &BatchForm::take);
    connect(m_onePdf, &QCheckBox::clicked, this, &BatchForm::take);
    connect(m_size, &QComboBox::activated, this, &BatchForm::takeSize);
    connect(m_dpi, &NumberBox::valueChanged, this, &BatchForm::take);
    connect(m_names, &QComboBox::activated, this, &BatchForm::take);
    take();
}

QLineEdit* BatchForm::field(const QString& name, const QString& spoken)
{
    auto* edited = new QLineEdit;
    edited->setObjectName(name);
    edited->setAccessibleName(spoken);
    return edited;
}

void BatchForm::addWhat(FormRows& rows, std::size_t samples)
{
    const auto& state = m_order.set.state;
    m_what = new SegmentedControl(tr("Figures"), {viewName(state.view), tr("Notebook set")});
    m_what->setObjectName(QStringLiteral("batchWhat"));
    m_samples = field(QStringLiteral("batchSamples"), tr("Samples"));
    m_samples->setText(words(m_order.samples));
    m_samples->setPlaceholderText(tr("0 to %1, or all").arg(samples - 1));
    m_layers = field(QStringLiteral("batchLayers"), tr("Layers"));
    m_layers->setText(words(m_order.set.layers));
    m_layers->setPlaceholderText(tr("1,3-5 or all"));
    m_heads = field(QStringLiteral("batchHeads"), tr("Heads"));
    m_heads->setText(words(m_order.set.heads));
    m_heads->setPlaceholderText(tr("1,7,10 or all"));
    m_aggregate = new SegmentedControl(tr("Heads of a layer"), {tr("Each"), tr("Mean"), tr("Max"), tr("Min")});
    m_aggregate->setObjectName(QStringLiteral("batchAggregate"));
    m_aggregate->setCurrent(static_cast<int>(state.selection.aggregate));
    m_queries = field(QStringLiteral("batchQueries"), tr("Queries"));
    m_queries->setText(words(m_order.set.queries));
    m_queries->setPlaceholderText(tr("0,44-45 or all"));
    rows.addRow(tr("Figures"), m_what);
    rows.addRow(tr("Samples"), m_samples);
    rows.addRow(tr("Layers"), m_layers);
    rows.addRow(tr("Heads"), m_heads);
    rows.addRow(QString(), m_aggregate);
    rows.addRow(tr("Queries"), m_queries);
}

QWidget* BatchForm::makeFormats()
{
    auto* widget = new QWidget;
    auto* boxes = new QHBoxLayout;
    boxes->setSpacing(12);
    const auto add = [&](const QString& name, const QString& text, paint::FileFormat format) {
        auto* box = new QCheckBox(text);
        box->setObjectName(name);
        boxes->addWidget(box);
        m_formats.push_back({box, format});
    };
    add(QStringLiteral("batchPng"), tr("PNG"), paint::FileFormat::Png);
    add(QStringLiteral("batchPdf"), tr("PDF"), paint::FileFormat::Pdf);
    add(QStringLiteral("batchSvg"), tr("SVG"), paint::FileFormat::Svg);
    if (m_order.set.state.view == ViewKind::Text) {
        add(QStringLiteral("batchHtml"), tr("HTML"), paint::FileFormat::Html);
        add(QStringLiteral("batchTex"), tr("LaTeX"), paint::FileFormat::Tex);
    }
    boxes->addStretch(1);
    m_onePdf = new QCheckBox(tr("One PDF, a page for each figure"));
    m_onePdf->setObjectName(QStringLiteral("batchOnePdf"));
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 4, 0, 4);
    column->setSpacing(6);
    column->addLayout(boxes);
    column->addWidget(m_onePdf);
    return widget;
}

void BatchForm::addFiles(FormRows& rows, const QString& folder)
{
    m_size = new QComboBox;
    m_size->setObjectName(QStringLiteral("batchSize"));
    m_size->setAccessibleName(tr("Size"));
    for (const auto& preset : exportPresets())
        m_size->addItem(preset.title, preset.id);
    m_dpi = new NumberBox(tr("Dots per inch"), kLeastDpi, kMostDpi, 50.0);
    m_dpi->setObjectName(QStringLiteral("batchDpi"));
    m_dpi->setDecimals(0);
    m_dpi->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_folder = field(QStringLiteral("batchFolder"), tr("Folder"));
    m_folder->setText(QDir::toNativeSeparators(folder));
    auto* choose = new QPushButton(tr("Choose…"));
    choose->setAutoDefault(false);
    connect(choose, &QPushButton::clicked, this, &BatchForm::folderWanted);
    auto* place = new QHBoxLayout;
    place->setSpacing(6);
    place->addWidget(m_folder, 1);
    place->addWidget(choose);
    m_names = new QComboBox;
    m_names->setObjectName(QStringLiteral("batchNames"));
    m_names->setAccessibleName(tr("Names"));
    m_names->addItems({tr("Typed selection"), tr("Notebook names"), tr("Own pattern")});
    m_pattern = field(QStringLiteral("batchPattern"), tr("Pattern of the names"));
    m_pattern->setToolTip(tr("{sample}, {layer}, {head} and {query} are filled in; / makes folders"));
    m_existing = new SegmentedControl(tr("Existing files"), {tr("Skip"), tr("Number"), tr("Replace")});
    m_existing->setObjectName(QStringLiteral("batchExisting"));
    rows.addRow(tr("Format"), makeFormats());
    rows.addRow(tr("Size"), m_size);
    rows.addRow(tr("dpi"), m_dpi);
    rows.addRow(tr("Folder"), place);
    rows.addRow(tr("Names"), m_names);
    rows.addRow(QString(), m_pattern);
    rows.addRow(tr("Existing"), m_existing);
}

void BatchForm::begin(const BatchSettings& settings)
{
    const auto hasOne = [this](const std::vector<paint::FileFormat>& formats) {
        return std::ranges::any_of(m_formats, [&formats](const Format& format) { return std::ranges::find(formats, format.format) != formats.end(); });
    };
    const auto formats = hasOne(settings.formats) ? settings.formats : BatchSettings{}.formats; // pages of text, and then a map
    for (const auto& format : m_formats)
        format.box->setChecked(std::ranges::find(formats, format.format) != formats.end());
    m_onePdf->setChecked(settings.onePdf);
    m_size->setCurrentIndex(std::max(0, m_size->findData(settings.size)));
    m_dpi->setValue(settings.dpi);
    m_existing->setCurrent(static_cast<int>(std::ranges::find(kExisting, settings.existing) - kExisting.begin()));
    m_names->setCurrentIndex(!settings.pattern.isEmpty() ? Own : settings.notebookNames ? Notebook : Typed);
    m_pattern->setText(settings.pattern);
}

BatchSettings BatchForm::settings() const
{
    BatchSettings settings;
    settings.formats = m_order.set.formats;
    settings.onePdf = m_order.onePdf;
    settings.size = m_size->currentData().toString();
    settings.dpi = m_dpi->value();
    settings.existing = m_order.existing;
    settings.notebookNames = m_names->currentIndex() == Notebook;
    if (m_names->currentIndex() == Own)
        settings.pattern = m_pattern->text().trimmed();
    return settings;
}

/// A preset has its own dots per inch.
void BatchForm::takeSize()
{
    m_dpi->show(exportPresets()[static_cast<std::size_t>(m_size->currentIndex())].settings.dpi);
    take();
}

QString BatchForm::folder() const
{
    return QDir::fromNativeSeparators(m_folder->text().trimmed());
}

void BatchForm::setFolder(const QString& folder)
{
    m_folder->setText(QDir::toNativeSeparators(folder));
}

QString BatchForm::problem() const
{
    if (m_order.set.formats.empty() && !m_order.onePdf && m_order.what == paint::BatchOrder::What::View)
        return tr("No format is chosen.");
    if (folder().isEmpty())
        return tr("No folder is chosen.");
    return {};
}

std::string BatchForm::patternOf(int names) const
{
    const auto& state = m_order.set.state;
    if (m_order.onePdf)
        return m_order.what == paint::BatchOrder::What::Notebook ? "sample_{sample}_notebook" : "sample{sample}_" + std::string(nameOf(state.view));
    return names == Notebook ? paint::notebookPattern(state) : paint::usualPattern(state);
}

void BatchForm::take()
{
    auto& set = m_order.set;
    m_order.what = m_what->current() == 0 ? paint::BatchOrder::What::View : paint::BatchOrder::What::Notebook;
    m_order.samples = typed(m_samples);
    set.layers = typed(m_layers);
    set.heads = typed(m_heads);
    set.queries = typed(m_queries);
    set.state = headlight::update(set.state, SetAggregate{static_cast<Aggregate>(m_aggregate->current())});
    set.formats.clear();
    for (const auto& format : m_formats)
        if (format.box->isChecked())
            set.formats.push_back(format.format);
    m_order.onePdf = m_onePdf->isChecked();
    set.settings.paper = optionsOf(exportPresets()[static_cast<std::size_t>(m_size->currentIndex())].settings);
    set.settings.paper.dpi = m_dpi->value();
    set.folder = QDir(folder()).absolutePath().toStdString();
    m_order.existing = kExisting[static_cast<std::size_t>(m_existing->current())];
    takePattern();
    tell();
    emit changed();
}

/// A preset follows what is asked for; people's own pattern stays.
void BatchForm::takePattern()
{
    const bool fixed = m_order.what == paint::BatchOrder::What::Notebook && !m_order.onePdf;
    if (fixed || m_names->currentIndex() != Own) {
        const QString pattern = fixed ? tr("sample_{sample}/attention/…, rollout/…") : words(patternOf(m_names->currentIndex()));
        if (m_pattern->text() != pattern)
            m_pattern->setText(pattern);
    }
    m_order.set.pattern = typed(m_pattern);
}

void BatchForm::tell()
{
    const bool notebook = m_what->current() == 1;
    const auto split = paint::splitBy(m_order.set.state);
    const bool heads = hasHeads(m_order.set.state.measure.kind);
    const auto enable = [](QWidget* widget, bool on, const QString& why) {
        widget->setEnabled(on);
        widget->setToolTip(on ? QString() : why);
    };
    const QString fixed = tr("The notebook set has formats, sizes and names of its own.");
    enable(m_heads, heads || notebook, tr("This measure takes heads together."));
    enable(m_aggregate, !notebook && heads && (split.layers || split.queries), notebook ? tr("The notebook set has each head and their mean.") : tr("An overview shows each head."));
    enable(m_queries, !notebook && split.queries, notebook ? tr("The notebook set has every query.") : tr("This view shows all queries at once."));
    for (const auto& format : m_formats)
        enable(format.box, !notebook && !m_onePdf->isChecked(), notebook ? fixed : tr("All figures go into one PDF."));
    enable(m_size, !notebook, fixed);
    enable(m_dpi, !notebook, fixed);
    enable(m_names, !notebook || m_onePdf->isChecked(), fixed);
    m_pattern->setEnabled(!notebook || m_onePdf->isChecked());
}

} // namespace headlight::ui
