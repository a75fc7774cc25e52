// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/position_table.h"

#include "dump/segment_text.h"
#include "ui/window/text_label.h"

#include <QComboBox>
#include <QLineEdit>

namespace headlight::ui {

PositionTable::PositionTable(QWidget* parent) : ReportTable(parent)
{
    setObjectName(QStringLiteral("positionTable"));
    setAccessibleName(tr("Positions"));
}

void PositionTable::show(const Dump& dump, const Stack& stack)
{
    start({tr("Positions"), tr("Read as"), tr("Certainty"), tr("Why")}, {106, 230, 100});
    const StackIndex index{&stack - dump.stacks().data()};
    Result<Maps> maps = Error{ErrorKind::Selection, "no sample"};
    for (std::int64_t sample = 0; sample < static_cast<std::int64_t>(dump.samples().size()) && !maps; ++sample)
        maps = dump.attention(index, SampleIndex{sample});
    const auto addSegments = [&](const QString& name, const Axis& axis, bool queries, bool keys) {
        addRow({new TextLabel(name), segmentEdit(axis, queries, keys), certaintyCell(stack.reading.positions.certainty), whyCell(stack.reading.positions.why)});
    };
    if (maps) {
        const auto& axes = (*maps)->axes();
        const bool one = axes.queries->size() == axes.keys->size() && axes.queries->segments == axes.keys->segments && stack.kind != StackKind::Cross;
        addSegments(one ? tr("Segments") : tr("Query segments"), *axes.queries, true, one);
        if (!one)
            addSegments(tr("Key segments"), *axes.keys, false, true);
    }
    addRow({new TextLabel(tr("Tokens")), tokenCombo(dump), certaintyCell(stack.reading.tokens.certainty), whyCell(stack.reading.tokens.why)});
}

QLineEdit* PositionTable::segmentEdit(const Axis& axis, bool queries, bool keys)
{
    const QString now = QString::fromStdString(segmentText(axis.segments));
    auto* edit = new QLineEdit(now);
    edit->setObjectName(queries ? QStringLiteral("querySegments") : QStringLiteral("keySegments"));
    edit->setAccessibleName(queries && keys ? tr("Segments") : queries ? tr("Query segments") : tr("Key segments"));
    edit->setToolTip(tr("For example: queries 32, text · prefix 1, patches 14x14 · text\nThe last count may be left out. Return reads the file anew."));
    connect(edit, &QLineEdit::returnPressed, this, [this, edit, now, queries, keys] {
        if (edit->text() == now)
            return;
        const auto segments = segmentsFromText(edit->text().toStdString());
        if (segments)
            emit segmentsChosen(queries, keys, *segments);
        else
            emit segmentsRefused(segments.error());
    });
    return edit;
}

QComboBox* PositionTable::tokenCombo(const Dump& dump)
{
    auto* combo = new QComboBox;
    combo->setObjectName(QStringLiteral("tokenSource"));
    combo->setAccessibleName(tr("Tokens"));
    combo->addItem(tr("As recognised"), static_cast<int>(TokenSource::Recognised));
    for (const auto& list : dump.tokenLists()) {
        combo->addItem(tr("%1 (%2)").arg(QString::fromStdString(list.address), QString::fromStdString(list.content)), static_cast<int>(TokenSource::List));
        combo->setItemData(combo->count() - 1, QString::fromStdString(list.address), Qt::UserRole + 1);
    }
    combo->addItem(tr("Numbers only"), static_cast<int>(TokenSource::Numbers));
    combo->addItem(tr("From a file…"), static_cast<int>(TokenSource::File));
    const auto& choices = dump.choices();
    int now = 0;
    if (choices.numbersOnly)
        now = combo->findData(static_cast<int>(TokenSource::Numbers));
    else if (choices.tokens)
        now = combo->findData(static_cast<int>(TokenSource::File));
    else if (!choices.tokensAt.empty())
        now = std::max(0, combo->findData(QString::fromStdString(choices.tokensAt), Qt::UserRole + 1));
    combo->setCurrentIndex(now);
    connect(combo, &QComboBox::activated, this, [this, combo, now](int index) {
        const auto source = static_cast<TokenSource>(combo->itemData(index).toInt());
        if (index == now && source != TokenSource::File)
            return;
        combo->setCurrentIndex(now); // until it is read so
        emit tokensChosen(source, combo->itemData(index, Qt::UserRole + 1).toString().toStdString());
    });
    return combo;
}

} // namespace headlight::ui
