// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// "What is in this file": how the dump was understood and why, and where people can say otherwise.
#pragma once

#include "ui/session/session.h"
#include "ui/window/dump_messages.h"
#include "ui/window/file_questions.h"
#include "ui/window/position_table.h"

#include <QWidget>

class QCheckBox;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace headlight::ui {

class ArrayTable;
class AxisTable;
class ManifestSaver;
class MessageBar;
class ReportPreview;
class TextLabel;
class ValueTree;

class ReportPage : public QWidget {
    Q_OBJECT
public:
    ReportPage(Session& session, NoteActions actions, AskForFile ask, QWidget* parent = nullptr);

    void showDump();
    /// A file that is not a dump: the sentence, and what is in it all the same.
    void showProblem(const QString& path, const Error& error);
    /// A folder with several dumps, of which one is chosen.
    void showDumps(const QString& folder, const QStringList& dumps);
    [[nodiscard]] bool showsProblem() const { return m_showsProblem; }
    /// The dump could not be read as chosen; it stays as it was.
    void showRefused(const Error& error);
    [[nodiscard]] bool canUndo() const { return !m_undo.empty(); }
    [[nodiscard]] bool canRedo() const { return !m_redo.empty(); }
    void undo();
    void redo();
    void focusFirst(); ///< the first of several dumps, else the button that goes on
    void setOnlyForDecisions(bool only);
    [[nodiscard]] bool onlyForDecisions() const;

signals:
    void pathChosen(const QString& path);
    void closed();
    void historyChanged(); ///< what can be undone

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeHead();
    QWidget* makeLeft();
    QWidget* makeRight();
    QWidget* makeFoot();
    void connectTables();
    void showStack();
    void change(const ReadingChoices& choices);
    void step(std::vector<ReadingChoices>& from, std::vector<ReadingChoices>& to);
    void tellRefused(const Error& error);
    void chooseTokens(TokenSource source, const std::string& address);
    [[nodiscard]] const Stack* shownStack() const;
    void showOnlyNotes(const QString& name, const QString& summary);
    void showNotes(const std::vector<Note>& notes);
    void showFound(const std::vector<FoundItem>& items);
    void showMeasures(const Dump* dump);
    void copyText();

    Session& m_session;
    NoteActions m_actions;
    bool m_showsProblem = false;
    QString m_problemText;
    std::string m_array;                ///< address of the array whose axes are shown
    std::filesystem::path m_path;       ///< of the dump that is shown
    std::vector<ReadingChoices> m_undo; ///< how this dump was read before
    std::vector<ReadingChoices> m_redo;
    MessageBar* m_messages = nullptr;
    ManifestSaver* m_saver = nullptr;
    QWidget* m_decisions = nullptr;
    ArrayTable* m_arrays = nullptr;
    PositionTable* m_positions = nullptr;
    ValueTree* m_tree = nullptr;
    QPushButton* m_save = nullptr;
    QWidget* m_card = nullptr;
    TextLabel* m_title = nullptr;
    TextLabel* m_summary = nullptr;
    TextLabel* m_axesTitle = nullptr;
    TextLabel* m_axesHint = nullptr;
    AxisTable* m_axes = nullptr;
    TextLabel* m_notesTitle = nullptr;
    QVBoxLayout* m_notes = nullptr;
    TextLabel* m_previewWords = nullptr;
    QWidget* m_previewPart = nullptr;
    QWidget* m_treePart = nullptr;
    TextLabel* m_foundTitle = nullptr;
    ReportPreview* m_preview = nullptr;
    QVBoxLayout* m_found = nullptr;
    QWidget* m_measuresPart = nullptr;
    QVBoxLayout* m_measures = nullptr;
    QCheckBox* m_only = nullptr;
    QPushButton* m_reset = nullptr;
    QPushButton* m_showFigures = nullptr;
};

} // namespace headlight::ui
