// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Asks for many figures at once: what runs, how many files that is, and what the first ones are called.
#pragma once

#include "ui/paint/batch_order.h"
#include "ui/session/latest_job.h"
#include "ui/session/session.h"
#include "ui/window/batch_settings.h"
#include "ui/window/file_questions.h"

#include <QDialog>
#include <QTimer>

#include <optional>

class QPushButton;
class QStringListModel;

namespace headlight::ui {

class BatchForm;
class TextLabel;

class BatchDialog : public QDialog {
    Q_OBJECT
public:
    /// `running`: another batch is being written, and there is only one at a time.
    BatchDialog(Session& session, const QString& folder, const BatchSettings& settings, bool running, AskForFile ask, QWidget* parent);

signals:
    void ordered(const headlight::paint::BatchOrder& order, const headlight::ui::BatchSettings& settings, const headlight::SharedDump& dump);

private:
    QWidget* makeListing();
    QWidget* makeSide(const QString& folder, const BatchSettings& settings);
    void orderChanged();
    void plan();
    void showPreview(const Result<paint::BatchPreview>& preview);
    void estimate();
    void showCount(std::optional<std::uint64_t> bytes);
    void start();

    SharedDump m_dump;
    State m_state; ///< as it was when the dialog opened
    bool m_running;
    AskForFile m_ask;
    std::optional<paint::BatchPreview> m_shown;
    LatestJob<Result<paint::BatchPreview>> m_plan;
    LatestJob<Result<std::uint64_t>> m_estimate;
    QTimer m_soon;
    BatchForm* m_form = nullptr;
    TextLabel* m_count = nullptr;
    QStringListModel* m_names = nullptr;
    TextLabel* m_more = nullptr;
    TextLabel* m_remarks = nullptr;
    TextLabel* m_problem = nullptr;
    QPushButton* m_start = nullptr;
};

} // namespace headlight::ui
