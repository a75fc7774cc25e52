// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How the rows of a stack are stored and what stands along its axes: segments as people type them, padding, and where the tokens come from.
#pragma once

#include "dump/dump.h"
#include "ui/window/report_table.h"

#include <optional>
#include <string>
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
    /// Of one side of this stack alone; empty: as recognised.
    void sideTokensChosen(bool queries, const std::string& address);
    /// Nothing: as recognised.
    void storageChosen(std::optional<headlight::StackStorage> storage);
    void lengthChosen(bool queries, bool keys, std::int64_t length);

private:
    void addStorage(const Dump& dump, const Stack& stack);
    void addSide(const Dump& dump, const Stack& stack, const Axis& axis, bool queries, bool keys);
    QComboBox* storageCombo(const Stack& stack, bool chosen);
    QLineEdit* lengthEdit(const Axis& axis, bool queries, bool keys);
    QComboBox* sideTokenCombo(const Dump& dump, const std::string& now, bool queries);
    QLineEdit* segmentEdit(const Axis& axis, bool queries, bool keys);
    QComboBox* tokenCombo(const Dump& dump);
};

} // namespace headlight::ui
