// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/hdf5_reader/filters.h"

#include "app/hdf5_reader/lzf_filter.h"
#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace headlight::hdf5_reader {

namespace {

constexpr std::array kOurs{H5Z_FILTER_DEFLATE, H5Z_FILTER_SHUFFLE, H5Z_FILTER_FLETCHER32, H5Z_FILTER_SZIP, H5Z_FILTER_NBIT, H5Z_FILTER_SCALEOFFSET, kLzfFilter};

struct KnownFilter {
    H5Z_filter_t id;
    std::string_view name;
    std::string_view package; ///< of Debian; empty: in none
};

/// Of the HDF Group's list of registered filters, those that people use with Python.
constexpr std::array<KnownFilter, 11> kKnown{{
    {307, "bzip2", "hdf5-filter-plugin"},
    {32001, "Blosc", "hdf5-filter-plugin-blosc-serial"},
    {32004, "LZ4", "hdf5-filter-plugin"},
    {32008, "Bitshuffle", "hdf5-filter-plugin"},
    {32013, "ZFP", "hdf5-filter-plugin-zfp-serial"},
    {32015, "Zstandard", ""},
    {32016, "FCIDECOMP", ""},
    {32017, "SZ", ""},
    {32019, "JPEG", ""},
    {32024, "SZ3", ""},
    {32026, "Blosc2", ""},
}};

Error missing(H5Z_filter_t id, std::string_view ownName)
{
    const auto* const known = std::ranges::find(kKnown, id, &KnownFilter::id);
    const std::string name = known != kKnown.end() ? std::string(known->name) : ownName.empty() ? "unknown" : displayable(ownName, 60);
    const std::string plugin = known != kKnown.end() && !known->package.empty() ? fmt::format("With the packages {} and hdf5-tools: ", known->package)
                                                                                : std::string("Where its plugin is installed (Python: import hdf5plugin): ");
    return Error{ErrorKind::Unsupported, fmt::format("is compressed with the filter {} ({}), which is not here", id, name), {},
                 plugin + "h5repack -f GZIP=4 FILE COPY; or save it with gzip, lzf or no compression"};
}

} // namespace

Result<void> filtersAreHere(hid_t creationProperties)
{
    const int count = H5Pget_nfilters(creationProperties);
    for (int i = 0; i < count; ++i) {
        unsigned flags = 0;
        unsigned configuration = 0;
        std::size_t parameters = 0;
        std::array<char, 80> name{};
        const auto id = H5Pget_filter2(creationProperties, static_cast<unsigned>(i), &flags, &parameters, nullptr, name.size() - 1, name.data(), &configuration);
        const bool here = std::ranges::find(kOurs, id) != kOurs.end() && H5Zfilter_avail(id) > 0;
        if (!here)
            return missing(id, name.data());
    }
    if (count < 0)
        return Error{ErrorKind::Corrupt, "its list of filters cannot be read"};
    return {};
}

} // namespace headlight::hdf5_reader
