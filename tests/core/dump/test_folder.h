// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dump/trees.h"

#include <QTemporaryDir>

#include <filesystem>
#include <string>

namespace headlight::test {

/// A folder of files made for one test, which goes away with it.
class Folder {
public:
    std::filesystem::path operator/(const std::string& name) const { return path() / name; }
    [[nodiscard]] std::filesystem::path path() const { return m_folder.path().toStdString(); }

    const Folder& add(const std::string& name, const Tensor& tensor) const
    {
        writeNpy(placeOf(name), tensor);
        return *this;
    }
    const Folder& add(const std::string& name, const std::string& text) const
    {
        writeText(placeOf(name), text);
        return *this;
    }

private:
    [[nodiscard]] std::filesystem::path placeOf(const std::string& name) const
    {
        const auto place = *this / name;
        std::filesystem::create_directories(place.parent_path());
        return place;
    }

    QTemporaryDir m_folder;
};

} // namespace headlight::test
