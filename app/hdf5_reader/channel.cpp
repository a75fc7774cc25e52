// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/hdf5_reader/channel.h"

#include <cerrno>
#include <unistd.h>

namespace headlight::hdf5_reader {

using namespace formats::hdf5;

namespace {

constexpr std::size_t kManyBytes = std::size_t{1} << 18U;

[[noreturn]] void leave()
{
    ::_exit(0);
}

void readAll(std::span<std::byte> out)
{
    while (!out.empty()) {
        const auto got = ::read(STDIN_FILENO, out.data(), out.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            leave();
        out = out.subspan(static_cast<std::size_t>(got));
    }
}

void writeAll(ByteView bytes)
{
    while (!bytes.empty()) {
        const auto put = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            leave();
        bytes = bytes.subspan(static_cast<std::size_t>(put));
    }
}

} // namespace

Channel::Request Channel::next()
{
    flush();
    std::array<std::byte, kFrameHead> bytes{};
    readAll(bytes);
    const auto head = unpackedHead(bytes);
    if (head.size > kMostFrame)
        leave();
    Request request{head.kind, std::vector<std::byte>(head.size)};
    readAll(request.body);
    return request;
}

void Channel::send(Frame kind, ByteView body)
{
    const auto head = packed(FrameHead{kind, static_cast<std::uint32_t>(body.size())});
    m_pending.insert(m_pending.end(), head.begin(), head.end());
    if (body.size() >= kManyBytes) {
        flush();
        writeAll(body);
        return;
    }
    m_pending.insert(m_pending.end(), body.begin(), body.end());
    if (m_pending.size() >= kManyBytes)
        flush();
}

void Channel::send(Frame kind, std::string_view text)
{
    send(kind, asBytes(text));
}

void Channel::flush()
{
    writeAll(m_pending);
    m_pending.clear();
}

} // namespace headlight::hdf5_reader
