// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A full dump of a Longformer run, [12, 1, 12, 2048, 514] in float32: the ten keys that every token attends to most, attention received, ranks,
// tables and charts of them, here and as a notebook makes them with torch, numpy, pandas and seaborn (notebook_longformer.py beside this file).
//     bench_longformer [LAYERS]   the notebook's side takes that many layers (2) and is scaled up; 0: it is left out
// It calls itself with one and with two threads, as `bench_longformer here`.

#include "base/freed_memory.h"
#include "base/parallel.h"
#include "base/whole_file.h"
#include "bench_dump.h"
#include "figure/build.h"
#include "figure/table.h"
#include "figure/table_sort.h"
#include "figure/table_text.h"
#include "measure/received.h"
#include "state/action.h"
#include "ratios.h"
#include "timing.h"
#include "ui/charts/bar_chart_painter.h"
#include "ui/paint/export.h"
#include "ui/paint/fonts.h"

#include <QApplication>
#include <QImage>
#include <QPainter>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <initializer_list>
#include <map>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>

using namespace headlight;
using namespace headlight::bench;

namespace {

constexpr int kRounds = 5;
constexpr std::int64_t kBytesAtOnce = std::int64_t{4} << 20;

/// Milliseconds by the clock, and of the processor on all threads together: what else the machine does is in the first alone.
struct Cost {
    double clock = 1e300;
    double processor = 1e300;
};

/// Printed for the process that asked.
void tell(const std::string& name, const Cost& cost)
{
    std::printf("%s %.4f %.4f\n", name.c_str(), cost.clock, cost.processor);
    std::fflush(stdout);
}

double processorMilliseconds()
{
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Of several rounds.
template <typename Work>
Cost smallest(int rounds, Work work)
{
    Cost best;
    for (int round = 0; round < rounds; ++round) {
        const double busy = processorMilliseconds();
        const Stopwatch clock;
        work();
        best.clock = std::min(best.clock, clock.milliseconds());
        best.processor = std::min(best.processor, processorMilliseconds() - busy);
    }
    return best;
}

double largestResident()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

/// Work over a file's bytes, part by part on all threads.
template <typename Part>
Cost overFile(const std::filesystem::path& path, Part part)
{
    const auto parts = static_cast<std::int64_t>(std::filesystem::file_size(path)) / kBytesAtOnce;
    return smallest(kRounds, [&] { parallelFor(parts, part); });
}

/// The file read block by block into memory of our own: what reading can cost at least when it is done once.
Cost readingCost(const std::filesystem::path& path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY);
    const Cost best = overFile(path, [&](std::int64_t i) {
        thread_local std::vector<std::byte> block(static_cast<std::size_t>(kBytesAtOnce));
        if (::pread(descriptor, block.data(), block.size(), i * kBytesAtOnce) != kBytesAtOnce)
            std::exit(1);
    });
    ::close(descriptor);
    return best;
}

/// Its pages summed where they are mapped, which they are from the second round on: what the memory itself allows. Mapping them in the
/// first place takes several times as long.
Cost mappedCost(const std::filesystem::path& path)
{
    const auto size = std::filesystem::file_size(path);
    const int descriptor = ::open(path.c_str(), O_RDONLY);
    const auto* words = static_cast<const std::uint64_t*>(::mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor, 0));
    std::atomic<std::uint64_t> all{0};
    const Cost best = overFile(path, [&](std::int64_t i) {
        const auto* first = words + i * kBytesAtOnce / 8;
        all += std::accumulate(first, first + kBytesAtOnce / 8, std::uint64_t{0});
    });
    ::munmap(const_cast<std::uint64_t*>(words), size);
    ::close(descriptor);
    return all == 1 ? Cost{} : best;
}

State stateOn(const SharedDump& dump)
{
    State state = update(State{}, ShowDump{{dump->title(), dump->fingerprint(), {}}, shapeOf(*dump)});
    state.display.hidePadding = false;
    state.display.cleanTokens = false;
    return state;
}

Table tableOf(const Workspace& workspace, State state, TableKind kind)
{
    state.display.table.kind = kind;
    auto table = buildTable(workspace, state, {});
    if (!table) {
        std::fprintf(stderr, "%s\n", sentence(table.error()).c_str());
        std::exit(1);
    }
    return *std::move(table);
}

