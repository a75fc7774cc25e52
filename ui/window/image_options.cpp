// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/image_options.h"

#include "figure/picture_text.h"
#include "ui/window/form_rows.h"
#include "ui/window/segmented_control.h"
#include "ui/window/text_label.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>

#include <algorithm>
#include <cmath>

namespace headlight::ui {

ImageOptions::ImageOptions(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_show(new SegmentedControl(tr("Show"), {tr("Overlay"), tr("Patches"), tr("Side")})), m_strength(new QSlider(Qt::Horizontal)),
      m_percent(new TextLabel({}, {12.5, QFont::Normal})), m_enlargement(new SegmentedControl(tr("Enlarge"), {tr("Nearest"), tr("Bilinear"), tr("Bicubic")})), m_beside(new QComboBox)
{
    m_show->setObjectName(QStringLiteral("imageShow"));
    m_show->setToolTip(tr("The mask over the picture, the mask alone, or both side by side"));
    m_strength->setObjectName(QStringLiteral("overlayStrength"));
    m_strength->setRange(0, 100);
    m_strength->setPageStep(10);
    m_strength->setToolTip(tr("How much the largest value covers the picture"));
    m_enlargement->setObjectName(QStringLiteral("enlargement"));
    m_enlargement->setToolTip(tr("What stands between the middles of patches"));
    m_beside->setObjectName(QStringLiteral("textBeside"));
    m_beside->setToolTip(tr("The text that belongs to the picture, from another open dump, under the same measure"));
    m_beside->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
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
    m_besideLabel = rows->addRow(tr("Text"), m_beside);
    setLayout(rows);
    connect(m_show, &SegmentedControl::chosen, this, [this](int index) { change([index](Display& display) { display.imageShow = static_cast<ImageShow>(index); }); });
    connect(m_strength, &QSlider::valueChanged, this, [this](int value) { change([value](Display& display) { display.overlayStrength = value / 100.0; }); });
    connect(m_enlargement, &SegmentedControl::chosen, this, [this](int index) { change([index](Display& display) { display.enlargement = static_cast<Enlargement>(index); }); });
    connect(m_beside, &QComboBox::activated, this, [this](int index) {
        const auto fingerprint = m_beside->itemData(index).toString().toStdString();
        const auto dumps = m_session.openDumps();
        const auto chosen = std::ranges::find_if(dumps, [&](const SharedDump& dump) { return dump->fingerprint() == fingerprint; });
        m_session.dispatch(SetBeside{chosen == dumps.end() ? std::nullopt : std::optional(referenceBeside(**chosen, *m_session.dump()))});
    });
    connect(&m_session, &Session::dumpChanged, this, &ImageOptions::listDumps);
    listDumps();
    connect(&m_session, &Session::stateChanged, this, [this](const State&, const State& after) { show(after); });
    show(session.state());
}

void ImageOptions::change(const std::function<void(Display&)>& edit)
{
    Display display = m_session.state().display;
    edit(display);
    m_session.dispatch(SetDisplay{display});
}

/// Open dumps that have a text; no choice where there is none.
void ImageOptions::listDumps()
{
    m_beside->clear();
    m_beside->addItem(tr("None"));
    for (const auto& dump : m_session.openDumps())
        if (dump != m_session.dump() && textStack(*dump))
            m_beside->addItem(QString::fromStdString(dump->title()), QString::fromStdString(dump->fingerprint()));
    m_beside->setVisible(m_beside->count() > 1);
    m_besideLabel->setVisible(m_beside->count() > 1);
    show(m_session.state());
}

void ImageOptions::show(const State& state)
{
    setVisible(state.view == ViewKind::Image);
    const auto percent = static_cast<int>(std::lround(100.0 * state.display.overlayStrength));
    const QSignalBlocker quiet(m_strength);
    m_show->setCurrent(static_cast<int>(state.display.imageShow));
    m_beside->setCurrentIndex(state.beside ? std::max(0, m_beside->findData(QString::fromStdString(state.beside->fingerprint))) : 0);
    m_beside->setAccessibleName(tr("Text beside the picture: %1").arg(m_beside->currentText()));
    m_strength->setValue(percent);
    m_strength->setEnabled(state.display.imageShow == ImageShow::Overlay);
    m_strength->setAccessibleName(tr("Strength: %1 %").arg(percent));
    m_percent->setText(tr("%1 %").arg(percent));
    m_enlargement->setCurrent(static_cast<int>(state.display.enlargement));
}

} // namespace headlight::ui
