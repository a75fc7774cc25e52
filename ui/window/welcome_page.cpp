// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/welcome_page.h"

#include "formats/registry.h"
#include "ui/window/chrome.h"
#include "ui/window/icons.h"
#include "ui/window/recent_row.h"
#include "ui/window/sample_card.h"
#include "ui/window/snippet_card.h"
#include "ui/window/text_label.h"

#include <headlight_samples.h>

#include <QCoreApplication>
#include <QDir>
#include <QGridLayout>
#include <QPainter>
#include <QPushButton>
#include <QTextStream>
#include <QVBoxLayout>

#include <utility>

namespace headlight::ui {

/// The dashed field with the button.
class WelcomePage::DropTarget : public QWidget {
public:
    explicit DropTarget(QWidget* parent)
        : QWidget(parent), button(new QPushButton(icon(QStringLiteral("open"), IconColour::OnAccent), WelcomePage::tr("Open…"), this)),
          m_title(new TextLabel(WelcomePage::tr("Drop a file or a folder here"), {14.0, QFont::DemiBold}, this)),
          m_detail(new TextLabel(usual(), {12.5, QFont::Normal, Tone::Quiet}, this))
    {
        button->setObjectName(QStringLiteral("welcomeOpen"));
        button->setProperty("primary", true);
        button->setToolTip(WelcomePage::tr("Open a file (Ctrl+O)"));
        m_detail->setObjectName(QStringLiteral("welcomeDetail"));
        m_detail->setWordWrap(true);
        auto* words = new QVBoxLayout;
        words->setSpacing(2);
        words->addStretch(1);
        words->addWidget(m_title);
        words->addWidget(m_detail);
        words->addStretch(1);
        auto* row = new QHBoxLayout(this);
        row->setContentsMargins(82, 16, 26, 16);
        row->setSpacing(20);
        row->addLayout(words, 1);
        row->addWidget(button);
        setMinimumHeight(scaled(116));
    }

    void say(const QString& title, const QString& detail, Tone tone)
    {
        m_title->setText(title.isEmpty() ? WelcomePage::tr("Drop a file or a folder here") : title);
        m_detail->setText(detail.isEmpty() ? usual() : detail);
        m_detail->setTone(tone);
    }
    void highlight(bool on)
    {
        m_highlighted = on;
        update();
    }

    QPushButton* button;

protected:
    void paintEvent(QPaintEvent*) override
    {
        const auto& tokens = tokensOf(this);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        QPen dashes(m_highlighted ? tokens.accent : tokens.edge, m_highlighted ? 2.0 : 1.0);
        dashes.setDashPattern({3.0, 3.0});
        painter.setPen(dashes);
        painter.setBrush(m_highlighted ? tokens.soft : tokens.panel);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6.0, 6.0);
        drawIcon(painter, QRectF(30, (height() - 28) / 2.0, 28, 28), QStringLiteral("download"), tokens.text);
    }

private:
    static QString usual()
    {
        QStringList suffixes;
        for (const auto& suffix : formats::knownSuffixes())
            suffixes << QString::fromStdString(suffix);
        return WelcomePage::tr("%1 or a folder of these. Code inside .pt files is never run.").arg(suffixes.join(QLatin1Char(' ')));
    }

    TextLabel* m_title;
    TextLabel* m_detail;
    bool m_highlighted = false;
};

namespace {

/// The icon of the program at 52.
class Mark : public QWidget {
public:
    explicit Mark(QWidget* parent = nullptr) : QWidget(parent) { setFixedSize(52, 52); }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        drawIcon(painter, rect(), QStringLiteral("headlight"), tokensOf(this).text);
    }
};

/// First heading of a folder's README, without what stands in brackets.
QString titleOf(const QDir& folder)
{
    QFile readme(folder.filePath(QStringLiteral("README.md")));
    if (readme.open(QIODevice::ReadOnly | QIODevice::Text)) {
        QTextStream stream(&readme);
        for (QString line; stream.readLineInto(&line);) {
            if (line.startsWith(QLatin1String("# ")))
                return line.mid(2).section(QLatin1Char('('), 0, 0).trimmed();
        }
    }
    return folder.dirName();
}

class Ground : public QWidget {
protected:
    void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(rect(), tokensOf(this).canvas); }
};

} // namespace

QString samplesFolder()
{
    const QString installed = QCoreApplication::applicationDirPath() + QStringLiteral("/../share/headlight/samples");
    if (QFileInfo::exists(installed))
        return QDir(installed).canonicalPath();
    const QString source = QStringLiteral(HEADLIGHT_SAMPLES_DIR);
    return QFileInfo::exists(source) ? source : QString();
}

