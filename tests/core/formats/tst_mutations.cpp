// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Every small fixture, cut at every length and with every byte changed three ways: never a crash, never a hang, and what is
// read can also be read out.
#include "made_files.h"
#include "support/test_class.h"

#include <test_source_dir.h>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>

namespace mutations_test {

using namespace made;

namespace {

constexpr std::int64_t kMostElements = 1'000'000;

std::string fixture(const QString& name)
{
    QFile file(QStringLiteral(HEADLIGHT_TEST_SOURCE_DIR "/fixtures/formats/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

/// Reads all that is small; only that nothing goes wrong matters.
void readOut(const Result<Document>& document)
{
    if (!document) {
        QVERIFY(document.error().kind != ErrorKind::NotThisFormat);
        QVERIFY(!sentence(document.error()).empty());
        return;
    }
    for (const auto& [address, tensor] : contentsOf(document->root).tensors) {
        if (tensor.count() > kMostElements)
            continue;
        std::vector<float> values(static_cast<std::size_t>(tensor.count()));
        const auto got = tensor.read(std::span<float>(values));
        QVERIFY(got || !sentence(got.error()).empty());
    }
}

formats::Limits smallLimits()
{
    formats::Limits limits;
    limits.mostUnpackedBytes = 1U << 24U;
    limits.mostValues = 100'000;
    return limits;
}

} // namespace

class tst_mutations : public QObject {
    Q_OBJECT

private slots:
    void fixtures_data()
    {
        QTest::addColumn<QString>("name");
        const auto names = QDir(HEADLIGHT_TEST_SOURCE_DIR "/fixtures/formats").entryList(QDir::Files);
        QVERIFY(names.size() >= 10);
        for (const auto& name : names)
            QTest::newRow(qPrintable(name)) << name;
    }

    void fixtures()
    {
        QFETCH(QString, name);
        const auto document = read(fixture(name), qPrintable(name));
        QVERIFY2(document, refusal(document).c_str());
        QVERIFY(!contentsOf(document->root).tensors.empty());
        readOut(document);
    }

    void everyTruncation_data() { fixtures_data(); }

    void everyTruncation()
    {
        QFETCH(QString, name);
        const std::string whole = fixture(name);
        for (std::size_t size = 0; size < whole.size(); ++size)
            readOut(read(std::string_view(whole).substr(0, size), qPrintable(name), smallLimits()));
    }

    void threeFlipsOfEveryByte_data() { fixtures_data(); }

    void threeFlipsOfEveryByte()
    {
        QFETCH(QString, name);
        std::string changed = fixture(name);
        for (std::size_t i = 0; i < changed.size(); ++i)
            for (const char mask : {'\x01', '\x80', '\xff'}) {
                changed[i] = static_cast<char>(changed[i] ^ mask);
                readOut(read(changed, qPrintable(name), smallLimits()));
                changed[i] = static_cast<char>(changed[i] ^ mask);
            }
    }
};

HEADLIGHT_GUILESS_TEST(tst_mutations)

} // namespace mutations_test

#include "tst_mutations.moc"
