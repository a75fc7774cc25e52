// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The Heatmap of 2048 x 2048 in the window: the next head, beside matplotlib in a Python that runs already, and the pointer moving over it.

#include "bench_dump.h"
#include "dump/dump.h"
#include "event_loop.h"
#include "python_side.h"
#include "ratios.h"
#include "smooth_picture.h"
#include "timing.h"
#include "ui/paint/fonts.h"
#include "ui/session/session.h"
#include "ui/views/heatmap_view.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPixmap>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

using namespace headlight;
using namespace headlight::bench;

namespace {

/// From the action to the painted widget.
double showHead(ui::Session& session, ui::HeatmapView& view, std::int64_t head, QImage& screen)
{
    const Stopwatch clock;
    session.dispatch(SelectHeads{HeadSet::one({LayerIndex{0}, HeadIndex{head}})});
    if (!waitUntil([&] { return view.upToDate(); }))
        return -1.0;
    view.render(&screen);
    return clock.milliseconds();
}

void moveTo(ui::HeatmapView& view, QPointF point)
{
    QMouseEvent move(QEvent::MouseMove, point, view.mapToGlobal(point), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&view, &move);
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    paint::loadFonts();
    const auto file = benchFolder() / "2048.npy";
    writeDump(file, {1, 16, 2048});

    ui::Session session;
    ui::HeatmapView view(session);
    view.resize(1600, 1000);
    view.show();
    session.open(QString::fromStdString(file.string()));
    if (!waitUntil([&] { return session.state().hasDump(); }))
        return 1;
    session.dispatch(SelectView{ViewKind::Heatmap});
    QImage screen(view.size(), QImage::Format_RGB32);
    waitUntil([&] { return session.job().label.isEmpty(); }); // the survey of the new dump has its own time
    for (int warm = 0; warm < 4; ++warm)
        showHead(session, view, warm, screen);

    std::vector<double> heads;
    for (int step = 0; step < 48; ++step)
        heads.push_back(showHead(session, view, step % 16, screen));
    report("next head of 2048 x 2048, painted", heads);
    PythonSide python("notebook_start.py", {"serve", file.string(), (benchFolder() / "figures").string()});
    std::vector<double> there;
    for (int head = 0; head < 8; ++head)
        there.push_back(std::atof(python.ask("screen " + std::to_string(head)).c_str()));
    report("matplotlib, drawn at the same size", there);
    std::printf("%.1f times by the minima, %.1f by the medians\n", percentileOf(there, 0) / percentileOf(heads, 0), percentileOf(there, 50) / percentileOf(heads, 50));
    keepRatio("heat map, next head of 2048 x 2048", percentileOf(there, 50) / percentileOf(heads, 50));

    const int builds = view.figureBuilds();
    const int paints = view.figurePaints();
    std::vector<double> hovers;
    const QRectF map = view.layoutOnScreen().panels.front().map;
    for (int step = 0; step < 400; ++step) {
        const Stopwatch clock;
        moveTo(view, {map.left() + map.width() * (step % 97) / 97.0, map.top() + map.height() * (step % 89) / 89.0});
        QCoreApplication::processEvents();
        view.render(&screen);
        hovers.push_back(clock.milliseconds());
    }
    report("pointer moved, overlay painted", hovers);
    keepRatio("heat map, pointer moved, against a smooth picture", smoothPictureMilliseconds() / percentileOf(hovers, 50));
    std::printf("figures built while hovering: %d, painted: %d\n", view.figureBuilds() - builds, view.figurePaints() - paints);
    std::printf("own memory %.1f MB\n", ownMegabytes());
    return view.figureBuilds() == builds && view.figurePaints() == paints ? 0 : 1;
}
