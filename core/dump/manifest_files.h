// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where manifests lie: beside a dump under its name, or inside it; and the files they may name.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "dump/collect.h"
#include "dump/manifest.h"
#include "value/value.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace headlight {

/// A manifest that was read, and where it comes from.
struct FoundManifest {
    Manifest manifest;
    std::filesystem::path path;      ///< of the file it stands in, its own or the dump's
    std::filesystem::path folder;    ///< file names are relative to it and stay inside
    bool inside = false;             ///< in the dump: then it may name no files
    std::vector<std::string> warnings;

    /// "attentions_0.headlight.json"
    [[nodiscard]] std::string name() const { return path.filename().string(); }
};
using SharedManifest = std::shared_ptr<const FoundManifest>;

/// True for names that end in .headlight.json.
bool isManifestName(const std::filesystem::path& file);

/// The manifest in a file of its own.
Result<SharedManifest> readManifest(const std::filesystem::path& path);

/// The one beside a file: NAME.SUFFIX.headlight.json, or NAME.headlight.json. Null when there is none; two are used in this order,
/// and it is said.
Result<SharedManifest> manifestOfFile(const std::filesystem::path& file);
/// The one of a folder: beside it under its name, or in it, under its name or any other that belongs to none of its files.
Result<SharedManifest> manifestOfFolder(const std::filesystem::path& folder);

/// The one inside a file: a string called `headlight`, in the metadata of .safetensors, as a member of .npz, as an entry of a dictionary
/// or an attribute. Null when there is none.
Result<SharedManifest> manifestIn(const Value& root, const std::filesystem::path& file);

/// A regular file that a manifest names, `place` being where. ErrorKind::Corrupt when the name is absolute or leaves the folder of the
/// manifest, also by a link, or when it stands inside a dump; ErrorKind::NotFound when there is no such file.
Result<std::filesystem::path> namedFile(const FoundManifest& manifest, const std::string& name, const std::string& place);

/// The files a manifest names, as a dump; nothing when it names none.
Result<std::optional<FileSet>> filesNamedBy(const FoundManifest& manifest, const std::filesystem::path& opened);

/// The file or folder a manifest is called after, for a manifest that is opened itself.
Result<std::filesystem::path> calledAfter(const std::filesystem::path& manifest);

/// Where the manifest of a dump belongs: the one it was read with, else NAME.headlight.json beside a file or in a folder;
/// NAME.SUFFIX.headlight.json where another file has the same name but for its suffix.
std::filesystem::path manifestPathFor(const Dump& dump);

/// An error of this manifest with its file filled in.
Error inManifest(const FoundManifest& manifest, Error error);

} // namespace headlight
