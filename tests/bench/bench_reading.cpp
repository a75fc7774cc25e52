// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What reading costs before anything is shown: a JSON dump of 54 MB against Python's parser, the directories of files of 10 GB, and a
// dump of 2.1 GB being understood, with the share of it that was looked at. big_files.py beside this file writes what is missing.
#include "bench_dump.h"
#include "dump/dump.h"
#include "formats/registry.h"
#include "ratios.h"
#include "timing.h"

#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

using namespace headlight;
using namespace headlight::bench;

namespace {

constexpr int kRounds = 7;

[[noreturn]] void fail(const std::string& what)
{
    std::fprintf(stderr, "%s\n", what.c_str());
    std::exit(1);
}

/// One line of numbers from a program.
double numberFrom(const std::string& command)
{
    std::FILE* pipe = ::popen(command.c_str(), "r");
    double number = 0.0;
    if (pipe == nullptr || std::fscanf(pipe, "%lf", &number) != 1 || ::pclose(pipe) != 0)
        fail("no answer from: " + command);
    return number;
}

/// In a process of its own, so that the largest memory is that of this file alone: milliseconds and megabytes.
struct Cost {
    double milliseconds = 0.0;
    double megabytes = 0.0;
};

double largestMegabytes()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

int readOne(const std::string& file)
{
    const double before = largestMegabytes();
    const Stopwatch clock;
    const auto document = formats::readFile(file);
    const double milliseconds = clock.milliseconds();
    if (!document)
        fail(sentence(document.error()));
    std::printf("%f %f\n", milliseconds, largestMegabytes() - before);
    return 0;
}

Cost readInAnotherProcess(const std::string& self, const std::string& file)
{
    std::FILE* pipe = ::popen(("'" + self + "' --one '" + file + "'").c_str(), "r");
    Cost cost;
    if (pipe == nullptr || std::fscanf(pipe, "%lf %lf", &cost.milliseconds, &cost.megabytes) != 2 || ::pclose(pipe) != 0)
        fail(file + " was not read");
    return cost;
}

void benchJson(const std::string& self, const std::string& file)
{
    std::vector<double> here, python;
    double megabytes = 0.0;
    for (int round = 0; round < kRounds; ++round) {
        const auto cost = readInAnotherProcess(self, file);
        here.push_back(cost.milliseconds);
        megabytes = std::max(megabytes, cost.megabytes);
        python.push_back(numberFrom("python3 -c \"import json, time; t = time.perf_counter(); json.load(open('" + file + "')); print(1e3 * (time.perf_counter() - t))\""));
    }
    keepRatio("reading, JSON of 51 MB", percentileOf(python, 50) / percentileOf(here, 50));
    const double size = static_cast<double>(std::filesystem::file_size(file)) / 1024.0 / 1024.0;
    std::printf("JSON of %.0f MB\n", size);
    report("  here", here);
    report("  Python's json.load", python);
    std::printf("  Python / here: minima %.1f, medians %.1f; memory at most %.2f times the file, the file's own pages among it\n", percentileOf(python, 0) / percentileOf(here, 0),
        percentileOf(python, 50) / percentileOf(here, 50), megabytes / size);
}

void benchDirectory(const std::string& file)
{
    std::vector<double> times;
    for (int round = 0; round < 5 * kRounds; ++round) {
        const Stopwatch clock;
        if (const auto document = formats::readFile(file); !document)
            fail(sentence(document.error()));
        times.push_back(clock.milliseconds());
    }
    report(("directory of " + std::filesystem::path(file).filename().string()).c_str(), times);
}

/// Share of a file that is in the page cache.
double residentShare(const std::string& file)
{
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    const auto size = std::filesystem::file_size(file);
    void* mapped = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor, 0);
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    std::vector<unsigned char> resident((size + page - 1) / page);
    if (mapped == MAP_FAILED || ::mincore(mapped, size, resident.data()) != 0)
        fail("mincore of " + file);
    ::munmap(mapped, size);
    ::close(descriptor);
    std::size_t count = 0;
    for (const auto one : resident)
        count += one & 1U;
    return static_cast<double>(count) / static_cast<double>(resident.size());
}

void dropFromCache(const std::string& file)
{
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    ::fsync(descriptor);
    ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED);
    ::close(descriptor);
}

void benchUnderstanding(const std::string& file)
{
    std::vector<double> cold, warm;
    double before = 0.0;
    double touched = 0.0;
    for (int round = 0; round < kRounds; ++round) {
        dropFromCache(file);
        before = std::max(before, residentShare(file));
        for (auto* times : {&cold, &warm}) {
            const Stopwatch clock;
            if (const auto dump = openDump(file); !dump)
                fail(sentence(dump.error()));
            times->push_back(clock.milliseconds());
        }
        touched = std::max(touched, residentShare(file));
    }
    std::printf("a dump of 2.1 GB being understood\n");
    report("  file not in the page cache", cold);
    report("  file in the page cache", warm);
    std::printf("  share of the file in the cache: %.2f %% before, %.2f %% afterwards, what the system read ahead included\n", 100.0 * before, 100.0 * touched);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc == 3 && std::string(argv[1]) == "--one")
        return readOne(argv[2]);
    const auto folder = benchFolder();
    if (std::system(("python3 '" HEADLIGHT_BENCH_SOURCE_DIR "/big_files.py' '" + (folder / "reading").string() + "'").c_str()) != 0)
        fail("big_files.py did not write its files");
    writeDump(folder / "large.npy", {12, 12, 1900});

    benchJson(argv[0], folder / "reading" / "dump.json");
    benchDirectory(folder / "reading" / "huge.pt");
    benchDirectory(folder / "reading" / "huge.safetensors");
    benchUnderstanding(folder / "large.npy");
    return 0;
}
