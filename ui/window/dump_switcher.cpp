// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/dump_switcher.h"

#include "ui/window/chrome.h"
#include "ui/window/dump_words.h"
#include "ui/window/icons.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace headlight::ui {

namespace {

/// The name of a dump; the one on screen looks like the current sample.
class DumpButton : public QAbstractButton {
public:
    explicit DumpButton(const QString& name)
    {
        setText(name);
        setCheckable(true);
        setAutoExclusive(true);
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
    }
    [[nodiscard]] QSize sizeHint() const override { return {scaled(120), scaled(28)}; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const auto& tokens = tokensOf(this);
        QPainter painter(this);
        if (isChecked()) {
            painter.fillRect(rect(), tokens.soft);
            painter.fillRect(QRect(0, 0, 3, height()), tokens.accent);
        } else if (underMouse()) {
            painter.fillRect(rect(), tokens.hover);
        }
        painter.setFont(chromeText(12.5, isChecked() ? QFont::Medium : QFont::Normal));
        painter.setPen(tokens.text);
        const QRect box = rect().adjusted(12, 0, -4, 0);
        painter.drawText(box, Qt::AlignVCenter | Qt::TextSingleLine, painter.fontMetrics().elidedText(text(), Qt::ElideMiddle, box.width()));
        if (hasFocus())
            drawFocusRing(painter, rect(), 2.0, tokens);
    }
};

} // namespace

DumpSwitcher::DumpSwitcher(Session& session, QWidget* parent) : QWidget(parent), m_session(session), m_rows(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("dumpSwitcher"));
    setAccessibleName(tr("Open dumps"));
    m_rows->setContentsMargins(0, 0, 0, 8);
    m_rows->setSpacing(0);
    connect(&m_session, &Session::dumpChanged, this, &DumpSwitcher::refresh);
    refresh();
}

void DumpSwitcher::refresh()
{
    while (auto* item = m_rows->takeAt(0)) {
        item->widget()->hide();
        item->widget()->setObjectName({}); // it goes when its click is over
        for (auto* part : item->widget()->findChildren<QWidget*>())
            part->setObjectName({});
        item->widget()->deleteLater();
        delete item;
    }
    const auto dumps = m_session.openDumps();
    const auto shown = m_session.dump();
    if (dumps.size() > 1)
        for (std::size_t i = 0; i < dumps.size(); ++i)
            m_rows->addWidget(rowOf(dumps[i], static_cast<int>(i), dumps[i] == shown));
    setVisible(dumps.size() > 1);
    emit shownChanged();
}

QWidget* DumpSwitcher::rowOf(const SharedDump& dump, int number, bool current)
{
    const QString name = QString::fromStdString(dump->title());
    auto* row = new QWidget;
    auto* across = new QHBoxLayout(row);
    across->setContentsMargins(0, 0, 8, 0);
    across->setSpacing(2);
    auto* button = new DumpButton(name);
    button->setObjectName(QStringLiteral("dump%1").arg(number));
    button->setChecked(current);
    button->setToolTip(placeWords(*dump) + QStringLiteral("\n") + tr("Next dump (Ctrl+Tab)"));
    button->setAccessibleName(current ? tr("%1, on screen").arg(name) : name);
    auto* close = new QToolButton;
    close->setObjectName(QStringLiteral("closeDump%1").arg(number));
    close->setIcon(icon(QStringLiteral("close")));
    close->setAutoRaise(true);
    close->setFixedSize(22, 22);
    close->setToolTip(current ? tr("Close %1 (Ctrl+W)").arg(name) : tr("Close %1").arg(name));
    close->setAccessibleName(tr("Close %1").arg(name));
    across->addWidget(button, 1);
    across->addWidget(close);
    connect(button, &QAbstractButton::clicked, this, [this, fingerprint = dump->fingerprint()] { m_session.showDump(fingerprint); });
    connect(close, &QToolButton::clicked, this, [this, fingerprint = dump->fingerprint()] { m_session.closeDump(fingerprint); });
    return row;
}

std::string neighbourOf(const Session& session, int by)
{
    const auto dumps = session.openDumps();
    const auto count = static_cast<int>(dumps.size());
    const auto shown = std::ranges::find(dumps, session.dump());
    if (count == 0 || shown == dumps.end())
        return {};
    const int place = static_cast<int>(shown - dumps.begin());
    return dumps[static_cast<std::size_t>(((place + by) % count + count) % count)]->fingerprint();
}

} // namespace headlight::ui
