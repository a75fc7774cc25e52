// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A whole window over a sample dump, without a display, as every test of the window starts.
#pragma once

#include "resources/resources.h"
#include "ui/paint/fonts.h"
#include "ui/window/main_window.h"

#include <headlight_samples.h>

#include <QApplication>
#include <QRegularExpression>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <memory>

namespace headlight::ui::test {

/// Fails the running test on any warning of Qt except the notice of the platform without a window manager.
inline void failOnQtWarnings()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
}

inline Theme& theme()
{
    static Theme* one = [] {
        initResources();
        paint::loadFonts();
        return new Theme(*qApp);
    }();
    return *one;
}

/// Learned queries and text: 2 samples, 12 layers x 12 heads, 63 positions.
inline QString sampleDump()
{
    return QStringLiteral(HEADLIGHT_SAMPLES_DIR "/covr_blip2/attentions_0.pt");
}

class OpenWindow {
public:
    explicit OpenWindow(const QSize& size = QSize(1600, 1000)) : settings(folder.filePath(QStringLiteral("kept.ini")), QSettings::IniFormat)
    {
        start(size);
    }

    /// Ends this window and starts the next one over the same kept state.
    void startAgain(const QSize& size)
    {
        window->close();
        window.reset();
        session.reset();
        start(size);
    }

    void openSample() { open(sampleDump()); }
    void open(const QString& path)
    {
        window->open(path);
        QTRY_VERIFY_WITH_TIMEOUT(session->state().hasDump(), 20000);
    }

    /// As after a click on the figure: keys go to the window's commands.
    void focusCanvas()
    {
        window->activateWindow();
        QTRY_VERIFY(window->isActiveWindow());
        find("canvas")->setFocus();
    }

    template <typename T = QWidget>
    T* find(const char* name)
    {
        auto* found = window->findChild<T*>(QLatin1String(name));
        if (found == nullptr)
            qFatal("no widget is called %s", name);
        return found;
    }

    QTemporaryDir folder;
    QSettings settings;
    std::function<QString(const FileQuestion&)> answer = [](const FileQuestion&) { return QString(); };
    std::unique_ptr<Session> session;
    std::unique_ptr<MainWindow> window;

private:
    void start(const QSize& size)
    {
        session = std::make_unique<Session>();
        window = std::make_unique<MainWindow>(*session, theme(), settings, [this](QWidget*, const FileQuestion& question, const std::function<void(const QString&)>& take) {
            if (const QString path = answer(question); !path.isEmpty())
                take(path);
        });
        window->show();
        window->resize(size);
        QVERIFY(QTest::qWaitForWindowExposed(window.get()));
    }
};

} // namespace headlight::ui::test
