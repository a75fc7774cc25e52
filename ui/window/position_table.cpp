// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/position_table.h"

#include "base/text.h"
#include "dump/array_choices.h"
#include "dump/segment_text.h"
#include "ui/window/text_label.h"

#include <QComboBox>
#include <QLineEdit>

#include <fmt/format.h>

#include <algorithm>

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
    addStorage(dump, stack);
    if (maps) {
        const auto& axes = (*maps)->axes();
        const bool one = axes.queries->size() == axes.keys->size() && axes.queries->segments == axes.keys->segments && stack.kind != StackKind::Cross;
        addSide(dump, stack, *axes.queries, true, one);
        if (!one)
            addSide(dump, stack, *axes.keys, false, true);
    }
    addRow({new TextLabel(tr("Tokens")), tokenCombo(dump), certaintyCell(stack.reading.tokens.certainty), whyCell(stack.reading.tokens.why)});
}

/// Only where there is something else to say: a list around the tensors, steps or windows.
void PositionTable::addStorage(const Dump& dump, const Stack& stack)
{
    const auto* choice = choiceOf(dump.choices(), stack.reading.address);
    const bool chosen = choice != nullptr && choice->storage.has_value();
    const bool list = std::ranges::any_of(stack.reading.axes, [](const AxisReading& axis) { return axis.axis < 0 && axis.size > 1; });
    if (!chosen && !list && stack.storage == StackStorage::Dense)
        return;
    addRow({new TextLabel(tr("Rows")), storageCombo(stack, chosen), certaintyCell(stack.reading.storage.certainty), whyCell(stack.reading.storage.why)});
}

void PositionTable::addSide(const Dump& dump, const Stack& stack, const Axis& axis, bool queries, bool keys)
{
    const bool one = queries && keys;
    const auto* choice = choiceOf(dump.choices(), stack.reading.address);
    addRow({new TextLabel(one       ? tr("Segments")
                          : queries ? tr("Query segments")
                                    : tr("Key segments")),
            segmentEdit(axis, queries, keys), certaintyCell(stack.reading.positions.certainty), whyCell(stack.reading.positions.why)});
    const bool chosen = choice != nullptr && (queries ? choice->queryLength : choice->keyLength);
    addRow({new TextLabel(one       ? tr("Not padding")
                          : queries ? tr("Queries in use")
                                    : tr("Keys in use")),
            lengthEdit(axis, queries, keys), certaintyCell(chosen ? Certainty::Named : Certainty::Measured),
            whyCell(chosen ? "Chosen by you" : "By the tokens and the keys that receive attention")});
    if (!one && !dump.tokenLists().empty()) {
        const std::string now = choice == nullptr ? std::string() : queries ? choice->queryTokensAt : choice->keyTokensAt;
        addRow({new TextLabel(queries ? tr("Query tokens") : tr("Key tokens")), sideTokenCombo(dump, now, queries),
                certaintyCell(now.empty() ? stack.reading.tokens.certainty : Certainty::Named), whyCell(now.empty() ? stack.reading.tokens.why : "Chosen by you")});
    }
}

QComboBox* PositionTable::storageCombo(const Stack& stack, bool chosen)
{
    constexpr int kAsRecognised = -1;
    auto* combo = new QComboBox;
    combo->setObjectName(QStringLiteral("rowStorage"));
    combo->setAccessibleName(tr("Rows"));
    combo->addItem(tr("Whole maps"), static_cast<int>(StackStorage::Dense));
    combo->addItem(tr("A sliding window"), static_cast<int>(StackStorage::Windowed));
    if (stack.storage != StackStorage::Windowed)
        combo->addItem(tr("Steps of text generation"), static_cast<int>(StackStorage::Steps));
    if (chosen)
        combo->addItem(tr("As recognised"), kAsRecognised);
    const int now = combo->findData(static_cast<int>(stack.storage));
    combo->setCurrentIndex(now);
    connect(combo, &QComboBox::activated, this, [this, combo, now](int index) {
        if (index == now)
            return;
        const int wanted = combo->itemData(index).toInt();
        combo->setCurrentIndex(now); // until it is read so
        emit storageChosen(wanted == kAsRecognised ? std::nullopt : std::optional(static_cast<StackStorage>(wanted)));
    });
    return combo;
}

QLineEdit* PositionTable::lengthEdit(const Axis& axis, bool queries, bool keys)
{
    std::int64_t used = axis.size();
    while (used > 0 && axis.items[static_cast<std::size_t>(used - 1)].marks.padding)
        --used;
    const QString now = QString::number(used);
    auto* edit = new QLineEdit(now);
    edit->setObjectName(queries ? QStringLiteral("queryLength") : QStringLiteral("keyLength"));
    edit->setAccessibleName(queries && keys ? tr("Positions that are not padding") : queries ? tr("Queries that are not padding") : tr("Keys that are not padding"));
    edit->setToolTip(tr("Padding begins after this many of the %1 positions, in every sample. Return reads the file anew.").arg(axis.size()));
    connect(edit, &QLineEdit::returnPressed, this, [this, edit, now, queries, keys] {
        if (edit->text() == now)
            return;
        bool isNumber = false;
        const auto length = edit->text().trimmed().toLongLong(&isNumber);
        if (isNumber && length >= 0)
            emit lengthChosen(queries, keys, length);
        else
            emit segmentsRefused(Error{ErrorKind::Usage, fmt::format("\"{}\" is no number of positions", displayable(edit->text().toStdString(), 40))});
    });
    return edit;
}

QComboBox* PositionTable::sideTokenCombo(const Dump& dump, const std::string& now, bool queries)
{
    auto* combo = new QComboBox;
    combo->setObjectName(queries ? QStringLiteral("queryTokens") : QStringLiteral("keyTokens"));
    combo->setAccessibleName(queries ? tr("Query tokens") : tr("Key tokens"));
    combo->addItem(tr("As recognised"), QString());
    for (const auto& list : dump.tokenLists())
        combo->addItem(tr("%1 (%2)").arg(QString::fromStdString(list.address), QString::fromStdString(list.content)), QString::fromStdString(list.address));
    const int shown = std::max(0, combo->findData(QString::fromStdString(now)));
    combo->setCurrentIndex(shown);
    connect(combo, &QComboBox::activated, this, [this, combo, shown, queries](int index) {
        if (index == shown)
            return;
        combo->setCurrentIndex(shown); // until it is read so
        emit sideTokensChosen(queries, combo->itemData(index).toString().toStdString());
    });
    return combo;
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
