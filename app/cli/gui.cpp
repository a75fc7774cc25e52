// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/gui.h"

#include "base/freed_memory.h"
#include "resources/resources.h"
#include "ui/charts/bar_chart_painter.h"
#include "ui/paint/fonts.h"

#include <clocale>
#include <cstdio>

namespace headlight::cli {

namespace {

/// Qt's advice about desktops (no runtime folder, no theme) is nothing for standard error of a command line.
void onlyFailures(QtMsgType type, const QMessageLogContext&, const QString& message)
{
    if (type == QtCriticalMsg || type == QtFatalMsg)
        std::fprintf(stderr, "headlight: %s\n", message.toUtf8().constData());
}

} // namespace

Gui::Gui() : m_argumentCount(choosePlatform()), m_application(m_argumentCount, m_arguments)
{
    keepFreedMemory();
    std::setlocale(LC_ALL, "C"); // Qt takes the user's locale over
    initResources();
    paint::loadFonts();
    charts::useQtCharts();
}

/// Before the application is made, which reads the variable and gives the advice.
int Gui::choosePlatform()
{
    qInstallMessageHandler(onlyFailures);
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    return 1;
}

} // namespace headlight::cli
