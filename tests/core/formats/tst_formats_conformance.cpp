// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One array in every container variant (formats/manifest.json of the shared data) gives the same numbers, bit by bit, and
// every damaged or hostile file is refused with a sentence.
#include "formats/registry.h"
#include "support/test_class.h"
#include "value/document.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <bit>

namespace formats_conformance_test {

using namespace headlight;

namespace {

QString dataFolder()
{
    return qEnvironmentVariable("HEADLIGHT_SHARED_DATA");
}

std::vector<QJsonObject> manifestEntries()
{
    QFile file(dataFolder() + "/formats/manifest.json");
    if (!file.open(QIODevice::ReadOnly))
        return {};
    std::vector<QJsonObject> entries;
    for (const auto& entry : QJsonDocument::fromJson(file.readAll()).object()["files"].toArray())
        entries.push_back(entry.toObject());
    return entries;
}

QByteArray sumOfFloats(const Tensor& tensor)
{
    static_assert(std::endian::native == std::endian::little);
    std::vector<float> values(static_cast<std::size_t>(tensor.count()));
    if (!tensor.read(std::span<float>(values)))
        return {};
    const QByteArrayView bytes(reinterpret_cast<const char*>(values.data()), static_cast<qsizetype>(values.size() * sizeof(float)));
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

Shape shapeOf(const QJsonObject& tensor)
{
    Shape shape;
    for (const auto& size : tensor["shape"].toArray())
        shape.push_back(size.toInteger());
    return shape;
}

/// The manifest names types as their container does.
QString dtypeOf(const QJsonObject& tensor)
{
    const QString name = tensor["dtype"].toString();
    if (name == "python float")
        return "float64";
    if (name == ">f4" || name == "json")
        return "float32";
    return name;
}

} // namespace

class tst_formats_conformance : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (dataFolder().isEmpty())
            QSKIP("HEADLIGHT_SHARED_DATA is not set");
        QVERIFY(!manifestEntries().empty());
    }

    void everyVariantGivesTheSameNumbers_data()
    {
        QTest::addColumn<QJsonObject>("entry");
        for (const auto& entry : manifestEntries())
            if (entry["expect"].toString().startsWith("read"))
                QTest::newRow(qPrintable(entry["file"].toString())) << entry;
    }

    void everyVariantGivesTheSameNumbers()
    {
        QFETCH(QJsonObject, entry);
        const auto document = formats::readFile((dataFolder() + "/formats/" + entry["file"].toString()).toStdString());
        QVERIFY2(document, document ? "" : sentence(document.error()).c_str());
        for (const auto& expected : entry["tensors"].toArray()) {
            const auto at = expected.toObject()["at"].toString();
            const auto value = valueAt(*document, at.toStdString());
            QVERIFY2(value, value ? "" : sentence(value.error()).c_str());
            const Tensor* tensor = value->tensor();
            QVERIFY2(tensor != nullptr, qPrintable(at + " is " + QString::fromStdString(value->description())));
            QCOMPARE(QString::fromStdString(toString(tensor->shape())), QString::fromStdString(toString(shapeOf(expected.toObject()))));
            QCOMPARE(QString::fromUtf8(nameOf(tensor->dtype()).data()), dtypeOf(expected.toObject()));
            QCOMPARE(sumOfFloats(*tensor), expected.toObject()["sha256_f32"].toString().toLatin1());
        }
    }

    void everyBadFileIsRefusedInAMoment_data()
    {
        QTest::addColumn<QString>("file");
        for (const auto& entry : manifestEntries())
            if (entry["file"].toString().startsWith("refuse/"))
                QTest::newRow(qPrintable(entry["file"].toString())) << entry["file"].toString();
    }

    void everyBadFileIsRefusedInAMoment()
    {
        QFETCH(QString, file);
        QElapsedTimer timer;
        timer.start();
        const auto document = formats::readFile((dataFolder() + "/formats/" + file).toStdString());
        QVERIFY(timer.elapsed() < 120'000); // an end, not a speed: the machine may be busy, the build may be sanitized
        if (file == "refuse/deflate_bomb.pt" && document) { // it may also load as the None it is
            QVERIFY(document->root.isNull());
            return;
        }
        QVERIFY(!document);
        QVERIFY(document.error().kind != ErrorKind::NotThisFormat);
        QVERIFY(sentence(document.error()).size() > static_cast<std::size_t>(file.size()) + 20);
        QVERIFY(QString::fromStdString(sentence(document.error())).contains(file));
    }
};

HEADLIGHT_GUILESS_TEST(tst_formats_conformance)

} // namespace formats_conformance_test

#include "tst_formats_conformance.moc"
