// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/text.h"

#include "figure/colour_scale.h"
#include "figure/figure_words.h"
#include "figure/shown_cells.h"
#include "figure/text_weights.h"
#include "measure/axis_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace headlight {

namespace {

constexpr std::size_t kMostSpecialNamed = 3;

bool isWord(const Axis& axis, const AxisItem& item)
{
    const auto segment = static_cast<std::size_t>(item.segment);
    return segment >= axis.segments.size() || axis.segments[segment].kind == SegmentKind::Text;
}

bool isSquare(const Axis& axis, const AxisItem& item)
{
    const auto segment = static_cast<std::size_t>(item.segment);
    return segment < axis.segments.size() && (axis.segments[segment].kind == SegmentKind::Queries || axis.segments[segment].kind == SegmentKind::Patches);
}

// Letters --------------------------------------------------------------------

/// First code point of UTF-8; 0 of nothing.
char32_t firstCharacter(const std::string& text)
{
    if (text.empty())
        return 0;
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<char32_t>(static_cast<unsigned char>(text[i])) : 0; };
    const auto first = byte(0);
    if (first < 0x80)
        return first;
    if (first < 0xE0)
        return (first & 0x1F) << 6 | (byte(1) & 0x3F);
    if (first < 0xF0)
        return (first & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    return (first & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
}

/// Han, kana and their punctuation stand without spaces between them. Hangul has spaces.
bool withoutSpaces(char32_t c)
{
    return (c >= 0x3000 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF00 && c <= 0xFFEF) ||
        (c >= 0x20000 && c <= 0x323AF);
}

/// Hebrew, Arabic, Syriac, Thaana, NKo and their presentation forms.
bool isRightToLeft(char32_t c)
{
    return (c >= 0x0590 && c <= 0x08FF) || (c >= 0xFB1D && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFF);
}

bool isLetter(char32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c < 0x2000) || c >= 0x2C00;
}

bool mostlyRightToLeft(const std::vector<TextFigure::Token>& tokens)
{
    std::int64_t letters = 0;
    std::int64_t rightToLeft = 0;
    for (const auto& token : tokens) {
        const auto c = token.label.special || token.square ? 0 : firstCharacter(token.label.text);
        letters += isLetter(c) ? 1 : 0;
        rightToLeft += isRightToLeft(c) ? 1 : 0;
    }
    return 2 * rightToLeft > letters;
}

// Tokens ---------------------------------------------------------------------

/// Makes the figure of one plan.
class TextBuilder {
public:
    TextBuilder(const Workspace& workspace, const Dump& dump, const State& asked, TextPlan plan) : m_workspace(workspace), m_dump(dump), m_asked(asked), m_plan(std::move(plan)) {}

    Result<Figure> figure(const JobContext& job)
    {
        const auto shown = shownCells(axes(), m_plan.taken.front().layer, m_plan.state.selection);
        m_items = m_figure.tokensAreQueries ? shown.rows : shown.columns;
        const auto weights = textWeights(m_workspace, m_plan, job);
        if (!weights)
            return weights.error();
        addTokens();
        addOthers();
        for (const auto item : m_items)
            m_figure.weights.push_back(weights->words[static_cast<std::size_t>(item)]);
        if (weights->layers)
            addRows(*weights->layers);
        addLargest();
        if (auto scaled = addScales(job); !scaled)
            return scaled.error();
        addWords();
        return Figure(std::move(m_figure));
    }

    /// Before anything is read: whether there is something to read.
    [[nodiscard]] bool readable()
    {
        m_figure.show = options().show;
        m_figure.tokensAreQueries = options().show == TextShow::Key;
        m_figure.bothWays = !isCross(axes()) && axes().queries->size() == axes().keys->size();
        return hasWords(m_plan.axis());
    }

private:
    [[nodiscard]] const MapAxes& axes() const { return m_plan.maps->axes(); }
    [[nodiscard]] const TextOptions& options() const { return m_plan.state.display.text; }
    [[nodiscard]] const Display& display() const { return m_plan.state.display; }
    [[nodiscard]] bool byQuery() const { return options().show == TextShow::Query; }
    [[nodiscard]] bool byKey() const { return options().show == TextShow::Key; }

    /// Positions in the file that the text is about, and that stand framed where they are among its words.
    [[nodiscard]] bool isAbout(const AxisItem& item) const
    {
        if (!m_figure.bothWays)
            return false;
        if (byKey())
            return axes().keys->itemAt(item.position) == m_plan.key;
        const auto mine = axes().queries->itemAt(item.position);
        return byQuery() && mine && std::ranges::find(m_plan.queries, *mine) != m_plan.queries.end();
    }

