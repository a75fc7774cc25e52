// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What all views with one figure share: the figure is built in the background when something it depends on changed, painted
// once per size into a picture, and everything that follows the pointer is drawn over that picture.
#pragma once

#include "base/result.h"
#include "figure/build.h"
#include "ui/session/latest_job.h"
#include "ui/views/cell_extent.h"
#include "ui/views/view.h"

#include <QElapsedTimer>
#include <QKeySequence>
#include <QPixmap>
#include <QTimer>

#include <functional>
#include <memory>

class QLabel;
class QMenu;
class QPushButton;

namespace headlight::ui {

class FigureCanvas : public View {
    Q_OBJECT
public:
    static constexpr double kDimmed = 0.6;

    FigureCanvas(ViewKind kind, Session& session, QWidget* parent);
    ~FigureCanvas() override;

    [[nodiscard]] std::shared_ptr<const Figure> figure() const override { return m_figure; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {520, 420}; }

    // How often, for tests: hover must change neither.
    [[nodiscard]] int figureBuilds() const { return m_builds; }
    [[nodiscard]] int figurePaints() const { return m_paints; }
    /// The figure on screen is what the state says.
    [[nodiscard]] bool upToDate() const { return m_figure != nullptr && !m_job.running() && !m_stale && !m_again; }
    [[nodiscard]] bool dimmed() const { return m_isDimmed; }

protected:
    /// The state without everything this view's figure does not depend on.
    [[nodiscard]] virtual State inputs(State state) const = 0;
    [[nodiscard]] virtual BuildOptions buildOptions() const { return {}; }
    /// A build that has not lasted longer than this is finished and shown before the next one begins, so that a stream of changes shows some of
    /// them instead of none; 0: what is outdated is given up at once.
    [[nodiscard]] virtual int patienceMs() const { return 0; }
    /// Lays the figure (never an EmptyFigure) out for the widget's size; coordinates of the layout are those of the widget.
    virtual void layOut(const Figure& figure, QSizeF size, const paint::PaintStyle& style) = 0;
    virtual void paintFigure(QPainter& painter, const Figure& figure, const paint::PaintStyle& style) = 0;
    virtual void paintOverlays(QPainter& painter) = 0;
    /// Another figure is on screen (or none, or an empty one).
    virtual void figureChanged() {}
    /// The first entries of the context menu; copying and exporting the figure follow.
    virtual void fillMenu(QMenu&) {}
    void addEntry(QMenu& menu, const QString& text, const QKeySequence& key, bool enabled, std::function<void()> act);

    /// Builds again without dimming; waits for a build that is running and rests twice as long as it took, so that a stream of news
    /// neither starves the figure nor the work the news come from.
    void refresh();
    /// Paints the same figure again: something of its layout has changed.
    void repaintFigure();
    /// What the map of the figure on screen can show.
    [[nodiscard]] const CellExtent& extent() const { return m_extent; }
    [[nodiscard]] paint::PaintStyle screenStyle() const;
    /// Keyboard focus that should be seen: it came from the keyboard or the keyboard was used.
    [[nodiscard]] bool showsFocus() const { return m_showsFocus && hasFocus(); }
    void paintFocusRing(QPainter& painter, const QRectF& around) const;
    template <typename T>
    [[nodiscard]] const T* shown() const
    {
        return m_figure == nullptr ? nullptr : std::get_if<T>(m_figure.get());
    }

    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void styleChanged() override;

private:
    struct Built {
        Figure figure;
        CellExtent extent;
    };

    void follow(const State& before, const State& after);
    void schedule();
    void build(bool quietly);
    void finish(Result<Built> built);
    void stopped();
    void arrange();
    void paintNow();
    void showNotice();
    void paintSkeleton(QPainter& painter) const;

    ViewKind m_kind;
    LatestJob<Result<Built>> m_job;
    std::shared_ptr<const Figure> m_figure;
    CellExtent m_extent;
    QImage m_picture;
    bool m_isPainted = false; ///< what is in the picture is the figure
    double m_ratio = 1.0;
    QTimer m_dim;
    QTimer m_rest; ///< after a build, before the next refresh
    QElapsedTimer m_took;
    bool m_isDimmed = false;
    bool m_stale = true;  ///< inputs changed and no build has begun
    bool m_again = false; ///< refresh() was asked for during a build
    bool m_scheduled = false;
    bool m_showsFocus = false;
    int m_builds = 0;
    int m_paints = 0;

    QWidget* m_notice; ///< sentence and button in the middle
    QLabel* m_sentence;
    QPushButton* m_button;
};

} // namespace headlight::ui
