// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/region_walk.h"

namespace headlight::ui {

namespace {

bool takesFocus(const QWidget* widget)
{
    return widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) != 0;
}

} // namespace

QWidget* firstFocusIn(QWidget* region)
{
    if (!region->isVisible())
        return nullptr;
    if (takesFocus(region))
        return region;
    for (QWidget* widget = region->nextInFocusChain(); widget != nullptr && widget != region; widget = widget->nextInFocusChain()) {
        if (region->isAncestorOf(widget) && takesFocus(widget))
            return widget;
    }
    return nullptr;
}

void walkRegions(const std::vector<QWidget*>& regions, const QWidget* focused, int by)
{
    const auto count = static_cast<int>(regions.size());
    int at = by > 0 ? -1 : count;
    for (int i = 0; i < count; ++i) {
        const QWidget* region = regions[static_cast<std::size_t>(i)];
        if (focused != nullptr && (region == focused || region->isAncestorOf(focused)))
            at = i;
    }
    for (int tried = 0; tried < count; ++tried) {
        at = (at + by + count) % count;
        if (QWidget* widget = firstFocusIn(regions[static_cast<std::size_t>(at)]); widget != nullptr) {
            widget->setFocus(Qt::TabFocusReason);
            return;
        }
    }
}

} // namespace headlight::ui