    void addTokens()
    {
        const auto& axis = m_plan.axis();
        const bool marked = std::ranges::any_of(axis.items, &AxisItem::leadingSpace);
        const AxisItem* before = nullptr;
        for (const auto index : m_items) {
            const auto& item = axis.items[static_cast<std::size_t>(index)];
            const bool raw = !display().cleanTokens && !item.token.empty();
            TextFigure::Token token;
            token.square = isSquare(axis, item);
            token.framed = isAbout(item);
            const bool special = item.marks.special || item.marks.padding || (!isWord(axis, item) && !token.square);
            token.label = {item.position, labelOf(item, display()), item.continues && !raw, special, item.marks.padding, token.framed, token.framed};
            token.coloured = !item.marks.padding && !token.square && (!special || options().colourSpecial);
            token.endsLine = item.label.ends_with('\n');
            token.spaced = raw || !follows(item, before, marked);
            m_figure.tokens.push_back(std::move(token));
            before = special ? nullptr : &item;
        }
        if (std::ranges::none_of(m_figure.tokens, &TextFigure::Token::coloured)) // nothing but special tokens: then they are what is looked at
            for (auto& token : m_figure.tokens)
                token.coloured = !token.label.padding && !token.square;
        m_figure.rightToLeft = mostlyRightToLeft(m_figure.tokens);
    }

    /// It touches the item before it.
    static bool follows(const AxisItem& item, const AxisItem* before, bool spacesAreMarked)
    {
        if (before == nullptr)
            return false;
        if (item.continues)
            return true;
        if (spacesAreMarked)
            return !item.leadingSpace;
        return withoutSpaces(firstCharacter(item.label)) && withoutSpaces(firstCharacter(before->label));
    }

    /// Where queries and keys are different sequences, the other one has to be seen to choose from it.
    void addOthers()
    {
        if (m_figure.bothWays || !(byQuery() || byKey()))
            return;
        const auto& axis = byKey() ? *axes().keys : *axes().queries;
        std::vector<std::int64_t> all(static_cast<std::size_t>(axis.size()));
        std::iota(all.begin(), all.end(), std::int64_t{0});
        m_figure.othersName = byKey() ? keyAxisName(axes()) : queryAxisName(axes());
        m_figure.others = figureAxis(axis, all, {}, std::nullopt, display()).labels;
        for (std::size_t i = 0; i < all.size(); ++i)
            m_figure.others[i].emphasised = byKey() ? all[i] == m_plan.key : std::ranges::find(m_plan.queries, all[i]) != m_plan.queries.end();
        std::erase_if(m_figure.others, [](const FigureLabel& label) { return label.padding; });
    }

    void addRows(const Matrix& all)
    {
        const auto count = all.rows();
        auto layers = std::make_shared<Matrix>(count, static_cast<std::int64_t>(m_items.size()));
        const auto selected = m_plan.state.selection.heads.layers();
        for (std::int64_t r = 0; r < count; ++r) {
            const auto layer = count - 1 - r;
            const auto from = all.row(layer);
            const auto to = layers->row(r);
            for (std::size_t i = 0; i < m_items.size(); ++i)
                to[i] = from[static_cast<std::size_t>(m_items[i])];
            TextFigure::Row row;
            row.layer = LayerIndex{layer};
            row.label = label(row.layer, display().indexBase);
            row.selected = std::ranges::find(selected, row.layer) != selected.end();
            row.special = specialShare(to);
            m_figure.rows.push_back(std::move(row));
        }
        m_figure.layers = std::move(layers);
    }

    /// Of the sum over all tokens, what special ones have; NaN where there are none.
    [[nodiscard]] double specialShare(std::span<const float> weights) const
    {
        double special = 0.0;
        double sum = 0.0;
        bool any = false;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            const double weight = static_cast<double>(weights[i]);
            if (!std::isfinite(weight))
                continue;
            sum += weight;
            special += m_figure.tokens[i].label.special ? weight : 0.0;
            any = any || m_figure.tokens[i].label.special;
        }
        return any && sum > 0.0 ? special / sum : std::numeric_limits<double>::quiet_NaN();
    }

    void addLargest()
    {
        if (!options().largest)
            return;
        auto& largest = m_figure.largest;
        for (std::size_t i = 0; i < m_figure.weights.size(); ++i)
            if (std::isfinite(m_figure.weights[i]) && !m_figure.tokens[i].label.padding)
                largest.push_back(static_cast<std::int64_t>(i));
        std::ranges::stable_sort(largest, [&](std::int64_t a, std::int64_t b) { return m_figure.weights[static_cast<std::size_t>(a)] > m_figure.weights[static_cast<std::size_t>(b)]; });
    }

