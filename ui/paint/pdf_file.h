// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// PDF files with text as text, lossless pictures, and the same bytes for the same figure.
#pragma once

#include "base/job_context.h"
#include "base/result.h"

#include <QByteArray>
#include <QSizeF>
#include <QString>

#include <functional>
#include <vector>

class QPainter;

namespace headlight::paint {

struct PdfPage {
    QSizeF millimetres;
    std::function<void(QPainter&)> paint; ///< in units of 1/96 inch
};

struct PdfWords {
    QString title;
    QByteArray xmp; ///< metadata packet
};

/// Page by page; ErrorKind::Cancelled when the job is stopped in between.
Result<QByteArray> encodePdf(const std::vector<PdfPage>& pages, const PdfWords& words, const JobContext& job = {});

} // namespace headlight::paint
