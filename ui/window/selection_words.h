// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How the chosen sample, layers, heads and query are said in the state bar, and what its lists offer.
#pragma once

#include "ui/session/session.h"
#include "ui/window/choice_popup.h"

#include <QString>

#include <memory>
#include <vector>

namespace headlight::ui {

/// Axes of what the session shows; null when nothing is open or it cannot be read.
std::shared_ptr<const MapAxes> shownAxes(const Session& session);

QString sampleWords(const Session& session);  ///< "1 of 2"
QString layerWords(const State& state);       ///< "6", "1–4", "all"
QString headWords(const State& state);        ///< "1, 7, 10", "all", "5 of 144"
QString queryWords(const Session& session);
QString keyWords(const Session& session);   ///< "21 avoids", "none"
QString itemWords(const AxisItem& item);      ///< "21 avoids", "query 4"

std::vector<Choice> sampleChoices(const Session& session);
std::vector<Choice> layerChoices(const State& state);
std::vector<Choice> headChoices(const State& state);
std::vector<Choice> queryChoices(const Session& session);
std::vector<Choice> keyChoices(const Session& session);

// What the choice of that number does; the first entry of layers, heads and queries means all, all and none.
Action layerAction(const State& state, int choice);
Action headAction(const State& state, int choice);
Action queryAction(const Session& session, int choice);
Action keyAction(const Session& session, int choice);
Action keyStep(const Session& session, int by); ///< to a neighbour among the keys that are shown

} // namespace headlight::ui
