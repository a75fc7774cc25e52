# SPDX-FileCopyrightText: 2026 The Headlight authors
# SPDX-License-Identifier: GPL-3.0-or-later
# headlight_test(tst_npy SOURCES tst_npy.cpp LINKS core_formats)
#
# One QtTest class, one program, one ctest entry. Runs without a display, with fixed locale, time zone and scale.
# HEADLIGHT_SHARED_DATA is taken from the environment of ctest; without it conformance tests report themselves skipped.
#
# Files that include "test_source_dir.h" have HEADLIGHT_TEST_SOURCE_DIR, this folder; it is no definition of all targets, which would
# make every test another one to ccache in every clone.
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/tests/include/test_source_dir.h CONTENT "#define HEADLIGHT_TEST_SOURCE_DIR \"${PROJECT_SOURCE_DIR}/tests\"\n")

# A test class is seen by moc without its includes: AUTOMOC runs again for every header that changed below, three seconds a test.
function(headlight_test_moc name source)
    file(STRINGS ${source} includes REGEX "^#include \"[a-z0-9_]+\\.moc\"")
    foreach(include IN LISTS includes)
        string(REGEX REPLACE "^#include \"(.*)\"" "\\1" moc "${include}")
        qt6_generate_moc(${source} ${CMAKE_CURRENT_BINARY_DIR}/${moc})
        target_sources(${name} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/${moc})
    endforeach()
endfunction()

set(HEADLIGHT_TEST_SECONDS 300)
if(HEADLIGHT_SANITIZE)
    set(HEADLIGHT_TEST_SECONDS 900) # those that start the program a hundred times take five times as long
endif()

function(headlight_test name)
    cmake_parse_arguments(PARSE_ARGV 1 TEST "" "" "SOURCES;LINKS")
    add_executable(${name} ${TEST_SOURCES})
    target_link_libraries(${name} PRIVATE ${TEST_LINKS} Qt6::Test headlight_flags)
    target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    target_include_directories(${name} PRIVATE ${CMAKE_BINARY_DIR}/tests/include)
    target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
    foreach(source IN LISTS TEST_SOURCES)
        headlight_test_moc(${name} ${source})
    endforeach()
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    add_dependencies(${name} headlight-hdf5-reader) # which stands beside the program, not beside the tests
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES TIMEOUT ${HEADLIGHT_TEST_SECONDS}
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;TZ=UTC;QT_SCALE_FACTOR=1;QT_FONT_DPI=96;HEADLIGHT_HDF5_READER=$<TARGET_FILE:headlight-hdf5-reader>")
endfunction()
