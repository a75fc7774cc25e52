// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/dump_desk.h"

#include "ui/window/dump_words.h"
#include "ui/window/message_bar.h"
#include "ui/window/reading_changes.h"

#include <QDir>
#include <QFileInfo>
#include <QImageReader>

namespace headlight::ui {

namespace {

/// By its content.
bool isPicture(const QString& path)
{
    return QFileInfo(path).isFile() && !QImageReader::imageFormat(path).isEmpty();
}

} // namespace

DumpDesk::DumpDesk(Session& session, MessageBar& messages, AskForFile ask, QWidget* window)
    : QObject(window), m_session(session), m_messages(messages), m_ask(std::move(ask)), m_window(window)
{
    connect(&m_session, &Session::dumpChanged, this, &DumpDesk::dumpChanged);
    connect(&m_session, &Session::openFailed, this, &DumpDesk::failed);
}

void DumpDesk::open(const QString& path)
{
    m_waiting.clear();
    m_several = false;
    start(path, Session::Place::Beside);
}

void DumpDesk::openAll(const QStringList& paths)
{
    if (paths.isEmpty())
        return;
    open(paths.front());
    m_waiting = paths.mid(1);
    m_several = !m_waiting.isEmpty();
    m_first.clear();
}

void DumpDesk::start(const QString& path, Session::Place place)
{
    m_reading = QFileInfo(path).absoluteFilePath();
    m_lastFolder = QFileInfo(path).absolutePath();
    m_session.open(m_reading, {}, place);
}

/// After a dump came, or a file was refused.
void DumpDesk::openNext()
{
    if (!m_waiting.isEmpty()) {
        start(m_waiting.takeFirst(), Session::Place::Beside);
    } else if (m_several) {
        m_several = false;
        m_session.showDump(m_first);
    }
}

void DumpDesk::ask(FileQuestion::Kind kind, const QString& title, const std::function<void(const QString&)>& answer)
{
    FileQuestion question{kind, title, m_lastFolder.isEmpty() ? QDir::homePath() : m_lastFolder, {}};
    if (kind == FileQuestion::Kind::OpenFile)
        question.nameFilters = dumpFilters();
    m_ask(m_window, question, answer);
}

void DumpDesk::askForFile()
{
    ask(FileQuestion::Kind::OpenFile, tr("Open a dump"), [this](const QString& path) { open(path); });
}

void DumpDesk::askForFolder()
{
    ask(FileQuestion::Kind::OpenFolder, tr("Open a folder of dumps"), [this](const QString& path) { open(path); });
}

void DumpDesk::locate(const RecentFile& missing)
{
    ask(FileQuestion::Kind::OpenFile, tr("Locate %1").arg(missing.name), [this, gone = missing.path](const QString& path) {
        std::erase_if(m_recent, [&gone](const RecentFile& file) { return file.path == gone; });
        open(path);
    });
}

void DumpDesk::drop(const QString& path)
{
    if (!m_session.state().hasDump()) {
        open(path);
        return;
    }
    if (isPicture(path)) {
        usePicture(path);
        return;
    }
    Message question;
    question.id = QStringLiteral("drop");
    question.weight = Message::Weight::Question;
    question.text = tr("Open %1 in place of %2, or beside it?").arg(QFileInfo(path).fileName(), QString::fromStdString(m_session.dump()->title()));
    question.offers.push_back({tr("Replace"), [this, path] { start(path, Session::Place::Instead); }});
    question.offers.push_back({tr("Open beside"), [this, path] { open(path); }});
    m_messages.add(std::move(question));
}

NoteActions DumpDesk::noteActions()
{
    return {[this] { loadTokens(); }, [this] { numbersOnly(); }, [this] { askForFolder(); }};
}

void DumpDesk::setRecent(RecentFiles files)
{
    m_recent = std::move(files);
    emit recentChanged();
}

void DumpDesk::dumpChanged()
{
    const auto dump = m_session.dump();
    if (dump == nullptr) {
        m_messages.setAll({});
        return;
    }
    m_messages.setAll(messagesOf(*dump, noteActions()));
    const QString path = QString::fromStdString(dump->path().string());
    setRecent(remembered(m_recent, {path, QString::fromStdString(dump->title()), recentWords(*dump), QDateTime::currentDateTime()}));
    if (m_several && m_first.empty())
        m_first = dump->fingerprint();
    openNext();
}

void DumpDesk::failed(const QString& path, const Error& error)
{
    if (error.kind == ErrorKind::Cancelled)
        return;
    tell(path, error);
    openNext();
}

void DumpDesk::tell(const QString& path, const Error& error)
{
    if (error.kind == ErrorKind::Selection && QFileInfo(path).isDir()) {
        listParts(path, error);
        return;
    }
    if (!m_session.state().hasDump()) {
        emit refused(path, error);
        return;
    }
    Message message;
    message.id = QStringLiteral("failed");
    message.weight = Message::Weight::Error;
    message.text = QString::fromStdString(sentence(error));
    message.text.replace(path, QFileInfo(path).fileName()); // one line has no room for folders, and what to do comes last
    message.offers.push_back({tr("What is in it"), [this, path, error] { emit refused(path, error); }});
    m_messages.add(std::move(message));
}

void DumpDesk::listParts(const QString& folder, const Error& error)
{
    m_parts.start(
        [folder](const JobContext& job) {
            const auto parts = dumpsIn(folder.toStdString(), job);
            return parts ? *parts : std::vector<std::filesystem::path>{};
        },
        [this, folder, error](const std::vector<std::filesystem::path>& parts) {
            QStringList dumps;
            for (const auto& part : parts)
                dumps << QString::fromStdString(part.string());
            if (dumps.isEmpty())
                emit refused(folder, error);
            else
                emit severalFound(folder, dumps);
        });
}

void DumpDesk::loadTokens()
{
    FileQuestion question{FileQuestion::Kind::OpenFile, tr("Tokens: a JSON list, or a text file with one token a line"), m_lastFolder, {tr("Tokens (*.json *.txt)"), tr("All files (*)")}};
    m_ask(m_window, question, [this](const QString& path) {
        const auto dump = m_session.dump();
        auto tokens = readTokenFile(path);
        if (!tokens) {
            m_messages.add({QStringLiteral("tokens"), Message::Weight::Error, QString::fromStdString(sentence(tokens.error())), {{tr("Choose another…"), [this] { loadTokens(); }}}});
            return;
        }
        if (dump == nullptr)
            return;
        ReadingChoices choices = dump->choices();
        choices.tokens = std::move(*tokens);
        choices.numbersOnly = false;
        m_session.reload(choices);
    });
}

void DumpDesk::numbersOnly()
{
    if (const auto dump = m_session.dump(); dump != nullptr) {
        ReadingChoices choices = dump->choices();
        choices.numbersOnly = true;
        m_session.reload(choices);
    }
}

void DumpDesk::choosePicture()
{
    QStringList patterns;
    for (const auto& format : QImageReader::supportedImageFormats())
        patterns << QStringLiteral("*.") + QString::fromLatin1(format);
    const FileQuestion question{FileQuestion::Kind::OpenFile, tr("The picture of this sample"), m_lastFolder, {tr("Pictures (%1)").arg(patterns.join(QLatin1Char(' '))), tr("All files (*)")}};
    m_ask(m_window, question, [this](const QString& path) {
        if (isPicture(path)) {
            usePicture(path);
            return;
        }
        m_messages.add({QStringLiteral("picture"), Message::Weight::Error, tr("%1 is no picture that can be read here.").arg(QFileInfo(path).fileName()), {{tr("Choose another…"), [this] { choosePicture(); }}}});
    });
}

void DumpDesk::usePicture(const QString& path)
{
    const auto dump = m_session.dump();
    if (dump == nullptr || !m_session.state().hasDump())
        return;
    m_session.reload(withPicture(*dump, m_session.state().selection.sample, std::filesystem::path(path.toStdString())));
}

} // namespace headlight::ui
