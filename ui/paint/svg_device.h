// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A paint device that writes compact SVG: filled shapes, lines, words and pictures, which is all that figures are made of.
#pragma once

#include <QByteArray>
#include <QPaintDevice>
#include <QSizeF>

#include <memory>

namespace headlight::paint {

class SvgEngine;

class SvgDevice : public QPaintDevice {
public:
    /// `size` in units of 1/96 inch.
    explicit SvgDevice(QSizeF size);
    ~SvgDevice() override;
    SvgDevice(const SvgDevice&) = delete;
    SvgDevice& operator=(const SvgDevice&) = delete;
    SvgDevice(SvgDevice&&) = delete;
    SvgDevice& operator=(SvgDevice&&) = delete;

    [[nodiscard]] QPaintEngine* paintEngine() const override;
    /// What was painted, as elements without an <svg> around them; after QPainter::end().
    [[nodiscard]] QByteArray elements() const;

protected:
    [[nodiscard]] int metric(PaintDeviceMetric metric) const override;

private:
    QSizeF m_size;
    std::unique_ptr<SvgEngine> m_engine;
};

/// "12.5" rather than "12.500", and nothing smaller than a thousandth.
QByteArray svgNumber(double value);
/// Text and attribute values.
QByteArray xmlEscaped(const QString& text);

} // namespace headlight::paint
