// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Everything that leaves the window as files: a figure, many figures, a table. It knows where the last export went.
#pragma once

#include "ui/session/session.h"
#include "ui/window/file_questions.h"

#include <QMap>
#include <QObject>

#include <functional>

class QWidget;

namespace headlight::ui {

class BatchRun;
class View;

class ExportDesk : public QObject {
    Q_OBJECT
public:
    /// `view` gives the one in front, null where there is none.
    ExportDesk(Session& session, std::function<View*()> view, AskForFile ask, QWidget* window);

    void exportFigure();
    void exportBatch();
    void saveTable(); ///< the rows on screen, in their order

    /// What people chose last, by preset, and the folder: KeptState::exports.
    using Kept = QMap<QString, QByteArray>;
    void setKept(const Kept& kept) { m_kept = kept; }
    [[nodiscard]] const Kept& kept() const { return m_kept; }

signals:
    void statusText(const QString& text);

private:
    [[nodiscard]] QString folder() const;
    void keepFolder(const QString& folder);
    void tellWritten(const QString& path);

    Session& m_session;
    std::function<View*()> m_view;
    AskForFile m_ask;
    QWidget* m_window;
    BatchRun* m_batch;
    Kept m_kept;
};

} // namespace headlight::ui
