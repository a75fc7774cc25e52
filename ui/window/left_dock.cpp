// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/left_dock.h"

#include "ui/window/chrome.h"
#include "ui/window/dump_switcher.h"
#include "ui/window/head_picker.h"
#include "ui/window/metric_combo.h"
#include "ui/window/samples_panel.h"
#include "ui/window/section.h"
#include "ui/window/segments_panel.h"

#include <QVBoxLayout>

namespace headlight::ui {

LeftDock::LeftDock(Session& session, QWidget* parent)
    : Dock(Side::Left, tr("Samples, heads and segments"), {268, 220, 400}, parent), m_samples(new SamplesPanel(session))
{
    setObjectName(QStringLiteral("leftDock"));
    auto* samples = new Section(QStringLiteral("samples"), tr("Samples"));
    samples->body()->setContentsMargins(0, 2, 0, 12); // rows reach the edges
    auto* switcher = new DumpSwitcher(session);
    samples->addToBody(switcher);
    samples->addToBody(m_samples);
    addSection(samples, QStringLiteral("samples"));

    auto* heads = new Section(QStringLiteral("heads"), tr("Layers × heads"));
    auto* picker = new HeadPicker(session);
    heads->addToHeader(pickerMetricCombo(session));
    heads->addToBody(picker);
    addSection(heads, QStringLiteral("grid"));

    auto* segments = new Section(QStringLiteral("segments"), tr("Segments"));
    segments->addToBody(new SegmentsPanel(session));
    addSection(segments, QStringLiteral("segments"));

    connect(picker, &HeadPicker::refused, this, &LeftDock::statusText);
    connect(this, &Dock::resized, m_samples, [this] { m_samples->setMostHeight(bodyHeight() * 2 / 5 - scaled(70)); });
}

void LeftDock::focusSampleFilter()
{
    if (folded())
        openOverlay(QStringLiteral("samples"));
    for (auto* section : sections()) {
        if (section->id() == QLatin1String("samples"))
            section->setFolded(false);
    }
    m_samples->focusFilter();
}

} // namespace headlight::ui
