// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/hdf5_reader/library_error.h"

#include "base/text.h"

#include <fmt/format.h>
#include <hdf5.h>

#include <string>

namespace headlight::hdf5_reader {

namespace {

herr_t takeFirst(unsigned number, const H5E_error2_t* error, void* words)
{
    if (number == 0 && error->desc != nullptr)
        *static_cast<std::string*>(words) = error->desc;
    return 0;
}

bool says(const std::string& words, std::string_view part)
{
    return words.find(part) != std::string::npos;
}

} // namespace

Error libraryError(std::string_view what)
{
    std::string words;
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, takeFirst, &words);
    H5Eclear2(H5E_DEFAULT);
    Error error{ErrorKind::Corrupt, words.empty() ? std::string(what) : fmt::format("{}: {}", what, displayable(words))};
    if (says(words, "truncated file")) {
        error.kind = ErrorKind::Truncated;
        error.remedy = "Copy or download it again";
    } else if (says(words, "h5clear") || says(words, "already open for")) {
        error.remedy = "Whoever wrote it has not closed it. When nobody writes it any more: h5clear -s FILE (package hdf5-tools)";
    } else if (says(words, "allocation") || says(words, "memory")) {
        error.kind = ErrorKind::Limit;
    }
    return error;
}

} // namespace headlight::hdf5_reader
