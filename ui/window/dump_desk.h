// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Everything about opening: dialogs, drops, messages of the dump that came, files that were not dumps, recent files.
#pragma once

#include "ui/session/latest_job.h"
#include "ui/session/session.h"
#include "ui/window/dump_messages.h"
#include "ui/window/file_questions.h"
#include "ui/window/recent_files.h"

#include <QObject>
#include <QWidget>

namespace headlight::ui {

class MessageBar;

class DumpDesk : public QObject {
    Q_OBJECT
public:
    DumpDesk(Session& session, MessageBar& messages, AskForFile ask, QWidget* window);

    void open(const QString& path);
    void openAll(const QStringList& paths); ///< one after the other; the first one is shown in the end
    void askForFile();
    void askForFolder();
    void locate(const RecentFile& missing);
    /// A picture becomes that of the sample on screen; anything else is opened, and asked about first when a dump is open.
    void drop(const QString& path);
    void choosePicture(); ///< for the sample on screen
    [[nodiscard]] NoteActions noteActions();

    void setRecent(RecentFiles files);
    [[nodiscard]] const RecentFiles& recent() const { return m_recent; }
    void setLastFolder(const QString& folder) { m_lastFolder = folder; }
    [[nodiscard]] const QString& lastFolder() const { return m_lastFolder; }

signals:
    void recentChanged();
    void severalFound(const QString& folder, const QStringList& dumps); ///< one of them has to be chosen
    void refused(const QString& path, const headlight::Error& error); ///< nothing else is open, or it was asked for

private:
    void dumpChanged();
    void openNext();
    void start(const QString& path, Session::Place place);
    void failed(const QString& path, const Error& error);
    void tell(const QString& path, const Error& error);
    void listParts(const QString& folder, const Error& error);
    void ask(FileQuestion::Kind kind, const QString& title, const std::function<void(const QString&)>& answer);
    void loadTokens();
    void numbersOnly();
    void usePicture(const QString& path);

    Session& m_session;
    MessageBar& m_messages;
    AskForFile m_ask;
    QWidget* m_window;
    RecentFiles m_recent;
    QString m_lastFolder;
    QStringList m_waiting;      ///< paths to open after the one being read
    bool m_several = false;     ///< several were asked for at once
    std::string m_first;        ///< fingerprint of the first of them
    QString m_reading; ///< the path that was asked for last
    LatestJob<std::vector<std::filesystem::path>> m_parts;
};

} // namespace headlight::ui
