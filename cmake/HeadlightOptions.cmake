# SPDX-FileCopyrightText: 2026 The Headlight authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Language level, warnings and sanitizers for every target of the project.
include(GNUInstallDirs)

option(HEADLIGHT_UI "Build the window and the command line (needs Qt)" ON)
option(HEADLIGHT_TESTS "Build the tests (needs QtTest)" ON)
option(HEADLIGHT_BENCH "Build the measuring programs of tests/bench" OFF)
option(HEADLIGHT_FUZZ "Build the fuzz targets (needs clang)" OFF)
option(HEADLIGHT_WARNINGS_AS_ERRORS "Stop at the first warning; on in our presets, off for people who only build" OFF)
set(HEADLIGHT_SANITIZE "" CACHE STRING "Sanitizers for all targets, e.g. address,undefined or thread")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release)
endif()

find_program(HEADLIGHT_CCACHE ccache)
if(HEADLIGHT_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${HEADLIGHT_CCACHE})
endif()

# Over a hundred test programs are linked anew when a core folder changes; mold takes a quarter of the time of GNU ld for each. On in
# the dev and asan presets: what mold 1.10 links of clang's coverage, libFuzzer does not find.
option(HEADLIGHT_MOLD "Link with mold where it is installed" OFF)
find_program(HEADLIGHT_MOLD_PROGRAM mold)
if(HEADLIGHT_MOLD AND HEADLIGHT_MOLD_PROGRAM)
    add_link_options(-fuse-ld=mold)
endif()

add_library(headlight_flags INTERFACE)
target_compile_options(headlight_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    # g++ 12 and 13 see uninitialised members in moved-from strings and variants once they inline; the sanitizers look for the real ones.
    target_compile_options(headlight_flags INTERFACE -Wno-maybe-uninitialized)
    if(CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13) # and 12 sees "a" + std::string copy over itself (GCC bug 105651)
        target_compile_options(headlight_flags INTERFACE $<$<CONFIG:Release>:-Wno-restrict>)
    endif()
    # 13 calls a reference dangling when a function was given any temporary (GCC bug 107532; 14 no longer has it in -Wall).
    if(CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 13)
        target_compile_options(headlight_flags INTERFACE -Wno-dangling-reference)
    endif()
endif()
if(HEADLIGHT_WARNINGS_AS_ERRORS)
    target_compile_options(headlight_flags INTERFACE -Werror)
endif()
target_compile_definitions(headlight_flags INTERFACE _GLIBCXX_ASSERTIONS)

if(HEADLIGHT_SANITIZE)
    add_compile_options(-fsanitize=${HEADLIGHT_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${HEADLIGHT_SANITIZE})
    add_compile_definitions(HEADLIGHT_SANITIZED)
endif()
