// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "child.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace headlight::bench {

namespace {

constexpr const char* kStarted = "HEADLIGHT_BENCH_STARTED";

[[noreturn]] void become(std::vector<std::string> words, const Variables& variables, double started)
{
    for (const auto& [name, value] : variables)
        ::setenv(name.c_str(), value.c_str(), 1);
    ::setenv(kStarted, std::to_string(started).c_str(), 1);
    std::vector<char*> pointers;
    for (auto& word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    ::execv(pointers.front(), pointers.data());
    ::_exit(127);
}

} // namespace

Ran run(const std::vector<std::string>& words, const Variables& variables)
{
    std::array<int, 2> pipe{};
    if (::pipe(pipe.data()) != 0) {
        std::perror("a pipe");
        std::exit(1);
    }
    const double started = steadyMilliseconds();
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(pipe[1], STDOUT_FILENO);
        ::close(pipe[0]);
        ::close(pipe[1]);
        become(words, variables, started);
    }
    ::close(pipe[1]);
    Ran ran;
    std::array<char, 4096> block{};
    for (ssize_t got = 0; (got = ::read(pipe[0], block.data(), block.size())) > 0;)
        ran.output.append(block.data(), static_cast<std::size_t>(got));
    ::close(pipe[0]);
    int status = 0;
    rusage usage{};
    if (child < 0 || ::wait4(child, &status, 0, &usage) != child || status != 0) {
        std::fprintf(stderr, "%s %s failed with status %d\n", words.front().c_str(), words.size() > 1 ? words[1].c_str() : "", WEXITSTATUS(status));
        std::exit(1);
    }
    ran.milliseconds = steadyMilliseconds() - started;
    ran.largestMegabytes = static_cast<double>(usage.ru_maxrss) / 1024.0;
    return ran;
}

double steadyMilliseconds()
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double sinceStarted()
{
    const char* started = std::getenv(kStarted);
    return started == nullptr ? 0.0 : steadyMilliseconds() - std::atof(started);
}

} // namespace headlight::bench
