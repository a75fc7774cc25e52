// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a session holds after it has opened dumps one after the other, each instead of the one before, each with its survey and its first
// figure. Its own memory may grow with the largest of them, never with how many there were.
//     bench_memory DUMP...        files or folders; without any, ten that it writes

#include "base/freed_memory.h"
#include "bench_dump.h"
#include "figure/build.h"
#include "state/action.h"
#include "timing.h"
#include "ui/session/session.h"

#include <QEventLoop>
#include <QGuiApplication>
#include <QTimer>

#include <malloc.h>

#include <cstdio>
#include <string>
#include <vector>

using namespace headlight;
using namespace headlight::bench;

namespace {

/// Opens one dump as the window does and waits until everything that follows is done; false where it is none.
bool opened(ui::Session& session, const std::string& path)
{
    const auto before = session.dump();
    bool failed = false;
    QEventLoop loop;
    QTimer look;
    QObject::connect(&session, &ui::Session::openFailed, &loop, [&failed] { failed = true; });
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (failed || (session.dump() != nullptr && session.dump() != before && !session.surveying()))
            loop.quit();
    });
    look.start(5);
    session.open(QString::fromStdString(path), {}, ui::Session::Place::Instead);
    loop.exec();
    if (failed)
        return false;
    const auto figure = buildFigure(session.workspace(), session.state(), {});
    return figure.has_value();
}

std::vector<std::string> tenWritten()
{
    std::vector<std::string> paths;
    for (int i = 0; i < 10; ++i) {
        const auto path = benchFolder() / ("one_of_ten_" + std::string(1, static_cast<char>('a' + i)) + ".npy");
        writeDump(path, {12, 12, 252 + i});
        paths.push_back(path);
    }
    return paths;
}

} // namespace

int main(int argc, char** argv)
{
    giveFreedMemoryBack();
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication application(argc, argv);
    std::vector<std::string> paths(argv + 1, argv + argc);
    if (paths.empty())
        paths = tenWritten();
    constexpr int kRounds = 4;
    ui::Session session;
    double first = 0.0;
    for (int round = 0; round < kRounds; ++round) {
        for (const auto& path : paths) {
            if (!opened(session, path)) {
                std::fprintf(stderr, "%s could not be opened\n", path.c_str());
                return 1;
            }
            ::malloc_trim(0); // what was freed is no longer the process's
            if (first == 0.0)
                first = ownMegabytes();
            if (round == 0)
                std::printf("%-60s %8.1f MB\n", path.c_str(), ownMegabytes());
        }
        std::printf("after %3zu dumps, the last one open %32.1f MB\n", paths.size() * static_cast<std::size_t>(round + 1), ownMegabytes());
    }
    session.closeDump();
    QCoreApplication::processEvents();
    ::malloc_trim(0);
    std::printf("after the first dump %43.1f MB\nafter all are closed %43.1f MB\n", first, ownMegabytes());
    return 0;
}
