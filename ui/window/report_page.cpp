// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/report_page.h"

#include "formats/registry.h"
#include "ui/window/axis_table.h"
#include "ui/window/chrome.h"
#include "ui/window/dump_words.h"
#include "ui/window/icons.h"
#include "ui/window/note_card.h"
#include "ui/window/report_preview.h"
#include "ui/window/report_words.h"
#include "ui/window/text_label.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDir>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace headlight::ui {

namespace {

constexpr int kMargin = 28;
constexpr int kRight = 340;

QString iconOf(FoundItem::Kind kind)
{
    switch (kind) {
    case FoundItem::Kind::Attention:
    case FoundItem::Kind::Gradient:
    case FoundItem::Kind::OtherTensor:
        return QStringLiteral("grid");
    case FoundItem::Kind::Tokens:
    case FoundItem::Kind::Captions:
        return QStringLiteral("list");
    case FoundItem::Kind::Picture:
        return QStringLiteral("picture");
    case FoundItem::Kind::Opaque:
        return QStringLiteral("lock");
    case FoundItem::Kind::File:
        return QStringLiteral("file");
    }
    return QStringLiteral("file");
}

void clear(QLayout* layout)
{
    while (auto* item = layout->takeAt(0)) {
        if (auto* widget = item->widget(); widget != nullptr)
            widget->deleteLater();
        delete item;
    }
}

/// An icon or nothing, a name that may be elided, a detail at the right.
QWidget* pairRow(const QString& picture, const QString& name, const QString& detail, Tone detailTone)
{
    auto* widget = new QWidget;
    auto* row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    if (!picture.isEmpty()) {
        auto* sign = new QLabel;
        sign->setPixmap(icon(picture).pixmap(16, 16));
        row->addWidget(sign);
    }
    auto* text = new TextLabel(name, {12.5, QFont::Normal, picture.isEmpty() ? Tone::Quiet : Tone::Text});
    text->setElide(Qt::ElideMiddle);
    auto* right = new TextLabel(detail, {picture.isEmpty() ? 12.5 : 11.0, QFont::Normal, detailTone});
    right->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    right->setMaximumWidth(210);
    row->addWidget(text, 1);
    row->addWidget(right);
    widget->setMinimumHeight(scaled(picture.isEmpty() ? 19 : 24));
    return widget;
}

/// What is higher than the page scrolls, without a frame and without a stop for the Tab key.
QScrollArea* scrolling(QWidget* content)
{
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    return scroll;
}

/// White or panel, with a line at one side where it meets the next.
class Pane : public QWidget {
public:
    explicit Pane(bool panel, Qt::Edges line = {}) : m_panel(panel), m_line(line) {}

protected:
    void paintEvent(QPaintEvent*) override
    {
        const auto& tokens = tokensOf(this);
        QPainter painter(this);
        painter.fillRect(rect(), m_panel ? tokens.panel : tokens.canvas);
        if (m_line.testFlag(Qt::LeftEdge))
            painter.fillRect(QRect(0, 0, 1, height()), tokens.line);
        if (m_line.testFlag(Qt::TopEdge))
            painter.fillRect(QRect(0, 0, width(), 1), tokens.line);
        if (m_line.testFlag(Qt::BottomEdge))
            painter.fillRect(QRect(0, height() - 1, width(), 1), tokens.line);
    }

private:
    bool m_panel;
    Qt::Edges m_line;
};

} // namespace

std::vector<FoundItem> contentOf(const QString& path)
{
    constexpr std::size_t kMost = 200;
    std::vector<FoundItem> out;
    if (!QFileInfo(path).isFile())
        return out;
    const auto document = formats::readFile(path.toStdString());
    if (!document)
        return out;
    const auto contents = contentsOf(document->root, kMost);
    for (const auto& entry : contents.tensors) {
        QStringList sizes;
        for (const auto size : entry.tensor.shape())
            sizes << QString::number(size);
        const QString words = QStringLiteral("%1 · %2").arg(QString::fromUtf8(nameOf(entry.tensor.dtype()).data()), sizes.join(QStringLiteral(" × ")));
        out.push_back({FoundItem::Kind::OtherTensor, entry.address.toString(document->style), words.toStdString()});
    }
    for (const auto& entry : contents.opaque)
        out.push_back({FoundItem::Kind::Opaque, entry.address.toString(document->style), entry.opaque.className});
    return out;
}

