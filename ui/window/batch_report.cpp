// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/batch_report.h"

#include "ui/window/batch_words.h"
#include "ui/window/chrome.h"
#include "ui/window/text_label.h"

#include <QClipboard>
#include <QDir>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QListView>
#include <QPushButton>
#include <QStringListModel>
#include <QVBoxLayout>

namespace headlight::ui {

BatchReportDialog::BatchReportDialog(const paint::BatchReport& report, const QString& folder, QWidget* parent) : QDialog(parent)
{
    setObjectName(QStringLiteral("batchReport"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Batch export"));
    auto* summary = new TextLabel(outcomeWords(report), {17.0, QFont::DemiBold});
    summary->setObjectName(QStringLiteral("batchOutcome"));
    summary->setWordWrap(true);
    auto* place = new TextLabel(QDir::toNativeSeparators(folder), {12.5, QFont::Normal, Tone::Quiet});
    place->setElide(Qt::ElideMiddle);
    auto* list = new QListView;
    list->setObjectName(QStringLiteral("batchLines"));
    list->setAccessibleName(tr("Files"));
    list->setUniformItemSizes(report.failed.empty() && report.remarks.empty()); // sentences may take several lines
    list->setWordWrap(true);
    list->setSpacing(scaled(1));
    list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    const QStringList lines = outcomeLines(report, folder);
    list->setModel(new QStringListModel(lines, list));
    auto* copy = new QPushButton(tr("Copy as text"));
    copy->setAutoDefault(false);
    auto* close = new QPushButton(tr("Close"));
    close->setObjectName(QStringLiteral("batchReportClose"));
    close->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(copy);
    buttons->addStretch(1);
    buttons->addWidget(close);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(10);
    column->addWidget(summary);
    column->addWidget(place);
    column->addWidget(list, 1);
    column->addLayout(buttons);
    resize(QSize(scaled(720), scaled(480)).boundedTo(parent->window()->size() - QSize(24, 40)));
    connect(copy, &QPushButton::clicked, this, [report, folder, lines] {
        QGuiApplication::clipboard()->setText(outcomeWords(report) + QLatin1Char('\n') + QDir::toNativeSeparators(folder) + QLatin1Char('\n') + lines.join(QLatin1Char('\n')));
    });
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
}

} // namespace headlight::ui
