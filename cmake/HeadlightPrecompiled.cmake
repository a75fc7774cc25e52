# SPDX-FileCopyrightText: 2026 The Headlight authors
# SPDX-License-Identifier: GPL-3.0-or-later
# headlight_precompile(ui_paint <QPainter> <string>): parse these headers once per library instead of once per file.
#
# Halves the time of ui/; for core and for tests it was measured to be no gain, and is not used. Only the dev preset has it on, so
# that an #include which is missing is found by the others.
option(HEADLIGHT_PCH "Precompile the headers of Qt" OFF)

function(headlight_precompile target)
    if(HEADLIGHT_PCH)
        target_precompile_headers(${target} PRIVATE ${ARGN})
        target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>) # for ccache
    endif()
endfunction()
