// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A view: shows what the session's state says, turns the mouse and keys into actions.
#pragma once

#include "figure/figure.h"
#include "ui/paint/painter.h"
#include "ui/session/session.h"

#include <QByteArray>
#include <QString>
#include <QWidget>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace headlight::ui {

class Playback;

/// Base of all views. Knows the session, never another view or the window. The session outlives it.
class View : public QWidget {
    Q_OBJECT
public:
    explicit View(Session& session, QWidget* parent = nullptr);

    /// The figure on screen now, for export and copying; null before the first is ready.
    [[nodiscard]] virtual std::shared_ptr<const Figure> figure() const = 0;
    void setStyle(const paint::PaintStyle& style); ///< tokens of the theme

    // What menus and keys of the window ask of the view that is in front. A view without a meaning for it does nothing.
    virtual void fit() {}     ///< Ctrl+0: everything is shown
    virtual void zoomIn() {}  ///< Ctrl++
    virtual void zoomOut() {} ///< Ctrl+-
    virtual void copy() const { copyFigure(); } ///< Ctrl+C
    void copyFigure() const;                    ///< as a picture, in the colours of paper
    /// The state that a figure on paper has: a view whose figure is too long for paper says which part is in view.
    [[nodiscard]] virtual State onPaper(State state) const { return state; }
    /// The numbers on screen as a file; nothing in views that are no tables.
    [[nodiscard]] virtual std::optional<QByteArray> csv() const { return std::nullopt; }

    /// What can be stepped and played in this view; null: nothing.
    [[nodiscard]] virtual Playback* playback() { return nullptr; }
    [[nodiscard]] virtual QString playbackWords() const { return {}; } ///< "query 45 of 55"

signals:
    void figureReplaced();                    ///< another figure is on screen
    void statusText(const QString& text); ///< what the status bar says about the pointer
    void exportRequested();               ///< "Export…" of the context menu
    void pictureWanted();                 ///< "Choose picture…" of the context menu
    void saveRequested();                 ///< "Save as CSV…" of the context menu

protected:
    /// The figure as copyFigure() draws it.
    [[nodiscard]] virtual std::shared_ptr<const Figure> copied() const { return figure(); }
    [[nodiscard]] Session& session() const { return m_session; }
    [[nodiscard]] const paint::PaintStyle& paintStyle() const { return m_style; }
    virtual void styleChanged() {}

private:
    Session& m_session;
    paint::PaintStyle m_style;
};

/// One line per view: which there are, and why one is not available for what is open.
struct ViewEntry {
    ViewKind kind;
    QString name;                                       ///< "Heatmap"
    std::function<View*(Session&, QWidget*)> make;      ///< null: not in this version
    std::function<QString(const Session&)> unavailable; ///< sentence for the tooltip; empty: available
};
const std::vector<ViewEntry>& views();

} // namespace headlight::ui
