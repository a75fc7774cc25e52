// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/thin_splitter.h"

#include "ui/window/chrome.h"

#include <QPainter>
#include <QResizeEvent>
#include <QSplitterHandle>

namespace headlight::ui {

namespace {

constexpr int kReach = 3; // on either side of the line

class Handle : public QSplitterHandle {
public:
    using QSplitterHandle::QSplitterHandle;

protected:
    // QSplitter places the contents of a handle; margins with a mask widen what takes the mouse, not what is painted.
    void resizeEvent(QResizeEvent* event) override
    {
        setAttribute(Qt::WA_MouseNoMask, true);
        setContentsMargins(kReach, 0, kReach, 0);
        setMask(QRegion(contentsRect()));
        QWidget::resizeEvent(event);
    }
    void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(contentsRect(), tokensOf(this).line); }
};

} // namespace

ThinSplitter::ThinSplitter(QWidget* parent) : QSplitter(Qt::Horizontal, parent)
{
    setHandleWidth(1);
    setChildrenCollapsible(false);
}

QSplitterHandle* ThinSplitter::createHandle()
{
    return new Handle(orientation(), this);
}

} // namespace headlight::ui
