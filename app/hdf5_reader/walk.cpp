// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/hdf5_reader/walk.h"

#include "app/hdf5_reader/data_set.h"
#include "app/hdf5_reader/library_error.h"
#include "base/text.h"

#include <fmt/format.h>

#include <string_view>

namespace headlight::hdf5_reader {

using namespace formats::hdf5;

namespace {

constexpr std::size_t kLongestName = 1024;
constexpr std::size_t kLongestValue = 4096; ///< of a link
constexpr const char* kGroup = "HDF5 group";
constexpr const char* kDataSet = "HDF5 data set";

struct Collected {
    std::vector<std::pair<std::string, H5L_info_t>> links;
    std::size_t most = 0;
};

herr_t collect(hid_t /*group*/, const char* name, const H5L_info_t* info, void* into)
{
    auto& collected = *static_cast<Collected*>(into);
    if (collected.links.size() > collected.most)
        return 1; // ends the iteration
    collected.links.emplace_back(std::string(name, ::strnlen(name, kLongestName)), *info);
    return 0;
}

} // namespace

Result<void> Walk::run()
{
    const Handle root(H5Gopen2(m_file, "/", H5P_DEFAULT), H5Gclose);
    H5O_info_t description{};
    if (!root || H5Oget_info(root.id(), &description) < 0)
        return libraryError("its root group cannot be read");
    return visit({"", H5L_TYPE_HARD, description.addr, 0}, "/", 0);
}

Result<std::vector<Walk::Link>> Walk::linksOf(hid_t group)
{
    Collected collected{{}, kMostObjects - m_objects};
    hsize_t position = 0;
    const herr_t ended = H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, &position, collect, &collected);
    if (ended < 0)
        return libraryError("its members cannot be listed");
    m_objects += collected.links.size();
    if (ended > 0)
        return Error{ErrorKind::Limit, fmt::format("the file has more than {} objects", kMostObjects)};
    std::vector<Link> links;
    for (const auto& [name, info] : collected.links) {
        const bool hard = info.type == H5L_TYPE_HARD;
        links.push_back({name, info.type, hard ? info.u.address : 0, hard ? 0 : info.u.val_size});
    }
    return links;
}

bool Walk::skips(const std::string& path, const std::string& name, const char* className)
{
    m_channel.send(Frame::Touch, path);
    m_channel.flush(); // whatever happens next, the program knows where
    const auto found = m_skipped.find(path);
    if (found == m_skipped.end())
        return false;
    refuse(name, className, {ErrorKind::Corrupt, found->second});
    return true;
}

void Walk::refuse(const std::string& name, std::string className, Error why, bool alarming)
{
    m_channel.send(Frame::Refuse, packed(RefusedEntry{name, std::move(className), alarming, std::move(why)}));
}

Result<void> Walk::visit(const Link& link, const std::string& path, std::size_t depth)
{
    if (skips(path, link.name, "HDF5 object"))
        return {};
    return visitObject(link, path, depth);
}

Result<void> Walk::visitObject(const Link& link, const std::string& path, std::size_t depth)
{
    const Handle object = openAt(m_file, link.address);
    H5O_info_t description{};
    if (!object || H5Oget_info(object.id(), &description) < 0) {
        refuse(link.name, "HDF5 object", libraryError("it cannot be opened"));
        return {};
    }
    switch (description.type) {
    case H5O_TYPE_GROUP:
        return visitGroup(link, object.id(), path, depth);
    case H5O_TYPE_DATASET:
        visitDataSet(link, object.id(), path);
        return {};
    case H5O_TYPE_NAMED_DATATYPE:
        refuse(link.name, "HDF5 named type", {ErrorKind::Unsupported, "is a type, without values"}, false);
        return {};
    default:
        refuse(link.name, "HDF5 object", {ErrorKind::Unsupported, "is an object of an unknown kind"});
        return {};
    }
}

Result<void> Walk::visitGroup(const Link& link, hid_t group, const std::string& path, std::size_t depth)
{
    if (!m_groups.insert(link.address).second) {
        refuse(link.name, kGroup, {ErrorKind::Unsupported, "is a group that is listed under another name already"}, false);
        return {};
    }
    if (depth > kMostDepth) {
        refuse(link.name, kGroup, {ErrorKind::Limit, fmt::format("is nested deeper than {} groups", kMostDepth)});
        return {};
    }
    const auto links = linksOf(group);
    if (!links && links.error().kind == ErrorKind::Limit)
        return links.error();
    if (!links) {
        refuse(link.name, kGroup, links.error());
        return {};
    }
    m_channel.send(Frame::Group, link.name);
    visitAttributes(group, "", path);
    for (const auto& child : *links) {
        const bool odd = child.name.empty() || child.name.size() >= kLongestName || child.name == "." || child.name.find('/') != std::string::npos;
        if (odd)
            refuse(displayable(child.name), "HDF5 object", {ErrorKind::Corrupt, "has a name that no object may have"});
        else if (child.type != H5L_TYPE_HARD)
            listLink(child, group);
        else if (auto done = visit(child, path == "/" ? path + child.name : path + "/" + child.name, depth + 1); !done)
            return done;
    }
    m_channel.send(Frame::Close);
    return {};
}

void Walk::listLink(const Link& link, hid_t group)
{
    std::string value(std::min(link.size, kLongestValue), '\0');
    if (link.size > kLongestValue || H5Lget_val(group, link.name.c_str(), value.data(), value.size(), H5P_DEFAULT) < 0) {
        refuse(link.name, "HDF5 link", libraryError("is a link that cannot be read"));
        return;
    }
    if (link.type == H5L_TYPE_SOFT) {
        const std::string target = displayable(std::string_view(value).substr(0, value.find('\0')));
        refuse(link.name, fmt::format("HDF5 soft link to {}", target), {ErrorKind::Unsupported, fmt::format("is a link to {}, which is not followed", target)}, false);
        return;
    }
    const char* file = nullptr;
    const char* object = nullptr;
    unsigned flags = 0;
    if (link.type == H5L_TYPE_EXTERNAL && H5Lunpack_elink_val(value.data(), value.size(), &flags, &file, &object) >= 0) {
        const std::string target = displayable(file);
        refuse(link.name, fmt::format("HDF5 external link to {}", target),
               {ErrorKind::Unsupported, fmt::format("is a link to {} in the file {}, which is not followed", displayable(object), target), {}, "Open that file itself"});
        return;
    }
    H5Eclear2(H5E_DEFAULT);
    refuse(link.name, "HDF5 link", {ErrorKind::Unsupported, "is a link of a kind that is not followed"});
}

void Walk::visitDataSet(const Link& link, hid_t set, const std::string& path)
{
    auto described = describeDataSet(set, link.address, link.name);
    if (!described)
        refuse(link.name, kDataSet, described.error());
    else if (std::holds_alternative<EmptySpace>(*described))
        m_channel.send(Frame::Null, link.name);
    else if (const auto* array = std::get_if<ArrayEntry>(&*described))
        m_channel.send(Frame::Array, packed(*array));
    else if (const auto body = packed(std::get<WordsEntry>(*described)); body.size() <= kMostFrame)
        m_channel.send(Frame::Words, body);
    else
        refuse(link.name, kDataSet, {ErrorKind::Limit, "holds too much text"});
    visitAttributes(set, link.name, path);
}

} // namespace headlight::hdf5_reader
