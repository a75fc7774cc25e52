// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Heads of 63 tokens with all labels as files of 1000 x 1000 pixels and as PDF, one and all 144, and the grid of all heads at 12,000 x 12,000 pixels,
// beside matplotlib and seaborn in a Python that runs already (notebook_start.py beside this file).
//
//   bench_figures [ROUNDS]

#include "base/freed_memory.h"
#include "base/parallel.h"
#include "bench_dump.h"
#include "child.h"
#include "dump/dump.h"
#include "figure/build.h"
#include "python_side.h"
#include "ratios.h"
#include "state/action.h"
#include "timing.h"
#include "ui/paint/export.h"
#include "ui/paint/fonts.h"

#include <QGuiApplication>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

using namespace headlight;
using namespace headlight::bench;

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kHeads = 144;

// ---- here, in a process of its own

class Writer {
public:
    explicit Writer(const SharedDump& dump) : m_state(update(State{}, ShowDump{{dump->title(), dump->fingerprint(), {}}, shapeOf(*dump)}))
    {
        m_workspace.open(dump);
        m_state = update(m_state, SelectView{ViewKind::Heatmap});
        m_options.widthMm = 254.0;
        m_options.heightMm = 254.0;
        m_options.dpi = 100.0;
    }

    /// Milliseconds to build the figure of a head once and to write it in each of the formats.
    double write(std::int64_t head, const std::vector<const char*>& endings) const
    {
        const Stopwatch clock;
        const auto state = update(m_state, SelectHeads{HeadSet::one({LayerIndex{head / 12}, HeadIndex{head % 12}})});
        const auto figure = buildFigure(m_workspace, state, {});
        if (!figure)
            std::exit(1);
        for (const char* ending : endings) {
            const fs::path path = benchFolder() / "figures" / ("here " + std::to_string(head) + ending);
            paint::ExportOptions options = m_options;
            options.format = *paint::formatOf(path);
            const auto content = paint::encode(*figure, options);
            if (!content || !paint::writeWhole(path, *content))
                std::exit(1);
        }
        return clock.milliseconds();
    }

private:
    Workspace m_workspace;
    State m_state;
    paint::ExportOptions m_options;
};

/// Prints the milliseconds of a PNG, of a PDF and of both, in the median over the heads, then those of both for all heads, on all threads.
int writeHere(int argc, char** argv)
{
    keepFreedMemory(); // as the command does
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication application(argc, argv);
    paint::loadFonts();
    const auto dump = openDump(argv[2]);
    if (!dump)
        return 1;
    const Writer writer(*dump);
    writer.write(0, {".png", ".pdf"}); // fonts are found
    std::vector<double> png;
    std::vector<double> pdf;
    std::vector<double> both;
    for (std::int64_t head = 0; head < kHeads; head += 4) {
        png.push_back(writer.write(head, {".png"}));
        pdf.push_back(writer.write(head, {".pdf"}));
        both.push_back(writer.write(head, {".png", ".pdf"}));
    }
    const Stopwatch all;
    parallelFor(kHeads, [&](std::int64_t head) { writer.write(head, {".png", ".pdf"}); });
    std::printf("%f %f %f %f\n", percentileOf(png, 50), percentileOf(pdf, 50), percentileOf(both, 50), all.milliseconds());
    return 0;
}

// ---- both sides

struct Here {
    std::vector<double> png, pdf, both, all;
};

void measureHere(const std::vector<std::string>& words, Here& here)
{
    double png = 0.0;
    double pdf = 0.0;
    double both = 0.0;
    double all = 0.0;
    if (std::sscanf(run(words).output.c_str(), "%lf %lf %lf %lf", &png, &pdf, &both, &all) != 4)
        std::exit(1);
    here.png.push_back(png);
    here.pdf.push_back(pdf);
    here.both.push_back(both);
    here.all.push_back(all);
}

void compare(const char* what, const std::vector<double>& here, const std::vector<double>& there, double times = 1.0)
{
    const double medians = times * percentileOf(there, 50) / percentileOf(here, 50);
    std::printf("%-44s %9.2f %9.2f ms   matplotlib %9.1f %9.1f ms   %6.1f times by the minima, %6.1f by the medians\n", what, percentileOf(here, 0), percentileOf(here, 50),
                times * percentileOf(there, 0), times * percentileOf(there, 50), times * percentileOf(there, 0) / percentileOf(here, 0), medians);
    keepRatio(std::string("figures, ") + what, medians);
}

double ask(PythonSide& python, const std::string& what)
{
    return std::atof(python.ask(what).c_str());
}

} // namespace

int main(int argc, char** argv)
{
    if (argc > 2 && std::string(argv[1]) == "here")
        return writeHere(argc, argv);
    const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 5;
    const std::string self = fs::read_symlink("/proc/self/exe").string();
    const auto folder = benchFolder() / "figures";
    fs::create_directories(folder);
    run({PythonSide::kInterpreter, HEADLIGHT_BENCH_SOURCE_DIR "/notebook_start.py", "make", (benchFolder() / "start").string()});
    const std::string dump = (benchFolder() / "start" / "patches.pt").string();

    PythonSide python("notebook_start.py", {"serve", dump, folder.string()});
    Here one;
    Here two;
    std::vector<double> png;
    std::vector<double> pdf;
    std::vector<double> both;
    for (int round = 0; round < rounds; ++round) {
        measureHere({"/usr/bin/taskset", "-c", "0", self, "here", dump}, one);
        measureHere({self, "here", dump}, two);
        for (int head = 0; head < 3; ++head) {
            const std::string number = " " + std::to_string(round * 7 + head);
            png.push_back(ask(python, "png" + number));
            pdf.push_back(ask(python, "pdf" + number));
            both.push_back(ask(python, "both" + number));
        }
    }
    std::printf("%-44s %9s %9s\n", "", "minimum", "median");
    compare("one head as PNG, one thread", one.png, png);
    compare("one head as PDF, one thread", one.pdf, pdf);
    compare("one head as both, one thread", one.both, both);
    compare("144 heads as both, all threads", two.all, both, kHeads);

    std::vector<double> grid;
    std::vector<double> megabytes;
    std::vector<double> gridThere;
    for (int round = 0; round < std::min(rounds, 3); ++round) {
        const Ran ran = run({HEADLIGHT_BENCH_PROGRAM, "figure", dump, "--view", "overview", "--width", "40in", "--height", "40in", "--dpi", "300", "-o", (folder / "grid.png").string()});
        grid.push_back(ran.milliseconds);
        megabytes.push_back(ran.largestMegabytes);
        gridThere.push_back(ask(python, "grid"));
    }
    compare("grid of 12,000 x 12,000 pixels, the program", grid, gridThere);
    std::printf("%-44s %9.1f MB resident at most, mapped pages included\n", "", percentileOf(megabytes, 100));
    return 0;
}
