// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/figure_canvas.h"

#include "ui/paint/fonts.h"
#include "ui/paint/fresh_image.h"

#include <QContextMenuEvent>
#include <QEvent>
#include <QFocusEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace headlight::ui {

namespace {

constexpr int kDimAfterMs = 200;
constexpr int kRest = 2; // times as long as a build took
constexpr qint64 kLongestRestMs = 2000;
constexpr int kNoticeWidth = 460;
constexpr double kFocusWidth = 2.0;
constexpr int kSkeletonMargin = 28;

} // namespace

FigureCanvas::FigureCanvas(ViewKind kind, Session& session, QWidget* parent)
    : View(session, parent), m_kind(kind), m_notice(new QWidget(this)), m_sentence(new QLabel(m_notice)), m_button(new QPushButton(m_notice))
{
    auto* column = new QVBoxLayout(m_notice);
    column->setSpacing(12);
    column->addWidget(m_sentence);
    column->addWidget(m_button, 0, Qt::AlignHCenter);
    m_sentence->setWordWrap(true);
    m_sentence->setAlignment(Qt::AlignHCenter);
    m_sentence->setFont(paint::chromeFont(13));
    m_sentence->setObjectName(QStringLiteral("sentence"));
    m_button->setObjectName(QStringLiteral("remedy"));
    m_notice->hide();
    connect(m_button, &QPushButton::clicked, this, [this] {
        if (const auto* empty = shown<EmptyFigure>(); empty != nullptr && empty->action)
            this->session().dispatch(Action(*empty->action)); // a copy: the figure may go while it is dispatched
    });

    m_dim.setSingleShot(true);
    m_dim.setInterval(kDimAfterMs);
    connect(&m_dim, &QTimer::timeout, this, [this] {
        m_isDimmed = true;
        update();
    });
    m_rest.setSingleShot(true);
    connect(&m_rest, &QTimer::timeout, this, [this] {
        if (m_again)
            refresh();
    });
    connect(&session, &Session::stateChanged, this, &FigureCanvas::follow);
    connect(&session, &Session::dumpChanged, this, &FigureCanvas::schedule);
}

FigureCanvas::~FigureCanvas()
{
    session().jobs().end(this);
}

void FigureCanvas::follow(const State& before, const State& after)
{
    const auto withoutZoom = [](State state) { // of the Trends view, whose figure is of everything
        state.selection.chartRange.reset();
        return state;
    };
    if (!(inputs(withoutZoom(before)) == inputs(withoutZoom(after))))
        schedule();
    update(); // overlays may show what the figure does not
}

/// Several changes of one event make one build; hidden views wait until they are seen.
void FigureCanvas::schedule()
{
    m_stale = true;
    if (!isVisible() || std::exchange(m_scheduled, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_scheduled = false;
            if (!m_stale || !isVisible())
                return;
            const auto rest = m_job.running() ? patienceMs() - m_took.elapsed() : 0;
            if (rest <= 0)
                build(false);
            else // unless finish() is first
                QTimer::singleShot(static_cast<int>(rest), this, [this] {
                    if (m_stale)
                        schedule();
                });
        },
        Qt::QueuedConnection);
}

void FigureCanvas::refresh()
{
    if (m_stale || !isVisible())
        m_stale = true;
    else if (m_job.running() || m_rest.isActive())
        m_again = true;
    else
        build(true);
}

void FigureCanvas::build(bool quietly)
{
    m_stale = false;
    m_again = false;
    State state = session().state();
    state.view = m_kind;
    if (!state.hasDump()) {
        m_job.cancel();
        stopped();
        m_figure.reset();
        m_isPainted = false;
        showNotice();
        figureChanged();
        update();
        return;
    }
    ++m_builds;
    m_took.start();
    if (!quietly && !m_isDimmed && !m_dim.isActive())
        m_dim.start();
    if (!quietly)
        session().jobs().begin(this, tr("Building the figure"), [this] {
            m_job.cancel();
            stopped();
            emit statusText(tr("Cancelled. The figure shows the last finished result."));
        });
    m_job.start(
        [workspace = session().sharedWorkspace(), state, options = buildOptions()](const JobContext& job) -> Result<Built> {
            Built built;
            if (const auto maps = workspace->maps(mapsKey(state)))
                built.extent = extentOf((*maps)->axes(), state.selection);
            return buildFigure(*workspace, state, job, options).transform([&](Figure&& figure) {
                built.figure = std::move(figure);
                return std::move(built);
            });
        },
        [this](Result<Built> built) { finish(std::move(built)); },
        [this](std::string_view label, double done) { session().jobs().report(this, QString::fromUtf8(label.data(), static_cast<qsizetype>(label.size())), done); });
}

void FigureCanvas::stopped()
{
    m_dim.stop();
    m_isDimmed = false;
    session().jobs().end(this);
    update();
}

void FigureCanvas::finish(Result<Built> built)
{
    stopped();
    if (m_stale)
        schedule(); // it was waited for
    if (built) {
        m_figure = std::make_shared<const Figure>(std::move(built->figure));
        m_extent = std::move(built->extent);
    } else if (built.error().kind == ErrorKind::Cancelled || m_stale) {
        return; // what it was built for is gone already
    } else {
        m_figure = std::make_shared<const Figure>(EmptyFigure{sentence(built.error()), {}, {}});
    }
    arrange();
    showNotice();
    figureChanged();
    emit figureReplaced();
    m_rest.start(static_cast<int>(std::min<qint64>(kLongestRestMs, kRest * m_took.elapsed())));
}

