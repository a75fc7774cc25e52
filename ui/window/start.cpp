// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/start.h"

#include "resources/resources.h"
#include "ui/paint/fonts.h"
#include "ui/session/survey_store.h"
#include "ui/window/main_window.h"
#include "ui/window/termination.h"

#include <QApplication>
#include <QSettings>

namespace headlight::ui {

int runWindow(int argc, char** argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("headlight"));
    QApplication::setApplicationDisplayName(QStringLiteral("Headlight"));
    QApplication::setApplicationVersion(QStringLiteral(HEADLIGHT_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("headlight"));
    initResources();
    paint::loadFonts();

    QSettings settings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("headlight"), QStringLiteral("headlight"));
    Theme theme(application);
    Session session;
    session.keepSurveysIn(std::make_shared<const SurveyStore>(SurveyStore::usualFolder()));
    MainWindow window(session, theme, settings);
    const Termination termination;
    QObject::connect(&termination, &Termination::asked, &window, [&window] {
        window.keep();
        QApplication::exit(0);
    });
    window.openAll(QApplication::arguments().mid(1)); // first, so that it is read while the window is being shown
    window.show();
    return QApplication::exec();
}

} // namespace headlight::ui