ReportPage::ReportPage(Session& session, NoteActions actions, QWidget* parent)
    : QWidget(parent), m_session(session), m_actions(std::move(actions)), m_card(new QWidget(this))
{
    setObjectName(QStringLiteral("report"));
    auto* middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(makeLeft(), 1);
    middle->addWidget(makeRight());
    auto* column = new QVBoxLayout(m_card);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addWidget(makeHead());
    column->addLayout(middle, 1);
    column->addWidget(makeFoot());
}

QWidget* ReportPage::makeHead()
{
    auto* head = new Pane(false, Qt::BottomEdge);
    m_title = new TextLabel({}, {20.0, QFont::DemiBold});
    m_title->setObjectName(QStringLiteral("reportTitle"));
    m_title->setElide(Qt::ElideMiddle);
    m_summary = new TextLabel({}, {12.5, QFont::Normal, Tone::Quiet});
    m_summary->setObjectName(QStringLiteral("reportSummary"));
    m_summary->setElide(Qt::ElideRight);
    auto* close = new QToolButton;
    close->setObjectName(QStringLiteral("reportClose"));
    close->setIcon(icon(QStringLiteral("close")));
    close->setAutoRaise(true);
    close->setFixedSize(28, 28);
    close->setToolTip(tr("Close the report (Esc)"));
    close->setAccessibleName(tr("Close the report"));
    connect(close, &QToolButton::clicked, this, &ReportPage::closed);
    auto* words = new QVBoxLayout;
    words->setSpacing(4);
    words->addWidget(m_title);
    words->addWidget(m_summary);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(kMargin, 18, 20, 14);
    row->addLayout(words, 1);
    row->addWidget(close, 0, Qt::AlignTop);
    return head;
}

QWidget* ReportPage::makeLeft()
{
    auto* content = new Pane(false);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(kMargin, 18, kMargin, 18);
    column->setSpacing(8);
    m_axesTitle = new TextLabel({}, {12.5, QFont::DemiBold});
    m_axesTitle->setElide(Qt::ElideMiddle);
    m_axes = new AxisTable;
    connect(m_axes, &AxisTable::roleChosen, this, &ReportPage::chooseRole);
    m_axesHint = new TextLabel(tr("The preview follows every change. Changing one axis swaps it with the axis that had this meaning."), {12.5, QFont::Normal, Tone::Quiet});
    m_axesHint->setWordWrap(true);
    m_notesTitle = new TextLabel({}, {12.5, QFont::DemiBold});
    m_notes = new QVBoxLayout;
    m_notes->setSpacing(8);
    column->addWidget(m_axesTitle);
    column->addWidget(m_axes);
    column->addWidget(m_axesHint);
    column->addSpacing(14);
    column->addWidget(m_notesTitle);
    column->addLayout(m_notes);
    column->addStretch(1);
    return scrolling(content);
}

QWidget* ReportPage::makeRight()
{
    auto* content = new Pane(true, Qt::LeftEdge);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(kMargin, 18, kMargin, 18);
    column->setSpacing(6);
    m_previewPart = new QWidget;
    auto* previewColumn = new QVBoxLayout(m_previewPart);
    previewColumn->setContentsMargins(0, 0, 0, 14);
    m_preview = new ReportPreview(m_session);
    m_previewWords = new TextLabel({}, {12.5, QFont::Normal, Tone::Quiet});
    m_previewWords->setElide(Qt::ElideRight);
    connect(m_preview, &ReportPreview::wordsChanged, m_previewWords, &QLabel::setText);
    auto* previewTitle = new QHBoxLayout;
    previewTitle->addWidget(new TextLabel(tr("Preview"), {12.5, QFont::DemiBold}));
    previewTitle->addWidget(m_previewWords, 1);
    previewColumn->addLayout(previewTitle);
    previewColumn->addWidget(m_preview);
    column->addWidget(m_previewPart);
    column->addWidget(new TextLabel(tr("Found in the file"), {12.5, QFont::DemiBold}));
    m_found = new QVBoxLayout;
    m_found->setSpacing(0);
    column->addLayout(m_found);
    m_measuresPart = new QWidget;
    auto* measuresColumn = new QVBoxLayout(m_measuresPart);
    measuresColumn->setContentsMargins(0, 14, 0, 0);
    measuresColumn->addWidget(new TextLabel(tr("What can be shown"), {12.5, QFont::DemiBold}));
    m_measures = new QVBoxLayout;
    m_measures->setSpacing(0);
    measuresColumn->addLayout(m_measures);
    column->addWidget(m_measuresPart);
    column->addStretch(1);
    auto* scroll = scrolling(content);
    scroll->setFixedWidth(kRight + 2 * 16);
    return scroll;
}

