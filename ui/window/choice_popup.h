// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A line to type in over a list of choices: under a stepper a filter, under "Find or run" the way to everything.
#pragma once

#include <QFrame>
#include <QString>

#include <functional>
#include <vector>

class QLineEdit;
class QListView;

namespace headlight::ui {

class ChoiceModel;
class TextLabel;

struct Choice {
    QString text;
    QString detail; ///< right-aligned, quiet; found by the filter too
    bool current = false;
    QString kind = {};     ///< "Sample": in a column of its own, at the first of its kind
    bool possible = true;  ///< false: dimmed, `detail` says why, and it cannot be chosen
    int index = -1;        ///< what chosen() says; filtered() numbers them
};

/// What is offered for what has been typed, best first.
struct Offer {
    std::vector<Choice> choices;
    QString nothing = {}; ///< said when there are none
};

class ChoicePopup : public QFrame {
    Q_OBJECT
public:
    using Source = std::function<Offer(const QString& typed)>;
    /// Tries a typed text; an empty answer means it was understood and done, else it says what is wrong.
    using TypedForm = std::function<QString(const QString&)>;

    ChoicePopup(const QString& name, Source source, QWidget* parent);

    void setHint(const QString& hint); ///< in the line while nothing is typed
    void setTypedForm(TypedForm typed) { m_typed = std::move(typed); } ///< Enter asks it before the list
    void openUnder(const QWidget* anchor);
    /// With its upper right corner there.
    void openAt(QPoint corner, int width);

signals:
    void chosen(int index);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void offer(const QString& text);
    void accept();
    void chooseRow(int row);
    void say(const QString& problem);
    void step(int rows);
    void fitHeight();
    [[nodiscard]] int heightFor(int rows) const;

    Source m_source;
    TypedForm m_typed;
    QLineEdit* m_filter = nullptr;
    QListView* m_list = nullptr;
    ChoiceModel* m_shown = nullptr;
    TextLabel* m_problem = nullptr;
};

/// Those that contain the text, numbered by their places.
ChoicePopup::Source filtered(std::vector<Choice> choices);

} // namespace headlight::ui
