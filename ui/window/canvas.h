// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The view that the state names, made when it is first shown; the others wait behind it.
#pragma once

#include "ui/views/view.h"

#include <QStackedWidget>

#include <map>
#include <memory>

namespace headlight::ui {

class Canvas : public QStackedWidget {
    Q_OBJECT
public:
    explicit Canvas(Session& session, QWidget* parent = nullptr);

    [[nodiscard]] View* view() const; ///< in front; null before the first
    [[nodiscard]] std::shared_ptr<const Figure> figure() const;

signals:
    void figureChanged(const headlight::Figure& figure); ///< of the view in front
    void statusText(const QString& text);
    void exportRequested();
    void pictureWanted();
    void saveRequested();
    void viewChanged(); ///< another view is in front

protected:
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showView();
    void tellFigure();
    void applyTokens();

    Session& m_session;
    std::map<ViewKind, View*> m_views;
    std::shared_ptr<const Figure> m_told;
};

} // namespace headlight::ui
