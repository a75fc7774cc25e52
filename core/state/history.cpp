// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "state/history.h"

namespace headlight {

namespace {

void push(std::vector<State>& stack, const State& state)
{
    if (!stack.empty() && stack.back() == state)
        return;
    stack.push_back(state);
    if (stack.size() > History::kMost)
        stack.erase(stack.begin());
}

/// What undo brings back; the selection and the view stay where the user is.
State withEditsOf(const State& present, const State& before)
{
    State next = present;
    next.measure = before.measure;
    next.display = before.display;
    next.selection.aggregate = before.selection.aggregate;
    return next;
}

} // namespace

void History::record(const State& before, const State& after, const Action& action, Milliseconds now)
{
    if (before == after)
        return;
    if (const auto name = editName(action); !name.empty()) {
        m_undo.push_back({name, before});
        if (m_undo.size() > kMost)
            m_undo.erase(m_undo.begin());
        m_redo.clear();
        return;
    }
    const bool sameDump = before.dump.fingerprint == after.dump.fingerprint;
    if (sameDump && before.hasDump() && now - m_since >= kLasting) {
        push(m_back, before);
        m_forward.clear();
    }
    m_since = now;
}

void History::clear()
{
    m_back.clear();
    m_forward.clear();
    m_undo.clear();
    m_redo.clear();
}

std::string History::undoName() const
{
    return m_undo.empty() ? std::string{} : m_undo.back().name;
}

std::string History::redoName() const
{
    return m_redo.empty() ? std::string{} : m_redo.back().name;
}

std::optional<State> History::back(const State& present, Milliseconds now)
{
    if (m_back.empty())
        return std::nullopt;
    push(m_forward, present);
    State state = std::move(m_back.back());
    m_back.pop_back();
    m_since = now;
    return state;
}

std::optional<State> History::forward(const State& present, Milliseconds now)
{
    if (m_forward.empty())
        return std::nullopt;
    push(m_back, present);
    State state = std::move(m_forward.back());
    m_forward.pop_back();
    m_since = now;
    return state;
}

std::optional<State> History::undo(const State& present)
{
    if (m_undo.empty())
        return std::nullopt;
    Edit edit = std::move(m_undo.back());
    m_undo.pop_back();
    m_redo.push_back({edit.name, present});
    return withEditsOf(present, edit.before);
}

std::optional<State> History::redo(const State& present)
{
    if (m_redo.empty())
        return std::nullopt;
    Edit edit = std::move(m_redo.back());
    m_redo.pop_back();
    m_undo.push_back({edit.name, present});
    return withEditsOf(present, edit.before);
}

} // namespace headlight
