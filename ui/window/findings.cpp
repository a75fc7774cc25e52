// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/findings.h"

#include "ui/session/words.h"
#include "ui/views/view.h"
#include "ui/window/commands.h"
#include "ui/window/selection_words.h"
#include "ui/window/typed_form.h"

#include <QAction>
#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <iterator>
#include <ranges>

namespace headlight::ui {

namespace {

QString inFindings(const char* text)
{
    return QCoreApplication::translate("Findings", text);
}

std::function<void()> dispatching(Session& session, const Action& action)
{
    return [&session, action] { session.dispatch(action); };
}

/// "View/Theme" and "Dark": what stands in a menu inside a menu needs its name.
QString commandText(const Command& command, const QAction& action)
{
    QString text = action.text();
    if (command.menu.contains(QLatin1Char('/')))
        text = QStringLiteral("%1: %2").arg(command.menu.section(QLatin1Char('/'), -1), text);
    return text.remove(QLatin1Char('&'));
}

std::vector<Finding> commandFindings(const Session& session, const Commands& commands)
{
    std::vector<Finding> out;
    for (const auto& command : commands.all()) {
        if (command.menu.isEmpty() || command.id.startsWith(QLatin1String("view")) || command.id == QLatin1String("find"))
            continue; // keys without an entry, views (they have their own reasons), and itself
        QAction* action = commands.action(command.id);
        Finding finding{command.menu.section(QLatin1Char('/'), 0, 0).remove(QLatin1Char('&')), commandText(command, *action), {}, nullptr};
        if (action->isEnabled()) {
            finding.detail = keyWords(command);
            finding.run = [action] { action->trigger(); };
        } else {
            finding.detail = session.state().hasDump() ? inFindings("not possible now") : inFindings("nothing is open");
        }
        out.push_back(std::move(finding));
    }
    return out;
}

std::vector<Finding> viewFindings(Session& session)
{
    std::vector<Finding> out;
    for (std::size_t i = 0; i < views().size(); ++i) {
        const auto& entry = views()[i];
        Finding finding{inFindings("Go to view"), entry.name, {}, nullptr};
        const QString why = session.state().hasDump() ? entry.unavailable(session) : inFindings("nothing is open");
        if (entry.make != nullptr && why.isEmpty()) {
            finding.detail = QString::number(i + 1);
            finding.run = dispatching(session, SelectView{entry.kind});
        } else {
            finding.detail = why;
        }
        out.push_back(std::move(finding));
    }
    return out;
}

std::vector<Finding> sampleFindings(Session& session)
{
    std::vector<Finding> out;
    const auto choices = sampleChoices(session);
    for (std::size_t i = 0; i < choices.size(); ++i) {
        const QString named = choices[i].detail.isEmpty() ? QString::number(i) : choices[i].detail;
        out.push_back({inFindings("Sample"), choices[i].text, QStringLiteral("s=") + named, dispatching(session, SelectSample{SampleIndex{static_cast<std::int64_t>(i)}})});
    }
    return out;
}

std::vector<Finding> headFindings(Session& session)
{
    std::vector<Finding> out;
    if (!session.state().hasDump())
        return out;
    const auto& grid = session.state().stackShape().heads;
    const auto base = session.state().display.indexBase;
    const auto add = [&](const QString& kind, const QString& text, const HeadSet& heads) {
        out.push_back({kind, text, words(formatHeads(heads, grid, base)), dispatching(session, SelectHeads{heads})});
    };
    for (std::size_t i = 0; i < grid.size(); ++i) {
        const LayerIndex layer{static_cast<std::int64_t>(i)};
        add(inFindings("Layer"), inFindings("Layer %1, all heads").arg(words(label(layer, base))), HeadSet::ofLayer(grid, layer));
    }
    const std::int64_t most = grid.empty() ? 0 : *std::max_element(grid.begin(), grid.end());
    for (std::int64_t i = 0; i < most; ++i)
        add(inFindings("Head"), inFindings("Head %1, all layers").arg(words(label(HeadIndex{i}, base))), HeadSet::ofHead(grid, HeadIndex{i}));
    const HeadSet every = HeadSet::all(grid);
    for (const auto& head : every.heads())
        add(inFindings("Head"), inFindings("Layer %1, head %2").arg(words(label(head.layer, base)), words(label(head.head, base))), HeadSet::one(head));
    return out;
}

std::vector<Finding> tokenFindings(Session& session)
{
    std::vector<Finding> out;
    const auto axes = shownAxes(session);
    if (axes == nullptr)
        return out;
    for (const auto& item : axes->queries->items)
        out.push_back({inFindings("Query"), itemWords(item), QStringLiteral("q=%1").arg(item.position), dispatching(session, SetQuery{QueryIndex{item.position}})});
    for (const auto& item : axes->keys->items)
        out.push_back({inFindings("Key"), itemWords(item), QStringLiteral("k=%1").arg(item.position), dispatching(session, SetKey{KeyIndex{item.position}})});
    return out;
}

/// What a typed selection selects, under the name that the lists have for it.
Finding selected(Session& session, const Action& action, const QString& typed)
{
    Finding finding{inFindings("Select"), typed, typed, dispatching(session, action)};
    const auto name = [&finding](const QString& kind, const QString& text) {
        finding.kind = kind;
        finding.text = text;
    };
    const auto item = [](const Axis& axis, std::int64_t position) {
        const auto found = std::find_if(axis.items.begin(), axis.items.end(), [position](const AxisItem& i) { return i.position == position; });
        return found == axis.items.end() ? QString::number(position) : itemWords(*found);
    };
    const auto axes = shownAxes(session);
    if (const auto* heads = std::get_if<SelectHeads>(&action)) {
        const QString chosen = words(formatHeads(heads->heads, session.state().stackShape().heads, session.state().display.indexBase));
        finding.text = heads->heads.size() == 1 ? inFindings("%1, one head").arg(chosen) : inFindings("%1, %2 heads").arg(chosen).arg(heads->heads.size());
    } else if (const auto* query = std::get_if<SetQuery>(&action); query != nullptr && query->query && axes != nullptr) {
        name(inFindings("Query"), item(*axes->queries, query->query->value));
    } else if (const auto* queries = std::get_if<SetQueries>(&action)) {
        name(inFindings("Queries"), inFindings("the mean of %1 queries").arg(queries->queries.size()));
    } else if (const auto* key = std::get_if<SetKey>(&action); key != nullptr && key->key && axes != nullptr) {
        name(inFindings("Key"), item(*axes->keys, key->key->value));
    } else if (const auto* sample = std::get_if<SelectSample>(&action)) {
        name(inFindings("Sample"), sampleChoices(session).at(static_cast<std::size_t>(sample->sample.value)).text);
    }
    return finding;
}

/// 0 best; nothing when the word does not occur.
std::optional<int> rankOf(const QString& text, const QString& word)
{
    if (text == word)
        return 0;
    const auto at = text.indexOf(word);
    if (at < 0)
        return std::nullopt;
    if (at == 0)
        return 1;
    const QRegularExpression beginning(QStringLiteral("\\b") + QRegularExpression::escape(word));
    return text.contains(beginning) ? 2 : 3;
}

/// "L6", "h*", "q=avoids", "learned>text": so that a number that does not exist is told as such.
bool looksTyped(const QString& text)
{
    static const QRegularExpression form(QStringLiteral("^([LlHh]-?[0-9*]|[sqk]=|.*>)"));
    return text.contains(form);
}

} // namespace

std::vector<FindProvider> findProviders(Session& session, const Commands& commands)
{
    return {
        {[&session, &commands] { return commandFindings(session, commands); }, false},
        {[&session] { return viewFindings(session); }, false},
        {[&session] { return sampleFindings(session); }, false},
        {[&session] { return headFindings(session); }, true},
        {[&session] { return tokenFindings(session); }, true},
    };
}

std::vector<std::size_t> bestMatches(const std::vector<Finding>& findings, const QString& text)
{
    const QString whole = text.simplified().toLower();
    const QStringList wanted = whole.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    std::vector<std::pair<int, std::size_t>> found;
    for (std::size_t i = 0; i < findings.size(); ++i) {
        const QString name = findings[i].text.toLower();
        const QString rest = findings[i].kind.toLower() + QLatin1Char(' ') + findings[i].detail.toLower();
        const bool every = std::all_of(wanted.begin(), wanted.end(), [&](const QString& word) { return name.contains(word) || rest.contains(word); });
        if (!every)
            continue;
        constexpr int kElsewhere = 4;
        found.emplace_back(whole.isEmpty() ? 0 : std::min(rankOf(name, whole).value_or(kElsewhere), findings[i].detail.toLower() == whole ? 0 : kElsewhere), i);
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<std::size_t> places;
    for (const auto& [rank, place] : found)
        places.push_back(place);
    return places;
}

TypedFinding typedFinding(Session& session, const QString& text)
{
    const auto dump = session.dump();
    const QString typed = text.trimmed();
    if (dump == nullptr || !looksTyped(typed))
        return {};
    const auto axes = shownAxes(session);
    const auto action = parseTyped(typed.toStdString(), {session.state(), axes.get(), dump->samples()});
    if (!action)
        return {std::nullopt, words(action.error().what)};
    return {selected(session, *action, typed), {}};
}

Finder::Finder(Session& session, std::vector<FindProvider> providers) : m_session(session), m_providers(std::move(providers)) {}

const std::vector<Finding>& Finder::known(bool typed)
{
    auto& known = typed ? m_all : m_listed;
    if (!known.empty())
        return known;
    for (const auto& provider : m_providers) {
        if (!typed && provider.onlyWhenTyped)
            continue;
        auto findings = provider.all();
        std::ranges::move(findings, std::back_inserter(known));
    }
    return known;
}

Offer Finder::offer(const QString& text)
{
    m_offered.clear();
    auto typed = typedFinding(m_session, text);
    if (typed.finding)
        m_offered.push_back(*typed.finding);
    const auto& known = this->known(!text.trimmed().isEmpty());
    for (const auto place : bestMatches(known, text)) {
        if (!typed.finding || known[place].detail != typed.finding->detail) // it would be there twice
            m_offered.push_back(known[place]);
    }
    Offer offer;
    for (std::size_t i = 0; i < m_offered.size(); ++i) {
        const auto& finding = m_offered[i];
        offer.choices.push_back({finding.text, finding.detail, false, finding.kind, finding.run != nullptr, static_cast<int>(i)});
    }
    offer.nothing = typed.problem.isEmpty() ? inFindings("Nothing is called “%1”. Selections are typed as L6 H1,7 · q=21 · k=pit · s=0.").arg(text.trimmed()) : typed.problem;
    return offer;
}

void Finder::run(int index) const
{
    const auto& finding = m_offered.at(static_cast<std::size_t>(index));
    if (finding.run)
        finding.run();
}

} // namespace headlight::ui
