# SPDX-FileCopyrightText: 2026 The Headlight authors
# SPDX-License-Identifier: GPL-3.0-or-later
# headlight_find_package(...): find_package(... REQUIRED), which says what to do when the package is not there.
macro(headlight_find_package package)
    find_package(${package} ${ARGN})
    if(NOT ${package}_FOUND)
        message(FATAL_ERROR "${package} is missing, or too old, or a part of it is (wanted: ${package} ${ARGN}). "
            "packaging/setup.sh installs everything on Debian 12, Ubuntu 24.04 and newer; packaging/setup.sh --list names the packages.")
    endif()
endmacro()