    // Colours ----------------------------------------------------------------

    /// The values of tokens that count for the scale.
    [[nodiscard]] std::vector<float> coloured(std::span<const float> weights) const
    {
        std::vector<float> values;
        for (std::size_t i = 0; i < weights.size(); ++i)
            if (m_figure.tokens[i].coloured)
                values.push_back(weights[i]);
        return values;
    }

    Result<ColourScale> scaleOf(const std::vector<std::vector<float>>& values, RangeKind kind, const JobContext& job) const
    {
        State state = m_plan.state;
        auto& range = state.display.text.range;
        range.kind = kind;
        if (kind == RangeKind::Shared && options().show != TextShow::Query && options().show != TextShow::Key)
            range.kind = RangeKind::Figure; // sums are no cells of maps
        const std::vector<std::span<const float>> shown(values.begin(), values.end());
        auto scale = colourScale(m_workspace, state, shown, job);
        if (!scale)
            return scale;
        if (range.kind == RangeKind::Figure && !scale->diverging && scale->low >= 0.0 && scale->high > 0.0) {
            scale->low = 0.0; // a word without weight has no colour
            scale->kind = options().colourSpecial ? "largest weight" : "largest text weight";
        }
        const auto measure = displayName(m_plan.state.measure);
        scale->name = options().show == TextShow::Received ? measure + " received" : options().show == TextShow::Shade ? "shade, " + measure + " received" : measure;
        return scale;
    }

    Result<void> addScales(const JobContext& job)
    {
        const auto kind = options().range.kind;
        auto words = scaleOf({coloured(m_figure.weights)}, kind, job);
        if (!words)
            return words.error();
        m_figure.scale = *std::move(words);
        if (m_figure.layers == nullptr)
            return {};
        std::vector<std::vector<float>> all;
        for (std::int64_t r = 0; r < m_figure.layers->rows(); ++r)
            all.push_back(coloured(m_figure.layers->row(r)));
        auto rows = scaleOf(all, kind == RangeKind::Figure ? RangeKind::Percentile : kind, job);
        if (!rows)
            return rows.error();
        m_figure.rowScale = *std::move(rows);
        return {};
    }

    // Words ------------------------------------------------------------------

    [[nodiscard]] std::string about() const
    {
        if (byKey()) {
            const auto& item = axes().keys->items[static_cast<std::size_t>(m_plan.key)];
            const auto token = labelOf(item, display());
            const auto number = std::to_string(item.position);
            return token == number ? "key " + number : fmt::format("key {} {}", number, token);
        }
        return byQuery() ? queriesPhrase(*axes().queries, m_plan.queries, display()) : std::string();
    }

    /// "“avoids”", "queries 3, 5–7"
    [[nodiscard]] std::string quoted() const
    {
        if (byQuery() && m_plan.queries.size() > 1)
            return about();
        const auto& axis = byKey() ? *axes().keys : *axes().queries;
        const auto& item = axis.items[static_cast<std::size_t>(byKey() ? m_plan.key : m_plan.queries.front())];
        const auto token = labelOf(item, display());
        return token == std::to_string(item.position) ? (byKey() ? "key " : "query ") + token : fmt::format("“{}”", token);
    }

    [[nodiscard]] std::string title() const
    {
        auto rest = titleFor(m_plan.state);
        auto measure = rest.substr(0, displayName(m_plan.state.measure).size());
        rest.erase(0, measure.size());
        if (measure.find(',') != std::string::npos)
            measure += ":";
        switch (options().show) {
        case TextShow::Query:
            return fmt::format("{} from {}{}", measure, quoted(), rest);
        case TextShow::Key:
            return fmt::format("{} to {}{}", measure, quoted(), rest);
        case TextShow::Received:
            return fmt::format("{} received{}", measure, rest);
        case TextShow::Shade:
            break;
        }
        State state = m_plan.state;
        state.selection.aggregate = Aggregate::Each; // a shade is a sum
        return fmt::format("{} received, shade{}", measure, titleFor(state).substr(displayName(state.measure).size()));
    }

    [[nodiscard]] std::string subtitle() const
    {
        std::string words;
        if (std::ranges::any_of(m_figure.tokens, &TextFigure::Token::framed))
            words = byKey() ? "Framed: the key." : m_plan.queries.size() > 1 ? "Framed: the queries." : "Framed: the query.";
        const auto add = [&words](std::string_view sentence) { words += (words.empty() ? "" : " ") + std::string(sentence); };
        if (display().mergeWords)
            add(byKey() ? "From a word: the mean over its sub-words." : "To a word: the sum over its sub-words.");
        else if (std::ranges::any_of(m_figure.tokens, [](const TextFigure::Token& token) { return token.label.continues; }))
            add("Sub-words keep their own weight inside the word.");
        if (options().show == TextShow::Shade)
            add("Column sums of every head, scaled by the smallest and largest of the sample, added.");
        return words;
    }