QWidget* ReportPage::makeFoot()
{
    auto* foot = new Pane(false, Qt::TopEdge);
    m_only = new QCheckBox(tr("Show this report only when something needs a decision"));
    m_only->setObjectName(QStringLiteral("onlyForDecisions"));
    m_only->setChecked(true);
    auto* copy = new QPushButton(tr("Copy as text"));
    copy->setObjectName(QStringLiteral("copyReport"));
    m_reset = new QPushButton(tr("Reset axes"));
    m_reset->setObjectName(QStringLiteral("resetAxes"));
    m_showFigures = new QPushButton(tr("Show figures"));
    m_showFigures->setObjectName(QStringLiteral("showFigures"));
    m_showFigures->setProperty("primary", true);
    connect(copy, &QPushButton::clicked, this, &ReportPage::copyText);
    connect(m_reset, &QPushButton::clicked, this, &ReportPage::resetAxes);
    connect(m_showFigures, &QPushButton::clicked, this, &ReportPage::closed);
    auto* row = new QHBoxLayout(foot);
    row->setContentsMargins(24, 13, 24, 12);
    row->setSpacing(10);
    row->addWidget(m_only);
    row->addStretch(1);
    row->addWidget(copy);
    row->addWidget(m_reset);
    row->addWidget(m_showFigures);
    return foot;
}

void ReportPage::showDump()
{
    const auto dump = m_session.dump();
    if (dump == nullptr || dump->stacks().empty())
        return;
    m_showsProblem = false;
    m_title->setText(tr("What is in %1").arg(QString::fromStdString(dump->title())));
    m_summary->setText(summaryWords(*dump));
    const auto& reading = dump->stacks().front().reading; // choices are about the first stack's array
    m_axesTitle->setText(tr("Axes of %1").arg(QString::fromStdString(reading.array)));
    m_axes->show(reading);
    for (auto* part : std::initializer_list<QWidget*>{m_axesTitle, m_axes, m_axesHint, m_previewPart, m_measuresPart, m_reset, m_only})
        part->show();
    m_reset->setEnabled(!dump->choices().axes.empty());
    m_showFigures->setText(tr("Show figures"));
    showNotes(dump->notes());
    showFound(dump->found());
    showMeasures(dump.get());
    m_preview->refresh();
}

void ReportPage::showProblem(const QString& path, const Error& error)
{
    const QString name = QFileInfo(path).fileName();
    m_problemText = QString::fromStdString(sentence(error));
    showOnlyNotes(name, tr("It was not opened as a dump."));
    Note note{NoteWeight::Decision, tr("%1 was not opened").arg(name).toStdString(), sentence(error)};
    showNotes({note});
    showFound(contentOf(path));
}

void ReportPage::showOnlyNotes(const QString& name, const QString& summary)
{
    m_showsProblem = true;
    m_title->setText(tr("What is in %1").arg(name));
    m_summary->setText(summary);
    for (auto* part : std::initializer_list<QWidget*>{m_axesTitle, m_axes, m_axesHint, m_previewPart, m_measuresPart, m_reset, m_only})
        part->hide();
    m_showFigures->setText(m_session.state().hasDump() ? tr("Back to the figures") : tr("Back"));
}

