// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The list of everything the window can do.
#pragma once

#include "ui/session/session.h"
#include "ui/window/commands.h"
#include "ui/window/theme.h"

#include <functional>
#include <vector>

namespace headlight::ui {

class ReportPage;
class View;

/// What only the window can do.
struct WindowActions {
    std::function<void()> openFile, openFolder, choosePicture, report, exportFigure, exportBatch, saveTable, close, quit;
    std::function<void()> find, findSamples, escape, allKeys, about, savingHelp, measuresHelp;
    std::function<void(int)> walkRegions, stepDump;
    std::function<void()> fullScreen;
    std::function<bool()> isFullScreen;
    std::function<View*()> view;
    std::function<ReportPage*()> shownReport; ///< null while figures are shown
};

std::vector<Command> windowCommands(Session& session, Theme& theme, const WindowActions& actions);

} // namespace headlight::ui
