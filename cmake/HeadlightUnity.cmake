# SPDX-FileCopyrightText: 2026 The Headlight authors
# SPDX-License-Identifier: GPL-3.0-or-later
# headlight_unite(core_base): compile the sources of a library a dozen at a time.
#
# Most of what a source file takes are its includes (g++ 12: 4.3 of 4.9 s for a view, 2.1 of 3.1 s for a measure), so the program is
# built from nothing in three minutes instead of fifteen, on two cores; precompiled headers were measured too, and save a fifth of that.
# Names in unnamed namespaces are therefore unique within a folder. With -DHEADLIGHT_UNITY=OFF each file is compiled alone; the fuzz preset
# does that, and packaging/test.sh --long with everything, so that an #include which is missing is found.
option(HEADLIGHT_UNITY "Compile a dozen source files at a time" ON)
set(HEADLIGHT_UNITY_BATCH 12)

if(HEADLIGHT_UNITY AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    # Types of unnamed namespaces in classes that only their source file knows: it is a header here, as the compiler sees it.
    target_compile_options(headlight_flags INTERFACE -Wno-subobject-linkage)
endif()

function(headlight_unite target)
    if(HEADLIGHT_UNITY)
        set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${HEADLIGHT_UNITY_BATCH})
    endif()
endfunction()
