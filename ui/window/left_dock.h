// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Samples, layers x heads, segments.
#pragma once

#include "ui/session/session.h"
#include "ui/window/dock.h"

namespace headlight::ui {

class SamplesPanel;

class LeftDock : public Dock {
    Q_OBJECT
public:
    explicit LeftDock(Session& session, QWidget* parent = nullptr);

    void focusSampleFilter();

signals:
    void statusText(const QString& text);

private:
    SamplesPanel* m_samples = nullptr;
};

} // namespace headlight::ui
