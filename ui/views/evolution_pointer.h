// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which cell or strip of an Evolution is looked at, by mouse or keys, told to the other views, the status bar and screen readers.
#pragma once

#include "figure/build.h"
#include "ui/paint/painter.h"
#include "ui/session/latest_job.h"
#include "ui/session/session.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>

namespace headlight::ui {

class EvolutionPointer : public QObject {
    Q_OBJECT
public:
    explicit EvolutionPointer(Session& session, QObject* parent = nullptr);

    /// `figure` is the Evolution on screen.
    void moveTo(const std::shared_ptr<const Figure>& figure, paint::FigureCell cell);
    void moveToStrip(const EvolutionFigure& figure, std::int64_t strip);
    void clear();

    [[nodiscard]] std::int64_t panel() const { return m_panel; }
    /// Another figure is on screen: says what is under the crosshair now, if the crosshair is ours.
    void follow(const std::shared_ptr<const Figure>& figure);
    /// The crosshair's cell, else the pinned one, where it is shown.
    [[nodiscard]] std::optional<paint::FigureCell> currentIn(const EvolutionFigure& figure) const;
    [[nodiscard]] static std::optional<paint::FigureCell> pinnedIn(const EvolutionFigure& figure, std::int64_t panel);
    /// The crosshair's cell, where it is shown, whichever view it comes from.
    [[nodiscard]] std::optional<paint::FigureCell> hoveredIn(const EvolutionFigure& figure, std::int64_t panel) const;

signals:
    void statusText(const QString& text);
    void spoken(const QString& text);

private:
    void tell(const std::shared_ptr<const Figure>& figure, paint::FigureCell cell);
    void describe(const std::shared_ptr<const Figure>& figure, paint::FigureCell cell);

    Session& m_session;
    std::int64_t m_panel = 0;
    bool m_own = false; ///< the session's hover comes from here
    LatestJob<Result<LayerCellDescription>> m_description;
};

} // namespace headlight::ui