WelcomePage::WelcomePage(QWidget* parent) : QScrollArea(parent)
{
    setObjectName(QStringLiteral("welcome"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    auto* ground = new Ground;
    m_columns = new QBoxLayout(QBoxLayout::LeftToRight, ground);
    m_columns->setContentsMargins(60, 44, 60, 28);
    m_columns->setSpacing(60);
    m_left = new QVBoxLayout;
    m_left->setSpacing(10);
    addHeading(*m_left);
    m_drop = new DropTarget(this);
    connect(m_drop->button, &QPushButton::clicked, this, &WelcomePage::openWanted);
    m_left->addWidget(m_drop);
    m_recentTitle = new TextLabel(tr("Recent"), {13.5, QFont::DemiBold});
    m_recent = new QVBoxLayout;
    m_recent->setSpacing(0);
    m_left->addSpacing(16);
    m_left->addWidget(m_recentTitle);
    m_left->addLayout(m_recent);
    m_left->addStretch(1);
    m_columns->addLayout(m_left, 936);
    setWidget(ground);
    setRecent({});
}

/// The rest of the page. Not beside a dump that is being opened, which people wait for and which takes this page's place.
void WelcomePage::complete()
{
    if (m_opening || !isVisible())
        return;
    if (!std::exchange(m_isComplete, true)) {
        addSamples();
        addSnippets();
        placeCards();
    }
    for (auto* card : m_cards)
        card->makeThumbnail();
}

void WelcomePage::addSnippets()
{
    auto* right = new QVBoxLayout;
    right->setSpacing(10);
    right->addSpacing(10);
    right->addWidget(new TextLabel(tr("Save attention from your notebook"), {13.5, QFont::DemiBold}));
    auto* words = new TextLabel(tr("Tokens and captions beside the tensors are picked up by name. Everything else is recognised from the shapes, and you can correct it."),
                                {12.5, QFont::Normal, Tone::Quiet});
    words->setWordWrap(true);
    right->addWidget(words);
    for (const auto& snippet : snippets()) {
        right->addSpacing(4);
        right->addWidget(new SnippetCard(snippet));
    }
    right->addSpacing(6);
    right->addWidget(new TextLabel(tr("Ctrl+K finds any command, layer, head or token. ? shows all keys."), {12.5, QFont::Normal, Tone::Quiet}));
    right->addStretch(1);
    m_columns->addLayout(right, 480);
}

void WelcomePage::addHeading(QVBoxLayout& column)
{
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(new TextLabel(tr("Headlight"), {30.0, QFont::DemiBold}));
    words->addWidget(new TextLabel(tr("Open a saved attention dump and read it, head by head."), {14.0, QFont::Normal, Tone::Quiet}));
    auto* row = new QHBoxLayout;
    row->setSpacing(16);
    row->addWidget(new Mark);
    row->addLayout(words, 1);
    column.addLayout(row);
    column.addSpacing(14);
}

/// Below the drop target.
void WelcomePage::addSamples()
{
    const QDir root(samplesFolder());
    const auto folders = samplesFolder().isEmpty() ? QStringList() : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name | QDir::Reversed);
    if (folders.isEmpty())
        return;
    int place = m_left->indexOf(m_drop) + 1;
    m_left->insertSpacing(place++, 16);
    m_left->insertWidget(place++, new TextLabel(tr("Try with a sample"), {13.5, QFont::DemiBold}));
    m_cardGrid = new QGridLayout;
    m_left->insertLayout(place, m_cardGrid);
    m_cardGrid->setSpacing(12);
    for (const auto& name : folders) {
        auto* card = new SampleCard(titleOf(QDir(root.filePath(name))), root.filePath(name), this);
        card->setObjectName(QStringLiteral("sample.") + name);
        connect(card, &QAbstractButton::clicked, this, [this, card] { emit pathChosen(card->path()); });
        m_cards.push_back(card);
    }
}

void WelcomePage::setRecent(const RecentFiles& files)
{
    while (auto* item = m_recent->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    m_recentTitle->setVisible(!files.empty());
    for (const auto& file : files) {
        auto* row = new RecentRow(file, QDate::currentDate());
        row->setObjectName(QStringLiteral("recent%1").arg(m_recent->count()));
        m_recent->addWidget(row);
        connect(row, &QAbstractButton::clicked, this, [this, row] {
            if (row->missing())
                emit locateWanted(row->file());
            else
                emit pathChosen(row->file().path);
        });
    }
}

void WelcomePage::setOpening(const QString& path)
{
    m_opening = !path.isEmpty();
    QMetaObject::invokeMethod(this, &WelcomePage::complete, Qt::QueuedConnection); // when it is known whether this page stays
    m_drop->say(path.isEmpty() ? QString() : tr("Reading %1…").arg(QFileInfo(path).fileName()), {}, Tone::Quiet);
}

void WelcomePage::showProblem(const QString& sentence)
{
    m_drop->say(tr("It was not opened"), sentence, Tone::Error);
}

void WelcomePage::setDropHighlighted(bool on)
{
    m_drop->highlight(on);
}

void WelcomePage::resizeEvent(QResizeEvent* event)
{
    QScrollArea::resizeEvent(event);
    const bool wide = width() >= scaled(1400);
    m_columns->setDirection(wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    m_columns->setContentsMargins(wide ? 60 : 32, wide ? 44 : 28, wide ? 60 : 32, 28);
    m_columns->setSpacing(wide ? 60 : 28);
    placeCards();
}

void WelcomePage::placeCards()
{
    if (m_cardGrid == nullptr)
        return;
    const int columns = std::min(std::clamp(width() / scaled(520), 1, 3), static_cast<int>(m_cards.size()));
    if (columns == m_cardColumns)
        return;
    m_cardColumns = columns;
    for (std::size_t i = 0; i < m_cards.size(); ++i) {
        const int number = static_cast<int>(i);
        m_cardGrid->addWidget(m_cards[i], number / columns, number % columns);
    }
    for (int column = 0; column < 3; ++column)
        m_cardGrid->setColumnStretch(column, column < columns ? 1 : 0);
}

void WelcomePage::showEvent(QShowEvent* event)
{
    QScrollArea::showEvent(event);
    complete();
    if (!m_cards.empty() && (focusWidget() == nullptr || !isAncestorOf(window()->focusWidget())))
        m_cards.front()->setFocus(); // Enter opens it
}

} // namespace headlight::ui
