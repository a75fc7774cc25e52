// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Running text of 4,096 tokens in the window: scrolling, the pointer moving over words, another query.

#include "bench_dump.h"
#include "event_loop.h"
#include "ratios.h"
#include "smooth_picture.h"
#include "timing.h"
#include "ui/paint/fonts.h"
#include "ui/session/session.h"
#include "ui/views/text_view.h"

#include <QApplication>
#include <QMouseEvent>
#include <QWheelEvent>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace headlight;
using namespace headlight::bench;

namespace {

constexpr std::int64_t kTokens = 4096;

/// Four heads, and words of two to nine letters, some of them pieces of the word before.
std::filesystem::path textDump()
{
    const auto folder = benchFolder() / "text";
    std::filesystem::create_directories(folder);
    writeDump(folder / "attentions.npy", {1, 4, kTokens});
    std::ofstream tokens(folder / "tokens.json");
    for (std::int64_t i = 0; i < kTokens; ++i) {
        std::string word = i % 5 == 3 ? "" : "\xC4\xA0"; // a space, as byte-level tokenizers write it
        for (std::int64_t letter = 0; letter < 2 + (i * 7) % 8; ++letter)
            word += static_cast<char>('a' + (i * 3 + letter * 5) % 26);
        tokens << (i == 0 ? "[\"" : ", \"") << word << '"';
    }
    tokens << "]\n";
    return folder;
}

class Bench {
public:
    Bench(ui::Session& session, ui::TextView& view) : m_session(session), m_view(view), m_screen(view.size(), QImage::Format_RGB32) {}

    double act(const Action& action)
    {
        const Stopwatch clock;
        m_session.dispatch(action);
        waitUntil([&] { return m_view.upToDate(); });
        m_view.render(&m_screen);
        return clock.milliseconds();
    }

    std::vector<double> scrolled()
    {
        turnWheel(1'000'000);
        m_view.render(&m_screen);
        std::vector<double> times;
        for (int step = 0; step < 120; ++step) {
            const Stopwatch clock;
            turnWheel(step < 80 ? -240 : 360);
            m_view.render(&m_screen);
            times.push_back(clock.milliseconds());
        }
        return times;
    }

    std::vector<double> hovered()
    {
        std::vector<double> times;
        for (int step = 0; step < 300; ++step) {
            const Stopwatch clock;
            const QPointF point(60.0 + (m_view.width() - 120.0) * (step % 37) / 37.0, 60.0 + (m_view.height() - 120.0) * (step % 53) / 53.0);
            QMouseEvent move(QEvent::MouseMove, point, m_view.mapToGlobal(point), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
            QCoreApplication::sendEvent(&m_view, &move);
            m_view.render(&m_screen);
            times.push_back(clock.milliseconds());
        }
        return times;
    }

private:
    void turnWheel(int eighthsOfDegrees)
    {
        const QPointF at(m_view.width() / 2.0, m_view.height() / 2.0);
        QWheelEvent wheel(at, m_view.mapToGlobal(at), {}, {0, eighthsOfDegrees}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&m_view, &wheel);
    }

    ui::Session& m_session;
    ui::TextView& m_view;
    QImage m_screen;
};

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    paint::loadFonts();
    const auto folder = textDump();
    ui::Session session;
    ui::TextView view(session);
    view.resize(1600, 1000);
    session.open(QString::fromStdString(folder.string()));
    if (!waitUntil([&] { return session.state().hasDump(); }))
        return 1;
    waitUntil([&] { return session.job().label.isEmpty(); }); // the survey of the new dump has its own time
    session.dispatch(SelectView{ViewKind::Text});
    session.dispatch(SelectHeads{HeadSet::one({LayerIndex{0}, HeadIndex{0}})});
    session.dispatch(SetQuery{QueryIndex{kTokens / 2}});
    view.show();
    const Stopwatch first;
    if (!waitUntil([&] { return view.upToDate(); }))
        return 1;
    std::printf("first figure %.1f ms\n", first.milliseconds());

    const double picture = smoothPictureMilliseconds();
    const auto measured = [&](const char* what, const std::vector<double>& times) {
        report(what, times);
        keepRatio(std::string("text of 4,096 tokens, ") + what + ", against a smooth picture", picture / percentileOf(times, 50));
    };
    Bench bench(session, view);
    measured("scrolled, painted", bench.scrolled());
    const int builds = view.figureBuilds();
    measured("pointer over words", bench.hovered());
    std::printf("figures built while hovering: %d\n", view.figureBuilds() - builds);
    std::vector<double> queries;
    for (int step = 0; step < 40; ++step)
        queries.push_back(bench.act(SetQuery{QueryIndex{step * 97}}));
    measured("another query, built and painted", queries);
    std::printf("a smooth picture %.1f ms; own memory %.1f MB\n", picture, ownMegabytes());
    return 0;
}
