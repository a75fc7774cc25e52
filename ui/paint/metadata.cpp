// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/metadata.h"

#include "ui/paint/svg_device.h"

namespace headlight::paint {

QByteArray stateElement(const std::string& stateJson)
{
    return QByteArray("<headlight:state xmlns:headlight=\"") + kStateNamespace + "\">" + xmlEscaped(QString::fromStdString(stateJson)) + "</headlight:state>";
}

QByteArray xmpPacket(const QString& title, const std::string& stateJson)
{
    QByteArray packet = "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
                        "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n"
                        "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">"
                        + xmlEscaped(title) + "</rdf:li></rdf:Alt></dc:title>\n<xmp:CreatorTool>Headlight</xmp:CreatorTool>\n";
    if (!stateJson.empty())
        packet += stateElement(stateJson) + '\n';
    packet += "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>\n";
    return packet;
}

} // namespace headlight::paint
