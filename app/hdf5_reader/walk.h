// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Lists everything in a file: groups, data sets, attributes and links, each object by its address, so that no name leads anywhere.
#pragma once

#include "app/hdf5_reader/channel.h"
#include "app/hdf5_reader/handles.h"
#include "base/result.h"

#include <cstdint>
#include <map>
#include <string>
#include <unordered_set>
#include <vector>

namespace headlight::hdf5_reader {

/// Walks hard links only, and each group once. What cannot be read is listed with the reason; errors are of the file as a whole.
class Walk {
public:
    /// `skipped`: paths that ended a child before this one, with the sentence to list them with.
    Walk(hid_t file, Channel& channel, std::map<std::string, std::string> skipped) : m_file(file), m_channel(channel), m_skipped(std::move(skipped)) {}

    Result<void> run();

private:
    struct Link {
        std::string name;
        H5L_type_t type = H5L_TYPE_ERROR;
        std::uint64_t address = 0; ///< of a hard link
        std::size_t size = 0;      ///< of another link's value
    };

    Result<void> visit(const Link& link, const std::string& path, std::size_t depth);
    Result<void> visitObject(const Link& link, const std::string& path, std::size_t depth);
    Result<void> visitGroup(const Link& link, hid_t group, const std::string& path, std::size_t depth);
    void visitDataSet(const Link& link, hid_t set, const std::string& path);
    void visitAttributes(hid_t object, const std::string& prefix, const std::string& path);
    void visitAttribute(hid_t object, const std::string& attribute, const std::string& name);
    void listLink(const Link& link, hid_t group);
    void refuse(const std::string& name, std::string className, Error why, bool alarming = true);
    /// Announces what is worked on; true when it is to be skipped, and then it is listed.
    bool skips(const std::string& path, const std::string& name, const char* className);
    Result<std::vector<Link>> linksOf(hid_t group);

    hid_t m_file;
    Channel& m_channel;
    std::map<std::string, std::string> m_skipped;
    std::unordered_set<std::uint64_t> m_groups;
    std::size_t m_objects = 0;
};

} // namespace headlight::hdf5_reader