    /// "[CLS] + [SEP]"; many: "special tokens".
    void nameSpecial()
    {
        std::vector<std::string> names;
        for (const auto& token : m_figure.tokens)
            if (token.label.special && !token.label.padding && std::ranges::find(names, token.label.text) == names.end())
                names.push_back(token.label.text);
        if (names.size() > kMostSpecialNamed)
            m_figure.specialName = "special tokens";
        else
            for (const auto& name : names)
                m_figure.specialName += (m_figure.specialName.empty() ? "" : " + ") + name;
    }

    void nameRows()
    {
        if (m_figure.rows.empty())
            return;
        State state = ofLastLayer(m_plan.state);
        m_figure.rowsTitle = byQuery() ? (m_plan.queries.size() > 1 ? "The same queries in every layer" : "The same query in every layer") : byKey() ? "The same key in every layer" : "Every layer";
        m_figure.rowsNote = headsPhrase(state) + "; last layer on top";
        if (display().mergeWords)
            m_figure.rowsNote += byKey() ? "; words = mean of their sub-words" : "; words = sum of their sub-words";
    }

    void addWords()
    {
        auto& text = m_figure.text;
        nameSpecial();
        nameRows();
        text.title = title();
        text.subtitle = subtitle();
        text.footerStart = {measurePhrase(m_plan.state)};
        if (const auto layers = layersPhrase(m_plan.state, m_asked); !layers.empty())
            text.footerStart.push_back(layers);
        text.footerStart.push_back(headsPhrase(m_plan.state));
        if (const auto words = about(); !words.empty())
            text.footerStart.push_back(words);
        text.footerStart.push_back(scaleWords(m_figure.scale));
        if (m_figure.layers != nullptr && m_figure.rowScale.high != m_figure.scale.high)
            text.footerStart.push_back("layers: " + scaleWords(m_figure.rowScale));
        const bool special = std::ranges::any_of(m_figure.tokens, [](const TextFigure::Token& token) { return token.label.special && !token.label.padding && !token.coloured; });
        if (special)
            text.footerEnd.push_back(m_figure.specialName + " not coloured");
        if (!m_plan.axis().labelled)
            text.footerEnd.emplace_back("no tokens in this dump: numbers are positions");
        const auto all = m_dump.attention(m_plan.state.selection.stack, m_plan.state.selection.sample);
        const auto& whole = m_figure.tokensAreQueries ? (*all)->axes().queries : (*all)->axes().keys;
        if (const auto hidden = whole->size() - m_plan.axis().size(); hidden > 0 && !display().mergeWords)
            text.footerEnd.push_back(fmt::format("{} padded positions hidden", hidden));
        if (static_cast<std::int64_t>(m_items.size()) < m_plan.axis().size())
            text.footerEnd.push_back(fmt::format("{} of {} {}", m_items.size(), m_plan.axis().size(), m_figure.tokensAreQueries ? "queries" : "keys"));
        if (!m_plan.leftOut.empty())
            text.footerEnd.push_back(m_plan.leftOut);
        std::ranges::move(originWords(m_dump, m_plan.state), std::back_inserter(text.footerEnd));
    }

    const Workspace& m_workspace;
    const Dump& m_dump;
    const State& m_asked;
    TextPlan m_plan;
    std::vector<std::int64_t> m_items; ///< of the axis, those that are shown
    TextFigure m_figure;
};

} // namespace

bool hasWords(const Axis& axis)
{
    return std::ranges::any_of(axis.items, [&](const AxisItem& item) { return isWord(axis, item) && !item.marks.padding; });
}

Result<Figure> buildTextFigure(const Workspace& workspace, const State& state, const JobContext& job)
{
    const auto dump = workspace.dump(state.dump.fingerprint);
    auto plan = planText(workspace, state);
    if (!plan)
        return plan.error();
    const bool byKey = state.display.text.show == TextShow::Key;
    TextBuilder builder(workspace, *dump, state, *std::move(plan));
    if (!builder.readable())
        return Figure(EmptyFigure{fmt::format("The {} of this stack are no words.", byKey ? "queries" : "keys"), {}, std::nullopt});
    return builder.figure(job);
}

} // namespace headlight
