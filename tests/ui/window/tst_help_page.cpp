// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "resources/resources.h"
#include "support/test_class.h"
#include "ui/paint/fonts.h"
#include "ui/window/help_page.h"
#include "ui/window/snippet_card.h"

#include <QApplication>
#include <QClipboard>
#include <QProcess>
#include <QStandardPaths>
#include <QTextBrowser>

namespace help_page_test {

using namespace headlight;
using namespace headlight::ui;

class tst_help_page : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        initResources();
        paint::loadFonts();
    }

    void savingIsShownForTheUsualLibraries()
    {
        const HelpPage page(QStringLiteral("saving"));
        const QString text = page.findChild<QTextBrowser*>()->toPlainText();
        QVERIFY(text.startsWith(QStringLiteral("Saving attention")));
        for (const char* library : {"Transformers", "generate()", "timm", "open_clip", "LAVIS", "Longformer", "hook", "gradients_"})
            QVERIFY2(text.contains(QLatin1String(library)), library);
        QVERIFY(!text.contains(QStringLiteral("```")) && !text.contains(QStringLiteral("SPDX")));
    }

    void everyBlockOfCodeCanBeCopied()
    {
        HelpPage page(QStringLiteral("saving"));
        QVERIFY(page.code().size() >= 9);
        page.copyCode(0);
        QVERIFY(QApplication::clipboard()->text().startsWith(QStringLiteral("model = AutoModel")));
        QVERIFY(QApplication::clipboard()->text().endsWith(QStringLiteral("\"attentions.pt\")\n")));
        QCOMPARE(page.findChild<QTextBrowser*>()->toHtml().count(QStringLiteral("href=\"copy:")), page.code().size());
    }

    void whatIsCopiedIsPython()
    {
        const QString python = QStandardPaths::findExecutable(QStringLiteral("python3"));
        if (python.isEmpty())
            QSKIP("there is no python3");
        QStringList all;
        for (const auto& snippet : snippets())
            all << snippet.code;
        all << HelpPage(QStringLiteral("saving")).code();
        QVERIFY(all.size() >= 12);
        QProcess parse;
        parse.start(python, {QStringLiteral("-c"), QStringLiteral("import ast, sys\nfor code in sys.stdin.read().split('\\0'): ast.parse(code)")});
        parse.write(all.join(QChar(u'\0')).toUtf8());
        parse.closeWriteChannel();
        QVERIFY(parse.waitForFinished(60'000));
        QVERIFY2(parse.exitCode() == 0, parse.readAllStandardError().constData());
    }

    void escClosesIt()
    {
        QPointer<HelpPage> page = new HelpPage(QStringLiteral("saving"));
        page->show();
        QVERIFY(QTest::qWaitForWindowExposed(page));
        QTest::keyClick(page, Qt::Key_Escape);
        QTRY_VERIFY(page.isNull());
    }
};

HEADLIGHT_TEST(tst_help_page)

} // namespace help_page_test

#include "tst_help_page.moc"
