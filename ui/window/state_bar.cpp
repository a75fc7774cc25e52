// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/state_bar.h"

#include "ui/window/chrome.h"
#include "ui/window/find_box.h"
#include "ui/window/icons.h"
#include "ui/window/selection_words.h"
#include "ui/window/stepper.h"
#include "ui/window/typed_form.h"

#include <QAction>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace headlight::ui {

namespace {

class Rule : public QWidget {
public:
    explicit Rule(QWidget* parent) : QWidget(parent) { setFixedSize(9, 20); }

protected:
    void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(QRect(4, 0, 1, height()), tokensOf(this).line); }
};

QPushButton* pushButton(QAction* action, const QString& text, const QIcon& picture)
{
    auto* button = new QPushButton(picture, text);
    button->setFocusPolicy(Qt::TabFocus);
    button->setToolTip(action->toolTip());
    button->setEnabled(action->isEnabled());
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    QObject::connect(action, &QAction::changed, button, [button, action] { button->setEnabled(action->isEnabled()); });
    return button;
}

QToolButton* toolButton(QAction* action)
{
    auto* button = new QToolButton;
    button->setDefaultAction(action);
    button->setAutoRaise(true);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    button->setFixedSize(28, 28);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(action->text().remove(QLatin1Char('&')));
    return button;
}

} // namespace

