// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is known about the cell or head under the pointer, else about the pinned cell.
#pragma once

#include "figure/build.h"
#include "ui/session/latest_job.h"
#include "ui/session/session.h"

#include <QTimer>
#include <QWidget>

#include <optional>
#include <utility>
#include <vector>

namespace headlight::ui {

/// The words of the card, without any layout.
struct PointerText {
    QString from, fromPosition; ///< "avoids", "21"
    QString to, toPosition;     ///< "pit", "25"
    QString value;              ///< "0.0501"
    QString unit;               ///< "nats row entropy"
    std::vector<std::pair<QString, QString>> rows;
    bool operator==(const PointerText&) const = default;
};
PointerText pointerText(const CellDescription& cell);
PointerText pointerText(const LayerCellDescription& cell);
PointerText pointerText(const WeightDescription& weight);
PointerText pointerText(const ReceivedDescription& received);
PointerText pointerText(const HeadDescription& head, const State& state);

class PointerCard : public QWidget {
    Q_OBJECT
public:
    explicit PointerCard(Session& session, QWidget* parent = nullptr);

    [[nodiscard]] const std::optional<PointerText>& text() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();
    void describe(CellIndex cell);
    void describe(LayerIndex layer, KeyIndex key, std::optional<HeadIndex> head);
    void describeWeightOf(KeyIndex key);
    void describeReceivedBy(HeadRef head, KeyIndex key);
    void show(std::optional<PointerText> text);

    Session& m_session;
    std::optional<PointerText> m_text;
    LatestJob<std::optional<PointerText>> m_job;
    QTimer m_later; ///< a pinned cell while queries are scrubbed through: the figure goes first
};

} // namespace headlight::ui
