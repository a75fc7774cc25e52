// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Links between 4,096 tokens in the window: scrolling, the pointer moving over tokens and lines, another query, another rule.

#include "bench_dump.h"
#include "event_loop.h"
#include "ratios.h"
#include "smooth_picture.h"
#include "timing.h"
#include "ui/paint/fonts.h"
#include "ui/session/session.h"
#include "ui/views/links_view.h"

#include <QApplication>
#include <QMouseEvent>
#include <QWheelEvent>

#include <cstdio>
#include <string>
#include <vector>

using namespace headlight;
using namespace headlight::bench;

namespace {

/// From the action to the painted widget.
double act(ui::Session& session, ui::LinksView& view, const Action& action, QImage& screen)
{
    const Stopwatch clock;
    session.dispatch(action);
    waitUntil([&] { return view.upToDate(); });
    view.render(&screen);
    return clock.milliseconds();
}

void turnWheel(ui::LinksView& view, int eighthsOfDegrees)
{
    const QPointF at(view.width() / 2.0, view.height() / 2.0);
    QWheelEvent wheel(at, view.mapToGlobal(at), {}, {0, eighthsOfDegrees}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&view, &wheel);
}

/// From the first token on, down and up again, so that every step moves.
std::vector<double> scrolled(ui::LinksView& view, QImage& screen)
{
    turnWheel(view, 1'000'000);
    view.render(&screen);
    std::vector<double> times;
    for (int step = 0; step < 200; ++step) {
        const Stopwatch clock;
        turnWheel(view, step < 150 ? -720 : 960);
        view.render(&screen);
        times.push_back(clock.milliseconds());
    }
    return times;
}

std::vector<double> hovered(ui::LinksView& view, QImage& screen, double from, double to)
{
    std::vector<double> times;
    const auto& seen = view.layoutOnScreen().viewport;
    for (int step = 0; step < 300; ++step) {
        const Stopwatch clock;
        const QPointF point(from + (to - from) * (step % 17) / 17.0, seen.top() + seen.height() * (step % 89) / 89.0);
        QMouseEvent move(QEvent::MouseMove, point, view.mapToGlobal(point), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&view, &move);
        view.render(&screen);
        times.push_back(clock.milliseconds());
    }
    return times;
}

void measure(const char* name, ui::LinksView& view, QImage& screen)
{
    std::printf("%s\n", name);
    const auto times = scrolled(view, screen);
    report("  scrolled, painted", times);
    keepRatio(std::string("links of 4,096 tokens, ") + name + ", scrolled, against a smooth picture", smoothPictureMilliseconds() / percentileOf(times, 50));
    const auto& layout = view.layoutOnScreen();
    std::printf("  links in view %lld, drawn %zu\n", static_cast<long long>(layout.inView), layout.lines.size());
    report("  pointer over queries", hovered(view, screen, layout.queries.labels.left(), layout.queries.labels.right()));
    report("  pointer over keys", hovered(view, screen, layout.keys.labels.left(), layout.keys.labels.right()));
    report("  pointer over lines", hovered(view, screen, layout.queries.edge + 20.0, layout.keys.edge - 20.0));
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    paint::loadFonts();
    const auto file = benchFolder() / "4096.npy";
    writeDump(file, {1, 4, 4096});

    ui::Session session;
    ui::LinksView view(session);
    view.resize(1600, 1000);
    session.open(QString::fromStdString(file.string()));
    if (!waitUntil([&] { return session.state().hasDump(); }))
        return 1;
    waitUntil([&] { return session.job().label.isEmpty(); }); // the survey of the new dump has its own time
    session.dispatch(SelectView{ViewKind::Links});
    session.dispatch(SelectHeads{HeadSet::one({LayerIndex{0}, HeadIndex{0}})});
    view.show();
    QImage screen(view.size(), QImage::Format_RGB32);
    const Stopwatch first;
    if (!waitUntil([&] { return view.upToDate(); }))
        return 1;
    std::printf("first figure of one head %.1f ms\n", first.milliseconds());
    measure("one head, the 3 largest of every query", view, screen);

    std::printf("four heads, each: %.1f ms\n", act(session, view, SelectHeads{HeadSet::all(session.state().stackShape().heads)}, screen));
    measure("four heads, the 3 largest of every query", view, screen);

    std::vector<double> queries;
    for (int step = 0; step < 40; ++step)
        queries.push_back(act(session, view, SetQuery{QueryIndex{step * 97}}, screen));
    report("another query, built and painted", queries);
    session.dispatch(SetQuery{});

    headlight::Display display = session.state().display;
    display.links.keep = LinkKeep::Mass;
    display.links.mass = 0.5;
    std::printf("share of 50 %%: %.1f ms\n", act(session, view, SetDisplay{display}, screen));
    measure("four heads, half of every row", view, screen);
    std::printf("own memory %.1f MB\n", ownMegabytes());
    return 0;
}
