// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/svg_file.h"

#include "ui/paint/metadata.h"
#include "ui/paint/paper.h"
#include "ui/paint/svg_device.h"

#include <QPainter>

namespace headlight::paint {

QByteArray encodeSvg(const SvgPicture& picture)
{
    const QSizeF size = picture.millimetres * 96.0 / kMmPerInch;
    SvgDevice device(size);
    {
        QPainter painter(&device);
        picture.paint(painter);
    }
    QByteArray file = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\" width=\""
                      + svgNumber(picture.millimetres.width()) + "mm\" height=\"" + svgNumber(picture.millimetres.height()) + "mm\" viewBox=\"0 0 "
                      + svgNumber(size.width()) + ' ' + svgNumber(size.height()) + "\">\n";
    if (!picture.title.isEmpty())
        file += "<title>" + xmlEscaped(picture.title) + "</title>\n";
    if (!picture.stateJson.empty())
        file += "<metadata>" + stateElement(picture.stateJson) + "</metadata>\n";
    file += "<g font-family=\"Inter, DejaVu Sans, sans-serif\" xml:space=\"preserve\">\n" + device.elements() + "</g>\n</svg>\n";
    return file;
}

} // namespace headlight::paint
