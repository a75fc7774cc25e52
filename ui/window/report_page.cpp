// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/report_page.h"

#include "ui/window/array_table.h"
#include "ui/window/axis_table.h"
#include "ui/window/chrome.h"
#include "ui/window/dump_words.h"
#include "ui/window/icons.h"
#include "ui/window/manifest_saver.h"
#include "ui/window/message_bar.h"
#include "ui/window/note_card.h"
#include "ui/window/reading_changes.h"
#include "ui/window/report_parts.h"
#include "ui/window/report_preview.h"
#include "ui/window/report_words.h"
#include "ui/window/text_label.h"
#include "ui/window/value_tree.h"

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

} // namespace

ReportPage::ReportPage(Session& session, NoteActions actions, AskForFile ask, QWidget* parent)
    : QWidget(parent), m_session(session), m_actions(std::move(actions)), m_messages(ownMessages(this)), m_saver(new ManifestSaver(session, *m_messages, std::move(ask), this)),
      m_card(new QWidget(this))
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
    column->addWidget(m_messages);
    column->addLayout(middle, 1);
    column->addWidget(makeFoot());
    connectTables();
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
    m_axesTitle = sectionTitle({});
    m_arrays = new ArrayTable;
    m_axes = new AxisTable;
    m_positions = new PositionTable;
    m_decisions = new QWidget;
    auto* decisions = new QVBoxLayout(m_decisions);
    decisions->setContentsMargins(0, 0, 0, 14);
    decisions->setSpacing(8);
    m_axesHint = new TextLabel(tr("The preview follows every change. Changing one axis swaps it with the axis that had this meaning."), {12.5, QFont::Normal, Tone::Quiet});
    m_axesHint->setWordWrap(true);
    m_notesTitle = new TextLabel({}, {12.5, QFont::DemiBold});
    m_notes = new QVBoxLayout;
    m_notes->setSpacing(8);
    decisions->addWidget(sectionTitle(tr("Arrays")));
    decisions->addWidget(m_arrays);
    decisions->addSpacing(10);
    decisions->addWidget(m_axesTitle);
    decisions->addWidget(m_axes);
    decisions->addWidget(m_axesHint);
    decisions->addSpacing(10);
    decisions->addWidget(m_positions);
    column->addWidget(m_decisions);
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
    m_foundTitle = new TextLabel({}, {12.5, QFont::DemiBold});
    column->addWidget(m_foundTitle);
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
    m_tree = new ValueTree;
    m_treePart = new QWidget;
    auto* treeColumn = new QVBoxLayout(m_treePart);
    treeColumn->setContentsMargins(0, 14, 0, 0);
    treeColumn->setSpacing(6);
    treeColumn->addWidget(sectionTitle(tr("Everything in the file")));
    treeColumn->addWidget(m_tree);
    column->addWidget(m_treePart);
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
    m_reset = new QPushButton(tr("Reset to what was recognised"));
    m_reset->setObjectName(QStringLiteral("resetReading"));
    m_save = new QPushButton(tr("Save"));
    m_save->setObjectName(QStringLiteral("saveReading"));
    m_save->setToolTip(tr("Keep this reading beside the dump, as NAME.headlight.json"));
    m_showFigures = new QPushButton(tr("Show figures"));
    m_showFigures->setObjectName(QStringLiteral("showFigures"));
    m_showFigures->setProperty("primary", true);
    connect(copy, &QPushButton::clicked, this, &ReportPage::copyText);
    connect(m_reset, &QPushButton::clicked, this, [this] {
        if (const auto dump = m_session.dump(); dump != nullptr)
            change(asRecognised(*dump));
    });
    connect(m_save, &QPushButton::clicked, m_saver, &ManifestSaver::save);
    connect(m_showFigures, &QPushButton::clicked, this, &ReportPage::closed);
    auto* row = new QHBoxLayout(foot);
    row->setContentsMargins(24, 13, 24, 12);
    row->setSpacing(10);
    row->addWidget(m_only);
    row->addStretch(1);
    row->addWidget(copy);
    row->addWidget(m_reset);
    row->addWidget(m_save);
    row->addWidget(m_showFigures);
    return foot;
}

void ReportPage::showDump()
{
    const auto dump = m_session.dump();
    if (dump == nullptr || dump->stacks().empty())
        return;
    if (m_path != dump->path()) {
        m_messages->setAll({});
        m_undo.clear();
        m_redo.clear();
        m_array = dump->stacks().front().reading.address;
        emit historyChanged();
    }
    m_path = dump->path();
    m_showsProblem = false;
    m_messages->remove(QStringLiteral("refused"));
    m_title->setText(tr("What is in %1").arg(QString::fromStdString(dump->title())));
    m_summary->setText(summaryWords(*dump));
    const QString focused = isAncestorOf(focusWidget()) ? focusWidget()->objectName() : QString();
    m_arrays->show(*dump, shownStack()->reading.address);
    showStack();
    if (auto* again = focused.isEmpty() ? nullptr : findChild<QWidget*>(focused); again != nullptr && isVisible())
        again->setFocus();
    for (auto* part : std::initializer_list<QWidget*>{m_decisions, m_previewPart, m_measuresPart, m_treePart, m_reset, m_save, m_only})
        part->show();
    m_reset->setEnabled(!(dump->choices() == asRecognised(*dump)) || !dump->manifest().empty());
    m_showFigures->setText(tr("Show figures"));
    showNotes(dump->notes());
    m_foundTitle->setText(tr("Found in the file"));
    showFound(dump->found());
    showMeasures(dump.get());
    m_tree->show(dump->documents());
}

