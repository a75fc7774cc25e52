// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The list that opens under a stepper: filter on top, choices below, or a typed selection such as "L6 H1,7".
#pragma once

#include <QFrame>
#include <QString>

#include <functional>
#include <vector>

class QLineEdit;
class QListView;
class QSortFilterProxyModel;

namespace headlight::ui {

class TextLabel;

struct Choice {
    QString text;
    QString detail; ///< right-aligned, quiet; found by the filter too
    bool current = false;
};

class ChoicePopup : public QFrame {
    Q_OBJECT
public:
    /// Tries a typed text; an empty answer means it was understood and done, else it says what is wrong.
    using TypedForm = std::function<QString(const QString&)>;

    ChoicePopup(const QString& name, const std::vector<Choice>& choices, TypedForm typed, QWidget* parent);

    void openUnder(const QWidget* anchor);

signals:
    void chosen(int index); ///< number of the choice, before filtering

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void filter(const QString& text);
    void accept();
    void chooseRow(int row);

    TypedForm m_typed;
    QLineEdit* m_filter = nullptr;
    QListView* m_list = nullptr;
    QSortFilterProxyModel* m_shown = nullptr;
    TextLabel* m_problem = nullptr;
};

} // namespace headlight::ui
