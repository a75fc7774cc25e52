// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The window: puts the parts together and knows their order; what they do is theirs.
#pragma once

#include "ui/session/session.h"
#include "ui/window/file_questions.h"
#include "ui/window/kept_state.h"
#include "ui/window/theme.h"

#include <QMainWindow>
#include <QPointer>

#include <vector>

class QSettings;
class QStackedWidget;

namespace headlight::ui {

class Canvas;
class Commands;
class DumpDesk;
class ExportDesk;
class Inspector;
class LeftDock;
class MessageBar;
class ReportPage;
class StateBar;
class StatusBar;
class TextLabel;
class ThinSplitter;
class ViewTabs;
class WelcomePage;

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(Session& session, Theme& theme, QSettings& settings, AskForFile ask = fileDialogs());
    ~MainWindow() override;

    void open(const QString& path);
    void openAll(const QStringList& paths); ///< beside each other, the first one on screen
    void keep(); ///< writes the kept state

protected:
    void resizeEvent(QResizeEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void makeParts(AskForFile ask);
    void makeCommands();
    void layOut();
    void connectParts();
    void restore();
    void fitParts();
    void keepWidths();
    void showPage();
    void dumpChanged();
    void showReport();
    void hideReport();
    void find();
    void escape();
    void about();
    void setFullScreen(bool on);

    Session& m_session;
    Theme& m_theme;
    QSettings& m_settings;
    KeptState m_kept;
    MessageBar* m_messages = nullptr;
    DumpDesk* m_desk = nullptr;
    ExportDesk* m_exports = nullptr;
    Commands* m_commands = nullptr;
    StateBar* m_stateBar = nullptr;
    QStackedWidget* m_pages = nullptr;
    WelcomePage* m_welcome = nullptr;
    ReportPage* m_report = nullptr;
    ThinSplitter* m_work = nullptr;
    LeftDock* m_left = nullptr;
    Inspector* m_inspector = nullptr;
    ViewTabs* m_tabs = nullptr;
    Canvas* m_canvas = nullptr;
    StatusBar* m_status = nullptr;
    TextLabel* m_place = nullptr;
    QPointer<QWidget> m_sheet;
    std::vector<QWidget*> m_regions;
    QStringList m_decided; ///< paths of the open dumps for which it was decided whether their report is shown
    bool m_reportShown = false;
};

} // namespace headlight::ui
