// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/whole_file.h"
#include "ui/paint/export.h"

namespace headlight::paint {

Result<void> writeWhole(const std::filesystem::path& path, const QByteArray& content, bool replace)
{
    auto file = WholeFile::create(path, replace);
    if (!file)
        return file.error();
    if (auto written = file->append(std::as_bytes(std::span(content.constData(), static_cast<std::size_t>(content.size())))); !written)
        return written;
    return file->commit();
}

} // namespace headlight::paint
