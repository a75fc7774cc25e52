// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/file_questions.h"

#include "formats/registry.h"

#include <QCoreApplication>
#include <QFileDialog>

namespace headlight::ui {

AskForFile fileDialogs()
{
    return [](QWidget* parent, const FileQuestion& question, const std::function<void(const QString&)>& answer) {
        auto* dialog = new QFileDialog(parent, question.title);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        switch (question.kind) {
        case FileQuestion::Kind::OpenFile:
            dialog->setFileMode(QFileDialog::ExistingFile);
            dialog->setDirectory(question.start);
            break;
        case FileQuestion::Kind::OpenFolder:
            dialog->setFileMode(QFileDialog::Directory);
            dialog->setOption(QFileDialog::ShowDirsOnly);
            dialog->setDirectory(question.start);
            break;
        case FileQuestion::Kind::SaveFile:
            dialog->setAcceptMode(QFileDialog::AcceptSave);
            dialog->setOption(QFileDialog::DontConfirmOverwrite); // whoever writes asks
            dialog->selectFile(question.start);
            break;
        }
        if (!question.nameFilters.isEmpty())
            dialog->setNameFilters(question.nameFilters);
        QObject::connect(dialog, &QFileDialog::fileSelected, dialog, [answer](const QString& path) { answer(path); });
        dialog->open();
    };
}

QStringList dumpFilters()
{
    QStringList patterns;
    for (const auto& suffix : formats::knownSuffixes())
        patterns << QStringLiteral("*") + QString::fromStdString(suffix);
    return {QCoreApplication::translate("FileQuestions", "Attention dumps (%1)").arg(patterns.join(QLatin1Char(' '))),
            QCoreApplication::translate("FileQuestions", "All files (*)")};
}

} // namespace headlight::ui
