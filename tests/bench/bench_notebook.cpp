// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The whole notebook set of a sample, PNG and PDF, here on all threads and as a notebook makes it with torch and matplotlib (notebook_figures.py
// beside this file). `bench_notebook [PROBES]`: the other side makes that many figures of each kind and is scaled up to the set; 0: all of them.

#include "base/freed_memory.h"
#include "base/parallel.h"
#include "bench_dump.h"
#include "dump/dump.h"
#include "state/action.h"
#include "ratios.h"
#include "timing.h"
#include "ui/paint/fonts.h"
#include "ui/paint/notebook_set.h"

#include <headlight_samples.h>

#include <QGuiApplication>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

using namespace headlight;
using namespace headlight::bench;

namespace {

namespace fs = std::filesystem;

constexpr int kRounds = 3;
constexpr int kUsualProbes = 3;

/// Seconds of wall clock for the set, and files written.
struct Set {
    double seconds = 0.0;
    double processor = 0.0;
    std::size_t files = 0;
    std::uint64_t bytes = 0;
};

Set writeSet(const SharedDump& dump, const fs::path& folder)
{
    fs::remove_all(folder);
    const Stopwatch clock;
    const std::clock_t before = std::clock();
    const State state = update(State{}, ShowDump{{dump->title(), dump->fingerprint(), {}}, shapeOf(*dump)});
    paint::Batch batch;
    batch.dump = dump;
    paint::FigureSettings settings;
    settings.paper.dpi = paint::kNotebookDpi;
    paint::addNotebookSet(batch, paint::notebookState(state), settings, folder);
    const auto report = paint::writeBatch(std::move(batch), {}, {});
    if (!report.failed.empty()) {
        std::fprintf(stderr, "%s\n", sentence(report.failed.front().error).c_str());
        std::exit(1);
    }
    return {clock.milliseconds() / 1000.0, static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC, report.written.size(), report.bytes};
}

/// Seconds that the other side needs for the set, of the clock and of the processor; nothing where it does not run.
Set notebookSet(const std::string& command)
{
    Set set;
    std::FILE* answer = ::popen(command.c_str(), "r");
    if (answer == nullptr)
        return set;
    std::array<char, 256> line{};
    while (std::fgets(line.data(), line.size(), answer) != nullptr) {
        std::istringstream words{std::string(line.data())};
        std::vector<std::string> all{std::istream_iterator<std::string>(words), {}};
        if (all.size() < 4)
            continue;
        const double many = std::atof(all[all.size() - 3].c_str());
        const double seconds = std::atof(all[all.size() - 2].c_str());
        const double processor = std::atof(all[all.size() - 1].c_str());
        std::printf("  matplotlib, %-20s %5.0f x %8.3f s, %8.3f s of processor time\n", (all[0] + (all.size() > 4 ? " " + all[1] : "")).c_str(), many, seconds, processor);
        set.seconds += many * seconds;
        set.processor += many * processor;
    }
    return ::pclose(answer) == 0 ? set : Set{};
}

} // namespace

int main(int argc, char** argv)
{
    keepFreedMemory(); // as the command does
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication application(argc, argv);
    paint::loadFonts();
    const int probes = argc > 1 ? std::atoi(argv[1]) : kUsualProbes;
    const std::string sample = HEADLIGHT_SAMPLES_DIR "/covr_blip2";
    const auto dump = openDump(sample + "/attentions_0.pt");
    if (!dump) {
        std::fprintf(stderr, "%s\n", sentence(dump.error()).c_str());
        return 1;
    }
    const auto folder = benchFolder() / "notebook";
    Set best;
    for (int round = 0; round < kRounds; ++round) {
        const Set set = writeSet(*dump, folder / "here");
        std::printf("here: %zu files, %.1f MB, %.2f s, %.2f s of processor time\n", set.files, static_cast<double>(set.bytes) / 1e6, set.seconds, set.processor);
        if (round == 0 || set.seconds < best.seconds)
            best = set;
    }
    std::fflush(stdout);
    const Set other = notebookSet("/usr/bin/python3 '" HEADLIGHT_BENCH_SOURCE_DIR "/notebook_figures.py' '" + sample + "/attentions_0.pt' '" + sample + "/tokens.json' '"
                                  + (folder / "there").string() + "' " + std::to_string(probes));
    if (other.seconds <= 0.0) {
        std::fprintf(stderr, "the notebook's side needs python3 with torch and matplotlib\n");
        return 1;
    }
    std::printf("matplotlib: %.0f s for the set%s, %.0f s of processor time\n", other.seconds, probes > 0 ? " (scaled up)" : "", other.processor);
    std::printf("ratio: %.1f by the clock on %d threads here; %.1f by processor time on one\n", other.seconds / best.seconds, threadCount(), other.processor / best.processor);
    keepRatio("notebook set, by the clock", other.seconds / best.seconds);
    return 0;
}
