// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The right side of the batch export: what runs, how it is called, what happens to files that are there.
#pragma once

#include "ui/paint/batch_order.h"
#include "ui/window/batch_settings.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace headlight::ui {

class FormRows;
class NumberBox;
class SegmentedControl;

class BatchForm : public QWidget {
    Q_OBJECT
public:
    /// Begins with what `state` selects, in the folder, and with the settings of the last time.
    BatchForm(const State& state, std::size_t samples, const QString& folder, const BatchSettings& settings, QWidget* parent = nullptr);

    [[nodiscard]] const paint::BatchOrder& order() const { return m_order; }
    [[nodiscard]] QString folder() const;
    void setFolder(const QString& folder);
    [[nodiscard]] BatchSettings settings() const;
    /// Why nothing can be written although the order can be made: no format, no folder; empty: it can.
    [[nodiscard]] QString problem() const;

signals:
    void changed();
    void folderWanted();

private:
    enum Names { Typed, Notebook, Own };

    void addWhat(FormRows& rows, std::size_t samples);
    void addFiles(FormRows& rows, const QString& folder);
    QWidget* makeFormats();
    QLineEdit* field(const QString& name, const QString& spoken);
    void begin(const BatchSettings& settings);
    void takeSize();
    void take();
    void takePattern();
    void tell();
    [[nodiscard]] std::string patternOf(int names) const;

    paint::BatchOrder m_order;
    SegmentedControl* m_what = nullptr;
    QLineEdit* m_samples = nullptr;
    QLineEdit* m_layers = nullptr;
    QLineEdit* m_heads = nullptr;
    SegmentedControl* m_aggregate = nullptr;
    QLineEdit* m_queries = nullptr;
    struct Format {
        QCheckBox* box;
        paint::FileFormat format;
    };
    std::vector<Format> m_formats;
    QCheckBox* m_onePdf = nullptr;
    QComboBox* m_size = nullptr;
    NumberBox* m_dpi = nullptr;
    QLineEdit* m_folder = nullptr;
    QComboBox* m_names = nullptr;
    QLineEdit* m_pattern = nullptr;
    SegmentedControl* m_existing = nullptr;
};

} // namespace headlight::ui
