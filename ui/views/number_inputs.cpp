// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/number_inputs.h"

namespace headlight::ui {

State numberInputs(const State& state, ViewKind view)
{
    State inputs = state;
    inputs.view = view;
    inputs.selection.query.reset();
    inputs.selection.moreQueries.clear();
    inputs.selection.layer.reset();
    inputs.selection.block = {};
    inputs.selection.window.reset();
    inputs.display = {};
    inputs.display.hidePadding = state.display.hidePadding;
    inputs.display.mergeWords = state.display.mergeWords;
    inputs.display.cleanTokens = state.display.cleanTokens;
    inputs.display.indexBase = state.display.indexBase;
    return inputs;
}

} // namespace headlight::ui
