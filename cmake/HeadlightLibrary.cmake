# SPDX-FileCopyrightText: 2026 The Headlight authors
# SPDX-License-Identifier: GPL-3.0-or-later
# headlight_library(core_base DIR base HEADERS a.h SOURCES a.cpp LINKS fmt::fmt)
#
# One folder, one static library. Headers form a header set, so that each of them is also compiled alone
# (target all_verify_interface_header_sets). Includes are written "folder/file.h"; with ROOT ${PROJECT_SOURCE_DIR}, as
# the libraries of ui/ have it, from there: "ui/paint/painter.h".
include(HeadlightPrecompiled)

function(headlight_library name)
    cmake_parse_arguments(PARSE_ARGV 1 LIB "" "ROOT" "HEADERS;SOURCES;LINKS")
    if(NOT LIB_ROOT)
        set(LIB_ROOT ${CMAKE_CURRENT_SOURCE_DIR}/..)
    endif()
    add_library(${name} STATIC ${LIB_SOURCES})
    target_sources(${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${LIB_ROOT} FILES ${LIB_HEADERS})
    target_link_libraries(${name} PUBLIC ${LIB_LINKS} PRIVATE headlight_flags)
    set_target_properties(${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON POSITION_INDEPENDENT_CODE ON)
    if("Qt6::Widgets" IN_LIST LIB_LINKS)
        headlight_precompile(${name} <functional> <memory> <optional> <string> <vector>
            <QAction> <QBoxLayout> <QLabel> <QMouseEvent> <QPainter> <QString> <QWidget>)
    elseif("Qt6::Gui" IN_LIST LIB_LINKS)
        headlight_precompile(${name} <functional> <memory> <optional> <string> <vector>
            <QFontMetricsF> <QImage> <QPainter> <QString>)
    endif()
endfunction()
