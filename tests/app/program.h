// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The built program as a user's shell runs it: without a home folder, a display or a session bus.
#pragma once

#include "base/bytes.h"
#include "formats/registry.h"
#include "value/document.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <vector>

namespace headlight::test {

struct Ended {
    int status = -1;
    QByteArray output;
    QByteArray errors;
};

inline QProcessEnvironment bareEnvironment()
{
    const auto ours = QProcessEnvironment::systemEnvironment();
    QProcessEnvironment bare;
    for (const char* name : {"PATH", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"})
        if (ours.contains(name))
            bare.insert(name, ours.value(name));
    return bare;
}

/// Runs `headlight ARGUMENTS` in `folder` and waits for its end.
inline Ended headlightIn(const QString& folder, const QStringList& arguments)
{
    QProcess process;
    process.setProcessEnvironment(bareEnvironment());
    process.setWorkingDirectory(folder);
    process.start(HEADLIGHT_PROGRAM, arguments);
    if (!process.waitForFinished(120'000))
        return {};
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
}

inline void writeFile(const QString& path, const QByteArray& content)
{
    QFile file(path);
    QVERIFY2(file.open(QIODevice::WriteOnly) && file.write(content) == content.size(), qPrintable(path));
}

inline QByteArray fileAt(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Tokens of the small dump; "the" stands twice.
inline const QStringList& smallTokens()
{
    static const QStringList tokens{"the", "dog", "the", "##y"};
    return tokens;
}

/// 2 layers x 3 heads x 4 x 4. Head h (from 0) of layer l looks at itself with 0.75, and with 0.25 at the position h + l back
/// (at most to the start); the diagonal gets both where these coincide.
inline double smallValue(int layer, int head, int query, int key)
{
    const int other = std::max(0, query - head - layer);
    return (key == query ? 0.75 : 0.0) + (key == other ? 0.25 : 0.0);
}

/// The small dump as JSON. `factor` other than 1 spoils its rows.
inline QByteArray smallDump(double factor = 1.0)
{
    QStringList layers;
    for (int layer = 0; layer < 2; ++layer) {
        QStringList heads;
        for (int head = 0; head < 3; ++head) {
            QStringList rows;
            for (int query = 0; query < 4; ++query) {
                QStringList row;
                for (int key = 0; key < 4; ++key)
                    row << QString::number(factor * smallValue(layer, head, query, key));
                rows << "[" + row.join(",") + "]";
            }
            heads << "[" + rows.join(",") + "]";
        }
        layers << "[" + heads.join(",") + "]";
    }
    return ("{\"tokens\": [\"" + smallTokens().join("\",\"") + "\"], \"attention\": [" + layers.join(",") + "]}").toUtf8();
}

/// One array of a file, read by the program's readers.
struct Numbers {
    Shape shape;
    std::vector<float> values;
};

inline Numbers numbersIn(const QString& file, const char* address)
{
    const auto document = formats::readFile(file.toStdString());
    if (!document)
        qFatal("%s", sentence(document.error()).c_str());
    const auto value = valueAt(*document, address);
    if (!value || value->tensor() == nullptr)
        qFatal("%s has no tensor %s", qPrintable(file), address);
    Numbers numbers{value->tensor()->shape(), {}};
    numbers.values.resize(static_cast<std::size_t>(value->tensor()->count()));
    if (const auto read = value->tensor()->read(std::span<float>(numbers.values)); !read)
        qFatal("%s", sentence(read.error()).c_str());
    return numbers;
}

inline double largestDifference(const std::vector<float>& a, const std::vector<float>& b)
{
    if (a.size() != b.size())
        return std::numeric_limits<double>::infinity();
    double largest = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
        largest = std::max(largest, std::fabs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    return largest;
}

/// What a command must end with; the errors are shown when it does not.
#define COMPARE_STATUS(ended, expected)                                                                                                                                  \
    do {                                                                                                                                                                 \
        const auto& headlightEnded = (ended);                                                                                                                            \
        QVERIFY2(headlightEnded.status == (expected),                                                                                                                    \
                 qPrintable(QString("status %1, expected %2: %3").arg(headlightEnded.status).arg(expected).arg(QString::fromUtf8(headlightEnded.errors))));              \
    } while (false)

} // namespace headlight::test
