// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What stands along the axes of a stack: segments as people type them, and where the tokens come from.
#pragma once

#include "dump/dump.h"
#include "ui/window/report_table.h"

#include <vector>

class QComboBox;
class QLineEdit;

namespace headlight::ui {

enum class TokenSource : std::uint8_t { Recognised, List, Numbers, File };

class PositionTable : public ReportTable {
    Q_OBJECT
public:
    explicit PositionTable(QWidget* parent = nullptr);

    void show(const Dump& dump, const Stack& stack);

signals:
    /// Of both axes where they are one sequence, else of one of them.
    void segmentsChosen(bool queries, bool keys, const std::vector<headlight::Segment>& segments);
    void segmentsRefused(const headlight::Error& error);
    void tokensChosen(headlight::ui::TokenSource source, const std::string& address);

private:
    QLineEdit* segmentEdit(const Axis& axis, bool queries, bool keys);
    QComboBox* tokenCombo(const Dump& dump);
};

} // namespace headlight::ui
