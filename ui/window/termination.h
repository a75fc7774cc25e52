// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// SIGTERM and SIGINT as a Qt signal, so that the window can save and end well.
#pragma once

#include <QObject>

#include <memory>

class QSocketNotifier;

namespace headlight::ui {

/// One per program.
class Termination : public QObject {
    Q_OBJECT
public:
    explicit Termination(QObject* parent = nullptr);
    ~Termination() override;

signals:
    void asked();

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace headlight::ui
