// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "resources/resources.h"

#include <QtGlobal>

// Q_INIT_RESOURCE declares a function, which must not land in a namespace.
static void registerAll()
{
    Q_INIT_RESOURCE(icons);
    Q_INIT_RESOURCE(help);
    Q_INIT_RESOURCE(fonts);
}

void headlight::initResources()
{
    registerAll();
}
