// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// QSaveFile does not notice a disk that is full, nor a failing fdatasync, so this is done with the system's own calls.
#include "base/whole_file.h"

#include <fmt/format.h>

#include <atomic>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <optional>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace headlight {

namespace {

namespace fs = std::filesystem;

std::string reasonOf(int number)
{
    switch (number) {
    case ENOSPC:
        return "the disk is full";
    case EDQUOT:
        return "the disk quota is used up";
    case EFBIG:
        return "the file would be larger than allowed here";
    case EACCES:
    case EPERM:
        return "no permission to write there";
    case EROFS:
        return "the file system is read-only";
    case ENOENT:
        return "the folder does not exist";
    case ENOTDIR:
        return "a part of the path is not a folder";
    case EISDIR:
        return "it is a folder";
    case EEXIST:
        return "the file exists already";
    case ENAMETOOLONG:
        return "the name is too long";
    case ELOOP:
        return "its links lead in a circle";
    default:
        return std::strerror(number); // NOLINT(concurrency-mt-unsafe): glibc's is safe for known numbers
    }
}

Error cannotWrite(const fs::path& path, int number)
{
    Place place;
    place.file = path.string();
    std::string remedy;
    if (number == EEXIST)
        remedy = "Choose another name, or allow replacing.";
    else if (number == ENOSPC || number == EDQUOT)
        remedy = "Free some space or choose another disk.";
    return {ErrorKind::CannotWrite, "not written: " + reasonOf(number), place, remedy};
}

/// Closes in the end, whatever happens.
class Descriptor {
public:
    explicit Descriptor(int number) : m_number(number) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor(Descriptor&&) = delete;
    Descriptor& operator=(Descriptor&&) = delete;

    [[nodiscard]] int number() const { return m_number; }
    /// 0 or the error number: some file systems report a full disk only here.
    int close()
    {
        if (m_number < 0)
            return 0;
        const int failed = ::close(m_number);
        m_number = -1;
        return failed == 0 || errno == EINTR ? 0 : errno;
    }

private:
    int m_number;
};

/// Writes in as many calls as it takes; `write(rest, done)` is one of them and gives what ::write or ::pwrite gives. 0, or the errno.
template <typename Write>
int writeInParts(ByteView content, Write write)
{
    std::size_t done = 0;
    while (done < content.size()) {
        const ssize_t count = write(content.subspan(done), done);
        if (count > 0)
            done += static_cast<std::size_t>(count);
        else if (count == 0)
            return ENOSPC;
        else if (errno != EINTR)
            return errno;
    }
    return 0;
}

int writeAll(int descriptor, ByteView content)
{
    return writeInParts(content, [descriptor](ByteView rest, std::size_t) { return ::write(descriptor, rest.data(), rest.size()); });
}

int writeAllAt(int descriptor, std::uint64_t offset, ByteView content)
{
    return writeInParts(content, [descriptor, offset](ByteView rest, std::size_t done) {
        return ::pwrite(descriptor, rest.data(), rest.size(), static_cast<off_t>(offset + done));
    });
}

/// A new file in the folder of the target: a rename works only within one file system. Where the system can, it has no name before it is
/// complete, so that nothing is left of it when the program is killed; elsewhere it has one that nobody uses.
class TemporaryFile {
public:
    TemporaryFile(fs::path folder, mode_t mode) : m_folder(std::move(folder))
    {
        if (::access("/proc/self/fd", X_OK) == 0) // through which it gets its name
            m_number = ::open(m_folder.c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, mode);
        m_named = m_number < 0;
        if (m_named)
            m_error = withFreeName([&](const fs::path& path) {
                m_number = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
                return m_number >= 0;
            });
    }
    ~TemporaryFile()
    {
        if (m_number >= 0)
            ::close(m_number);
        if (m_error == 0 && m_named && !m_kept)
            ::unlink(m_path.c_str());
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    TemporaryFile(TemporaryFile&&) = delete;
    TemporaryFile& operator=(TemporaryFile&&) = delete;

    [[nodiscard]] int error() const { return m_error; }
    [[nodiscard]] int number() const { return m_number; }

    /// 0 when every byte is on the disk.
    int finish()
    {
        if (::fsync(m_number) != 0 && errno != EINVAL && errno != ENOTSUP)
            return errno;
        if (!m_named) {
            const auto inside = fmt::format("/proc/self/fd/{}", m_number);
            if (const int failed = withFreeName([&](const fs::path& path) { return ::linkat(AT_FDCWD, inside.c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW) == 0; }); failed != 0)
                return failed;
            m_named = true;
        }
        Descriptor closing(m_number);
        m_number = -1;
        return closing.close();
    }

    int moveTo(const fs::path& target)
    {
        if (::rename(m_path.c_str(), target.c_str()) != 0)
            return errno;
        m_kept = true;
        return 0;
    }

    /// Moves only where nothing is. The name is taken by an empty file first, which cannot succeed twice.
    int moveToFree(const fs::path& target)
    {
        if (::link(m_path.c_str(), target.c_str()) == 0)
            return 0; // our own name goes away with this object
        if (errno == EEXIST || errno == ENOENT || errno == ENAMETOOLONG || errno == EACCES || errno == EROFS || errno == ENOSPC)
            return errno;
        Descriptor claim(::open(target.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666)); // no hard links here
        if (claim.number() < 0)
            return errno;
        const int failed = moveTo(target);
        if (failed != 0)
            ::unlink(target.c_str());
        return failed;
    }

private:
    /// 0 once `take` has succeeded with a name, which is then that of the file, or the errno.
    template <typename Take>
    int withFreeName(Take take)
    {
        static std::atomic<unsigned> counter{0};
        for (int attempt = 0; attempt < 100; ++attempt) {
            m_path = m_folder / fmt::format(".headlight-{}-{}.part", ::getpid(), counter++);
            if (take(m_path))
                return 0;
            if (errno != EEXIST)
                break;
        }
        return errno;
    }

    fs::path m_folder;
    fs::path m_path;
    int m_number = -1;
    int m_error = 0;
    bool m_named = true;
    bool m_kept = false;
};

/// The new name survives a crash only when the folder is on the disk too.
void flushFolder(const fs::path& folder)
{
    const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (descriptor.number() >= 0)
        ::fsync(descriptor.number());
}

} // namespace

/// Either a new file beside the target, or the device itself.
struct WholeFile::Content {
    fs::path path;   ///< as given, for messages
    fs::path target; ///< behind links
    bool replace = true;
    std::optional<TemporaryFile> file = {};
    std::optional<Descriptor> device = {};
    std::uint64_t size = 0;

