// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// SVG files: painted figures with title and state.
#pragma once

#include <QByteArray>
#include <QSizeF>
#include <QString>

#include <functional>
#include <string>

class QPainter;

namespace headlight::paint {

struct SvgPicture {
    QSizeF millimetres;
    std::string stateJson;
    QString title;
    std::function<void(QPainter&)> paint; ///< in units of 1/96 inch
};

QByteArray encodeSvg(const SvgPicture& picture);

} // namespace headlight::paint
