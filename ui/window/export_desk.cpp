// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/export_desk.h"

#include "figure/build.h"
#include "ui/paint/export.h"
#include "ui/views/view.h"
#include "ui/window/batch_dialog.h"
#include "ui/window/batch_report.h"
#include "ui/window/batch_run.h"
#include "ui/window/batch_settings.h"
#include "ui/window/batch_words.h"
#include "ui/window/export_dialog.h"

#include <QDir>
#include <QFileInfo>

#include <optional>
#include <utility>

namespace headlight::ui {

namespace {

constexpr QLatin1String kBatch("batch"); ///< among what is kept

} // namespace

ExportDesk::ExportDesk(Session& session, std::function<View*()> view, AskForFile ask, QWidget* window)
    : QObject(window), m_session(session), m_view(std::move(view)), m_ask(std::move(ask)), m_window(window), m_batch(new BatchRun(session, this))
{
    connect(m_batch, &BatchRun::finished, this, [this](const paint::BatchReport& report, const QString& folder) {
        emit statusText(outcomeWords(report));
        (new BatchReportDialog(report, folder, m_window))->show();
    });
}

/// Where the last export went, else beside the dump.
QString ExportDesk::folder() const
{
    const auto kept = m_kept.value(QStringLiteral("folder"));
    return kept.isEmpty() ? QFileInfo(QString::fromStdString(m_session.dump()->path().string())).absolutePath() : QString::fromUtf8(kept);
}

void ExportDesk::keepFolder(const QString& folder)
{
    m_kept.insert(QStringLiteral("folder"), folder.toUtf8());
}

void ExportDesk::tellWritten(const QString& path)
{
    emit statusText(tr("Written: %1").arg(QDir::toNativeSeparators(path)));
}

void ExportDesk::exportFigure()
{
    if (!m_session.state().hasDump())
        return;
    const View* view = m_view();
    const State state = view == nullptr ? m_session.state() : view->onPaper(m_session.state());
    auto* dialog = new ExportDialog(m_session, state, m_kept, folder(), m_ask, m_window);
    connect(dialog, &ExportDialog::exported, this, [this](const QString& path, const QString& preset, const QByteArray& settings) {
        m_kept.insert(preset, settings);
        keepFolder(QFileInfo(path).absolutePath());
        tellWritten(path);
    });
    dialog->open();
}

void ExportDesk::exportBatch()
{
    if (!m_session.state().hasDump())
        return;
    auto* dialog = new BatchDialog(m_session, folder(), batchSettingsFrom(m_kept.value(kBatch)), m_batch->running(), m_ask, m_window);
    connect(dialog, &BatchDialog::ordered, this, [this](const paint::BatchOrder& order, const BatchSettings& settings, const SharedDump& dump) {
        m_kept.insert(kBatch, toJson(settings));
        keepFolder(QString::fromStdString(order.set.folder.string()));
        m_batch->start(order, dump);
    });
    dialog->open();
}

void ExportDesk::saveTable()
{
    const View* view = m_view();
    const auto content = view != nullptr ? view->csv() : std::nullopt;
    if (m_session.dump() == nullptr || !content)
        return;
    const QString name = QString::fromStdString(fileStem(m_session.state())) + QStringLiteral(".csv");
    m_ask(m_window, {FileQuestion::Kind::SaveFile, tr("Save table"), QDir(folder()).filePath(name), {QStringLiteral("*.csv")}}, [this, content](const QString& path) {
        if (const auto written = paint::writeWhole(path.toStdString(), *content); !written)
            emit statusText(QString::fromStdString(sentence(written.error())));
        else
            tellWritten(path);
    });
}

} // namespace headlight::ui