    [[nodiscard]] int number() const { return device ? device->number() : file->number(); }
};

WholeFile::WholeFile(std::unique_ptr<Content> content) : m_content(std::move(content)) {}
WholeFile::WholeFile(WholeFile&&) noexcept = default;
WholeFile& WholeFile::operator=(WholeFile&&) noexcept = default;
WholeFile::~WholeFile() = default;

Result<WholeFile> WholeFile::create(const fs::path& path, bool replace)
{
    if (path.empty() || !path.has_filename())
        return cannotWrite(path, path.empty() ? ENOENT : EISDIR);
    auto content = std::make_unique<Content>();
    content->path = content->target = path;
    content->replace = replace;
    std::error_code ignored;
    if (replace && fs::is_symlink(fs::symlink_status(path, ignored))) // the link stays, what it names is replaced
        if (const fs::path real = fs::canonical(path, ignored); !ignored)
            content->target = real;

    std::optional<mode_t> mode;
    struct stat before {};
    if (::stat(content->target.c_str(), &before) == 0) {
        if (S_ISDIR(before.st_mode))
            return cannotWrite(path, EISDIR);
        if (!S_ISREG(before.st_mode)) { // must not be replaced: /dev/null and /dev/stdout are written to
            content->device.emplace(::open(content->target.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
            if (content->device->number() < 0)
                return cannotWrite(path, errno);
            return WholeFile(std::move(content));
        }
        if (!replace)
            return cannotWrite(path, EEXIST);
        if (::access(content->target.c_str(), W_OK) != 0) // a file protected against writing is meant
            return cannotWrite(path, errno);
        mode = before.st_mode & 07777U;
    } else if (errno != ENOENT) {
        return cannotWrite(path, errno);
    }
    content->file.emplace(content->target.has_parent_path() ? content->target.parent_path() : fs::path("."), 0666);
    if (content->file->error() != 0)
        return cannotWrite(path, content->file->error());
    if (mode) // before anything is in it; a file system without modes is no reason to fail
        ::fchmod(content->file->number(), *mode);
    return WholeFile(std::move(content));
}

Result<void> WholeFile::append(ByteView bytes)
{
    if (const int failed = writeAll(m_content->number(), bytes); failed != 0)
        return cannotWrite(m_content->path, failed);
    m_content->size += bytes.size();
    return {};
}

Result<void> WholeFile::overwrite(std::uint64_t offset, ByteView bytes)
{
    assert(offset + bytes.size() <= m_content->size);
    if (const int failed = writeAllAt(m_content->number(), offset, bytes); failed != 0)
        return cannotWrite(m_content->path, failed);
    return {};
}

std::uint64_t WholeFile::size() const
{
    return m_content->size;
}

Result<void> WholeFile::commit()
{
    if (m_content->device) {
        const int failed = m_content->device->close();
        return failed == 0 ? Result<void>{} : cannotWrite(m_content->path, failed);
    }
    auto& file = *m_content->file;
    if (const int failed = file.finish(); failed != 0)
        return cannotWrite(m_content->path, failed);
    if (const int failed = m_content->replace ? file.moveTo(m_content->target) : file.moveToFree(m_content->target); failed != 0)
        return cannotWrite(m_content->path, failed);
    flushFolder(m_content->target.has_parent_path() ? m_content->target.parent_path() : fs::path("."));
    return {};
}

} // namespace headlight
