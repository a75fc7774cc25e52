// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/status_bar.h"

#include "ui/window/chrome.h"
#include "ui/window/icons.h"
#include "ui/window/text_label.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>

namespace headlight::ui {

class StatusBar::Bar : public QWidget {
public:
    explicit Bar(QWidget* parent) : QWidget(parent) { setFixedSize(120, 5); }

    void setDone(double done)
    {
        m_done = done;
        setAccessibleName(StatusBar::tr("Progress: %1 %").arg(static_cast<int>(done * 100.0)));
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const auto& tokens = tokensOf(this);
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokens.line);
        painter.drawRoundedRect(rect(), 2.5, 2.5);
        painter.setBrush(tokens.accent);
        painter.drawRoundedRect(QRectF(0, 0, width() * m_done, height()), 2.5, 2.5);
    }

private:
    double m_done = 0.0;
};

StatusBar::StatusBar(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_text(new TextLabel(tr("No file open"))), m_job(new TextLabel({}, {12.5, QFont::Normal, Tone::Quiet})), m_bar(new Bar(this)),
      m_cancel(new QToolButton(this)), m_cache(new TextLabel({}, {12.5, QFont::Normal, Tone::Quiet}))
{
    setObjectName(QStringLiteral("statusBar"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_text->setObjectName(QStringLiteral("statusText"));
    m_text->setElide(Qt::ElideRight);
    m_job->setObjectName(QStringLiteral("jobText"));
    m_cache->setObjectName(QStringLiteral("cacheText"));
    m_cancel->setObjectName(QStringLiteral("cancelJob"));
    m_cancel->setIcon(icon(QStringLiteral("close"), IconColour::Quiet));
    m_cancel->setAutoRaise(true);
    m_cancel->setFixedSize(22, 22);
    m_cancel->setToolTip(tr("Cancel; the last finished result stays"));
    m_cancel->setAccessibleName(tr("Cancel the running job"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 1, 12, 0);
    row->setSpacing(8);
    row->addWidget(m_text, 1);
    row->addWidget(m_job);
    row->addWidget(m_bar);
    row->addWidget(m_cancel);
    row->addSpacing(8);
    row->addWidget(m_cache);
    m_flash.setSingleShot(true);
    m_cacheTimer.setSingleShot(true);
    m_cacheTimer.setInterval(250);
    connect(&m_flash, &QTimer::timeout, this, [this] { m_text->setText(m_usual); });
    connect(&m_cacheTimer, &QTimer::timeout, this, &StatusBar::showCache);
    connect(m_cancel, &QToolButton::clicked, &m_session, &Session::cancelJob);
    connect(&m_session, &Session::jobChanged, this, &StatusBar::showJob);
    connect(&m_session, &Session::jobChanged, &m_cacheTimer, qOverload<>(&QTimer::start));
    connect(&m_session, &Session::surveyAdvanced, &m_cacheTimer, qOverload<>(&QTimer::start));
    connect(&m_session, &Session::stateChanged, &m_cacheTimer, qOverload<>(&QTimer::start));
    connect(&m_session, &Session::dumpChanged, this, [this] { setText(m_session.state().hasDump() ? QString() : tr("No file open")); });
    showJob();
    showCache();
}

QSize StatusBar::sizeHint() const
{
    return {300, scaled(26)};
}

void StatusBar::setText(const QString& text)
{
    m_usual = text;
    if (!m_flash.isActive())
        m_text->setText(text);
}

void StatusBar::flash(const QString& text)
{
    constexpr int kMilliseconds = 4000;
    m_text->setText(text);
    m_flash.start(kMilliseconds);
}

void StatusBar::showJob()
{
    const auto& job = m_session.job();
    const bool runs = !job.label.isEmpty();
    m_job->setText(job.label);
    m_bar->setDone(job.done);
    m_job->setVisible(runs);
    m_bar->setVisible(runs);
    m_cancel->setVisible(runs);
}

void StatusBar::showCache()
{
    const auto megabytes = [](std::uint64_t bytes) { return static_cast<qulonglong>((bytes + (std::uint64_t{1} << 19)) >> 20); };
    const auto& workspace = m_session.workspace();
    m_cache->setText(tr("Cache %1 of %2 MB").arg(megabytes(workspace.cacheBytes())).arg(megabytes(workspace.cacheLimit())));
}

void StatusBar::paintEvent(QPaintEvent*)
{
    const auto& tokens = tokensOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), tokens.window);
    painter.fillRect(QRect(0, 0, width(), 1), tokens.line);
}

} // namespace headlight::ui
