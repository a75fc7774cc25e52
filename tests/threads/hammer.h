// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Runs one piece of work on several threads at once, and ends the program with a sentence when something does not hold.
#pragma once

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace headlight::test {

inline void require(bool holds, const char* sentence)
{
    if (holds)
        return;
    std::fprintf(stderr, "does not hold: %s\n", sentence);
    std::_Exit(1);
}

/// All threads start together; `work` gets the number of its thread, from 0.
inline void onThreads(int count, const std::function<void(int)>& work)
{
    std::atomic<int> waiting{count};
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < count; ++thread)
        threads.emplace_back([&, thread] {
            --waiting;
            while (waiting > 0)
                std::this_thread::yield();
            work(thread);
        });
}

/// A file with the bytes 0, 1, ..., 250, 0, 1, ...; gone with the object.
class ScratchFile {
public:
    explicit ScratchFile(std::size_t size)
        : m_path(std::filesystem::temp_directory_path() / ("headlight-threads-" + std::to_string(getpid())))
    {
        std::string bytes(size, '\0');
        for (std::size_t i = 0; i < size; ++i)
            bytes[i] = static_cast<char>(byteAt(i));
        std::ofstream(m_path, std::ios::binary) << bytes;
    }
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;
    ~ScratchFile()
    {
        std::error_code ignored;
        std::filesystem::remove(m_path, ignored);
    }

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    static unsigned char byteAt(std::size_t offset) { return static_cast<unsigned char>(offset % 251); }

private:
    std::filesystem::path m_path;
};

} // namespace headlight::test
