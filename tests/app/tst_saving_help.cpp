// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program.h"
#include "dump/dump.h"
#include "support/test_class.h"
#include "test_source_dir.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QStandardPaths>

namespace saving_help_test {

using namespace headlight;
using namespace headlight::test;

/// The lines of the help page "Saving attention" are run by Python, and what they save is opened.
class tst_saving_help : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QStringList m_ran;
    QMap<int, QString> m_skipped; ///< block: why
    int m_blocks = 0;

    [[nodiscard]] QString at(int block, const QString& file) const { return QStringLiteral("%1/%2/%3").arg(m_folder.path()).arg(block).arg(file); }

    /// A Python that has NumPy, where there are several; else any.
    static QString python()
    {
        QString any;
        for (const QString& candidate : {QStringLiteral("/usr/bin/python3"), QStandardPaths::findExecutable("python3")}) {
            if (candidate.isEmpty() || !QFile::exists(candidate))
                continue;
            QProcess look;
            look.start(candidate, {"-c", "import numpy"});
            look.waitForFinished(60'000);
            if (look.exitStatus() == QProcess::NormalExit && look.exitCode() == 0)
                return candidate;
            any = candidate;
        }
        return any;
    }

    static QStringList labels(const Axis& axis)
    {
        QStringList all;
        for (const auto& item : axis.items)
            all << QString::fromStdString(item.label);
        return all;
    }

private slots:
    void initTestCase()
    {
        const QString program = python();
        if (program.isEmpty())
            QSKIP("there is no python3");
        QProcess process;
        process.setWorkingDirectory(m_folder.path());
        process.start(program, {HEADLIGHT_TEST_SOURCE_DIR "/fixtures/run_saving_snippets.py", HEADLIGHT_TEST_SOURCE_DIR "/../resources/help/saving.md", m_folder.path()});
        QVERIFY(process.waitForFinished(120'000 * HEADLIGHT_PATIENCE));
        const QString output = QString::fromUtf8(process.readAllStandardOutput());
        QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, qPrintable(output + QString::fromUtf8(process.readAllStandardError())));
        for (const auto& line : output.split('\n', Qt::SkipEmptyParts)) {
            if (line.startsWith("skipped "))
                m_skipped[m_blocks] = line;
            ++m_blocks;
        }
    }

    void everyBlockOfThePageIsTried() { QCOMPARE(m_blocks, 13); }

    void whatIsSavedOpens_data()
    {
        QTest::addColumn<int>("block");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("sizes");
        QTest::addColumn<QStringList>("keys");
        const QStringList fox{"a", "quick", "brown", "fox", "."};
        const QString plain = "self: 2 x 3 x 5 x 5 dense, 1 samples";
        QTest::newRow("Transformers") << 0 << "attentions.pt"
                                      << "self: 4 x 3 x 5 x 5 dense, 2 samples" << QStringList{"word0", "word1", "word2", "word3", "word4"};
        QTest::newRow("text generation") << 1 << "generated.pt"
                                         << "self: 2 x 3 x 8 x 8 steps, 1 samples" << QStringList{"word0", "word1", "word2", "word3", "word4", "word5", "word6", "word7"};
        QTest::newRow("Longformer") << 2 << "attentions.pt"
                                    << "self: 2 x 3 x 32 x 32 windowed, 1 samples" << QStringList();
        QTest::newRow("BLIP-2") << 3 << ""
                                << "self: 4 x 3 x 14 x 14 dense, 2 samples" << QStringList();
        QTest::newRow("timm") << 4 << "attentions.pt"
                              << "vision: 4 x 3 x 17 x 17 dense, 1 samples" << QStringList();
        QTest::newRow("open_clip") << 5 << "attentions.pt"
                                   << "vision: 2 x 3 x 17 x 17 dense, 1 samples" << QStringList();
        QTest::newRow("any module") << 6 << "attentions.pt" << plain << fox;
        QTest::newRow("gradients") << 7 << "attentions.pt"
                                   << "self: 2 x 3 x 4 x 4 dense, 1 samples, gradients 2" << QStringList();
        QTest::newRow("NumPy") << 8 << "attentions.npz" << plain << fox;
        QTest::newRow("JSON") << 8 << "attentions.json" << plain << fox;
        QTest::newRow("manifest beside") << 9 << "dump.npz" << plain << fox;
        QTest::newRow("manifest in .npz") << 10 << "inside.npz" << plain << fox;
        QTest::newRow("manifest in .h5") << 11 << "inside.h5" << plain << fox;
        QTest::newRow("manifest in .safetensors") << 12 << "inside.safetensors" << plain << fox;
    }
    void whatIsSavedOpens()
    {
        QFETCH(int, block);
        QFETCH(QString, file);
        QFETCH(QString, sizes);
        QFETCH(QStringList, keys);
        if (m_skipped.contains(block))
            QSKIP(qPrintable(m_skipped[block]));
        const auto ended = headlightIn(m_folder.path(), {"info", at(block, file), "--json"});
        COMPARE_STATUS(ended, 0);
        const auto info = QJsonDocument::fromJson(ended.output).object();
        const auto stack = info["stacks"].toArray().first().toObject();
        QString found = QStringLiteral("%1: %2 x %3 x %4 x %5 %6, %7 samples")
                            .arg(stack["kind"].toString())
                            .arg(stack["layers"].toInt())
                            .arg(stack["heads"].toInt())
                            .arg(stack["queries"].toInt())
                            .arg(stack["keys"].toInt())
                            .arg(stack["storage"].toString())
                            .arg(info["samples"].toArray().size());
        for (const auto& target : stack["gradients"].toArray())
            found += ", gradients " + target.toString();
        QCOMPARE(found, sizes);
        QVERIFY2(info["warnings"].toArray().isEmpty(), ended.output.constData());
        const auto dump = openDump(at(block, file).toStdString());
        QVERIFY(dump.has_value());
        if (!keys.isEmpty())
            QCOMPARE(labels(*(*(*dump)->attention(StackIndex{0}, SampleIndex{0}))->axes().keys), keys);
    }

    void captionsOfTheBatchComeAlong()
    {
        if (m_skipped.contains(3))
            QSKIP(qPrintable(m_skipped[3]));
        const auto dump = openDump(at(3, "").toStdString());
        QVERIFY(dump.has_value());
        QCOMPARE(QString::fromStdString((*dump)->samples()[1].id), QString("13"));
        QCOMPARE(QString::fromStdString((*dump)->samples()[1].caption), QString("two"));
    }
};

HEADLIGHT_GUILESS_TEST(tst_saving_help)

} // namespace saving_help_test

#include "tst_saving_help.moc"