void measureTables(const SharedDump& dump)
{
    const auto state = stateOn(dump);
    Table top;
    tell("here.everything", smallest(kRounds, [&] {
             top = {};
             Workspace workspace; // nothing is kept from the round before
             workspace.open(dump);
             top = tableOf(workspace, state, TableKind::TopAttended);
             const auto positions = tableOf(workspace, state, TableKind::AllPositions);
             if (positions.rows != 294'912)
                 std::exit(1);
         }));
    tell("here.memory", {largestResident(), largestResident()});
    tell("here.received_and_ranks", smallest(kRounds, [&] {
             Workspace workspace;
             workspace.open(dump);
             if (!workspace.received(mapsKey(state), {}))
                 std::exit(1);
         }));

    auto rows = everyRow(top);
    std::vector<std::size_t> columns(top.columns.size());
    const auto column = [&](const char* name) { return static_cast<std::size_t>(std::ranges::find(top.columns, name, &TableColumn::name) - top.columns.begin()); };
    tell("here.sort", smallest(kRounds, [&] {
             std::iota(rows.begin(), rows.end(), 0U);
             sortRows(top, std::vector<SortKey>{{column("attention_scores"), true}}, rows);
         }));
    tell("here.sort_several", smallest(kRounds, [&] {
             std::iota(rows.begin(), rows.end(), 0U);
             sortRows(top, std::vector<SortKey>{{column("layer"), false}, {column("head"), false}, {column("rank"), false}}, rows);
         }));
    std::iota(rows.begin(), rows.end(), 0U);
    const auto target = benchFolder() / "longformer" / "here.csv";
    tell("here.csv", smallest(3, [&] {
             auto file = WholeFile::create(target);
             if (!file || !writeCsv(top, rows, [&](std::string_view piece) { return file->append(asBytes(piece)); }) || !file->commit())
                 std::exit(1);
         }));
    std::filesystem::remove(target);
}

void measureSums(const SharedDump& dump)
{
    const auto maps = *dump->attention(StackIndex{0}, SampleIndex{0});
    tell("here.sums", smallest(kRounds, [&] {
             parallelFor(144, [&](std::int64_t i) {
                 if (!receivedAttention(*maps, {LayerIndex{i / 12}, HeadIndex{i % 12}}, {}))
                     std::exit(1);
             });
         }));
}

Figure figureOf(const Workspace& workspace, State state, TrendKind kind)
{
    state = update(state, SelectView{ViewKind::Trends});
    state.display.trend = kind;
    auto figure = buildFigure(workspace, state, {});
    if (!figure)
        std::exit(1);
    return *std::move(figure);
}

/// Painted at the size of a window, and as a file as large as the notebook's.
void measureChart(const std::string& name, const Figure& figure, double widthMm, double heightMm)
{
    paint::PaintStyle style;
    style.onScreen = true;
    QImage image(1050, 820, QImage::Format_RGB32);
    tell("here." + name + "_repaint", smallest(20, [&] {
             QPainter painter(&image);
             paint::paint(painter, figure, QSizeF(image.size()), style);
         }));
    paint::ExportOptions options;
    options.dpi = 72.0;
    options.widthMm = widthMm;
    options.heightMm = heightMm;
    tell("here." + name + "_png", smallest(kRounds, [&] {
             if (!paint::encode(figure, options))
                 std::exit(1);
         }));
}

void measureCharts(const SharedDump& dump)
{
    constexpr double kInch = 25.4;
    Workspace workspace;
    workspace.open(dump);
    auto state = stateOn(dump);
    measureChart("points", figureOf(workspace, state, TrendKind::Positions), 44 * kInch, 25 * kInch);
    std::vector<KeyIndex> keys;
    for (std::int64_t i = 0; i < 12; ++i)
        keys.emplace_back(100 + 150 * i);
    state = update(state, SetKeys{keys});
    measureChart("lines", figureOf(workspace, state, TrendKind::Rank), 40 * kInch, 15 * kInch);
}

int measureHere(int argc, char** argv, const std::filesystem::path& folder)
{
    keepFreedMemory(); // as the command does
    const auto dump = openDump(folder);
    if (!dump) {
        std::fprintf(stderr, "%s\n", sentence(dump.error()).c_str());
        return 1;
    }
    measureTables(*dump); // first: the memory of what follows is not its own
    tell("here.reading", readingCost(folder / "attentions.npy"));
    tell("here.mapped", mappedCost(folder / "attentions.npy"));
    measureSums(*dump);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    paint::loadFonts();
    charts::useQtCharts();
    measureCharts(*dump);
    return 0;
}

using Times = std::map<std::string, Cost>;

/// What a command prints: names and numbers.
Times timesOf(const std::string& command)
{
    Times times;
    std::FILE* answer = ::popen(command.c_str(), "r");
    std::array<char, 256> line{};
    while (answer != nullptr && std::fgets(line.data(), line.size(), answer) != nullptr) {
        std::istringstream words{std::string(line.data())};
        std::string name;
        Cost cost;
        if (words >> name >> cost.clock >> cost.processor)
            times[name] = cost;
        else
            std::fputs(line.data(), stdout);
    }
    if (answer == nullptr || ::pclose(answer) != 0)
        times.clear();
    return times;
}

Cost at(const Times& times, const std::string& name)
{
    const auto found = times.find(name);
    return found == times.end() ? Cost{0.0, 0.0} : found->second;
}

/// One thread by processor time, two by the clock.
void report(const Times& there, const Times& one, const Times& two)
{
    const auto row = [&](const char* what, const char* mine, std::initializer_list<const char*> names) {
        const Cost single = at(one, mine);
        const Cost both = at(two, mine);
        std::printf("%-50s %9.1f %9.1f  %9.1f ms", what, single.clock, single.processor, both.clock);
        Cost theirs{0.0, 0.0};
        for (const char* name : names) {
            theirs.clock += at(there, name).clock;
            theirs.processor += at(there, name).processor;
        }
        if (theirs.clock > 0.0) {
            keepRatio(std::string("longformer, ") + what + ", one thread", theirs.processor / single.processor);
            keepRatio(std::string("longformer, ") + what + ", two threads", theirs.clock / both.clock);
            std::printf("   notebook %8.0f %8.0f ms   %7.1f and %7.1f times as long", theirs.clock, theirs.processor, theirs.processor / single.processor, theirs.clock / both.clock);
        }
        std::printf("\n");
    };
    const auto share = [](const Times& times, const char* of) { return 100.0 * at(times, of).clock / at(times, "here.sums").clock; };
    std::printf("\n%-50s %9s %9s  %9s\n", "", "1 thread", "processor", "2 threads");
    row("top 10 of every token, sums, ranks, both tables", "here.everything", {"there.everything"});
    row("sums and ranks alone", "here.received_and_ranks", {"there.sums", "there.ranks"});
    row("column sums", "here.sums", {"there.sums"});
    row("the same bytes read from the file", "here.reading", {});
    row("the same bytes, mapped before", "here.mapped", {});
    keepRatio("longformer, column sums, share of reading the file", share(one, "here.reading") / 100.0);
    std::printf("%-50s %9.0f %%            %9.0f %%\n", "column sums as a share of reading the file", share(one, "here.reading"), share(two, "here.reading"));
    std::printf("%-50s %9.0f %%            %9.0f %%\n", "and of the bandwidth of mapped memory", share(one, "here.mapped"), share(two, "here.mapped"));
    std::printf("%-50s %9.0f MB           %9.0f MB\n", "largest resident memory of all that", at(one, "here.memory").clock, at(two, "here.memory").clock);
    row("2,949,120 rows sorted by score", "here.sort", {"there.sort"});
    row("sorted by layer, head and rank", "here.sort_several", {"there.sort_several"});
    row("written as CSV", "here.csv", {"there.csv"});
    row("294,912 points painted in a window", "here.points_repaint", {});
    row("294,912 points as PNG, against seaborn", "here.points_png", {"there.points"});
    row("144 lines painted in a window", "here.lines_repaint", {});
    row("144 lines as PNG, against matplotlib", "here.lines_png", {"there.lines"});
    row("144 lines as PNG, against seaborn", "here.lines_png", {"there.lines_seaborn"});
    std::array<double, 3> load{};
    if (::getloadavg(load.data(), 3) == 3)
        std::printf("load %.1f\n", load[0]);
}

} // namespace

int main(int argc, char** argv)
{
    const auto folder = benchFolder() / "longformer";
    const std::string asked = argc > 1 ? argv[1] : "2";
    if (asked == "here")
        return measureHere(argc, argv, folder);
    writeWindowedDump(folder, {12, 12, 2048, 512});
    const std::string self = std::filesystem::read_symlink("/proc/self/exe").string();
    const auto one = timesOf("HEADLIGHT_THREADS=1 taskset -c 0 '" + self + "' here");
    const auto two = timesOf("HEADLIGHT_THREADS=2 '" + self + "' here");
    Times there;
    if (asked != "0")
        there = timesOf("/usr/bin/python3 '" HEADLIGHT_BENCH_SOURCE_DIR "/notebook_longformer.py' '" + folder.string() + "' " + asked);
    if (one.empty() || two.empty() || (asked != "0" && there.empty()))
        std::fprintf(stderr, "one side did not run; the notebook's needs python3-torch, python3-pandas and python3-seaborn\n");
    for (const auto& [name, cost] : there)
        std::printf("  %-28s %12.1f ms by the clock, %12.1f of the processor\n", name.c_str(), cost.clock, cost.processor);
    report(there, one, two);
    return one.empty() || two.empty() ? 1 : 0;
}
