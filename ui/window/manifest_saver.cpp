// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/manifest_saver.h"

#include "dump/manifest.h"
#include "dump/manifest_files.h"
#include "ui/paint/export.h"
#include "ui/window/message_bar.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace headlight::ui {

namespace {

const QString kMessage = QStringLiteral("manifest");

std::optional<QByteArray> contentOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return file.readAll();
}

QString usualPath(const Dump& dump)
{
    return QFileInfo(QString::fromStdString(manifestPathFor(dump).string())).absoluteFilePath();
}

} // namespace

ManifestSaver::ManifestSaver(Session& session, MessageBar& messages, AskForFile ask, QWidget* window)
    : QObject(window), m_session(session), m_messages(messages), m_ask(std::move(ask)), m_window(window)
{
}

void ManifestSaver::save()
{
    const auto dump = m_session.dump();
    if (dump == nullptr)
        return;
    const QString path = usualPath(*dump);
    if (QFileInfo::exists(path))
        askToReplace(path);
    else
        write(path);
}

void ManifestSaver::askToReplace(const QString& path)
{
    m_messages.add({kMessage, Message::Weight::Question, tr("%1 exists. Replace it?").arg(QFileInfo(path).fileName()),
                    {{tr("Replace"), [this, path] { write(path); }}, {tr("Save elsewhere…"), [this] { saveElsewhere(); }}}});
}

void ManifestSaver::saveElsewhere()
{
    const auto dump = m_session.dump();
    if (dump == nullptr)
        return;
    const FileQuestion question{FileQuestion::Kind::SaveFile, tr("Save how this dump is read"), QDir::home().filePath(QFileInfo(usualPath(*dump)).fileName()),
                                {tr("Manifests (*.headlight.json)")}};
    m_ask(m_window, question, [this](const QString& path) {
        if (QFileInfo::exists(path))
            askToReplace(path);
        else
            write(path);
    });
}

void ManifestSaver::write(const QString& path)
{
    const auto dump = m_session.dump();
    if (dump == nullptr)
        return;
    const auto refused = [this](const Error& error) {
        m_messages.add({kMessage, Message::Weight::Error, QString::fromStdString(sentence(error)), {{tr("Save elsewhere…"), [this] { saveElsewhere(); }}}});
    };
    const auto manifest = manifestOf(*dump);
    if (!manifest) {
        refused(manifest.error());
        return;
    }
    m_before = Before{path, QString::fromStdString(dump->path().string()), contentOf(path), dump->choices()};
    if (const auto written = paint::writeWhole(QFileInfo(path).filesystemFilePath(), QByteArray::fromStdString(toJson(*manifest))); !written) {
        refused(written.error());
        return;
    }
    const bool used = path == usualPath(*dump);
    const QString shown = QDir::toNativeSeparators(path);
    m_messages.add({kMessage, Message::Weight::Question,
                    used ? tr("Saved: %1. It is used whenever this dump is opened.").arg(shown) : tr("Saved: %1. It is used once it lies beside %2.").arg(shown, QString::fromStdString(dump->title())),
                    {{tr("Undo"), [this] { takeBack(); }}}});
    emit saved(path);
    if (used)
        m_session.open(m_before->dump);
}

/// The manifest as it was before, or none; the dump as it was read before.
void ManifestSaver::takeBack()
{
    if (!m_before)
        return;
    const Before before = *std::exchange(m_before, std::nullopt);
    const auto path = QFileInfo(before.path).filesystemFilePath();
    if (before.content) {
        if (const auto written = paint::writeWhole(path, *before.content); !written) {
            m_messages.add({kMessage, Message::Weight::Error, QString::fromStdString(sentence(written.error())), {}});
            return;
        }
    } else if (!QFile::remove(before.path)) {
        m_messages.add({kMessage, Message::Weight::Error, tr("%1 could not be removed. Remove it by hand.").arg(QDir::toNativeSeparators(before.path)), {}});
        return;
    }
    m_session.open(before.dump, before.choices);
}

} // namespace headlight::ui
