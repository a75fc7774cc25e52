// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/hdf5_reader/descriptor_driver.h"

#if H5_VERSION_GE(1, 13, 0)
#include <H5FDdevelop.h>
#endif

#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace headlight::hdf5_reader {

namespace {

constexpr std::size_t kCacheBytes = std::size_t{128} << 20U; ///< of unpacked chunks, per open data set
constexpr std::size_t kCacheSlots = 4'099;                   ///< a prime, as the library advises

struct OpenFile {
    int descriptor = -1;
    std::uint64_t size = 0;
};

/// The one file of this process. The library opens drivers by name only.
OpenFile theFile;

struct DescriptorFile {
    H5FD_t base{}; ///< the library's part comes first
    haddr_t end = 0;
};

DescriptorFile* ours(H5FD_t* file)
{
    return reinterpret_cast<DescriptorFile*>(file);
}

H5FD_t* openFile(const char* /*name*/, unsigned flags, hid_t /*access*/, haddr_t /*most*/)
{
    if ((flags & H5F_ACC_RDWR) != 0U)
        return nullptr;
    return &(new DescriptorFile)->base;
}

herr_t closeFile(H5FD_t* file)
{
    delete ours(file);
    return 0;
}

herr_t query(const H5FD_t* /*file*/, unsigned long* features)
{
    *features = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE | H5FD_FEAT_AGGREGATE_SMALLDATA | H5FD_FEAT_SUPPORTS_SWMR_IO; // the last: to be told of writers
    return 0;
}

haddr_t endOfAddresses(const H5FD_t* file, H5FD_mem_t /*type*/)
{
    return reinterpret_cast<const DescriptorFile*>(file)->end;
}

herr_t setEndOfAddresses(H5FD_t* file, H5FD_mem_t /*type*/, haddr_t end)
{
    ours(file)->end = end;
    return 0;
}

haddr_t endOfFile(const H5FD_t* /*file*/, H5FD_mem_t /*type*/)
{
    return theFile.size;
}

/// What lies behind the end of the file is zero, as with the library's own driver.
herr_t readFile(H5FD_t* /*file*/, H5FD_mem_t /*type*/, hid_t /*transfer*/, haddr_t from, size_t size, void* out)
{
    auto* to = static_cast<char*>(out);
    while (size > 0) {
        const auto got = ::pread(theFile.descriptor, to, size, static_cast<off_t>(from));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0) {
            if (from < theFile.size)
                return -1; // it became shorter
            std::memset(to, 0, size);
            return 0;
        }
        to += got;
        from += static_cast<haddr_t>(got);
        size -= static_cast<size_t>(got);
    }
    return 0;
}

herr_t writeNothing(H5FD_t* /*file*/, H5FD_mem_t /*type*/, hid_t /*transfer*/, haddr_t /*at*/, size_t /*size*/, const void* /*from*/)
{
    return -1;
}

H5FD_class_t driverClass()
{
    H5FD_class_t driver{};
#if H5_VERSION_GE(1, 13, 0)
    driver.version = H5FD_CLASS_VERSION;
    driver.value = static_cast<H5FD_class_value_t>(512); // of those reserved for drivers that are not registered anywhere
#endif
    driver.name = "headlight_descriptor";
    driver.maxaddr = (haddr_t{1} << 63U) - 1;
    driver.fc_degree = H5F_CLOSE_STRONG;
    driver.open = openFile;
    driver.close = closeFile;
    driver.query = query;
    driver.get_eoa = endOfAddresses;
    driver.set_eoa = setEndOfAddresses;
    driver.get_eof = endOfFile;
    driver.read = readFile;
    driver.write = writeNothing;
    return driver;
}

} // namespace

Handle accessByDescriptor(int descriptor, std::uint64_t size)
{
    theFile = {descriptor, size};
    static const H5FD_class_t kDriver = driverClass();
    const hid_t driver = H5FDregister(&kDriver);
    Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
    if (driver < 0 || !access || H5Pset_driver(access.id(), driver, nullptr) < 0 || H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG) < 0)
        return {};
    if (H5Pset_cache(access.id(), 0, kCacheSlots, kCacheBytes, 1.0) < 0)
        return {};
#if H5_VERSION_GE(1, 10, 7)
    H5Pset_file_locking(access.id(), false, true);
#endif
    return access;
}

} // namespace headlight::hdf5_reader
