// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/array_table.h"

#include "ui/window/chrome.h"
#include "ui/window/report_words.h"
#include "ui/window/text_label.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QPainter>
#include <QToolButton>

#include <algorithm>
#include <array>

namespace headlight::ui {

namespace {

constexpr std::size_t kMost = 40;
constexpr std::array kKinds = {StackKind::Self, StackKind::Encoder, StackKind::Decoder, StackKind::Cross, StackKind::Vision, StackKind::Text};
constexpr int kGradient = 100;
constexpr int kLeftOut = 101;

/// The name of an array over its size; chosen, its axes stand below.
class NameButton : public QAbstractButton {
public:
    NameButton(const QString& name, const QString& content) : m_content(content)
    {
        setText(name);
        setCheckable(true);
        setFocusPolicy(Qt::StrongFocus);
        setToolTip(name + QStringLiteral("\n") + content);
        setMinimumWidth(scaled(120));
    }
    [[nodiscard]] QSize sizeHint() const override { return {scaled(190), scaled(40)}; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const auto& tokens = tokensOf(this);
        QPainter painter(this);
        if (isChecked())
            painter.fillRect(QRect(0, 4, 3, height() - 8), tokens.accent);
        const QRect box = rect().adjusted(10, 3, 0, -3);
        painter.setFont(chromeText(12.5, isChecked() ? QFont::DemiBold : QFont::Normal));
        painter.setPen(isEnabled() ? tokens.text : tokens.quietText);
        painter.drawText(QRect(box.left(), box.top(), box.width(), box.height() / 2), Qt::AlignVCenter | Qt::TextSingleLine, painter.fontMetrics().elidedText(text(), Qt::ElideMiddle, box.width()));
        painter.setFont(chromeText(11));
        painter.setPen(tokens.hintText);
        painter.drawText(QRect(box.left(), box.center().y(), box.width(), box.height() / 2), Qt::AlignVCenter | Qt::TextSingleLine, painter.fontMetrics().elidedText(m_content, Qt::ElideRight, box.width()));
        if (hasFocus())
            drawFocusRing(painter, rect(), 4.0, tokens);
    }

private:
    QString m_content;
};

} // namespace

const Stack* stackOf(const Dump& dump, const std::string& address)
{
    const auto found = std::ranges::find(dump.stacks(), address, [](const Stack& stack) { return stack.reading.address; });
    return found == dump.stacks().end() ? nullptr : &*found;
}

ArrayTable::ArrayTable(QWidget* parent) : ReportTable(parent), m_names(new QButtonGroup(this))
{
    setObjectName(QStringLiteral("arrayTable"));
    setAccessibleName(tr("Arrays"));
}

void ArrayTable::show(const Dump& dump, const std::string& current)
{
    start({tr("Array"), tr("Read as"), tr("Certainty"), tr("Why")}, {190, 146, 100});
    const auto& arrays = dump.arrays();
    for (std::size_t i = 0; i < std::min(arrays.size(), kMost); ++i) {
        const auto& array = arrays[i];
        const auto row = static_cast<int>(i);
        addRow({nameButton(array, dump, row, array.address == current), useCombo(array, stackOf(dump, array.address), row), certaintyCell(array.reason.certainty), whyCell(array.reason.why)});
    }
    if (arrays.size() > kMost)
        addRow({new TextLabel(tr("and %1 more").arg(arrays.size() - kMost), {11.0, QFont::Normal, Tone::Quiet})});
}

QAbstractButton* ArrayTable::nameButton(const ArrayReading& array, const Dump& dump, int row, bool current)
{
    const QString name = array.address.empty() ? QString::fromStdString(dump.stacks().front().reading.array) : QString::fromStdString(array.address);
    auto* button = new NameButton(name, QString::fromStdString(array.content).replace(QStringLiteral(" x "), QStringLiteral(" × ")));
    button->setObjectName(QStringLiteral("array%1").arg(row));
    button->setAccessibleName(tr("Array %1, %2").arg(name, QString::fromStdString(array.content)));
    button->setEnabled(stackOf(dump, array.address) != nullptr);
    button->setChecked(current && button->isEnabled());
    m_names->addButton(button);
    connect(button, &QAbstractButton::clicked, this, [this, address = array.address] { emit arrayChosen(address); });
    return button;
}

QComboBox* ArrayTable::useCombo(const ArrayReading& array, const Stack* stack, int row)
{
    auto* combo = new QComboBox;
    combo->setObjectName(QStringLiteral("arrayUse%1").arg(row));
    for (const auto kind : kKinds)
        combo->addItem(kindWords(kind), static_cast<int>(kind));
    combo->addItem(tr("Gradient"), kGradient);
    combo->addItem(tr("Left out"), kLeftOut);
    const int now = stack != nullptr ? static_cast<int>(stack->kind) : array.use == ArrayUse::Gradient ? kGradient : kLeftOut;
    combo->setCurrentIndex(combo->findData(now));
    combo->setAccessibleName(tr("%1 is read as: %2").arg(QString::fromStdString(array.address), combo->currentText()));
    connect(combo, &QComboBox::activated, this, [this, combo, now, address = array.address] {
        const int chosen = combo->currentData().toInt();
        if (chosen == now)
            return;
        if (chosen == kGradient || chosen == kLeftOut)
            emit useChosen(address, chosen == kGradient ? ArrayUse::Gradient : ArrayUse::LeftOut, std::nullopt);
        else
            emit useChosen(address, ArrayUse::Attention, static_cast<StackKind>(chosen));
    });
    return combo;
}

} // namespace headlight::ui
