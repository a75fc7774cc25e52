// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The tokens of a dump to choose a query from, where a view has none.
#pragma once

#include "ui/session/session.h"

#include <QListWidget>

namespace headlight::ui {

/// "45 triangle" side by side in rows; a click or Enter makes it the query.
class QueryList : public QListWidget {
    Q_OBJECT
public:
    explicit QueryList(Session& session, QWidget* parent = nullptr);

    /// Of the state's sample and stack, as its display wants them.
    void refresh();

private:
    Session& m_session;
};

} // namespace headlight::ui
