// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/hdf5_reader/words.h"

#include "app/hdf5_reader/handles.h"
#include "app/hdf5_reader/library_error.h"
#include "base/text.h"
#include "formats/hdf5_wire.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <functional>

namespace headlight::hdf5_reader {

namespace {

constexpr std::size_t kMostTextBytes = std::size_t{32} << 20U;

using Read = std::function<herr_t(hid_t memoryType, void* out)>;

Error tooMuchText(std::size_t bytes)
{
    return Error{ErrorKind::Limit, fmt::format("holds {} bytes of text, at most {} are read", bytes, kMostTextBytes)};
}

/// One string of a field of fixed size.
std::string unpadded(std::string_view field, H5T_str_t padding)
{
    field = field.substr(0, field.find('\0')); // h5py fills with zeros; nothing that people call a token holds one
    if (padding == H5T_STR_SPACEPAD)
        while (field.ends_with(' '))
            field.remove_suffix(1);
    return repairedUtf8(field);
}

Result<std::vector<std::string>> fixedWords(hid_t type, std::size_t count, const Read& read)
{
    const std::size_t width = H5Tget_size(type);
    std::size_t bytes = 0;
    if (__builtin_mul_overflow(width, count, &bytes) || bytes > kMostTextBytes)
        return tooMuchText(bytes);
    const Handle memoryType(H5Tcopy(type), H5Tclose);
    std::string fields(bytes, '\0');
    if (!memoryType || read(memoryType.id(), fields.data()) < 0)
        return libraryError("its strings cannot be read");
    std::vector<std::string> words;
    for (std::size_t i = 0; i < count; ++i)
        words.push_back(unpadded(std::string_view(fields).substr(i * width, width), H5Tget_strpad(type)));
    return words;
}

/// Gives back what the library allocated for strings of variable length.
class Reclaimed {
public:
    Reclaimed(hid_t type, hid_t space, std::vector<char*>& pointers) : m_type(type), m_space(space), m_pointers(pointers) {}
    Reclaimed(const Reclaimed&) = delete;
    Reclaimed& operator=(const Reclaimed&) = delete;
    ~Reclaimed()
    {
        H5Dvlen_reclaim(m_type, m_space, H5P_DEFAULT, m_pointers.data());
        H5Eclear2(H5E_DEFAULT);
    }

private:
    hid_t m_type;
    hid_t m_space;
    std::vector<char*>& m_pointers;
};

Result<std::vector<std::string>> variableWords(hid_t type, hid_t space, std::size_t count, const Read& read)
{
    const Handle memoryType(H5Tcopy(H5T_C_S1), H5Tclose);
    if (!memoryType || H5Tset_size(memoryType.id(), H5T_VARIABLE) < 0 || H5Tset_cset(memoryType.id(), H5Tget_cset(type)) < 0)
        return libraryError("its strings cannot be read");
    std::vector<char*> pointers(count, nullptr);
    const Reclaimed reclaimed(memoryType.id(), space, pointers);
    if (read(memoryType.id(), pointers.data()) < 0)
        return libraryError("its strings cannot be read");
    std::vector<std::string> words;
    std::size_t bytes = 0;
    for (const char* pointer : pointers) {
        const std::string_view word = pointer == nullptr ? std::string_view() : std::string_view(pointer); // an empty string has none
        bytes += word.size();
        if (bytes > kMostTextBytes)
            return tooMuchText(bytes);
        words.push_back(repairedUtf8(word));
    }
    return words;
}

Result<std::vector<std::string>> words(hid_t type, hid_t space, const Shape& shape, const Read& read)
{
    const auto count = elementCount(shape);
    if (!count || static_cast<std::uint64_t>(*count) > formats::hdf5::kMostWords)
        return Error{ErrorKind::Limit, fmt::format("has more than {} strings ({})", formats::hdf5::kMostWords, toString(shape))};
    if (*count == 0)
        return std::vector<std::string>();
    if (H5Tis_variable_str(type) > 0)
        return variableWords(type, space, static_cast<std::size_t>(*count), read);
    return fixedWords(type, static_cast<std::size_t>(*count), read);
}

} // namespace

bool isText(hid_t type)
{
    return H5Tget_class(type) == H5T_STRING;
}

Result<std::vector<std::string>> wordsOfDataSet(hid_t set, hid_t type, hid_t space, const Shape& shape)
{
    return words(type, space, shape, [set](hid_t memoryType, void* out) { return H5Dread(set, memoryType, H5S_ALL, H5S_ALL, H5P_DEFAULT, out); });
}

Result<std::vector<std::string>> wordsOfAttribute(hid_t attribute, hid_t type, hid_t space, const Shape& shape)
{
    return words(type, space, shape, [attribute](hid_t memoryType, void* out) { return H5Aread(attribute, memoryType, out); });
}

} // namespace headlight::hdf5_reader
