// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A dump as a small picture and two lines of words, made in the background for the welcome page.
#pragma once

#include "base/job_context.h"

#include <QImage>
#include <QSize>
#include <QString>

namespace headlight::ui {

struct Thumbnail {
    QImage map;      ///< null when the dump cannot be opened
    QString size;    ///< "12 × 12 · 63 tokens"
    QString format;  ///< "PyTorch zip, 2 samples"
    QString problem;
};

/// Opens the dump and paints the mean over the heads of its middle layer.
Thumbnail makeThumbnail(const QString& path, const QSize& pixels, const JobContext& job);

} // namespace headlight::ui
