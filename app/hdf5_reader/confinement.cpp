// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/hdf5_reader/confinement.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

namespace headlight::hdf5_reader {

namespace {

constexpr unsigned kFirstOther = 5; // 3 is the file, 4 the shared memory
[[maybe_unused]] constexpr rlim_t kMostMemory = rlim_t{2} << 30U;
constexpr rlim_t kSecondsPerRequest = 90;

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#elif defined(__riscv)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_RISCV64;
#elif defined(__powerpc64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_PPC64LE;
#else
#error "Name the AUDIT_ARCH of this machine here, so that the child can give up its rights"
#endif

/// Reading, answering, memory, clocks, its own limits, and ending.
constexpr std::array kAllowed{
    __NR_read,          __NR_write,        __NR_pread64,       __NR_readv,       __NR_writev,      __NR_lseek,         __NR_fstat,        __NR_close,
    __NR_brk,           __NR_munmap,       __NR_mremap,        __NR_madvise,     __NR_futex,       __NR_getrandom,     __NR_clock_gettime, __NR_gettimeofday,
    __NR_getrusage,     __NR_rt_sigreturn,  __NR_rt_sigaction, __NR_rt_sigprocmask, __NR_getpid,    __NR_gettid,       __NR_sched_yield,
    __NR_exit,          __NR_exit_group,   __NR_restart_syscall,
#ifdef HEADLIGHT_SANITIZED
    __NR_sigaltstack,   __NR_tgkill,       __NR_getppid,       __NR_pipe2, // they write to a pipe to see whether memory is there
#ifdef __NR_pipe
    __NR_pipe,
#endif
#endif
};

/// Allowed unless the memory is to hold code.
constexpr std::array kWithoutCode{__NR_mmap, __NR_mprotect};

constexpr std::uint32_t offsetOf(std::size_t offset)
{
    return static_cast<std::uint32_t>(offset);
}

sock_filter statement(unsigned code, std::uint32_t k)
{
    return {static_cast<std::uint16_t>(code), 0, 0, k};
}

/// Skips `otherwise` instructions when the number that was loaded is not k.
sock_filter equal(std::uint32_t k, std::uint8_t otherwise)
{
    return {static_cast<std::uint16_t>(BPF_JMP | BPF_JEQ | BPF_K), 0, otherwise, k};
}

std::vector<sock_filter> filterOfCalls()
{
    const auto load = [](std::size_t offset) { return statement(BPF_LD | BPF_W | BPF_ABS, offsetOf(offset)); };
    const auto give = [](std::uint32_t verdict) { return statement(BPF_RET | BPF_K, verdict); };
    std::vector<sock_filter> program{load(offsetof(seccomp_data, arch)), equal(kArchitecture, 1), statement(BPF_JMP | BPF_JA, 1), give(SECCOMP_RET_KILL_PROCESS),
                                     load(offsetof(seccomp_data, nr))};
    for (const auto call : kAllowed) {
        program.push_back(equal(static_cast<std::uint32_t>(call), 1));
        program.push_back(give(SECCOMP_RET_ALLOW));
    }
    for (const auto call : kWithoutCode) {
        program.push_back(equal(static_cast<std::uint32_t>(call), 4));
        program.push_back(load(offsetof(seccomp_data, args) + 2 * sizeof(std::uint64_t))); // little-endian: the low half
        program.push_back({static_cast<std::uint16_t>(BPF_JMP | BPF_JSET | BPF_K), 1, 0, PROT_EXEC});
        program.push_back(give(SECCOMP_RET_ALLOW));
        program.push_back(give(SECCOMP_RET_ERRNO | EACCES));
    }
    program.push_back(equal(__NR_prlimit64, 4)); // its own limits: process number zero
    program.push_back(load(offsetof(seccomp_data, args)));
    program.push_back(equal(0, 1));
    program.push_back(give(SECCOMP_RET_ALLOW));
    program.push_back(give(SECCOMP_RET_ERRNO | EACCES));
    program.push_back(give(SECCOMP_RET_ERRNO | EACCES));
    return program;
}

} // namespace

void closeOtherFiles()
{
#ifdef __NR_close_range
    ::syscall(__NR_close_range, kFirstOther, ~0U, 0);
#endif
}

bool limitMemory()
{
    const rlimit none{0, 0};
    if (::setrlimit(RLIMIT_CORE, &none) != 0)
        return false;
#ifndef HEADLIGHT_SANITIZED
    rlimit memory{};
    if (::getrlimit(RLIMIT_AS, &memory) != 0)
        return false;
    memory.rlim_cur = std::min(memory.rlim_cur, kMostMemory);
    memory.rlim_max = std::min(memory.rlim_max, kMostMemory);
    return ::setrlimit(RLIMIT_AS, &memory) == 0;
#else
    return true;
#endif
}

bool limitTime()
{
    rusage used{};
    rlimit time{};
    if (::getrusage(RUSAGE_SELF, &used) != 0 || ::getrlimit(RLIMIT_CPU, &time) != 0)
        return false;
    const auto soFar = static_cast<rlim_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec);
    time.rlim_cur = std::min(time.rlim_max, soFar + kSecondsPerRequest);
    return ::setrlimit(RLIMIT_CPU, &time) == 0;
}

bool giveUpRights()
{
    auto filter = filterOfCalls();
    const sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
    return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0
        && ::syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0; // of all threads
}

} // namespace headlight::hdf5_reader
