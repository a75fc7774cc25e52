// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A dump that is open, the state on it, and the figure of both.
#pragma once

#include "figure/build.h"
#include "state/action.h"

#include <QtGlobal>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace headlight::test {

struct OpenedDump {
    Workspace workspace;
    State state;

    explicit OpenedDump(const SharedDump& dump)
    {
        workspace.open(dump);
        state = update(State{}, ShowDump{{dump->title(), dump->fingerprint(), ""}, shapeOf(*dump)});
    }
    OpenedDump(const SharedDump& dump, ViewKind view) : OpenedDump(dump) { act(SelectView{view}); }
    void act(const Action& action) { state = update(state, action); }

    [[nodiscard]] Figure any() const
    {
        auto built = buildFigure(workspace, state, {});
        if (!built)
            qFatal("%s", headlight::sentence(built.error()).c_str());
        return *std::move(built);
    }
    template <typename Kind>
    [[nodiscard]] Kind figureOf() const
    {
        Figure built = any();
        if (!std::holds_alternative<Kind>(built))
            qFatal("another figure: %s", std::holds_alternative<EmptyFigure>(built) ? std::get<EmptyFigure>(built).sentence.c_str() : "");
        return std::get<Kind>(std::move(built));
    }
};

/// One of the parts of a footer is this.
inline bool says(const std::vector<std::string>& parts, const std::string& part)
{
    return std::ranges::find(parts, part) != parts.end();
}

} // namespace headlight::test
