// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// headlight-hdf5-reader: reads one HDF5 file for Headlight, which passes it open, speaks over standard input and output, and takes elements
// out of shared memory.
// The library may be overcome by what stands in the file; this process can therefore do nothing but read it and answer.
#include "app/hdf5_reader/channel.h"
#include "app/hdf5_reader/chunk_reader.h"
#include "app/hdf5_reader/confinement.h"
#include "app/hdf5_reader/data_set.h"
#include "app/hdf5_reader/descriptor_driver.h"
#include "app/hdf5_reader/library_error.h"
#include "app/hdf5_reader/lzf_filter.h"
#include "app/hdf5_reader/walk.h"

#include <cstdio>
#include <map>
#include <new>
#include <optional>
#include <span>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace headlight;
using namespace headlight::formats::hdf5;
using namespace headlight::hdf5_reader;

namespace {

constexpr int kFile = 3;
constexpr int kElements = 4; ///< shared memory

/// What has to be done while there still are rights: nothing of the file has been read yet.
bool prepareLibrary()
{
    return H5open() >= 0 && H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr) >= 0 && H5PLset_loading_state(0) >= 0 && registerLzf();
}

class Service {
public:
    Service(Channel& channel, Handle access, std::span<std::byte> elements) : m_channel(channel), m_access(std::move(access)), m_elements(elements) {}

    void answer(const Channel::Request& request)
    {
        Result<void> done;
        try {
            done = openFile();
            if (done && request.kind == Frame::Walk)
                done = walk(request.body);
            else if (done && request.kind == Frame::Read)
                done = read(request.body);
        } catch (const std::bad_alloc&) {
            done = Error{ErrorKind::Limit, "its structure does not fit in memory"};
        }
        if (!done)
            m_channel.send(Frame::Failed, Writer().error(done.error()).body());
    }

private:
    Result<void> openFile()
    {
        if (m_file)
            return {};
        m_file = Handle(H5Fopen("dump", H5F_ACC_RDONLY, m_access.id()), H5Fclose);
        if (!m_file)
            return libraryError("the HDF5 library cannot open it");
        m_sets.emplace(m_file.id());
        return {};
    }

    Result<void> walk(ByteView body)
    {
        const auto texts = unpackedTexts(body); // path, sentence, path, sentence, ...
        std::map<std::string, std::string> skipped;
        for (std::size_t i = 0; texts && i + 1 < texts->size(); i += 2)
            skipped[(*texts)[i]] = (*texts)[i + 1];
        auto done = Walk(m_file.id(), m_channel, std::move(skipped)).run();
        if (done)
            m_channel.send(Frame::Done);
        return done;
    }

    Result<void> read(ByteView body)
    {
        const auto slab = unpackedSlab(body);
        if (!slab)
            return Error{ErrorKind::Io, "the request is damaged"};
        auto done = m_sets->read(*slab, m_elements);
        if (done)
            m_channel.send(Frame::Elements);
        return done;
    }

    Channel& m_channel;
    Handle m_access;
    std::span<std::byte> m_elements;
    Handle m_file;
    std::optional<OpenSets> m_sets;
};

/// The memory that the program has given; empty when it has given none of the right size.
std::span<std::byte> sharedElements()
{
    struct stat memory = {};
    if (::fstat(kElements, &memory) != 0 || !S_ISREG(memory.st_mode) || memory.st_size != static_cast<off_t>(kMostSlab))
        return {};
    void* bytes = ::mmap(nullptr, kMostSlab, PROT_READ | PROT_WRITE, MAP_SHARED, kElements, 0);
    return bytes == MAP_FAILED ? std::span<std::byte>() : std::span(static_cast<std::byte*>(bytes), kMostSlab);
}

} // namespace

int main()
{
    struct stat file = {};
    struct stat socket = {};
    const bool started = ::fstat(STDIN_FILENO, &socket) == 0 && S_ISSOCK(socket.st_mode) && ::fstat(kFile, &file) == 0 && S_ISREG(file.st_mode);
    const auto elements = started ? sharedElements() : std::span<std::byte>();
    if (elements.empty()) {
        std::fputs("headlight-hdf5-reader is a part of headlight, which starts it to read HDF5 files; it is of no use alone.\n", stderr);
        return 2;
    }
    closeOtherFiles();
    Channel channel;
    const bool ready = prepareLibrary();
    Handle access = ready ? accessByDescriptor(kFile, static_cast<std::uint64_t>(file.st_size)) : Handle();
    startThreads();
    const bool confined = limitMemory() && giveUpRights();
    Service service(channel, std::move(access), elements);
    while (true) {
        const auto request = channel.next();
        if (ready && confined && limitTime())
            service.answer(request);
        else
            channel.send(Frame::Failed, Writer().error({ErrorKind::Io, "the reader of HDF5 files cannot give up its rights on this system, and does not read without"}).body());
    }
}
