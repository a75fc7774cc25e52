// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Leaves what people decided about a dump in its manifest beside it, asks before one is replaced, and takes it back.
#pragma once

#include "ui/session/session.h"
#include "ui/window/file_questions.h"

#include <QByteArray>
#include <QObject>
#include <QString>

#include <optional>

class QWidget;

namespace headlight::ui {

class MessageBar;

class ManifestSaver : public QObject {
    Q_OBJECT
public:
    ManifestSaver(Session& session, MessageBar& messages, AskForFile ask, QWidget* window);

    /// The dump on screen; it is read anew with the manifest. Everything that happens is told in the message bar.
    void save();

signals:
    void saved(const QString& path);

private:
    void askToReplace(const QString& path);
    void saveElsewhere();
    void write(const QString& path);
    void takeBack();

    /// What stood there before, and how the dump was read then.
    struct Before {
        QString path;
        QString dump;
        std::optional<QByteArray> content;
        ReadingChoices choices;
    };

    Session& m_session;
    MessageBar& m_messages;
    AskForFile m_ask;
    QWidget* m_window;
    std::optional<Before> m_before;
};

} // namespace headlight::ui
