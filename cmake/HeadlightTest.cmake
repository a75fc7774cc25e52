# SPDX-FileCopyrightText: 2026 The Headlight authors
# SPDX-License-Identifier: GPL-3.0-or-later
# headlight_tests(tests_formats CLASSES tst_npy tst_zip LINKS core_formats)
#
# The QtTest classes of a folder, each in the source file of its name, are one program and each an entry of ctest: apart they take four times
# as long to compile. `tests_formats tst_npy` runs one, without a display, with the locale, time zone and scale that ctest sets.
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

set(headlight_test_environment "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;TZ=UTC;QT_SCALE_FACTOR=1;QT_FONT_DPI=96;HEADLIGHT_HDF5_READER=$<TARGET_FILE:headlight-hdf5-reader>")

add_library(headlight_test_main OBJECT ${PROJECT_SOURCE_DIR}/tests/support/test_class.cpp)
target_link_libraries(headlight_test_main PRIVATE Qt6::Test headlight_flags)
target_include_directories(headlight_test_main PRIVATE ${PROJECT_SOURCE_DIR}/tests)

function(headlight_tests name)
    cmake_parse_arguments(PARSE_ARGV 1 TEST "" "" "CLASSES;LINKS")
    list(TRANSFORM TEST_CLASSES APPEND .cpp OUTPUT_VARIABLE sources)
    add_executable(${name} ${sources})
    target_link_libraries(${name} PRIVATE ${TEST_LINKS} headlight_test_main Qt6::Test headlight_flags)
    target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    target_include_directories(${name} PRIVATE ${CMAKE_BINARY_DIR}/tests/include)
    target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
    foreach(source IN LISTS sources)
        headlight_test_moc(${name} ${source})
    endforeach()
    headlight_unite(${name})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    add_dependencies(${name} headlight-hdf5-reader) # which stands beside the program, not beside the tests
    foreach(class IN LISTS TEST_CLASSES)
        add_test(NAME ${class} COMMAND ${name} ${class})
        set_tests_properties(${class} PROPERTIES TIMEOUT ${HEADLIGHT_TEST_SECONDS}
            ENVIRONMENT "${headlight_test_environment}")
    endforeach()
endfunction()

# A class that takes hours with HEADLIGHT_LONG_TESTS=1 is a second entry then, CLASS_long, and as short as ever under its own name.
function(headlight_long_test program class)
    add_test(NAME ${class}_long COMMAND ${program} ${class})
    set_tests_properties(${class}_long PROPERTIES LABELS long TIMEOUT 36000
        ENVIRONMENT "${headlight_test_environment};HEADLIGHT_LONG_TESTS=1;QTEST_FUNCTION_TIMEOUT=36000000")
    set_tests_properties(${class} PROPERTIES ENVIRONMENT "${headlight_test_environment};HEADLIGHT_LONG_TESTS=0")
endfunction()
