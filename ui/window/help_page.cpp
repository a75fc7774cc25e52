// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/help_page.h"

#include "ui/window/chrome.h"

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QKeyEvent>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextFragment>
#include <QUrl>
#include <QVBoxLayout>

namespace headlight::ui {

namespace {

constexpr auto kCopy = "copy:";

QString pageText(const QString& name)
{
    QFile file(QStringLiteral(":/headlight/help/%1.md").arg(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString text = QString::fromUtf8(file.readAll());
    return text.mid(text.indexOf(QStringLiteral("# "))); // behind the comment with the licence
}

/// The page with a link behind every block of code, and the blocks themselves.
QString withCopyLinks(const QString& text, const QString& word, QStringList& code)
{
    QStringList lines;
    QStringList block;
    bool inside = false;
    for (const QString& line : text.split(QLatin1Char('\n'))) {
        lines << line;
        if (!line.startsWith(QStringLiteral("```"))) {
            if (inside)
                block << line;
            continue;
        }
        if (inside) {
            lines << QString() << QStringLiteral("[%1](%2%3)").arg(word, QLatin1String(kCopy)).arg(code.size()) << QString();
            code << block.join(QLatin1Char('\n')) + QLatin1Char('\n');
            block.clear();
        }
        inside = !inside;
    }
    return lines.join(QLatin1Char('\n'));
}

bool isCode(const QTextBlock& block)
{
    return block.blockFormat().hasProperty(QTextFormat::BlockCodeFence) || block.blockFormat().hasProperty(QTextFormat::BlockCodeLanguage);
}

/// Code on a quiet ground in the code font; a little air around paragraphs and headings.
void dress(QTextDocument& document, const paint::Tokens& tokens)
{
    QTextCharFormat code;
    code.setFont(codeText(12));
    code.setForeground(tokens.text);
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        QTextCursor cursor(block);
        QTextBlockFormat format = block.blockFormat();
        if (isCode(block)) {
            format.setBackground(tokens.hover);
            format.setLeftMargin(8);
            format.setTopMargin(0);
            format.setBottomMargin(0);
            format.setNonBreakableLines(false);
            cursor.select(QTextCursor::BlockUnderCursor);
            cursor.setCharFormat(code);
        } else {
            format.setTopMargin(format.headingLevel() > 1 ? 18 : 6);
            format.setBottomMargin(6);
        }
        cursor.setBlockFormat(format);
        for (auto part = block.begin(); !isCode(block) && !part.atEnd(); ++part)
            if (const auto fragment = part.fragment(); fragment.charFormat().fontFixedPitch()) {
                QTextCursor inlined(&document);
                inlined.setPosition(fragment.position());
                inlined.setPosition(fragment.position() + fragment.length(), QTextCursor::KeepAnchor);
                inlined.mergeCharFormat(code);
            }
    }
}

} // namespace

HelpPage::HelpPage(const QString& name, QWidget* parent) : QWidget(parent, Qt::Window), m_text(pageText(name)), m_browser(new QTextBrowser(this))
{
    setObjectName(QStringLiteral("helpPage"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Help"));
    m_browser->setObjectName(QStringLiteral("helpText"));
    m_browser->setAccessibleName(tr("Help"));
    m_browser->setFrameShape(QFrame::NoFrame);
    m_browser->setOpenLinks(false);
    m_browser->document()->setDocumentMargin(28);
    connect(m_browser, &QTextBrowser::anchorClicked, this, [this](const QUrl& link) {
        if (link.scheme() == QStringLiteral("copy"))
            copyCode(link.path().toInt());
    });
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_browser);
    fill();
    resize(scaled(860), scaled(760));
    m_browser->setFocus();
}

void HelpPage::fill()
{
    m_code.clear();
    const auto& tokens = tokensOf(this);
    m_browser->document()->setDefaultFont(chromeText(12.5));
    m_browser->document()->setMarkdown(withCopyLinks(m_text, tr("Copy"), m_code), QTextDocument::MarkdownDialectGitHub);
    dress(*m_browser->document(), tokens);
    m_browser->moveCursor(QTextCursor::Start);
    m_browser->document()->setModified(false);
}

void HelpPage::copyCode(int number)
{
    if (number >= 0 && number < m_code.size())
        QApplication::clipboard()->setText(m_code.at(number));
}

void HelpPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        fill();
}

void HelpPage::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QWidget::keyPressEvent(event);
}

} // namespace headlight::ui
