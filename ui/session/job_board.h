// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What runs in the background, as the status bar shows it: one job at a time, and none that is quick.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>

#include <functional>
#include <vector>

namespace headlight::ui {

/// One job as the status bar shows it.
struct JobStatus {
    QString label;     ///< "Row entropy, layer 9 of 12"; empty: nothing runs
    double done = 0.0; ///< 0 to 1
    bool operator==(const JobStatus&) const = default;
};

/// Shows the job begun last among those that have run for 200 ms. Owners are told apart by their address.
class JobBoard : public QObject {
    Q_OBJECT
public:
    static constexpr int kQuietMs = 200;

    explicit JobBoard(QObject* parent = nullptr);

    /// A second begin() of the same owner is a new job.
    void begin(const void* owner, const QString& label, std::function<void()> cancel);
    void report(const void* owner, const QString& label, double done);
    void end(const void* owner);

    [[nodiscard]] const JobStatus& shown() const { return m_shown; }
    void cancelShown();

signals:
    void changed(const headlight::ui::JobStatus& job);

private:
    struct Job {
        const void* owner = nullptr;
        JobStatus status;
        std::function<void()> cancel;
        QElapsedTimer since;
    };

    [[nodiscard]] const Job* toShow() const;
    void refresh();

    std::vector<Job> m_jobs; ///< in the order they began
    JobStatus m_shown;
    QTimer m_due;
};

} // namespace headlight::ui
