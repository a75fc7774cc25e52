// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The list of samples with its filter; the current one follows the state.
#pragma once

#include "ui/session/latest_job.h"
#include "ui/session/session.h"

#include <QWidget>

#include <vector>

class QLineEdit;
class QListView;
class QSortFilterProxyModel;

namespace headlight::ui {

class SampleModel;
class TextLabel;

class SamplesPanel : public QWidget {
    Q_OBJECT
public:
    explicit SamplesPanel(Session& session, QWidget* parent = nullptr);

    void focusFilter();
    void setMostHeight(int height); ///< the list scrolls beyond that

private:
    void showDump();
    void showCurrent();
    void applyFilter(const QString& text);
    void readTokens();
    void fitHeight();

    Session& m_session;
    SampleModel* m_model = nullptr;
    QSortFilterProxyModel* m_shown = nullptr;
    QLineEdit* m_filter = nullptr;
    TextLabel* m_count = nullptr;
    QListView* m_list = nullptr;
    TextLabel* m_nothing = nullptr;
    LatestJob<std::vector<QString>> m_tokens;
    bool m_tokensKnown = false;
    int m_most = 400;
};

} // namespace headlight::ui
