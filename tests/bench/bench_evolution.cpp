// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Scrubbing through queries: rollout per head of 12 x 12 x 512 x 512 in the window, from the query to the painted widget, strips included.

#include "bench_dump.h"
#include "dump/dump.h"
#include "ratios.h"
#include "smooth_picture.h"
#include "timing.h"
#include "ui/paint/fonts.h"
#include "ui/session/session.h"
#include "ui/views/evolution_view.h"

#include <QApplication>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <set>
#include <thread>
#include <vector>

using namespace headlight;
using namespace headlight::bench;

namespace {

constexpr std::int64_t kTokens = 512;
constexpr double kWanted = 30.0; ///< pictures per second

/// One turn of the event loop, which leaves the processor to the work in between, as a window does.
void turn()
{
    QCoreApplication::processEvents();
    std::this_thread::sleep_for(std::chrono::microseconds(300));
}

template <typename Condition>
bool waitUntil(Condition condition)
{
    const Stopwatch clock;
    while (!condition()) {
        turn();
        if (clock.milliseconds() > 120'000.0)
            return false;
    }
    return true;
}

/// From the action to the painted widget.
double showQuery(ui::Session& session, ui::EvolutionView& view, std::int64_t query, QImage& screen)
{
    const Stopwatch clock;
    session.dispatch(SetQuery{QueryIndex{query}});
    if (!waitUntil([&] { return view.upToDate(); }))
        return -1.0;
    view.render(&screen);
    return clock.milliseconds();
}

/// The survey of a new measure has its own time.
void waitForSurvey(const ui::Session& session)
{
    const Stopwatch clock;
    waitUntil([&] { return clock.milliseconds() > 200.0 && !session.surveying(); });
}

std::int64_t queryOf(const ui::EvolutionView& view)
{
    const auto figure = view.figure();
    const auto* evolution = figure == nullptr ? nullptr : std::get_if<EvolutionFigure>(figure.get());
    return evolution == nullptr ? -1 : evolution->query;
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    paint::loadFonts();
    const auto file = benchFolder() / "12x12x512.npy";
    writeDump(file, {12, 12, kTokens});

    ui::Session session;
    ui::EvolutionView view(session);
    view.resize(1052, 846);
    view.show();
    session.open(QString::fromStdString(file.string()));
    if (!waitUntil([&] { return session.state().hasDump(); }))
        return 1;
    session.dispatch(SelectView{ViewKind::Evolution});
    session.dispatch(SetMeasure{measureOptions(MeasureKind::Rollout)});
    session.dispatch(SetAggregate{Aggregate::Mean});
    waitForSurvey(session);
    QImage screen(view.size(), QImage::Format_RGB32);
    for (std::int64_t warm = 0; warm < 4; ++warm)
        showQuery(session, view, warm, screen);

    std::vector<double> steps;
    const std::clock_t before = std::clock();
    for (std::int64_t step = 0; step < 100; ++step)
        steps.push_back(showQuery(session, view, (step * 37 + 11) % kTokens, screen));
    report("another query, computed and painted", steps);
    std::printf("%-44s %.1f ms, of all threads\n", "processor time for each", 1000.0 * static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC / 100.0);
    std::vector<double> known;
    for (std::int64_t step = 0; step < 100; ++step)
        known.push_back(showQuery(session, view, (step * 37 + 11) % kTokens, screen));
    report("a query seen before, painted", known);

    // A pointer that moves every 8 ms: how many different pictures come on screen.
    auto others = measureOptions(MeasureKind::Rollout);
    others.residual = 0.4; // nothing of it is known
    session.dispatch(SetMeasure{others});
    waitUntil([&] { return view.upToDate(); });
    waitForSurvey(session);
    std::set<std::int64_t> seen{queryOf(view)};
    const Stopwatch clock;
    std::int64_t query = 0;
    double next = 0.0;
    std::size_t pictures = 0;
    while (clock.milliseconds() < 4000.0) {
        if (clock.milliseconds() >= next) {
            session.dispatch(SetQuery{QueryIndex{query = (query + 1) % kTokens}});
            next += 8.0;
        }
        turn();
        if (const auto shown = queryOf(view); seen.insert(shown).second) {
            view.render(&screen);
            ++pictures;
        }
    }
    const double rate = static_cast<double>(pictures) * 1000.0 / clock.milliseconds();
    keepRatio("evolution, scrubbing at pointer speed, against 30 pictures a second", rate / kWanted);
    keepRatio("evolution, a query seen before, against a smooth picture", smoothPictureMilliseconds() / percentileOf(known, 50));
    std::printf("scrubbing at pointer speed: %.1f pictures/s, %.2f of the %.0f wanted\n", rate, rate / kWanted, kWanted);
    std::printf("own memory %.1f MB\n", ownMegabytes());
    return 0;
}
