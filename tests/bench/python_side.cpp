// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "python_side.h"

#include <array>
#include <cstdlib>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace headlight::bench {

PythonSide::PythonSide(const std::string& script, const std::vector<std::string>& arguments, const std::vector<std::pair<std::string, std::string>>& variables)
    : m_script(script)
{
    std::array<int, 2> pair{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0 || (m_id = ::fork()) < 0) {
        std::perror("a process for Python");
        std::exit(1);
    }
    if (m_id == 0) {
        ::dup2(pair[1], STDIN_FILENO);
        ::dup2(pair[1], STDOUT_FILENO);
        for (const auto& [name, value] : variables)
            ::setenv(name.c_str(), value.c_str(), 1);
        std::vector<std::string> words{kInterpreter, HEADLIGHT_BENCH_SOURCE_DIR "/" + script};
        words.insert(words.end(), arguments.begin(), arguments.end());
        std::vector<char*> pointers;
        for (auto& word : words)
            pointers.push_back(word.data());
        pointers.push_back(nullptr);
        ::execv(kInterpreter, pointers.data());
        ::_exit(127);
    }
    ::close(pair[1]);
    m_to = ::fdopen(pair[0], "w");
    m_from = ::fdopen(::dup(pair[0]), "r");
}

PythonSide::~PythonSide()
{
    ::shutdown(::fileno(m_to), SHUT_WR); // both streams are one socket: closing one of them alone would leave the script waiting
    std::fclose(m_to);
    std::fclose(m_from);
    ::waitpid(m_id, nullptr, 0);
}

std::string PythonSide::ask(const std::string& line)
{
    std::fprintf(m_to, "%s\n", line.c_str());
    std::fflush(m_to);
    std::string answer;
    for (int c = std::fgetc(m_from); c != '\n'; c = std::fgetc(m_from)) {
        if (c == EOF) {
            std::fprintf(stderr, "%s with %s gives no answer to \"%s\"\n", m_script.c_str(), kInterpreter, line.c_str());
            std::exit(1);
        }
        answer += static_cast<char>(c);
    }
    return answer;
}

} // namespace headlight::bench
