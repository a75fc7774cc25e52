// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The measures a window offers for the shown stack, and choosing one: the inspector, the menu and "Find or run" do the same.
#pragma once

#include "ui/session/session.h"

#include <QStringList>

#include <span>

namespace headlight::ui {

/// In the order of the menu.
std::span<const MeasureKind> offeredMeasures();

/// Names of the gradients of the shown stack.
QStringList gradientTargets(const Session& session);

/// Why the shown stack cannot have a measure, for a tooltip; empty where it can.
QString whyNoMeasure(const Session& session, MeasureKind kind);

/// The default variant with its own switches; of several targets the one shown before, else the first. Nothing happens when it is shown already.
/// Attention flow, which is computed by query, takes a view of every map to Evolution.
void chooseMeasure(Session& session, MeasureKind kind);
/// Another variant of the shown measure, with its own switches.
void chooseVariant(Session& session, MeasureVariant variant);

} // namespace headlight::ui
