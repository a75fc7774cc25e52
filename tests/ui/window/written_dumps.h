// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Small dumps written by tests, and the way people choose from a drop-down list.
#pragma once

#include "core/dump/trees.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QString>
#include <QTest>

#include <fstream>
#include <utility>
#include <vector>

namespace headlight::ui::test {

/// A .npy file of attention [layer, head, query, key].
inline QString writtenArray(const QString& folder, const QString& name, const Shape& shape, std::uint32_t seed = 1)
{
    const QString path = folder + QLatin1Char('/') + name;
    headlight::test::writeNpy(path.toStdString(), headlight::test::attention(shape, {.seed = seed}));
    return path;
}

/// A .safetensors file of several float32 arrays.
inline QString writtenArrays(const QString& folder, const QString& name, const std::vector<std::pair<std::string, Tensor>>& arrays)
{
    std::string header = "{";
    std::string data;
    for (const auto& [key, tensor] : arrays) {
        const auto values = headlight::test::valuesOf(tensor);
        std::string shape;
        for (const auto size : tensor.shape())
            shape += fmt::format("{}{}", shape.empty() ? "" : ",", size);
        const auto bytes = values.size() * sizeof(float);
        header += fmt::format("{}\"{}\":{{\"dtype\":\"F32\",\"shape\":[{}],\"data_offsets\":[{},{}]}}", header.size() == 1 ? "" : ",", key, shape, data.size(), data.size() + bytes);
        data.append(reinterpret_cast<const char*>(values.data()), bytes);
    }
    header += "}";
    const QString path = folder + QLatin1Char('/') + name;
    std::ofstream file(path.toStdString(), std::ios::binary);
    for (int i = 0; i < 8; ++i)
        file.put(static_cast<char>((header.size() >> (8 * i)) & 0xFF));
    file << header << data;
    return path;
}

/// With the keys of a list that was opened by a key.
inline void choose(QComboBox* combo, const QString& text)
{
    combo->setFocus();
    QTest::keyClick(combo, Qt::Key_F4);
    QTRY_VERIFY(combo->view()->isVisible());
    const int wanted = combo->findText(text);
    QVERIFY2(wanted >= 0, qPrintable(text));
    QTest::keyClick(combo->view(), Qt::Key_Home);
    for (int i = 0; i < wanted; ++i)
        QTest::keyClick(combo->view(), Qt::Key_Down);
    QTest::keyClick(combo->view(), Qt::Key_Return);
}

} // namespace headlight::ui::test
