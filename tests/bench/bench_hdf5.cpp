// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One head of 2048 x 514 from a chunked HDF5 data set, here through the reader child and by h5py, in turn: warm, the file being open, and
// cold, a process of its own each time. h5py_heads.py beside this file writes the sets and is the other side.
#include "bench_dump.h"
#include "formats/readers.h"
#include "python_side.h"
#include "ratios.h"
#include "timing.h"
#include "value/address.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

using namespace headlight;
using namespace headlight::bench;

namespace {

constexpr int kHeads = 12;
constexpr int kRounds = 36;
constexpr int kColdRounds = 7;

/// What both sides say about a head: how long it took and what its elements sum to.
struct Head {
    double milliseconds = 0.0;
    double sum = 0.0;
};

Head readThere(PythonSide& python, const std::string& file, int head)
{
    const std::string answer = python.ask(file + " " + std::to_string(head));
    Head read;
    if (std::sscanf(answer.c_str(), "%lf %lf", &read.milliseconds, &read.sum) != 2) {
        std::fprintf(stderr, "h5py_heads.py answers \"%s\"\n", answer.c_str());
        std::exit(1);
    }
    return read;
}

Tensor openSet(const std::string& file)
{
    const auto document = formats::readFile(file);
    const auto value = document ? valueAt(*document, "/a") : Result<Value>(document.error());
    if (!value || value->tensor() == nullptr) {
        std::fprintf(stderr, "%s: %s\n", file.c_str(), value ? "no tensor" : sentence(value.error()).c_str());
        std::exit(1);
    }
    return *value->tensor();
}

Head readHead(const Tensor& set, int head)
{
    const Stopwatch clock;
    const Tensor view = set.select(0, head);
    const auto count = static_cast<std::size_t>(view.count());
    const std::unique_ptr<float[]> out(new float[count]); // fresh and unwritten, as h5py's array is
    if (const auto got = view.read(std::span(out.get(), count)); !got) {
        std::fprintf(stderr, "%s\n", sentence(got.error()).c_str());
        std::exit(1);
    }
    Head read{clock.milliseconds(), 0.0};
    for (std::size_t i = 0; i < count; ++i)
        read.sum += out[i];
    return read;
}

/// Milliseconds from starting a program to its end.
double timeOf(const std::string& command)
{
    const Stopwatch clock;
    if (std::system((command + " >/dev/null").c_str()) != 0)
        std::exit(1);
    return clock.milliseconds();
}

void compare(const std::string& self, const std::string& file, PythonSide& python)
{
    std::vector<double> ours;
    std::vector<double> theirs;
    Tensor set = openSet(file);
    for (int round = 0; round < kRounds; ++round) {
        if (round % kHeads == 0)
            set = openSet(file); // again, so that nothing is left in a cache
        const Head here = readHead(set, round % kHeads);
        const Head there = readThere(python, file, round % kHeads);
        if (std::abs(here.sum - there.sum) > 1e-6 * std::abs(there.sum)) {
            std::fprintf(stderr, "%s, head %d: the sums differ, %.9g and %.9g\n", file.c_str(), round, here.sum, there.sum);
            std::exit(1);
        }
        ours.push_back(here.milliseconds);
        theirs.push_back(there.milliseconds);
    }
    std::vector<double> oursCold;
    std::vector<double> theirsCold;
    for (int round = 0; round < kColdRounds; ++round) {
        oursCold.push_back(timeOf("'" + self + "' --one '" + file + "'"));
        theirsCold.push_back(timeOf(std::string(PythonSide::kInterpreter) + " " HEADLIGHT_BENCH_SOURCE_DIR "/h5py_heads.py one '" + file + "'"));
    }
    std::printf("%s\n", std::filesystem::path(file).stem().c_str());
    keepRatio("hdf5, next head of " + std::filesystem::path(file).stem().string(), percentileOf(theirs, 50) / percentileOf(ours, 50));
    report("  next head, here", ours);
    report("  next head, h5py", theirs);
    report("  from nothing to a head, here", oursCold);
    report("  from nothing to a head, Python with h5py", theirsCold);
    std::printf("  here / h5py: minima %.2f, medians %.2f; from nothing: medians %.2f\n", percentileOf(ours, 0) / percentileOf(theirs, 0),
                percentileOf(ours, 50) / percentileOf(theirs, 50), percentileOf(oursCold, 50) / percentileOf(theirsCold, 50));
}

} // namespace

int main(int argc, char** argv)
{
    if (argc == 3 && std::strcmp(argv[1], "--one") == 0) {
        std::printf("%f\n", readHead(openSet(argv[2]), 1).sum);
        return 0;
    }
    const std::string folder = benchFolder() / "hdf5";
    if (std::system((std::string(PythonSide::kInterpreter) + " " HEADLIGHT_BENCH_SOURCE_DIR "/h5py_heads.py write '" + folder + "'").c_str()) != 0)
        return 1;
    PythonSide python("h5py_heads.py", {"serve"});
    for (const char* name : {"auto_gzip", "head_gzip", "rows_gzip", "rows_shuffle_gzip", "rows_lzf", "rows_plain", "rows_gzip_half", "rows_fletcher_gzip"})
        compare(argv[0], folder + "/" + name + ".h5", python);
    return 0;
}
