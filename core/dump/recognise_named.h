// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Stacks as a manifest names them, instead of recognition.
#pragma once

#include "base/job_context.h"
#include "dump/manifest_files.h"
#include "dump/recognise.h"
#include "value/document.h"

#include <map>
#include <string>

namespace headlight {

/// Files that stacks of a manifest name besides those of the dump, each read once.
class NamedDocuments {
public:
    NamedDocuments(SharedManifest manifest, JobContext job) : m_manifest(std::move(manifest)), m_job(std::move(job)) {}

    /// The document of an array: `own` where it names no file.
    Result<const Document*> of(const ManifestArray& array, const Document& own, const std::string& place);
    [[nodiscard]] const std::map<std::string, Document>& read() const { return m_read; }

private:
    SharedManifest m_manifest;
    JobContext m_job;
    std::map<std::string, Document> m_read;
};

/// The stacks of one file. Roles the manifest does not give are recognised, as are gradients where it names none. Errors name the
/// place in the manifest: an address that is not there, a number of axes that is another, gradients of another size.
Result<Recognition> recogniseNamed(const FoundManifest& manifest, const Document& document, NamedDocuments& others, const RecognitionHints& hints);

} // namespace headlight