void ReportPage::showDumps(const QString& folder, const QStringList& dumps)
{
    const QString name = QDir(folder).dirName();
    m_problemText = dumps.join(QLatin1Char('\n'));
    showOnlyNotes(name, tr("A folder with %1 dumps.").arg(dumps.size()));
    clear(m_notes);
    m_notesTitle->setText(tr("Open one of them"));
    std::vector<FoundItem> found;
    for (const auto& path : dumps) {
        const QString file = QDir(folder).relativeFilePath(path);
        auto* button = new QPushButton(icon(QStringLiteral("file")), file);
        button->setObjectName(QStringLiteral("dump.") + file);
        connect(button, &QPushButton::clicked, this, [this, path] { emit pathChosen(path); });
        m_notes->addWidget(button, 0, Qt::AlignLeft);
        found.push_back({FoundItem::Kind::File, file.toStdString(), byteWords(static_cast<std::uint64_t>(QFileInfo(path).size())).toStdString()});
    }
    showFound(found);
}

void ReportPage::focusFirst()
{
    m_showFigures->setFocus();
}

void ReportPage::setOnlyForDecisions(bool only)
{
    m_only->setChecked(only);
}

bool ReportPage::onlyForDecisions() const
{
    return m_only->isChecked();
}

void ReportPage::showNotes(const std::vector<Note>& notes)
{
    clear(m_notes);
    const auto decisions = std::count_if(notes.begin(), notes.end(), [](const Note& note) { return note.weight == NoteWeight::Decision; });
    m_notesTitle->setText(notes.empty()        ? tr("Nothing needs to be said about this file.")
                          : m_showsProblem     ? tr("Why")
                          : decisions > 0      ? tr("Notes · %1 to decide").arg(decisions)
                                               : tr("Notes"));
    for (const auto& note : notes)
        m_notes->addWidget(new NoteCard(note, m_actions));
}

void ReportPage::showFound(const std::vector<FoundItem>& items)
{
    clear(m_found);
    constexpr std::size_t kMost = 60;
    for (std::size_t i = 0; i < std::min(items.size(), kMost); ++i)
        m_found->addWidget(pairRow(iconOf(items[i].kind), QString::fromStdString(items[i].name), QString::fromStdString(items[i].content), Tone::Quiet));
    if (items.size() > kMost)
        m_found->addWidget(new TextLabel(tr("and %1 more").arg(items.size() - kMost), {11.0, QFont::Normal, Tone::Quiet}));
    if (items.empty())
        m_found->addWidget(new TextLabel(tr("Nothing that could be read."), {12.5, QFont::Normal, Tone::Quiet}));
}

void ReportPage::showMeasures(const Dump* dump)
{
    clear(m_measures);
    for (const auto& measure : measuresOf(*dump))
        m_measures->addWidget(pairRow({}, measure.name, measure.state, measure.available ? Tone::Text : Tone::Quiet));
}

void ReportPage::chooseRole(std::int64_t axis, AxisRole role)
{
    const auto dump = m_session.dump();
    if (dump == nullptr || dump->stacks().empty())
        return;
    ReadingChoices choices = dump->choices();
    choices.axes = swappedRoles(dump->stacks().front().reading.axes, axis, role);
    m_session.reload(choices);
}

void ReportPage::resetAxes()
{
    if (const auto dump = m_session.dump(); dump != nullptr) {
        ReadingChoices choices = dump->choices();
        choices.axes.clear();
        m_session.reload(choices);
    }
}

void ReportPage::copyText()
{
    const auto dump = m_session.dump();
    QGuiApplication::clipboard()->setText(m_showsProblem || dump == nullptr ? m_problemText : reportText(*dump));
}

void ReportPage::paintEvent(QPaintEvent*)
{
    const auto& tokens = tokensOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), tokens.window);
    painter.setPen(tokens.line);
    painter.drawRect(m_card->geometry().adjusted(0, 0, -1, -1));
}

void ReportPage::resizeEvent(QResizeEvent*)
{
    const int margin = width() >= 1500 ? 180 : width() >= 1200 ? 60 : 12;
    const int top = height() >= 760 ? 22 : 8;
    m_card->setGeometry(rect().adjusted(margin, top, -margin, -top));
}

} // namespace headlight::ui
