// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/image_options.h"

#include "ui/window/form_rows.h"
#include "ui/window/segmented_control.h"
#include "ui/window/text_label.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSlider>

#include <cmath>

namespace headlight::ui {

ImageOptions::ImageOptions(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_show(new SegmentedControl(tr("Show"), {tr("Overlay"), tr("Patches"), tr("Side")})), m_strength(new QSlider(Qt::Horizontal)),
      m_percent(new TextLabel({}, {12.5, QFont::Normal})), m_enlargement(new SegmentedControl(tr("Enlarge"), {tr("Nearest"), tr("Bilinear"), tr("Bicubic")}))
{
    m_show->setObjectName(QStringLiteral("imageShow"));
    m_show->setToolTip(tr("The mask over the picture, the mask alone, or both side by side"));
    m_strength->setObjectName(QStringLiteral("overlayStrength"));
    m_strength->setRange(0, 100);
    m_strength->setPageStep(10);
    m_strength->setToolTip(tr("How much the largest value covers the picture"));
    m_enlargement->setObjectName(QStringLiteral("enlargement"));
    m_enlargement->setToolTip(tr("What stands between the middles of patches"));
    m_percent->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_percent->setFixedWidth(40);
    auto* strength = new QWidget;
    auto* row = new QHBoxLayout(strength);
    row->setContentsMargins(0, 0, 0, 0);
    strength->setFixedHeight(m_show->sizeHint().height());
    row->addWidget(m_strength, 1);
    row->addWidget(m_percent);
    auto* rows = new FormRows;
    rows->addRow(tr("Show"), m_show);
    rows->addRow(tr("Strength"), strength);
    rows->addRow(tr("Enlarge"), m_enlargement);
    setLayout(rows);
    connect(m_show, &SegmentedControl::chosen, this, [this](int index) { change([index](Display& display) { display.imageShow = static_cast<ImageShow>(index); }); });
    connect(m_strength, &QSlider::valueChanged, this, [this](int value) { change([value](Display& display) { display.overlayStrength = value / 100.0; }); });
    connect(m_enlargement, &SegmentedControl::chosen, this, [this](int index) { change([index](Display& display) { display.enlargement = static_cast<Enlargement>(index); }); });
    connect(&m_session, &Session::stateChanged, this, [this](const State&, const State& after) { show(after); });
    show(session.state());
}

void ImageOptions::change(const std::function<void(Display&)>& edit)
{
    Display display = m_session.state().display;
    edit(display);
    m_session.dispatch(SetDisplay{display});
}

void ImageOptions::show(const State& state)
{
    setVisible(state.view == ViewKind::Image);
    const auto percent = static_cast<int>(std::lround(100.0 * state.display.overlayStrength));
    const QSignalBlocker quiet(m_strength);
    m_show->setCurrent(static_cast<int>(state.display.imageShow));
    m_strength->setValue(percent);
    m_strength->setEnabled(state.display.imageShow == ImageShow::Overlay);
    m_strength->setAccessibleName(tr("Strength: %1 %").arg(percent));
    m_percent->setText(tr("%1 %").arg(percent));
    m_enlargement->setCurrent(static_cast<int>(state.display.enlargement));
}

} // namespace headlight::ui
