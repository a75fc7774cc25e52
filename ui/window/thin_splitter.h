// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A splitter whose handles are 1 px lines that can be grabbed 7 px wide.
#pragma once

#include <QSplitter>

namespace headlight::ui {

class ThinSplitter : public QSplitter {
    Q_OBJECT
public:
    explicit ThinSplitter(QWidget* parent = nullptr);

protected:
    QSplitterHandle* createHandle() override;
};

} // namespace headlight::ui
