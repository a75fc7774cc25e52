// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Manifests as text, and what a dump that was opened with one says of itself.
#pragma once

#include "core/dump/test_folder.h"
#include "core/dump/trees.h"
#include "dump/dump.h"
#include "dump/manifest.h"
#include "support/json_schema.h"

#include <test_source_dir.h>

#include <nlohmann/json.hpp>

#include <QTest>

#include <cstring>
#include <filesystem>
#include <fstream>

namespace headlight::test {

using Path = std::filesystem::path;

inline std::string manifest(const std::string& rest)
{
    return R"({"headlight": 1, )" + rest + "}";
}

inline std::string whyNot(const std::string& json)
{
    const auto read = manifestFromJson(json);
    return read ? std::string("was read") : sentence(read.error());
}

inline std::string whyNot(const Result<SharedDump>& dump)
{
    return dump ? std::string("was opened") : sentence(dump.error());
}

inline bool says(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

inline std::string notesOf(const Dump& dump)
{
    std::string text;
    for (const auto& note : dump.notes())
        text += note.title + ": " + note.text + "\n";
    return text;
}

inline std::string labels(const Axis& axis)
{
    std::string text;
    for (const auto& item : axis.items)
        text += (text.empty() ? "" : " ") + item.label;
    return text;
}

inline Maps mapsOf(const Result<SharedDump>& dump, std::int64_t sample = 0, std::int64_t stack = 0)
{
    return *(*dump)->attention(StackIndex{stack}, SampleIndex{sample});
}

/// Bit by bit: a NaN equals itself.
inline bool sameBits(const Matrix& a, const Matrix& b)
{
    return a.rows() == b.rows() && a.columns() == b.columns() && std::memcmp(a.values().data(), b.values().data(), a.values().size_bytes()) == 0;
}

inline void equalDumps(const Dump& a, const Dump& b)
{
    COMPARE_VALUES(a.stacks().size(), b.stacks().size());
    COMPARE_VALUES(a.samples().size(), b.samples().size());
    for (std::size_t i = 0; i < a.stacks().size(); ++i) {
        COMPARE_VALUES(a.stacks()[i].name, b.stacks()[i].name);
        QVERIFY(a.stacks()[i].kind == b.stacks()[i].kind && a.stacks()[i].layers == b.stacks()[i].layers);
        QVERIFY(a.stacks()[i].gradientTargets == b.stacks()[i].gradientTargets);
        for (std::size_t s = 0; s < a.samples().size(); ++s) {
            const auto x = a.attention(StackIndex{static_cast<std::int64_t>(i)}, SampleIndex{static_cast<std::int64_t>(s)});
            const auto y = b.attention(StackIndex{static_cast<std::int64_t>(i)}, SampleIndex{static_cast<std::int64_t>(s)});
            COMPARE_VALUES(labels(*(*x)->axes().keys), labels(*(*y)->axes().keys));
            QVERIFY(*(*x)->axes().queries == *(*y)->axes().queries && *(*x)->axes().keys == *(*y)->axes().keys);
            QVERIFY(sameBits(*wholeMap(**x, {LayerIndex{0}, HeadIndex{0}}), *wholeMap(**y, {LayerIndex{0}, HeadIndex{0}})));
        }
    }
    for (std::size_t s = 0; s < a.samples().size(); ++s) {
        COMPARE_VALUES(a.samples()[s].id, b.samples()[s].id);
        COMPARE_VALUES(a.samples()[s].caption, b.samples()[s].caption);
        QVERIFY(a.samples()[s].fields == b.samples()[s].fields);
    }
}

inline nlohmann::json schema()
{
    std::ifstream file(Path(HEADLIGHT_TEST_SOURCE_DIR) / "../resources/manifest.schema.json");
    return nlohmann::json::parse(file);
}

} // namespace headlight::test
