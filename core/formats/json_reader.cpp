// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/readers.h"
namespace headlight::formats {
Result<Document> readJson(const Opening&) { return notThisFormat(); }
Result<Document> readSafetensors(const Opening&) { return notThisFormat(); }
}
