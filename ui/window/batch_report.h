// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a batch export wrote and what failed.
#pragma once

#include "ui/paint/batch.h"

#include <QDialog>

namespace headlight::ui {

class BatchReportDialog : public QDialog {
    Q_OBJECT
public:
    BatchReportDialog(const paint::BatchReport& report, const QString& folder, QWidget* parent);
};

} // namespace headlight::ui
