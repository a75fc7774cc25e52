// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The open dumps, one row each, above the samples; not there while fewer than two are open.
#pragma once

#include "ui/session/session.h"

#include <QWidget>

class QVBoxLayout;

namespace headlight::ui {

class DumpSwitcher : public QWidget {
    Q_OBJECT
public:
    explicit DumpSwitcher(Session& session, QWidget* parent = nullptr);

signals:
    void shownChanged(); ///< it appeared, went, or has another height

private:
    void refresh();
    QWidget* rowOf(const SharedDump& dump, int number, bool current);

    Session& m_session;
    QVBoxLayout* m_rows = nullptr;
};

/// The fingerprint of the open dump `by` places after the one on screen, around the end; that one's where it is the only one.
std::string neighbourOf(const Session& session, int by);

} // namespace headlight::ui
