// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What "Find or run" finds: commands, views, samples, layers, heads and tokens, each from a provider of its own.
#pragma once

#include "ui/session/session.h"
#include "ui/window/choice_popup.h"

#include <QString>

#include <functional>
#include <optional>
#include <vector>

namespace headlight::ui {

class Commands;

struct Finding {
    QString kind;
    QString text;
    QString detail;            ///< the key, or the typed form that does the same: "Ctrl+O", "L6 H7"
    std::function<void()> run; ///< null: not possible, and `detail` says why
};

/// One more kind of thing to find is one more of these.
struct FindProvider {
    std::function<std::vector<Finding>()> all;
    bool onlyWhenTyped = false; ///< too many to be listed before anything is typed
};

std::vector<FindProvider> findProviders(Session& session, const Commands& commands);

/// Places of the findings that have every word of the text, best first: the whole name, then its beginning, then the beginning of
/// a word, then any place; among equals in the order given.
std::vector<std::size_t> bestMatches(const std::vector<Finding>& findings, const QString& text);

/// What the text selects when it is written as in the state bar: "L6 H1,7", "q=avoids".
struct TypedFinding {
    std::optional<Finding> finding;
    QString problem; ///< what is wrong with a text that looks so
};
TypedFinding typedFinding(Session& session, const QString& text);

/// A search over all providers; lives while its popup is open.
class Finder {
public:
    Finder(Session& session, std::vector<FindProvider> providers);

    Offer offer(const QString& text);
    void run(int index) const; ///< of the last offer

private:
    const std::vector<Finding>& known(bool typed);

    Session& m_session;
    std::vector<FindProvider> m_providers;
    std::vector<Finding> m_listed; ///< while nothing is typed
    std::vector<Finding> m_all;    ///< gathered with the first letter
    std::vector<Finding> m_offered;
};

} // namespace headlight::ui
