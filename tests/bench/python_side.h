// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The other side of a comparison: a script that answers every line it is sent with a line.
#pragma once

#include <string>
#include <sys/types.h>
#include <cstdio>
#include <utility>
#include <vector>

namespace headlight::bench {

/// Runs the distribution's Python, which has its torch, numpy and h5py. Any failure ends the program with a sentence: there is nothing to compare with.
class PythonSide {
public:
    /// `script` is a file of this folder; `variables` are put into its environment.
    PythonSide(const std::string& script, const std::vector<std::string>& arguments, const std::vector<std::pair<std::string, std::string>>& variables = {});
    PythonSide(const PythonSide&) = delete;
    PythonSide& operator=(const PythonSide&) = delete;
    ~PythonSide();

    /// Sends a line and waits for the answer, which comes without its line end.
    std::string ask(const std::string& line);

    static constexpr const char* kInterpreter = "/usr/bin/python3";

private:
    pid_t m_id = -1;
    std::FILE* m_to = nullptr;
    std::FILE* m_from = nullptr;
    std::string m_script;
};

} // namespace headlight::bench
