// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the Image view draws: overlay, mask or both; how strong the colours cover the picture; what stands between patches.
#pragma once

#include "ui/session/session.h"

#include <QWidget>

#include <functional>

class QComboBox;
class QSlider;

namespace headlight::ui {

class SegmentedControl;
class TextLabel;

class ImageOptions : public QWidget {
    Q_OBJECT
public:
    explicit ImageOptions(Session& session, QWidget* parent = nullptr);

private:
    void change(const std::function<void(Display&)>& edit);
    void show(const State& state);
    void listDumps();

    Session& m_session;
    SegmentedControl* m_show;
    QSlider* m_strength;
    TextLabel* m_percent;
    SegmentedControl* m_enlargement;
    QComboBox* m_beside;
    QWidget* m_besideLabel;
};

} // namespace headlight::ui
