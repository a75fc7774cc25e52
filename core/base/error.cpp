// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/error.h"

#include "base/text.h"

#include <fmt/format.h>

namespace headlight {

namespace {

std::string ended(std::string text)
{
    const bool open = !text.empty() && text.back() != '.' && text.back() != '?';
    return open ? text + '.' : text;
}

} // namespace

Place at(std::uint64_t offset)
{
    Place place;
    place.offset = offset;
    return place;
}

Place atEntry(std::string entry)
{
    Place place;
    place.entry = std::move(entry);
    return place;
}

Place atAddress(std::string address)
{
    Place place;
    place.address = std::move(address);
    return place;
}

Error inFile(Error error, std::string file)
{
    if (error.place.file.empty())
        error.place.file = std::move(file);
    return error;
}

std::string sentence(const Error& error)
{
    std::string where;
    const auto append = [&where](std::string_view lead, std::string_view part) {
        if (part.empty())
            return;
        where += where.empty() ? "" : ", ";
        where += lead;
        where += displayable(part);
    };
    append("", error.place.file);
    append("entry ", error.place.entry);
    append("", error.place.address);
    if (error.place.offset)
        append("byte ", fmt::format("{}", *error.place.offset));

    std::string text = ended(where.empty() ? error.what : fmt::format("{}: {}", where, error.what));
    if (!error.remedy.empty())
        text += " " + ended(error.remedy);
    return text;
}

} // namespace headlight
