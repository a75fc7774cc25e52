// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/text_options.h"

#include "ui/window/form_rows.h"
#include "ui/window/segmented_control.h"

#include <QCheckBox>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace headlight::ui {

TextOptionsForm::TextOptionsForm(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_show(new SegmentedControl(tr("Colour by"), {tr("Query"), tr("Key"), tr("Sum"), tr("Shade")}))
{
    m_show->setObjectName(QStringLiteral("textShow"));
    m_show->setToolTip(tr("Query: where the query looks, its row. Key: who looks at the key, its column. Sum: attention received, summed over the queries.\n"
                          "Shade: the sums of every head, scaled by the smallest and largest of the sample, added."));
    auto* rows = new FormRows;
    rows->addRow(tr("Colour by"), m_show);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addLayout(rows);
    column->addWidget(add(QStringLiteral("layerRows"), tr("Rows for every layer"), &TextOptions::layerRows));
    column->addWidget(add(QStringLiteral("largestWeights"), tr("List of largest weights"), &TextOptions::largest));
    column->addWidget(add(QStringLiteral("colourSpecial"), tr("Colour special tokens"), &TextOptions::colourSpecial));
    connect(m_show, &SegmentedControl::chosen, this, [this](int index) { change([index](TextOptions& text) { text.show = static_cast<TextShow>(index); }); });
    connect(&m_session, &Session::stateChanged, this, [this](const State&, const State& after) { show(after); });
    show(session.state());
}

QCheckBox* TextOptionsForm::add(const QString& name, const QString& text, bool TextOptions::*field)
{
    auto* box = new QCheckBox(text);
    box->setObjectName(name);
    connect(box, &QCheckBox::toggled, this, [this, field](bool on) { change([field, on](TextOptions& options) { options.*field = on; }); });
    m_switches.push_back({box, field});
    return box;
}

void TextOptionsForm::change(const std::function<void(TextOptions&)>& edit)
{
    Display display = m_session.state().display;
    edit(display.text);
    m_session.dispatch(SetDisplay{display});
}

void TextOptionsForm::show(const State& state)
{
    setVisible(state.view == ViewKind::Text);
    m_show->setCurrent(static_cast<int>(state.display.text.show));
    for (const auto& entry : m_switches) {
        const QSignalBlocker quiet(entry.box);
        entry.box->setChecked(state.display.text.*entry.field);
    }
}

} // namespace headlight::ui
