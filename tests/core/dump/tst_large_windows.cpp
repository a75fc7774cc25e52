// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A full dump of a Longformer run, [12, 1, 12, 2048, 514] in float32: 606 MB, which expanded would be 2.4 GB. The file is sparse; its windows are
// written for the first and the last head, everything else is 0, as padding is.
#include "core/dump/trees.h"
#include "dump/dump.h"
#include "support/test_class.h"

#include <QTemporaryDir>

#include <sys/resource.h>

#include <fstream>

namespace large_windows_test {

using namespace headlight;
using namespace headlight::test;

namespace {

constexpr std::int64_t kTokens = 2048;
constexpr std::int64_t kWindow = 512;
constexpr std::int64_t kColumns = kWindow + 2;

std::string npyHeader(const std::string& shape)
{
    std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }";
    header.resize(128 - 10 - 1, ' ');
    return std::string("\x93NUMPY\x01\x00\x76\x00", 10) + header + "\n";
}

/// Uniform over the global token and the window, which ends at the ends of the text.
std::vector<float> band()
{
    std::vector<float> values(static_cast<std::size_t>(kTokens * kColumns), 0.0F);
    for (std::int64_t query = 1; query < kTokens; ++query) {
        const std::int64_t first = std::max<std::int64_t>(1, query - kWindow / 2); // the global token has a column of its own
        const std::int64_t last = std::min(kTokens - 1, query + kWindow / 2);
        const float share = 1.0F / static_cast<float>(last - first + 2);
        values[static_cast<std::size_t>(query * kColumns)] = share;
        for (std::int64_t key = first; key <= last; ++key)
            values[static_cast<std::size_t>(query * kColumns + 1 + kWindow / 2 + key - query)] = share;
    }
    return values;
}

void writeSparse(const std::filesystem::path& path, const std::string& header, std::int64_t values, const std::vector<float>& head)
{
    std::ofstream file(path, std::ios::binary);
    file << header;
    const auto bytes = static_cast<std::streamsize>(head.size() * sizeof(float));
    for (const std::int64_t at : {std::int64_t{0}, values - static_cast<std::int64_t>(head.size())}) {
        file.seekp(static_cast<std::streamoff>(header.size()) + static_cast<std::streamoff>(at) * 4);
        file.write(reinterpret_cast<const char*>(head.data()), bytes);
    }
}

std::int64_t largestResident()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024; // MB
}

} // namespace

class tst_large_windows : public QObject {
    Q_OBJECT

private slots:
    void aFullDumpIsNeverExpanded()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        writeSparse(path / "attentions.npy", npyHeader("12, 1, 12, 2048, 514"), 144 * kTokens * kColumns, band());
        writeSparse(path / "global_attentions.npy", npyHeader("12, 1, 12, 2048, 1"), 144 * kTokens, std::vector<float>(kTokens, 1.0F / kTokens));
        const auto before = largestResident();
        const auto dump = openDump(path);
        QVERIFY2(dump.has_value(), dump ? "" : sentence(dump.error()).c_str());
        const auto& stack = (*dump)->stacks().front();
        QVERIFY(stack.storage == StackStorage::Windowed);
        COMPARE_VALUES(stack.layers.size(), 12U);
        COMPARE_VALUES(stack.layers.front().keys, kTokens);
        const auto opened = largestResident();

        const auto maps = *(*dump)->attention(StackIndex{0}, SampleIndex{0});
        const MapIndex last{LayerIndex{11}, HeadIndex{11}};
        Matrix row(1, kTokens);
        QVERIFY(maps->rows(last, {1000, 1}, row.block(), {}).has_value());
        for (const auto& [key, expected] : {std::pair{0, 1.0F / 514}, {743, 0.0F}, {744, 1.0F / 514}, {1000, 1.0F / 514}, {1256, 1.0F / 514}, {1257, 0.0F}})
            COMPARE_VALUES(row(0, key), expected);
        QVERIFY(maps->rows(last, {0, 1}, row.block(), {}).has_value());
        COMPARE_VALUES(row(0, 2047), 1.0F / kTokens);
        // The band of one head is 4 MB, its map 17 MB.
        const auto windows = maps->windowed(last, {0, kTokens}, {});
        QVERIFY(windows.has_value() && windows->has_value());
        const auto whole = wholeMap(*maps, last);
        QVERIFY(whole.has_value());
        double sum = 0.0;
        for (const float value : whole->values())
            sum += static_cast<double>(value);
        QVERIFY(std::abs(sum - kTokens) < 0.01);
        const auto after = largestResident();
        qInfo("resident: %lld MB before, %lld MB opened, %lld MB after a row, the windows and the map of a head", static_cast<long long>(before), static_cast<long long>(opened), static_cast<long long>(after));
#ifndef HEADLIGHT_SANITIZED // which keeps what was freed
        QVERIFY(opened - before < 40);
        QVERIFY(after - before < 100);
#endif
    }
};

HEADLIGHT_GUILESS_TEST(tst_large_windows)

} // namespace large_windows_test

#include "tst_large_windows.moc"
