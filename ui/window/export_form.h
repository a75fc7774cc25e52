// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The right side of the export dialog: every setting of the file.
#pragma once

#include "ui/window/export_settings.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QVBoxLayout;

namespace headlight::ui {

class NumberBox;
class SegmentedControl;
class TextLabel;

class ExportForm : public QWidget {
    Q_OBJECT
public:
    /// HTML and LaTeX are offered for `runningText`.
    explicit ExportForm(bool runningText, QWidget* parent = nullptr);

    [[nodiscard]] const ExportSettings& settings() const { return m_settings; }
    void show(const ExportSettings& settings);
    void showPixels(QSize pixels, double heightMm); ///< what the figure takes with these settings

signals:
    void changed(); ///< by the user

private:
    QWidget* makeSize();
    QWidget* makeParts();
    void take();
    void tell();
    [[nodiscard]] double unit() const; ///< millimetres

    ExportSettings m_settings;
    bool m_showing = false;
    double m_naturalMm = 0.0;
    NumberBox* m_width = nullptr;
    NumberBox* m_height = nullptr;
    QComboBox* m_unit = nullptr;
    QCheckBox* m_lock = nullptr;
    SegmentedControl* m_format = nullptr;
    NumberBox* m_dpi = nullptr;
    TextLabel* m_pixels = nullptr;
    NumberBox* m_font = nullptr;
    TextLabel* m_fontWarning = nullptr;
    QComboBox* m_background = nullptr;
    SegmentedControl* m_text = nullptr;
    QLabel* m_textLabel = nullptr;
    struct Part {
        QCheckBox* box;
        bool paint::Parts::*field;
    };
    std::vector<Part> m_parts;
};

} // namespace headlight::ui
