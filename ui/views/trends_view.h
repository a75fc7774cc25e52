// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Charts of numbers: attention received by layer and by position, and token weights. The chart that the state names is in front.
#pragma once

#include "ui/views/view.h"

namespace headlight::ui {

class ReceivedChart;
class WeightsChart;

class TrendsView : public View {
    Q_OBJECT
public:
    explicit TrendsView(Session& session, QWidget* parent = nullptr);

    [[nodiscard]] std::shared_ptr<const Figure> figure() const override { return inFront().figure(); }
    [[nodiscard]] QSize minimumSizeHint() const override { return inFront().minimumSizeHint(); }
    void fit() override { inFront().fit(); }
    void zoomIn() override { inFront().zoomIn(); }
    void zoomOut() override { inFront().zoomOut(); }
    void copy() const override { inFront().copy(); }
    [[nodiscard]] std::optional<QByteArray> csv() const override { return inFront().csv(); }

protected:
    void styleChanged() override;
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] View& inFront() const;
    void showChart();

    ReceivedChart* m_received;
    WeightsChart* m_weights;
};

} // namespace headlight::ui
