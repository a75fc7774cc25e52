# SPDX-FileCopyrightText: 2026 The Headlight authors
# SPDX-License-Identifier: GPL-3.0-or-later
# headlight_library(core_base DIR base HEADERS a.h SOURCES a.cpp LINKS fmt::fmt)
#
# One folder, one static library. Every header stands alone: a source file includes its own header first (house_rules looks
# after that), and headers without a source file are compiled by target all_verify_interface_header_sets. Includes are written
# "folder/file.h"; with ROOT ${PROJECT_SOURCE_DIR}, as the libraries of ui/ have it, from there: "ui/paint/painter.h".
include(HeadlightUnity)

function(headlight_library name)
    cmake_parse_arguments(PARSE_ARGV 1 LIB "" "ROOT" "HEADERS;SOURCES;LINKS")
    if(NOT LIB_ROOT)
        set(LIB_ROOT ${CMAKE_CURRENT_SOURCE_DIR}/..)
    endif()
    add_library(${name} STATIC ${LIB_SOURCES})
    foreach(header IN LISTS LIB_HEADERS)
        cmake_path(REPLACE_EXTENSION header LAST_ONLY cpp OUTPUT_VARIABLE source)
        if(source IN_LIST LIB_SOURCES)
            list(APPEND with_source ${header})
        else()
            list(APPEND without_source ${header})
        endif()
    endforeach()
    target_sources(${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${LIB_ROOT} FILES ${with_source})
    target_sources(${name} PUBLIC FILE_SET without_source TYPE HEADERS BASE_DIRS ${LIB_ROOT} FILES ${without_source})
    target_link_libraries(${name} PUBLIC ${LIB_LINKS} PRIVATE headlight_flags)
    set_target_properties(${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON INTERFACE_HEADER_SETS_TO_VERIFY without_source
        POSITION_INDEPENDENT_CODE ON)
    headlight_unite(${name})
endfunction()
