// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/child_process.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <fstream>
#include <poll.h>
#include <spawn.h>
#include <string_view>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace headlight {

namespace {

constexpr int kFirstGiven = 3;
constexpr int kAboveAll = 10;       ///< our ends stand above the numbers that the child uses
constexpr int kSocketBytes = 1 << 20;
constexpr int kTickMs = 50;         ///< how often a waiting parent looks at clocks and wishes
constexpr int kFarewellMs = 500;

class OwnedDescriptor {
public:
    explicit OwnedDescriptor(int value = -1) : m_value(value) {}
    OwnedDescriptor(OwnedDescriptor&& other) noexcept : m_value(other.release()) {}
    OwnedDescriptor(const OwnedDescriptor&) = delete;
    OwnedDescriptor& operator=(const OwnedDescriptor&) = delete;
    ~OwnedDescriptor()
    {
        if (m_value >= 0)
            ::close(m_value);
    }
    [[nodiscard]] int value() const { return m_value; }
    int release() { return std::exchange(m_value, -1); }

private:
    int m_value;
};

Error cannotStart(const std::filesystem::path& program, int code)
{
    return Error{ErrorKind::Io, fmt::format("{}, which reads such files, cannot be started: {}", program.string(), std::strerror(code)), {},
                 "It belongs beside the program; install Headlight again"};
}

/// What a child may know of our environment: how to find its libraries, and what a sanitizer is to do.
std::vector<std::string> environmentForChild()
{
    std::vector<std::string> kept;
    for (const char* name : {"LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS"})
        if (const char* value = std::getenv(name))
            kept.push_back(fmt::format("{}={}", name, value));
    return kept;
}

struct SpawnSettings {
    SpawnSettings()
    {
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawnattr_init(&attributes);
        sigset_t none;
        sigset_t all;
        ::sigemptyset(&none);
        ::sigfillset(&all);
        ::posix_spawnattr_setsigmask(&attributes, &none);
        ::posix_spawnattr_setsigdefault(&attributes, &all);
        ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    SpawnSettings(const SpawnSettings&) = delete;
    SpawnSettings& operator=(const SpawnSettings&) = delete;
    ~SpawnSettings()
    {
        ::posix_spawn_file_actions_destroy(&actions);
        ::posix_spawnattr_destroy(&attributes);
    }

    posix_spawn_file_actions_t actions{};
    posix_spawnattr_t attributes{};
};

int spawn(const std::filesystem::path& program, int socket, std::span<const OwnedDescriptor> given, pid_t& id)
{
    SpawnSettings settings;
    ::posix_spawn_file_actions_adddup2(&settings.actions, socket, STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&settings.actions, socket, STDOUT_FILENO);
#ifndef HEADLIGHT_SANITIZED // whose reports are wanted
    ::posix_spawn_file_actions_addopen(&settings.actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
#endif
    int number = kFirstGiven;
    for (const auto& descriptor : given)
        ::posix_spawn_file_actions_adddup2(&settings.actions, descriptor.value(), number++);
    std::string name = program.string();
    std::array<char*, 2> arguments{name.data(), nullptr};
    auto kept = environmentForChild();
    std::vector<char*> environment;
    for (auto& entry : kept)
        environment.push_back(entry.data());
    environment.push_back(nullptr);
    return ::posix_spawn(&id, name.c_str(), &settings.actions, &settings.attributes, arguments.data(), environment.data());
}

} // namespace

Result<ChildProcess> ChildProcess::start(const std::filesystem::path& program, std::span<const int> descriptors)
{
    std::array<int, 2> pair{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0)
        return cannotStart(program, errno);
    const OwnedDescriptor lowOurs(pair[0]);
    const OwnedDescriptor lowTheirs(pair[1]);
    OwnedDescriptor ours(::fcntl(lowOurs.value(), F_DUPFD_CLOEXEC, kAboveAll));
    const OwnedDescriptor theirs(::fcntl(lowTheirs.value(), F_DUPFD_CLOEXEC, kAboveAll));
    std::vector<OwnedDescriptor> given;
    for (const int descriptor : descriptors)
        given.emplace_back(::fcntl(descriptor, F_DUPFD_CLOEXEC, kAboveAll));
    if (ours.value() < 0 || theirs.value() < 0 || std::ranges::any_of(given, [](const OwnedDescriptor& descriptor) { return descriptor.value() < 0; }))
        return cannotStart(program, errno);
    for (const int end : {ours.value(), theirs.value()}) {
        ::setsockopt(end, SOL_SOCKET, SO_SNDBUF, &kSocketBytes, sizeof kSocketBytes);
        ::setsockopt(end, SOL_SOCKET, SO_RCVBUF, &kSocketBytes, sizeof kSocketBytes);
    }
    pid_t id = -1;
    if (const int code = spawn(program, theirs.value(), given, id); code != 0)
        return cannotStart(program, code);
    return ChildProcess(id, ours.release());
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : m_id(std::exchange(other.m_id, -1)), m_socket(std::exchange(other.m_socket, -1)), m_unwilling(other.m_unwilling), m_patience(other.m_patience), m_busyAtStart(other.m_busyAtStart),
      m_busyWhenLooked(other.m_busyWhenLooked), m_start(other.m_start), m_lastAwake(other.m_lastAwake)
{
}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept
{
    std::swap(m_id, other.m_id);
    std::swap(m_socket, other.m_socket);
    std::swap(m_unwilling, other.m_unwilling);
    m_patience = other.m_patience;
    m_busyAtStart = other.m_busyAtStart;
    m_busyWhenLooked = other.m_busyWhenLooked;
    m_start = other.m_start;
    m_lastAwake = other.m_lastAwake;
    return *this;
}

ChildProcess::~ChildProcess()
{
    end();
}

std::optional<int> ChildProcess::waitForEnd() const
{
    for (int waited = 0; waited < kFarewellMs; ++waited) {
        int status = 0;
        if (::waitpid(m_id, &status, WNOHANG) != 0) // ended, or somebody else has taken the status
            return status;
        const timespec moment{0, waited < 10 ? 50'000 : 1'000'000};
        ::nanosleep(&moment, nullptr);
    }
    return std::nullopt;
}

void ChildProcess::end()
{
    if (m_id < 0)
        return;
    ::shutdown(m_socket, SHUT_RDWR);
    if (m_unwilling || !waitForEnd()) {
        ::kill(m_id, SIGKILL);
        while (::waitpid(m_id, nullptr, 0) < 0 && errno == EINTR) {
        }
    }
    ::close(m_socket);
    m_id = -1;
    m_socket = -1;
}

void ChildProcess::give(Patience patience)
{
    m_patience = patience;
    m_busyAtStart = busy();
    m_busyWhenLooked = m_busyAtStart;
    m_start = std::chrono::steady_clock::now();
    m_lastAwake = m_start;
}

std::chrono::nanoseconds ChildProcess::busy() const
{
    clockid_t clock{};
    timespec used{};
    if (::clock_getcpuclockid(m_id, &clock) != 0 || ::clock_gettime(clock, &used) != 0)
        return std::chrono::nanoseconds(0);
    return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

bool ChildProcess::sleeps() const
{
    std::error_code code;
    for (const auto& thread : std::filesystem::directory_iterator(fmt::format("/proc/{}/task", m_id), code)) {
        std::ifstream file(thread.path() / "stat");
        std::string line;
        std::getline(file, line); // "12 (name) S ...", and a name may hold anything
        const auto end = line.rfind(')');
        const char state = end != std::string::npos && end + 2 < line.size() ? line[end + 2] : 'S';
        if (state == 'R' || state == 'D')
            return false;
    }
    return true;
}

Result<void> ChildProcess::stillPatient(const JobContext& job)
{
    const auto seconds = [](auto duration) { return std::chrono::duration<double>(duration).count(); };
    if (job.stopped())
        return cancelled();
    const auto used = busy();
    const auto now = std::chrono::steady_clock::now();
    if (used - m_busyAtStart > m_patience.busy)
        return Error{ErrorKind::Limit, fmt::format("it came to no end within {:.1f} s", seconds(m_patience.busy))};
    if (used != m_busyWhenLooked || !sleeps())
        m_lastAwake = now;
    m_busyWhenLooked = used;
    for (const auto& [since, limit] : {std::pair(m_lastAwake, m_patience.asleep), std::pair(m_start, m_patience.silent)})
        if (now - since > limit)
            return Error{ErrorKind::Limit, fmt::format("it did not answer for {:.1f} s", seconds(limit))};
    return {};
}

Error ChildProcess::howItEnded()
{
    // The socket is closed: the child has ended, or is about to.
    const auto status = waitForEnd();
    if (!status)
        return Error{ErrorKind::Io, "it closed the connection"};
    ::close(m_socket);
    m_id = -1;
    m_socket = -1;
    if (WIFSIGNALED(*status))
        return Error{ErrorKind::Io, fmt::format("it was ended by signal {} ({})", WTERMSIG(*status), ::strsignal(WTERMSIG(*status)))};
    return Error{ErrorKind::Io, fmt::format("it ended with status {}", WEXITSTATUS(*status))};
}

Result<void> ChildProcess::send(ByteView bytes)
{
    while (!bytes.empty()) {
        if (m_socket < 0)
            return Error{ErrorKind::Io, "it has ended"};
        const auto sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return howItEnded();
        bytes = bytes.subspan(static_cast<std::size_t>(sent));
    }
    return {};
}

Result<void> ChildProcess::receive(std::span<std::byte> out, const JobContext& job)
{
    auto lastLook = std::chrono::steady_clock::now();
    while (!out.empty()) {
        if (m_socket < 0)
            return Error{ErrorKind::Io, "it has ended"};
        const auto got = ::recv(m_socket, out.data(), out.size(), MSG_DONTWAIT);
        if (got > 0)
            out = out.subspan(static_cast<std::size_t>(got));
        else if (got == 0 || (errno != EINTR && errno != EAGAIN && errno != EWOULDBLOCK))
            return howItEnded();
        pollfd watched{m_socket, POLLIN, 0};
        if (!out.empty())
            ::poll(&watched, 1, kTickMs);
        const auto now = std::chrono::steady_clock::now(); // looked at also when bytes come in drops
        if (now - lastLook < std::chrono::milliseconds(kTickMs))
            continue;
        lastLook = now;
        if (auto patient = stillPatient(job); !patient) {
            m_unwilling = true;
            return patient;
        }
    }
    return {};
}

std::filesystem::path programBeside(const char* name, const char* variable)
{
    if (const char* chosen = std::getenv(variable); chosen != nullptr && *chosen != '\0')
        return chosen;
    std::error_code code;
    const auto here = std::filesystem::read_symlink("/proc/self/exe", code).parent_path();
    for (const auto& candidate : {here / name, here.parent_path() / "libexec" / "headlight" / name})
        if (std::filesystem::exists(candidate, code))
            return candidate;
    return here / name;
}

} // namespace headlight