paint::PaintStyle FigureCanvas::screenStyle() const
{
    paint::PaintStyle style = paintStyle();
    style.devicePixelRatio = devicePixelRatioF();
    style.onScreen = true;
    style.parts.pinnedCell = false; // drawn over the figure, so that pinning is seen at once
    return style;
}

void FigureCanvas::arrange()
{
    m_isPainted = false;
    m_ratio = devicePixelRatioF();
    if (m_figure != nullptr && shown<EmptyFigure>() == nullptr)
        layOut(*m_figure, size(), screenStyle());
    const int across = std::max(1, std::min(kNoticeWidth, width() - 2 * kSkeletonMargin));
    const QSize notice(across, m_notice->heightForWidth(across));
    m_notice->setGeometry(QRect(QPoint((width() - notice.width()) / 2, (height() - notice.height()) / 2), notice));
    update();
}

void FigureCanvas::repaintFigure()
{
    m_isPainted = false;
    update();
}

void FigureCanvas::showNotice()
{
    const auto* empty = shown<EmptyFigure>();
    m_notice->setVisible(empty != nullptr);
    if (empty == nullptr)
        return;
    m_sentence->setText(QString::fromStdString(empty->sentence));
    m_button->setText(QString::fromStdString(empty->button));
    m_button->setVisible(!empty->button.empty() && empty->action);
    QPalette palette = m_sentence->palette();
    palette.setColor(QPalette::WindowText, paintStyle().tokens.quietText);
    m_sentence->setPalette(palette);
    m_sentence->setTextFormat(Qt::PlainText);
    arrange();
}

void FigureCanvas::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), paintStyle().tokens.canvas);
    if (m_figure == nullptr) {
        if (session().state().hasDump())
            paintSkeleton(painter);
        return;
    }
    if (shown<EmptyFigure>() != nullptr)
        return;
    if (m_ratio != devicePixelRatioF())
        arrange();
    if (!m_isPainted)
        paintNow();
    painter.setOpacity(m_isDimmed ? kDimmed : 1.0);
    painter.drawImage(0, 0, m_picture);
    painter.setOpacity(1.0);
    paintOverlays(painter);
}

void FigureCanvas::paintNow()
{
    const QSize pixels = (QSizeF(size()) * m_ratio).toSize().expandedTo(QSize(1, 1));
    if (m_picture.size() != pixels)
        m_picture = paint::freshImage(pixels, QImage::Format_RGB32);
    m_picture.setDevicePixelRatio(m_ratio);
    m_picture.fill(paintStyle().tokens.canvas);
    QPainter painter(&m_picture);
    paintFigure(painter, *m_figure, screenStyle());
    ++m_paints;
    m_isPainted = true;
}

/// Before the first figure: where the title and the map will be.
void FigureCanvas::paintSkeleton(QPainter& painter) const
{
    const auto& tokens = paintStyle().tokens;
    const QRect room = rect().adjusted(kSkeletonMargin, kSkeletonMargin, -kSkeletonMargin, -kSkeletonMargin);
    painter.fillRect(QRect(room.topLeft(), QSize(std::min(260, room.width()), 14)), tokens.faintLine);
    const int side = std::max(0, std::min(room.width(), room.height() - 60));
    const QRect map(room.left(), room.top() + 48, side, side);
    painter.fillRect(map, tokens.faintLine);
    painter.setPen(QPen(tokens.line, 1));
    painter.drawRect(map.adjusted(0, 0, -1, -1));
}

void FigureCanvas::paintFocusRing(QPainter& painter, const QRectF& around) const
{
    const auto& tokens = paintStyle().tokens;
    painter.save();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(tokens.canvas, 1.0, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.drawRect(around.adjusted(-0.5, -0.5, 0.5, 0.5));
    painter.setPen(QPen(tokens.accent, kFocusWidth, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.drawRect(around.adjusted(-2.0, -2.0, 2.0, 2.0));
    painter.restore();
}

void FigureCanvas::addEntry(QMenu& menu, const QString& text, const QKeySequence& key, bool enabled, std::function<void()> act)
{
    QAction* action = menu.addAction(text);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetShortcut); // shown only: the keys are those of the view and the window
    action->setShortcutVisibleInContextMenu(true);
    action->setEnabled(enabled);
    connect(action, &QAction::triggered, this, std::move(act));
}

void FigureCanvas::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(*menu);
    const bool drawn = m_figure != nullptr && shown<EmptyFigure>() == nullptr;
    addEntry(*menu, tr("Copy figure"), QKeySequence(Qt::CTRL | Qt::Key_C), drawn, [this] { copyFigure(); });
    menu->addSeparator();
    addEntry(*menu, tr("Export…"), QKeySequence(Qt::Key_E), drawn, [this] { emit exportRequested(); });
    menu->popup(event->globalPos());
}

bool FigureCanvas::event(QEvent* event)
{
    if (event->type() == QEvent::KeyPress && !std::exchange(m_showsFocus, true))
        update();
    else if ((event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseMove) && std::exchange(m_showsFocus, false))
        update();
    return View::event(event);
}

void FigureCanvas::resizeEvent(QResizeEvent* event)
{
    View::resizeEvent(event);
    arrange();
}

void FigureCanvas::showEvent(QShowEvent* event)
{
    View::showEvent(event);
    if (m_stale)
        schedule();
}

void FigureCanvas::focusInEvent(QFocusEvent* event)
{
    m_showsFocus = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason || event->reason() == Qt::ShortcutFocusReason;
    View::focusInEvent(event);
}

void FigureCanvas::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_C && event->modifiers() == Qt::ControlModifier)
        copy();
    else
        View::keyPressEvent(event);
}

void FigureCanvas::styleChanged()
{
    arrange();
    showNotice();
}

} // namespace headlight::ui
