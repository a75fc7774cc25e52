// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Rollouts here and with torch on OpenBLAS (rollout_steps.py beside this file), in turn, each on one and the same core: all maps, one query's row
// of the last layer, its rows in all layers, and heads fused with discard. Both sides' numbers are compared before their times.
// A notebook computes the whole product to draw one row, so its time is the same for all three.
//
//   bench_rollout [ROUNDS]

#include "base/parallel.h"
#include "bench_dump.h"
#include "dump/dump.h"
#include "measure/apply_measure.h"
#include "measure/product.h"
#include "python_side.h"
#include "ratios.h"
#include "timing.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <sched.h>
#include <string>
#include <vector>

using namespace headlight;
using namespace headlight::bench;

namespace {

constexpr const char* kOpenBlas = "/usr/lib/x86_64-linux-gnu/openblas-pthread";
constexpr std::int64_t kProductSize = 1024;

/// How long it took, and the squares of the query's row in the last map and in every map, all heads together.
struct Answer {
    double milliseconds = 0.0;
    double last = 0.0;
    double every = 0.0;
};

struct Case {
    const char* name;
    DumpSize size;
    std::int64_t query;
};

[[noreturn]] void fail(const std::string& why)
{
    std::fprintf(stderr, "%s\n", why.c_str());
    std::exit(1);
}

template <typename T>
T must(Result<T> result)
{
    if (!result)
        fail(sentence(result.error()));
    return *std::move(result);
}

void must(const Result<void>& result)
{
    if (!result)
        fail(sentence(result.error()));
}

double squares(std::span<const float> row)
{
    double sum = 0.0;
    for (const float value : row)
        sum += static_cast<double>(value) * static_cast<double>(value);
    return sum;
}

/// Only the first core is used, here and by the script: ratios are those of one thread.
void stayOnOneCore()
{
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    CPU_SET(0, &allowed);
    if (::sched_setaffinity(0, sizeof(allowed), &allowed) != 0 || threadCount() != 1)
        fail("this process cannot be kept on one core");
}

/// A new measure, which knows nothing of what was computed before.
Maps measureOf(const Dump& dump, const MeasureOptions& options)
{
    return must(applyMeasure({must(dump.attention(StackIndex{0}, SampleIndex{0})), nullptr, nullptr, {}}, options));
}

std::int64_t headsOf(const Maps& maps)
{
    return std::max<std::int64_t>(1, maps->axes().layers.front().heads);
}

std::optional<HeadIndex> headAt(const Maps& maps, std::int64_t head)
{
    return maps->axes().layers.front().heads == 0 ? std::nullopt : std::optional(HeadIndex{head});
}

Answer everyMap(const Maps& maps, std::int64_t query)
{
    const auto layers = static_cast<std::int64_t>(maps->axes().layers.size());
    const auto size = maps->axes().layers.front().queries;
    Answer answer;
    Matrix map(size, size);
    for (std::int64_t head = 0; head < headsOf(maps); ++head)
        for (std::int64_t layer = 0; layer < layers; ++layer) {
            const Stopwatch clock;
            must(maps->rows({LayerIndex{layer}, headAt(maps, head)}, {0, size}, map.block(), {}));
            answer.milliseconds += clock.milliseconds();
            const double row = squares(map.row(query));
            answer.every += row;
            answer.last += layer + 1 == layers ? row : 0.0;
        }
    return answer;
}

Answer lastRow(const Maps& maps, std::int64_t query)
{
    const LayerIndex last{static_cast<std::int64_t>(maps->axes().layers.size()) - 1};
    Matrix row(1, maps->axes().layers.front().keys);
    Answer answer;
    for (std::int64_t head = 0; head < headsOf(maps); ++head) {
        const Stopwatch clock;
        must(maps->rows({last, headAt(maps, head)}, {query, 1}, row.block(), {}));
        answer.milliseconds += clock.milliseconds();
        answer.last += squares(row.values());
    }
    return answer;
}

Answer everyRow(const Maps& maps, std::int64_t query)
{
    const auto layers = static_cast<std::int64_t>(maps->axes().layers.size());
    Matrix rows(layers, maps->axes().layers.front().keys);
    Answer answer;
    for (std::int64_t head = 0; head < headsOf(maps); ++head) {
        const Stopwatch clock;
        must(maps->rowInEveryLayer(QueryIndex{query}, headAt(maps, head), rows.block(), {}));
        answer.milliseconds += clock.milliseconds();
        answer.every += squares(rows.values());
        answer.last += squares(rows.row(layers - 1));
    }
    return answer;
}

Answer there(PythonSide& python, const char* what, std::int64_t query)
{
    Answer answer;
    const std::string line = python.ask(std::string(what) + " " + std::to_string(query));
    if (std::sscanf(line.c_str(), "%lf %lf %lf", &answer.milliseconds, &answer.last, &answer.every) != 3)
        fail("rollout_steps.py answers \"" + line + "\"");
    return answer;
}

void compare(const char* what, double here, double other, double tolerance)
{
    if (std::abs(here - other) > tolerance * std::abs(other))
        fail(std::string(what) + ": the numbers differ, " + std::to_string(here) + " and " + std::to_string(other));
}

void print(const std::string& name, const char* what, const std::vector<double>& here, const std::vector<double>& other)
{
    keepRatio("rollout, " + name + ", " + what, percentileOf(other, 50) / percentileOf(here, 50));
    std::printf("  %-34s %10.3f ms   torch %10.3f ms   ratio of minima %7.2f, of medians %7.2f\n", what, percentileOf(here, 0), percentileOf(other, 0),
                percentileOf(other, 0) / percentileOf(here, 0), percentileOf(other, 50) / percentileOf(here, 50));
}

/// Milliseconds of a product of kProductSize, here.
double productHere()
{
    static const auto values = [] {
        std::mt19937 random(1);
        std::uniform_real_distribution<float> number;
        Matrix some(kProductSize, kProductSize);
        for (float& value : some.values())
            value = number(random);
        return some;
    }();
    Matrix out(kProductSize, kProductSize);
    const Stopwatch clock;
    multiplyAdd(ConstBlock(values), ConstBlock(values), out.block());
    return clock.milliseconds();
}

double gigaflops(double products, double milliseconds)
{
    return 2.0 * products / milliseconds / 1e6;
}

void rollouts(const Case& one, PythonSide& python, int rounds)
{
    const auto file = benchFolder() / (std::string(one.name) + ".npy");
    writeDump(file, one.size);
    const auto dump = must(openDump(file));
    python.ask("open " + file.string());
    std::vector<double> full;
    std::vector<double> row;
    std::vector<double> evolution;
    std::vector<double> other;
    std::vector<double> peak;
    const auto options = measureOptions(MeasureKind::Rollout);
    for (int round = 0; round < rounds; ++round) {
        peak.push_back(productHere());
        const Answer all = everyMap(measureOf(*dump, options), one.query);
        const Answer last = lastRow(measureOf(*dump, options), one.query);
        const Answer every = everyRow(measureOf(*dump, options), one.query);
        const Answer torch = there(python, "full", one.query);
        compare("last maps", all.last, torch.last, 1e-4);
        compare("all maps", all.every, torch.every, 1e-4);
        compare("row of the last maps", last.last, torch.last, 1e-4);
        compare("rows of all maps", every.every, torch.every, 1e-4);
        full.push_back(all.milliseconds);
        row.push_back(last.milliseconds);
        evolution.push_back(every.milliseconds);
        other.push_back(torch.milliseconds);
    }
    const double products = static_cast<double>(one.size.heads * (one.size.layers - 1)) * std::pow(static_cast<double>(one.size.tokens), 3);
    const double reached = gigaflops(products, percentileOf(full, 0));
    const double best = gigaflops(std::pow(static_cast<double>(kProductSize), 3), percentileOf(peak, 0));
    std::printf("%s\n", one.name);
    print(one.name, "all maps of all heads", full, other);
    print(one.name, "one query, last layer, all heads", row, other);
    print(one.name, "one query, all layers, all heads", evolution, other);
    std::printf("  %-34s %10.1f GFLOP/s, %.0f %% of the product of %d x %d (%.1f)\n", "all maps", reached, 100.0 * reached / best, static_cast<int>(kProductSize),
                static_cast<int>(kProductSize), best);
}

void fusedRollouts(const Case& one, PythonSide& python, int rounds)
{
    const auto file = benchFolder() / (std::string(one.name) + ".npy");
    writeDump(file, one.size);
    const auto dump = must(openDump(file));
    python.ask("open " + file.string());
    std::vector<double> here;
    std::vector<double> other;
    for (int round = 0; round < rounds; ++round) {
        const Answer all = everyMap(measureOf(*dump, measureOptions(MeasureKind::FusedRollout, MeasureVariant::Published)), one.query);
        const Answer torch = there(python, "fused", one.query);
        compare("fused, last map", all.last, torch.last, 1e-3); // ties at the cut may fall otherwise
        here.push_back(all.milliseconds);
        other.push_back(torch.milliseconds);
    }
    print(one.name, "heads fused, nine tenths discarded", here, other);
}

} // namespace

int main(int argc, char** argv)
{
    const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 7;
    stayOnOneCore();
    PythonSide python("rollout_steps.py", {}, {{"LD_LIBRARY_PATH", kOpenBlas}, {"OPENBLAS_NUM_THREADS", "1"}, {"OMP_NUM_THREADS", "1"}});
    const std::string blas = python.ask("blas");
    std::printf("torch with %s; here %s, one core\n", blas.c_str(), productCode());
    if (!blas.starts_with("OpenBLAS"))
        std::printf("that is no opponent: install libopenblas0-pthread\n");
    const Case small{"12x12x63", {12, 12, 63}, 20};
    const Case patches{"12x3x197", {12, 3, 197}, 0};
    const Case middle{"12x12x512", {12, 12, 512}, 300};
    const Case large{"12x2x2048", {12, 2, 2048}, 1000};
    rollouts(small, python, rounds * 5);
    rollouts(patches, python, rounds * 3);
    fusedRollouts(patches, python, rounds * 3);
    rollouts(middle, python, rounds);
    rollouts(large, python, std::max(1, rounds / 3));
    return 0;
}
