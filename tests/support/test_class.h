// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Test classes of a folder are one program: `tests_measure tst_discard` runs a class, and what follows its name is QtTest's. A class has
// the name of its file.
#pragma once

#include <QCoreApplication>
#include <QTest>

namespace test_class {

using Run = int (*)(int argc, char** argv);

/// Makes a class known to the program it is linked into.
struct Known {
    Known(const char* name, Run run);
};

template <typename Application, typename Test>
int run(int argc, char** argv)
{
    const Application application(argc, argv);
    QCoreApplication::setAttribute(Qt::AA_Use96Dpi);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace test_class

/// For classes that need no windows.
#define HEADLIGHT_GUILESS_TEST(Class) static const test_class::Known known_##Class{#Class, test_class::run<QCoreApplication, Class>};

#ifdef QT_WIDGETS_LIB
#include <QApplication>
#define HEADLIGHT_TEST(Class) static const test_class::Known known_##Class{#Class, test_class::run<QApplication, Class>};
#elif defined(QT_GUI_LIB)
#include <QGuiApplication>
#define HEADLIGHT_TEST(Class) static const test_class::Known known_##Class{#Class, test_class::run<QGuiApplication, Class>};
#endif
