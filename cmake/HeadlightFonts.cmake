# SPDX-FileCopyrightText: 2026 The Headlight authors
# SPDX-License-Identifier: GPL-3.0-or-later
# headlight_find_font(path Inter-Regular.otf): where this machine keeps a font that the program embeds.
#
# Fonts come from the distribution's packages (Debian and Ubuntu: fonts-inter, fonts-dejavu-core, fonts-dejavu-mono), so that figures look the
# same on every machine without font files in the repository. Folders elsewhere: -DHEADLIGHT_FONT_DIRS=/a;/b
set(HEADLIGHT_FONT_DIRS "" CACHE STRING "Folders with Inter-*.otf (or .ttf) and DejaVuSans*.ttf, when the usual ones have none")

function(headlight_find_font result file)
    string(REGEX REPLACE "[.].*" "" stem ${file})
    set(roots ${HEADLIGHT_FONT_DIRS} /usr/share/fonts /usr/local/share/fonts $ENV{HOME}/.local/share/fonts $ENV{HOME}/.fonts)
    find_file(HEADLIGHT_FONT_${stem} NAMES ${stem}.otf ${stem}.ttf PATHS ${roots}
        PATH_SUFFIXES opentype/inter truetype/inter truetype/inter-roman truetype/dejavu inter dejavu TTF OTF dejavu-sans-fonts
            dejavu-sans-mono-fonts rsms-inter-fonts
        NO_DEFAULT_PATH)
    if(NOT HEADLIGHT_FONT_${stem})
        message(FATAL_ERROR "The font ${file} is missing, which Headlight embeds for its figures. Debian and Ubuntu: "
            "packages fonts-inter, fonts-dejavu-core and (where there is one) fonts-dejavu-mono (packaging/setup.sh installs them). "
            "Elsewhere: install Inter and DejaVu, or name their folders with -DHEADLIGHT_FONT_DIRS=...")
    endif()
    set(${result} ${HEADLIGHT_FONT_${stem}} PARENT_SCOPE)
endfunction()