/// The stack whose axes are shown; the first where the chosen array is none any more.
const Stack* ReportPage::shownStack() const
{
    const auto dump = m_session.dump();
    if (dump == nullptr || dump->stacks().empty())
        return nullptr;
    const auto* stack = stackOf(*dump, m_array);
    return stack != nullptr ? stack : &dump->stacks().front();
}

void ReportPage::showStack()
{
    const auto dump = m_session.dump();
    const auto* stack = shownStack();
    if (stack == nullptr)
        return;
    m_axesTitle->setText(tr("Axes of %1").arg(QString::fromStdString(stack->reading.array)));
    m_axes->show(stack->reading);
    m_positions->show(*dump, *stack);
    m_preview->refresh(StackIndex{stack - dump->stacks().data()});
}

void ReportPage::showProblem(const QString& path, const Error& error)
{
    const QString name = QFileInfo(path).fileName();
    m_problemText = QString::fromStdString(sentence(error));
    showOnlyNotes(name, tr("It was not opened as a dump."));
    Note note{NoteWeight::Decision, tr("%1 was not opened").arg(name).toStdString(), sentence(error)};
    showNotes({note});
    m_foundTitle->setText(tr("Found in the file"));
    showFound(contentOf(path));
}

void ReportPage::showOnlyNotes(const QString& name, const QString& summary)
{
    m_showsProblem = true;
    m_title->setText(tr("What is in %1").arg(name));
    m_summary->setText(summary);
    for (auto* part : std::initializer_list<QWidget*>{m_decisions, m_previewPart, m_measuresPart, m_treePart, m_reset, m_save, m_only})
        part->hide();
    m_messages->setAll({});
    m_tree->show({});
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
    m_foundTitle->setText(tr("Found in the folder"));
    showFound(found);
}

void ReportPage::focusFirst()
{
    auto* first = m_notes->count() > 0 ? qobject_cast<QPushButton*>(m_notes->itemAt(0)->widget()) : nullptr;
    (first != nullptr ? first : m_showFigures)->setFocus();
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

void ReportPage::connectTables()
{
    // What was said about the stack that is shown, as the choices to read the dump with.
    const auto aboutStack = [this](auto with) {
        return [this, with](const auto&... said) {
            if (const auto* stack = shownStack(); stack != nullptr)
                change(with(*m_session.dump(), *stack, said...));
        };
    };
    connect(m_arrays, &ArrayTable::arrayChosen, this, [this](const std::string& address) {
        m_array = address;
        showStack();
    });
    connect(m_arrays, &ArrayTable::useChosen, this, [this](const std::string& address, ArrayUse use, std::optional<StackKind> kind) {
        if (const auto dump = m_session.dump(); dump != nullptr)
            change(withUse(*dump, address, use, kind));
    });
    connect(m_axes, &AxisTable::roleChosen, this, aboutStack(withAxis));
    connect(m_positions, &PositionTable::segmentsChosen, this, aboutStack(withSegments));
    connect(m_positions, &PositionTable::segmentsRefused, this, &ReportPage::tellRefused);
    connect(m_positions, &PositionTable::storageChosen, this, aboutStack(withStorage));
    connect(m_positions, &PositionTable::lengthChosen, this, aboutStack(withLength));
    connect(m_positions, &PositionTable::sideTokensChosen, this, aboutStack(withSideTokens));
    connect(m_positions, &PositionTable::tokensChosen, this, &ReportPage::chooseTokens);
    connect(m_saver, &ManifestSaver::saved, this, [this] {
        m_undo.clear(); // what was chosen is in the manifest now
        m_redo.clear();
        emit historyChanged();
    });
}

void ReportPage::chooseTokens(TokenSource source, const std::string& address)
{
    const auto dump = m_session.dump();
    if (source == TokenSource::File)
        m_actions.loadTokens();
    else if (dump != nullptr)
        change(source == TokenSource::Numbers ? withNumbersOnly(*dump) : withTokensAt(*dump, address));
}

/// Reads the dump with other choices; the ones before can be brought back.
void ReportPage::change(const ReadingChoices& choices)
{
    m_undo.push_back(m_session.dump()->choices());
    m_redo.clear();
    m_session.reload(choices);
    emit historyChanged();
}

void ReportPage::step(std::vector<ReadingChoices>& from, std::vector<ReadingChoices>& to)
{
    const auto dump = m_session.dump();
    if (from.empty() || dump == nullptr)
        return;
    to.push_back(dump->choices());
    m_session.reload(from.back());
    from.pop_back();
    emit historyChanged();
}

void ReportPage::undo()
{
    step(m_undo, m_redo);
}

void ReportPage::redo()
{
    step(m_redo, m_undo);
}

void ReportPage::showRefused(const Error& error)
{
    if (!m_undo.empty() && m_session.dump() != nullptr && m_undo.back() == m_session.dump()->choices()) {
        m_undo.pop_back(); // it was never read so
        emit historyChanged();
    }
    showStack(); // the choices as they are
    if (const auto dump = m_session.dump(); dump != nullptr)
        m_arrays->show(*dump, shownStack()->reading.address);
    tellRefused(error);
}

void ReportPage::tellRefused(const Error& error)
{
    m_messages->add({QStringLiteral("refused"), Message::Weight::Error, tr("Not read so: %1").arg(QString::fromStdString(sentence(error))), {}});
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
