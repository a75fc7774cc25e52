// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/hdf5_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sys/mman.h>
#include <unistd.h>

namespace headlight::formats::hdf5 {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMostChildren = 4;    ///< at a time, of all files
constexpr std::size_t kMostWalks = 4;       ///< of one file, each but the last ended by an object
constexpr std::size_t kMostTouches = 4 * kMostObjects;
#ifdef HEADLIGHT_SANITIZED
constexpr auto kSlow = 10;
#else
constexpr auto kSlow = 1;
#endif
constexpr Patience kForAnObject{kSlow * 1000ms, kSlow * 10'000ms};
constexpr Patience kForASlab{kSlow * 20'000ms, kSlow * 60'000ms};

/// Files that have a child, the one started last at the end.
struct Children {
    std::mutex mutex;
    std::vector<File*> files;
};

Children& children()
{
    static Children all;
    return all;
}

/// What is said about an object that the child could not survive. ErrorKind::Limit: it hung.
Error died(const Error& how)
{
    return Error{how.kind == ErrorKind::Limit ? ErrorKind::Limit : ErrorKind::Corrupt, fmt::format("the HDF5 library failed at it: {}", how.what), {},
                 "The file is damaged here; write it again, or try h5repack FILE COPY (package hdf5-tools)"};
}

Error nonsense()
{
    return Error{ErrorKind::Corrupt, "the reader of HDF5 files answered nonsense, which the file may have made it do", {}, "Write the file again"};
}

} // namespace

Result<std::shared_ptr<File>> File::of(const Source& source)
{
    std::shared_ptr<File> file(new File);
    file->m_file = source->file();
    if (file->m_file != nullptr)
        return file;
    const auto bytes = bytesAt(*source, 0, source->size());
    if (!bytes)
        return bytes.error();
    file->m_unnamed = ::memfd_create("headlight-hdf5", MFD_CLOEXEC);
    std::size_t done = 0;
    while (file->m_unnamed >= 0 && done < bytes->size()) {
        const auto put = ::write(file->m_unnamed, bytes->data() + done, bytes->size() - done);
        if (put <= 0)
            break;
        done += static_cast<std::size_t>(put);
    }
    if (file->m_unnamed < 0 || done < bytes->size())
        return Error{ErrorKind::Io, fmt::format("{} bytes cannot be passed to the reader of HDF5 files: {}", bytes->size(), std::strerror(errno))};
    return file;
}

File::~File()
{
    {
        const std::lock_guard lock(children().mutex);
        std::erase(children().files, this);
    }
    if (m_unnamed >= 0)
        ::close(m_unnamed);
}

std::optional<ChildProcess> File::takeIdleChild()
{
    const std::unique_lock lock(m_mutex, std::try_to_lock);
    std::optional<ChildProcess> child;
    if (lock.owns_lock())
        child.swap(m_child);
    return child;
}

/// Ends the child of another file when there are too many. Called with this file's mutex held; never waits for another's.
void File::makeRoom()
{
    std::optional<ChildProcess> idle; // ended after the lock is gone
    const std::lock_guard lock(children().mutex);
    auto& files = children().files;
    std::erase(files, this);
    for (auto file = files.begin(); file != files.end() && files.size() >= kMostChildren; ++file) {
        idle = (*file)->takeIdleChild();
        if (!idle)
            continue;
        files.erase(file);
        break;
    }
    files.push_back(this);
}

Result<void> File::ask(Frame kind, ByteView body, Patience patience)
{
    for (const bool second : {false, true}) {
        if (!m_child) {
            makeRoom();
            auto child = ChildProcess::start(programBeside("headlight-hdf5-reader", kReaderVariable), m_file != nullptr ? m_file->descriptor() : m_unnamed);
            if (!child)
                return child.error();
            m_child.emplace(*std::move(child));
        }
        m_child->give(patience);
        auto sent = m_child->send(packed(FrameHead{kind, static_cast<std::uint32_t>(body.size())}));
        if (sent)
            sent = m_child->send(body);
        if (sent)
            return {};
        m_child.reset(); // it may have been ended while it was idle: once more, with a new one
        if (second)
            return died(sent.error());
    }
    return {};
}

Error File::lost(const Error& how)
{
    m_child.reset();
    return how.kind == ErrorKind::Cancelled ? how : died(how);
}

Result<FrameHead> File::head(const JobContext& job)
{
    std::array<std::byte, kFrameHead> bytes{};
    if (auto got = m_child->receive(bytes, job); !got)
        return lost(got.error());
    const auto head = unpackedHead(bytes);
    if (head.size > kMostFrame)
        return lost(nonsense());
    return head;
}

Result<std::vector<std::byte>> File::body(const FrameHead& head, const JobContext& job)
{
    std::vector<std::byte> bytes(head.size);
    if (auto got = m_child->receive(bytes, job); !got)
        return lost(got.error());
    return bytes;
}

Result<void> File::walkOnce(const std::vector<std::string>& skipped, const Take& take, std::string& touched, const JobContext& job)
{
    if (auto asked = ask(Frame::Walk, packed(skipped), kForAnObject); !asked)
        return asked;
    for (std::size_t touches = 0; touches < kMostTouches;) {
        const auto next = head(job);
        if (!next)
            return next.error();
        const auto bytes = body(*next, job);
        if (!bytes)
            return bytes.error();
        if (next->kind == Frame::Done)
            return {};
        if (next->kind == Frame::Failed)
            return failure(*bytes);
        if (next->kind == Frame::Touch) {
            touched = std::string(asText(*bytes));
            m_child->give(kForAnObject);
            ++touches;
        } else if (auto taken = take(next->kind, *bytes); !taken) {
            return taken;
        }
    }
    return lost(nonsense());
}

Result<void> File::walk(const Take& take, const std::function<void()>& again, const JobContext& job)
{
    const std::lock_guard lock(m_mutex);
    std::vector<std::string> skipped; // path, sentence, path, sentence, ...
    std::size_t hung = 0;
    while (true) {
        std::string touched;
        auto walked = walkOnce(skipped, take, touched, job);
        if (walked)
            return walked;
        const bool childDied = !m_child && (walked.error().kind == ErrorKind::Corrupt || walked.error().kind == ErrorKind::Limit);
        m_child.reset(); // whatever it has still to say is of no use
        if (!childDied)
            return walked;
        if (walked.error().kind == ErrorKind::Limit)
            ++hung;
        if (touched.empty() || touched == "/" || hung > 1 || skipped.size() / 2 + 1 == kMostWalks) {
            Error error = walked.error();
            error.place.address = touched;
            return error;
        }
        skipped.push_back(touched);
        skipped.push_back(walked.error().what);
        again();
    }
}

Error File::failure(ByteView body)
{
    Reader reader(body);
    Error error = reader.error();
    return reader.complete() ? error : lost(nonsense());
}

Result<void> File::read(const Slab& slab, std::span<std::byte> out)
{
    const std::lock_guard lock(m_mutex);
    if (auto asked = ask(Frame::Read, packed(slab), kForASlab); !asked)
        return asked;
    const auto next = head({});
    if (!next)
        return next.error();
    if (next->kind == Frame::Elements && next->size == out.size()) {
        if (auto got = m_child->receive(out, {}); !got)
            return lost(got.error());
        return {};
    }
    if (next->kind != Frame::Failed)
        return lost(nonsense());
    const auto bytes = body(*next, {});
    return bytes ? failure(*bytes) : bytes.error();
}

std::optional<pid_t> File::childId() const
{
    const std::lock_guard lock(m_mutex);
    return m_child ? std::optional(m_child->id()) : std::nullopt;
}

} // namespace headlight::formats::hdf5
