// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/hdf5_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <sys/mman.h>
#include <unistd.h>

namespace headlight::formats::hdf5 {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMostChildren = 4;    ///< at a time, of all files
constexpr std::size_t kMostWalks = 4;       ///< of one file, each but the last ended by an object
constexpr std::uint64_t kReadAhead = kMostSlab / 4;
constexpr std::uint64_t kSomeTouches = 1000;
constexpr std::size_t kMostTouches = 4 * kMostObjects;
#ifdef HEADLIGHT_SANITIZED
constexpr auto kSlow = 10;
#else
constexpr auto kSlow = 1;
#endif
constexpr Patience kLeast{kSlow * 600ms, kSlow * 800ms, kSlow * 10'000ms}; // twice and a walk between: under two seconds
constexpr Patience kMostForAnObject{kSlow * 2000ms, kSlow * 10'000ms, kSlow * 20'000ms};
constexpr Patience kMostForASlab{kSlow * 60'000ms, kSlow * 30'000ms, kSlow * 120'000ms};
constexpr std::uint64_t kMostGain = 1032;         ///< unpacked bytes for one that is stored: deflate can no better
constexpr std::uint64_t kUnpackedBytes = 50'000;  ///< in a millisecond of the processor
constexpr auto kMostBusyWalk = kSlow * 1200ms; // and more for what the file holds
constexpr auto kMostSilentWalk = kSlow * 10'000ms;
constexpr std::uint64_t kListedBytes = 1000;  ///< of the file, in a millisecond of the processor, whatever they describe
constexpr std::uint64_t kBusyBytes = 10'000;  ///< of the file, in a millisecond of the processor: all that is stored can be unpacked
constexpr std::uint64_t kSilentBytes = 100;   ///< in one on the wall: the slowest network
constexpr std::size_t kMostHung = 2;          ///< children of one file
constexpr std::size_t kMostDeaths = 2;        ///< children at one data set

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

/// The axis along which a slab's positions follow each other in memory as wholes: the first with more than one.
std::size_t outerAxis(const Slab& slab)
{
    std::size_t axis = 0;
    while (axis + 1 < slab.count.size() && slab.count[axis] == 1)
        ++axis;
    return axis;
}

/// The same array, and the same part of it along every axis but this one.
bool alike(const Slab& a, const Slab& b, std::size_t axis)
{
    if (a.address != b.address || a.dtype != b.dtype || a.order != b.order || a.shape != b.shape || a.shape.empty())
        return false;
    for (std::size_t other = 0; other < a.shape.size(); ++other)
        if (other != axis && (a.start[other] != b.start[other] || a.count[other] != b.count[other]))
            return false;
    return true;
}

/// In elements, where the part begins in what is held.
std::optional<std::size_t> placeIn(const Slab& held, const Slab& part)
{
    const std::size_t axis = outerAxis(held);
    if (!alike(held, part, axis) || part.start[axis] < held.start[axis] || part.start[axis] + part.count[axis] > held.start[axis] + held.count[axis])
        return std::nullopt;
    std::int64_t place = part.start[axis] - held.start[axis];
    for (std::size_t inner = axis + 1; inner < held.count.size(); ++inner)
        place *= held.count[inner];
    return static_cast<std::size_t>(place);
}

/// A slab that begins where the one before ended will be followed by the next: a larger one that begins with it.
std::optional<Slab> readAhead(const Slab& before, const Slab& slab)
{
    const std::size_t axis = outerAxis(before);
    if (!alike(before, slab, axis) || slab.start[axis] != before.start[axis] + before.count[axis])
        return std::nullopt;
    std::uint64_t each = sizeOf(slab.dtype);
    for (std::size_t inner = axis + 1; inner < slab.count.size(); ++inner)
        each *= static_cast<std::uint64_t>(slab.count[inner]);
    Slab larger = slab;
    const auto most = static_cast<std::int64_t>(kReadAhead / std::max<std::uint64_t>(each, 1));
    larger.count[axis] = std::max(slab.count[axis], std::min(most, slab.shape[axis] - slab.start[axis]));
    return larger;
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
    file->m_size = source->size();
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

std::optional<File::Reading> File::takeIdleChild()
{
    const std::unique_lock lock(m_mutex, std::try_to_lock);
    std::optional<Reading> child;
    if (lock.owns_lock())
        child.swap(m_child);
    return child;
}

/// Ends the child of another file when there are too many. Called with this file's mutex held; never waits for another's.
void File::makeRoom()
{
    std::optional<Reading> idle; // ended after the lock is gone
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

Result<void> File::startChild()
{
    makeRoom();
    auto elements = SharedMemory::make(kMostSlab);
    if (!elements)
        return elements.error();
    const std::array descriptors{m_file != nullptr ? m_file->descriptor() : m_unnamed, elements->descriptor()};
    auto process = ChildProcess::start(programBeside("headlight-hdf5-reader", kReaderVariable), descriptors);
    if (!process)
        return process.error();
    m_child.emplace(Reading{*std::move(process), *std::move(elements), std::nullopt});
    return {};
}

Result<void> File::ask(Frame kind, ByteView body, Patience patience)
{
    for (const bool second : {false, true}) {
        if (!m_child)
            if (auto started = startChild(); !started)
                return started;
        m_child->process.give(patience);
        auto sent = m_child->process.send(packed(FrameHead{kind, static_cast<std::uint32_t>(body.size())}));
        if (sent)
            sent = m_child->process.send(body);
        if (sent)
            return {};
        m_child.reset(); // it may have been ended while it was idle: once more, with a new one
        if (second)
            return died(sent.error());
    }
    return {};
}

Patience File::patience(const Patience& most) const
{
    const auto within = [this](std::chrono::milliseconds least, std::uint64_t bytes, std::chrono::milliseconds limit) {
        return std::min(limit, least + kSlow * std::chrono::milliseconds(std::min<std::uint64_t>(m_size / bytes, 1'000'000)));
    };
    return {within(kLeast.busy, kBusyBytes, most.busy), within(kLeast.asleep, kSilentBytes, most.asleep), within(kLeast.silent, kSilentBytes, most.silent)};
}

/// A slab may touch every chunk of its set, and what is stored may have been zeros.
Patience File::patience(const Slab& slab) const
{
    Patience given = patience(kMostForASlab);
    std::uint64_t unpacked = 0;
    const auto count = elementCount(slab.shape);
    if (!count || __builtin_mul_overflow(static_cast<std::uint64_t>(*count), sizeOf(slab.dtype), &unpacked))
        unpacked = UINT64_MAX;
    std::uint64_t most = 0;
    if (!__builtin_mul_overflow(m_size, kMostGain, &most))
        unpacked = std::min(unpacked, most);
    given.busy = std::min(kMostForASlab.busy, given.busy + kSlow * std::chrono::milliseconds(std::min<std::uint64_t>(unpacked / kUnpackedBytes, 1'000'000)));
    return given;
}

Error File::lost(const Error& how)
{
    m_child.reset();
    if (how.kind == ErrorKind::Limit)
        ++m_hung;
    return how.kind == ErrorKind::Cancelled ? how : died(how);
}

Result<FrameHead> File::head(const JobContext& job)
{
    std::array<std::byte, kFrameHead> bytes{};
    if (auto got = m_child->process.receive(bytes, job); !got)
        return lost(got.error());
    const auto head = unpackedHead(bytes);
    if (head.size > kMostFrame)
        return lost(nonsense());
    return head;
}

Result<std::vector<std::byte>> File::body(const FrameHead& head, const JobContext& job)
{
    std::vector<std::byte> bytes(head.size);
    if (auto got = m_child->process.receive(bytes, job); !got)
        return lost(got.error());
    return bytes;
}

/// The next one gets its time, unless all together have had theirs.
Result<void> File::waitForNextObject(const WalkStart& walk)
{
    const auto millisecondsOf = [](auto duration) { return std::chrono::duration_cast<std::chrono::milliseconds>(duration); };
    const auto forTheSize = kSlow * std::chrono::milliseconds(m_size / kListedBytes);
    Patience given = patience(kMostForAnObject);
    given.busy = std::min(given.busy, kMostBusyWalk + forTheSize - millisecondsOf(m_child->process.busy() - walk.busy));
    given.silent = std::min(given.silent, kMostSilentWalk + forTheSize - millisecondsOf(std::chrono::steady_clock::now() - walk.time));
    if (given.busy <= 0ms || given.silent <= 0ms)
        return lost(Error{ErrorKind::Limit, "it comes to no end"});
    m_child->process.give(given);
    return {};
}

Result<void> File::walkOnce(const std::vector<std::string>& skipped, const Take& take, std::string& touched, const JobContext& job)
{
    if (auto asked = ask(Frame::Walk, packed(skipped), patience(kMostForAnObject)); !asked)
        return asked;
    const auto mostTouches = std::min<std::uint64_t>(kMostTouches, kSomeTouches + m_size); // each stands for something in the file
    const WalkStart walk{m_child->process.busy(), std::chrono::steady_clock::now()};
    for (std::size_t touches = 0; touches < mostTouches;) {
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
            ++touches;
            if (auto patient = waitForNextObject(walk); !patient)
                return patient;
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
    while (true) {
        std::string touched;
        auto walked = walkOnce(skipped, take, touched, job);
        if (walked)
            return walked;
        const bool childDied = !m_child && (walked.error().kind == ErrorKind::Corrupt || walked.error().kind == ErrorKind::Limit);
        m_child.reset(); // whatever it has still to say is of no use
        if (!childDied)
            return walked;
        if (touched.empty() || touched == "/" || m_hung >= kMostHung || skipped.size() / 2 + 1 == kMostWalks) {
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

Result<void> File::fetch(const Slab& slab)
{
    if (auto asked = ask(Frame::Read, packed(slab), patience(slab)); !asked)
        return asked;
    m_child->held.reset();
    const auto next = head({});
    if (!next)
        return next.error();
    if (next->kind == Frame::Elements && next->size == 0) {
        m_child->held = slab;
        return {};
    }
    if (next->kind != Frame::Failed)
        return lost(nonsense());
    const auto bytes = body(*next, {});
    return bytes ? failure(*bytes) : bytes.error();
}

Result<void> File::read(const Slab& slab, std::span<std::byte> out)
{
    assert(out.size() <= kMostSlab);
    const std::lock_guard lock(m_mutex);
    auto got = readWithChild(slab, out);
    if (m_file != nullptr)
        if (auto same = m_file->unchanged(); !same) // which also explains why the child failed
            return same;
    return got;
}

Result<void> File::readWithChild(const Slab& slab, std::span<std::byte> out)
{
    if (m_hung >= kMostHung || m_deaths[slab.address] >= kMostDeaths)
        return Error{ErrorKind::Corrupt, "the HDF5 library failed at it more than once, or at another part of the file", {}, "The file is damaged; write it again"};
    auto place = m_child && m_child->held ? placeIn(*m_child->held, slab) : std::nullopt;
    if (!place) {
        const auto ahead = m_child && m_child->held ? readAhead(*m_child->held, slab) : std::nullopt;
        auto fetched = fetch(ahead.value_or(slab));
        if (!fetched && ahead)
            fetched = fetch(slab); // something behind it is damaged
        if (!fetched && !m_child)
            ++m_deaths[slab.address];
        if (!fetched)
            return fetched;
        place = 0;
    }
    std::memcpy(out.data(), m_child->elements.bytes().data() + *place * sizeOf(slab.dtype), out.size());
    return {};
}

std::optional<pid_t> File::childId() const
{
    const std::lock_guard lock(m_mutex);
    return m_child ? std::optional(m_child->process.id()) : std::nullopt;
}

} // namespace headlight::formats::hdf5
