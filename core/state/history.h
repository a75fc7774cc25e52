// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Back and Forward walk states that lasted; undo and redo walk edits. Times come from outside.
#pragma once

#include "state/action.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace headlight {

using Milliseconds = std::chrono::milliseconds;

class History {
public:
    /// A state counts for Back when it lasted this long.
    static constexpr Milliseconds kLasting{400};
    static constexpr std::size_t kMost = 200;

    /// Tells what was dispatched: the state before, after, and when.
    void record(const State& before, const State& after, const Action& action, Milliseconds now);
    void clear();

    [[nodiscard]] bool canGoBack() const { return !m_back.empty(); }
    [[nodiscard]] bool canGoForward() const { return !m_forward.empty(); }
    [[nodiscard]] bool canUndo() const { return !m_undo.empty(); }
    [[nodiscard]] bool canRedo() const { return !m_redo.empty(); }
    [[nodiscard]] std::string undoName() const;
    [[nodiscard]] std::string redoName() const;

    // Each takes the present state and gives the state to show, or nothing.
    std::optional<State> back(const State& present, Milliseconds now);
    std::optional<State> forward(const State& present, Milliseconds now);
    std::optional<State> undo(const State& present);
    std::optional<State> redo(const State& present);

private:
    struct Edit {
        std::string name;
        State before; ///< only its measure and display are brought back
    };

    std::vector<State> m_back;
    std::vector<State> m_forward;
    std::vector<Edit> m_undo;
    std::vector<Edit> m_redo;
    Milliseconds m_since{0};
};

} // namespace headlight
