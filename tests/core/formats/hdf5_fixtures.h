// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The files of fixtures/hdf5, which fixtures/make_hdf5.py makes, and the numbers in them: `maps` counts up in 64ths.
#pragma once

#include "made_files.h"

#include <test_source_dir.h>

#include <QFile>

#include <algorithm>

namespace made {

inline std::string pathOf(const QString& name)
{
    return (QStringLiteral(HEADLIGHT_TEST_SOURCE_DIR "/fixtures/hdf5/") + name + ".h5").toStdString();
}

inline std::string contentOf(const QString& name)
{
    QFile file(QString::fromStdString(pathOf(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

inline Result<std::vector<float>> numbersAt(const Result<Document>& document, const char* address)
{
    if (!document)
        return document.error();
    const auto value = valueAt(*document, address);
    if (!value)
        return value.error();
    const Tensor* tensor = value->tensor();
    if (tensor == nullptr)
        return value->opaque() != nullptr && value->opaque()->why ? *value->opaque()->why : Error{ErrorKind::NotFound, value->description()};
    std::vector<float> values(static_cast<std::size_t>(tensor->count()));
    if (auto got = tensor->read(std::span<float>(values)); !got)
        return got.error();
    return values;
}

inline std::vector<float> counted(std::size_t count = 36, float unit = 1.0F / 64)
{
    std::vector<float> values;
    for (std::size_t i = 0; i < count; ++i)
        values.push_back(static_cast<float>(i) * unit);
    return values;
}

inline QString failure(const Result<std::vector<float>>& numbers)
{
    return numbers ? QString() : QString::fromStdString(sentence(numbers.error()));
}

/// Reads all that is small: only that it ends in data or a sentence matters.
inline void readOut(const Result<Document>& document)
{
    if (!document) {
        QVERIFY(!sentence(document.error()).empty());
        return;
    }
    for (const auto& [address, tensor] : contentsOf(document->root).tensors) {
        std::vector<float> values(static_cast<std::size_t>(std::min<std::int64_t>(tensor.count(), 100'000)));
        if (tensor.count() > 100'000)
            continue;
        const auto got = tensor.read(std::span<float>(values));
        QVERIFY(got || !sentence(got.error()).empty());
    }
}

} // namespace made

#define COMPARE_NUMBERS(document, address, ...)                                      \
    do {                                                                             \
        const auto numbers = numbersAt(document, address);                           \
        QVERIFY2(numbers, qPrintable(failure(numbers)));                             \
        QVERIFY2((*numbers == std::vector<float> __VA_ARGS__), address);             \
    } while (false)
