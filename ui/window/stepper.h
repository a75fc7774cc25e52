// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// "Layer ‹ 6 ›": shows one part of the selection, steps it, and opens its list.
#pragma once

#include <QString>
#include <QWidget>

namespace headlight::ui {

class Stepper : public QWidget {
    Q_OBJECT
public:
    /// `label` is what is stepped; the tips name the keys of both arrows: "Layer above (K)".
    Stepper(QString label, QString previousTip, QString nextTip, QWidget* parent = nullptr);

    void setValue(const QString& value);
    [[nodiscard]] QString value() const { return m_value; }
    void setLabelShown(bool shown); ///< narrow windows drop the labels
    [[nodiscard]] QRect previousRect() const;
    [[nodiscard]] QRect nextRect() const;
    [[nodiscard]] QRect valueRect() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

signals:
    void stepped(int by);
    void listWanted();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] int labelWidth() const;

    QString m_label;
    QString m_previousTip;
    QString m_nextTip;
    QString m_value;
    bool m_labelShown = true;
    QPoint m_pointer{-1, -1};
    int m_wheel = 0;
};

} // namespace headlight::ui