StateBar::StateBar(Session& session, const StateBarActions& actions, QWidget* parent) : QWidget(parent), m_session(session)
{
    setObjectName(QStringLiteral("stateBar"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 0, 10, 1);
    row->setSpacing(6);
    auto* open = pushButton(actions.open, tr("Open"), icon(QStringLiteral("open")));
    open->setObjectName(QStringLiteral("open"));
    row->addWidget(open);
    row->addWidget(new Rule(this));
    auto* back = toolButton(actions.back);
    auto* forward = toolButton(actions.forward);
    back->setObjectName(QStringLiteral("back"));
    forward->setObjectName(QStringLiteral("forward"));
    row->addWidget(back);
    row->addWidget(forward);
    row->addWidget(new Rule(this));
    addSteppers(*row);
    row->addStretch(1);
    m_find = new FindBox(actions.find, this);
    row->addWidget(m_find);
    m_export = pushButton(actions.exportFigure, tr("Export"), icon(QStringLiteral("export"), IconColour::OnAccent));
    m_export->setObjectName(QStringLiteral("export"));
    m_export->setProperty("primary", true);
    row->addWidget(m_export);
    connect(&m_session, &Session::stateChanged, this, &StateBar::refresh);
    connect(&m_session, &Session::dumpChanged, this, &StateBar::refresh);
    refresh();
}

void StateBar::addSteppers(QHBoxLayout& row)
{
    m_sample = new Stepper(tr("Sample"), tr("Sample before ([)"), tr("Sample after (])"), this);
    m_layer = new Stepper(tr("Layer"), tr("Layer above (K)"), tr("Layer below (J)"), this);
    m_heads = new Stepper(tr("Heads"), tr("Head left (H)"), tr("Head right (L)"), this);
    m_query = new Stepper(tr("Query"), tr("Query before"), tr("Query after"), this);
    m_sample->setObjectName(QStringLiteral("sampleStepper"));
    m_layer->setObjectName(QStringLiteral("layerStepper"));
    m_heads->setObjectName(QStringLiteral("headStepper"));
    m_query->setObjectName(QStringLiteral("queryStepper"));
    m_key = new Stepper(tr("Key"), tr("Key before"), tr("Key after"), this);
    m_key->setObjectName(QStringLiteral("keyStepper"));
    m_steppers = {m_sample, m_layer, m_heads, m_query, m_key};
    for (auto* stepper : m_steppers)
        row.addWidget(stepper);
    connect(m_sample, &Stepper::stepped, this, [this](int by) { m_session.dispatch(StepSample{by}); });
    connect(m_layer, &Stepper::stepped, this, [this](int by) { m_session.dispatch(StepHeads{by, 0}); });
    connect(m_heads, &Stepper::stepped, this, [this](int by) { m_session.dispatch(StepHeads{0, by}); });
    connect(m_query, &Stepper::stepped, this, [this](int by) { m_session.dispatch(StepQuery{by}); });
    connect(m_key, &Stepper::stepped, this, [this](int by) { m_session.dispatch(keyStep(m_session, by)); });
    connect(m_key, &Stepper::listWanted, this, [this] { openList(m_key, keyChoices(m_session), [this](int choice) { return keyAction(m_session, choice); }); });
    connect(m_sample, &Stepper::listWanted, this,
            [this] { openList(m_sample, sampleChoices(m_session), [](int choice) { return Action{SelectSample{SampleIndex{choice}}}; }); });
    connect(m_layer, &Stepper::listWanted, this,
            [this] { openList(m_layer, layerChoices(m_session.state()), [this](int choice) { return layerAction(m_session.state(), choice); }); });
    connect(m_heads, &Stepper::listWanted, this,
            [this] { openList(m_heads, headChoices(m_session.state()), [this](int choice) { return headAction(m_session.state(), choice); }); });
    connect(m_query, &Stepper::listWanted, this,
            [this] { openList(m_query, queryChoices(m_session), [this](int choice) { return queryAction(m_session, choice); }); });
}

void StateBar::openList(Stepper* stepper, const std::vector<Choice>& choices, const std::function<Action(int)>& action)
{
    auto* popup = new ChoicePopup(stepper->accessibleName(), filtered(choices), this);
    popup->setHint(tr("Filter, or type L6 H1,7 · q=21,23-25 · s=0"));
    popup->setTypedForm([this](const QString& text) { return runTyped(text); });
    connect(popup, &ChoicePopup::chosen, this, [this, action](int choice) { m_session.dispatch(action(choice)); });
    popup->openUnder(stepper);
}

QString StateBar::runTyped(const QString& text)
{
    const auto dump = m_session.dump();
    if (dump == nullptr)
        return tr("Nothing is open.");
    const auto axes = shownAxes(m_session);
    const auto action = parseTyped(text.toStdString(), {m_session.state(), axes.get(), dump->samples()});
    if (!action)
        return QString::fromStdString(action.error().what);
    m_session.dispatch(*action);
    return {};
}

void StateBar::refresh()
{
    const bool open = m_session.state().hasDump();
    for (auto* stepper : m_steppers)
        stepper->setEnabled(open);
    if (!open)
        return;
    m_sample->setValue(sampleWords(m_session));
    m_layer->setValue(layerWords(m_session.state()));
    m_heads->setValue(headWords(m_session.state()));
    m_query->setValue(queryWords(m_session));
    m_key->setValue(keyWords(m_session));
    showPosition();
}

void StateBar::setLabelsShown(bool shown)
{
    for (auto* stepper : m_steppers)
        stepper->setLabelShown(shown);
}

void StateBar::setFindCollapsed(bool collapsed)
{
    m_find->setCollapsed(collapsed);
}

const QWidget* StateBar::findBox() const
{
    return m_find;
}

void StateBar::setSelectionShown(bool shown)
{
    m_selectionShown = shown;
    for (auto* stepper : m_steppers)
        stepper->setVisible(shown);
    showPosition();
    m_export->setVisible(shown);
}

/// Charts and tables of keys have no query.
void StateBar::showPosition()
{
    const auto view = m_session.state().view;
    const bool keys = view == ViewKind::Trends || view == ViewKind::Table;
    m_query->setVisible(m_selectionShown && !keys);
    m_key->setVisible(m_selectionShown && keys);
}

QSize StateBar::sizeHint() const
{
    return {600, scaled(44)};
}

void StateBar::paintEvent(QPaintEvent*)
{
    const auto& tokens = tokensOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), tokens.window);
    painter.fillRect(QRect(0, height() - 1, width(), 1), tokens.line);
}

} // namespace headlight::ui
