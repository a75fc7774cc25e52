// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Attributes, the small values beside groups and data sets. Listed in the group as NAME@ATTRIBUTE.
#include "app/hdf5_reader/data_set.h"
#include "app/hdf5_reader/element_type.h"
#include "app/hdf5_reader/library_error.h"
#include "app/hdf5_reader/walk.h"
#include "app/hdf5_reader/words.h"
#include "base/text.h"

#include <fmt/format.h>

namespace headlight::hdf5_reader {

using namespace formats::hdf5;

namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 22U;
constexpr std::size_t kMostAttributes = 65'536;
constexpr const char* kAttribute = "HDF5 attribute";

herr_t collectName(hid_t /*object*/, const char* name, const H5A_info_t* /*info*/, void* into)
{
    auto& names = *static_cast<std::vector<std::string>*>(into);
    names.emplace_back(name);
    return names.size() < kMostAttributes ? 0 : 1;
}

Result<Described> describeAttribute(hid_t attribute, const std::string& name)
{
    const Handle space(H5Aget_space(attribute), H5Sclose);
    const Handle type(H5Aget_type(attribute), H5Tclose);
    if (!space || !type)
        return libraryError("its description cannot be read");
    const auto shape = shapeOf(space.id());
    if (!shape)
        return shape.error();
    if (!*shape)
        return Described(EmptySpace{});
    if (isText(type.id())) {
        auto words = wordsOfAttribute(attribute, type.id(), space.id(), **shape);
        if (!words)
            return words.error();
        return Described(WordsEntry{name, **shape, *std::move(words)});
    }
    const auto element = elementTypeOf(type.id());
    if (!element)
        return element.error();
    const auto count = elementCount(**shape);
    if (!count || static_cast<std::uint64_t>(*count) > kMostBytes / sizeOf(element->dtype))
        return Error{ErrorKind::Limit, fmt::format("has {} elements, at most {} bytes are read", toString(**shape), kMostBytes)};
    std::vector<std::byte> bytes(static_cast<std::size_t>(*count) * sizeOf(element->dtype));
    const Handle memoryType = memoryTypeOf(*element, type.id());
    if (!memoryType || (*count > 0 && H5Aread(attribute, memoryType.id(), bytes.data()) < 0))
        return libraryError("its elements cannot be read");
    return Described(ArrayEntry{name, element->dtype, element->order, **shape, Where::Here, 0, std::move(bytes), true});
}

} // namespace

void Walk::visitAttributes(hid_t object, const std::string& prefix, const std::string& path)
{
    std::vector<std::string> names;
    hsize_t position = 0;
    if (H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_INC, &position, collectName, &names) < 0)
        refuse(prefix + "@", kAttribute, libraryError("the attributes cannot be listed"), false);
    for (const auto& attribute : names) {
        const std::string name = fmt::format("{}@{}", prefix, repairedUtf8(attribute));
        if (!skips(fmt::format("{}@{}", path, attribute), name, kAttribute))
            visitAttribute(object, attribute, name);
    }
}

void Walk::visitAttribute(hid_t object, const std::string& attribute, const std::string& name)
{
    const Handle opened(H5Aopen(object, attribute.c_str(), H5P_DEFAULT), H5Aclose);
    if (!opened) {
        refuse(name, kAttribute, libraryError("it cannot be opened"), false);
        return;
    }
    const auto described = describeAttribute(opened.id(), name);
    if (!described)
        refuse(name, kAttribute, described.error(), false);
    else if (std::holds_alternative<EmptySpace>(*described))
        m_channel.send(Frame::Null, name);
    else if (const auto* array = std::get_if<ArrayEntry>(&*described))
        m_channel.send(Frame::Array, packed(*array));
    else if (const auto body = packed(std::get<WordsEntry>(*described)); body.size() <= kMostFrame)
        m_channel.send(Frame::Words, body);
    else
        refuse(name, kAttribute, {ErrorKind::Limit, "holds too much text"}, false);
}

} // namespace headlight::hdf5_reader
