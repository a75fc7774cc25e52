// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Everything in the files of a dump as they hold it: dictionaries, lists, tensors, words. Entries appear when their parent is opened.
#pragma once

#include "value/document.h"

#include <QTreeWidget>

#include <vector>

namespace headlight::ui {

class ValueTree : public QTreeWidget {
    Q_OBJECT
public:
    explicit ValueTree(QWidget* parent = nullptr);

    void show(const std::vector<Document>& documents);
    [[nodiscard]] QSize sizeHint() const override;

private:
    void fill(QTreeWidgetItem* item);
};

} // namespace headlight::ui
