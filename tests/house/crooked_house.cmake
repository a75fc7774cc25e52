# SPDX-FileCopyrightText: 2026 The Headlight authors
# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -DHOUSE_RULES=program -DSCRATCH=dir -P crooked_house.cmake: house_rules sees every kind of fault, and only those.
set(head "// SPDX-" "FileCopyrightText: x\n// SPDX-" "License-Identifier: y\n")
string(JOIN "" head ${head})
set(machine "/ho" "me/somebody/dump.pt")
string(JOIN "" machine ${machine})

file(REMOVE_RECURSE ${SCRATCH})
file(WRITE ${SCRATCH}/core/base/sound.h "${head}#include <vector>\n#include \"base/error.h\"\n")
file(WRITE ${SCRATCH}/core/base/upward.cpp "${head}#include \"formats/registry.h\"\n")
file(WRITE ${SCRATCH}/core/base/sound.cpp "${head}#include <vector>\n#include \"base/sound.h\"\n")
file(WRITE ${SCRATCH}/core/value/qt.h "${head}#include <QString>\n")
file(WRITE ${SCRATCH}/core/value/short.cpp "${head}#include \"tensor.h\"\n")
file(WRITE ${SCRATCH}/core/dump/bare.cpp "int main() {}\n")
file(WRITE ${SCRATCH}/ui/paint/beside.cpp "${head}#include \"ui/session/session.h\"\n")
file(WRITE ${SCRATCH}/ui/views/map_view.cpp "${head}#include \"ui/views/map_view.h\"\n#include \"ui/views/view.h\"\n#include \"ui/views/text_view.h\"\n")
file(WRITE ${SCRATCH}/tests/tst_x.cpp "${head}void here() { row(\"a\"); }\n")
file(WRITE ${SCRATCH}/tests/CASES.md "${head}| \"x\" | `tst_x::here` \"a\" |\n| `tst_x::here` \"b\", `tst_x::gone`, `tst_y::here` |\n")
file(WRITE ${SCRATCH}/notes.txt "see ${machine}\n")

execute_process(COMMAND ${HOUSE_RULES} ${SCRATCH} OUTPUT_VARIABLE output RESULT_VARIABLE status)
foreach(expected
        "core/base/upward.cpp:3: core/base stands below" "core/value/qt.h:3: core knows no Qt" "core/value/short.cpp:3: includes are written"
        "core/base/sound.cpp:3: its own header is not" "core/dump/bare.cpp:1: lacks" "ui/paint/beside.cpp:3: ui/paint stands below or beside ui/session"
        "ui/views/map_view.cpp:5: views do not know each other" "notes.txt:1: names a path"
        "tests/CASES.md:4: tst_x has no row \"b\"" "tests/CASES.md:4: there is no test `tst_x::gone`" "tests/CASES.md:4: there is no test `tst_y::here`"
        " 11 files read, 11 findings")
    string(FIND "${output}" "${expected}" place)
    if(place EQUAL -1)
        message(FATAL_ERROR "house_rules did not say: ${expected}\n${output}")
    endif()
endforeach()
if(status EQUAL 0)
    message(FATAL_ERROR "house_rules found faults and reported success")
endif()
