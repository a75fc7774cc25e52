// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/generated_steps.h"

#include "dump/composed_rows.h"
#include "dump/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace headlight {

namespace {

constexpr std::size_t kMostTold = 3;

/// Rows of one layer that come from one step, or from none.
struct Piece {
    std::int64_t first = 0;       ///< row of the joined map
    std::int64_t rows = 0;
    std::optional<Tensor> tensor; ///< [..., rows, keys]; without one the rows are NaN
};

/// One layer: pieces that cover its rows in order.
struct Pieces {
    std::vector<Piece> pieces;
    Shape leading;                ///< axes in front of queries and keys
    std::int64_t rows = 0;
    std::int64_t keys = 0;
    bool grows = false;           ///< row t reaches keys 0 ... keys - rows + t
    ElementType type;

    Result<void> compose(RowRange range, std::span<std::byte> out) const
    {
        const auto rowBytes = static_cast<std::size_t>(keys) * sizeOf(type.dtype);
        for (std::int64_t done = 0; done < range.count;) {
            const std::int64_t row = (range.first + done) % rows;
            const auto after = std::ranges::upper_bound(pieces, row, {}, &Piece::first);
            const auto& piece = *(after - 1);
            const std::int64_t count = std::min(range.count - done, piece.first + piece.rows - row);
            const auto part = out.subspan(static_cast<std::size_t>(done) * rowBytes, static_cast<std::size_t>(count) * rowBytes);
            if (!piece.tensor)
                leaveOut(row, part);
            else if (auto got = copy(*piece.tensor, (range.first + done) / rows, {row - piece.first, count}, part); !got)
                return got;
            done += count;
        }
        return {};
    }

private:
    void leaveOut(std::int64_t row, std::span<std::byte> out) const
    {
        const auto rowBytes = static_cast<std::size_t>(keys) * sizeOf(type.dtype);
        for (; !out.empty(); out = out.subspan(rowBytes), ++row)
            fillNotANumber(type, out.first(static_cast<std::size_t>(grows ? keys - rows + row + 1 : keys) * sizeOf(type.dtype)));
    }

    /// Some rows of map number `lead`; keys behind those of the step stay zero.
    Result<void> copy(Tensor step, std::int64_t lead, RowRange some, std::span<std::byte> out) const
    {
        for (std::size_t axis = leading.size(); axis-- > 0; lead /= leading[axis])
            step = step.select(static_cast<std::int64_t>(axis), lead % leading[axis]);
        step = step.narrow(0, some.first, some.count);
        const auto width = static_cast<std::size_t>(step.size(1)) * sizeOf(type.dtype);
        const auto rowBytes = static_cast<std::size_t>(keys) * sizeOf(type.dtype);
        if (some.count == 1)
            return readAs(step, type, out.first(width));
        std::vector<std::byte> block(static_cast<std::size_t>(some.count) * width);
        if (auto got = readAs(step, type, block); !got)
            return got;
        for (std::size_t row = 0; row < static_cast<std::size_t>(some.count); ++row)
            std::copy_n(block.data() + row * width, width, out.data() + row * rowBytes);
        return {};
    }
};

/// Sizes of one step, from whichever of its layers can be read.
struct Step {
    std::int64_t rows = 0;
    std::int64_t keys = 0;
    bool known = false;
    std::int64_t first = 0; ///< row in the joined map
};

class Joiner {
public:
    Joiner(const Nest& nest, bool asked) : m_nest(nest), m_asked(asked), m_layers(nest.lists.size() == 2 ? nest.lists[1].size : 1) {}

    std::optional<JoinedSteps> run()
    {
        if (m_nest.lists.empty() || m_nest.lists.size() > 2 || m_nest.rank < 3 || m_nest.lists.front().size < 2)
            return std::nullopt;
        measureSteps();
        if (!areSteps())
            return std::nullopt;
        place();
        m_result.nest = Nest{m_nest.address, m_nest.name, {m_nest.lists.begin() + 1, m_nest.lists.end()}, {}, m_nest.rank};
        for (std::int64_t layer = 0; layer < m_layers; ++layer)
            m_result.nest.leaves.push_back(join(layer));
        describe();
        m_result.firstQuery = m_hidden;
        return std::move(m_result);
    }

private:
    const Result<Tensor>& leaf(std::size_t step, std::int64_t layer) const { return m_nest.leaves[step * static_cast<std::size_t>(m_layers) + static_cast<std::size_t>(layer)]; }

    void measureSteps()
    {
        const std::int64_t query = m_nest.rank - 2;
        m_steps.resize(static_cast<std::size_t>(m_nest.lists.front().size));
        for (std::size_t step = 0; step < m_steps.size(); ++step)
            for (std::int64_t layer = 0; layer < m_layers && !m_steps[step].known; ++layer)
                if (const auto& tensor = leaf(step, layer); tensor && tensor->count() > 0)
                    m_steps[step] = {tensor->size(query), tensor->size(query + 1), true, 0};
        m_firstKnown = static_cast<std::size_t>(std::ranges::find_if(m_steps, &Step::known) - m_steps.begin());
    }

    bool areSteps()
    {
        const Step* before = nullptr;
        bool grows = true;
        bool alike = true;
        bool single = true;
        std::size_t known = 0;
        std::size_t exact = 0; // keys grow by the rows of the step: none is absent before it
        for (std::size_t i = m_firstKnown; i < m_steps.size(); ++i) {
            const auto& step = m_steps[i];
            if (!step.known)
                continue;
            ++known;
            if (before != nullptr) {
                exact += step.keys == before->keys + step.rows ? 1 : 0;
                grows = grows && step.keys >= before->keys + step.rows;
                alike = alike && step.keys == before->keys;
                single = single && step.rows == 1;
            }
            before = &step;
        }
        if (known < 2)
            return false;
        const bool gaps = known < m_steps.size() - m_firstKnown; // a step of None explains one that is not exact
        grows = grows && (2 * exact >= known - 1 || gaps);
        m_grows = grows;
        // Batches of maps with one query look the same: only a name, or a first block of rows, tells steps.
        const bool told = kindIn(m_nest.words()) == StackKind::Cross || (m_steps[m_firstKnown].rows > 1 && m_firstKnown == 0);
        return grows || m_asked || (alike && single && told && m_nest.lists.size() == 2);
    }

    void place()
    {
        const auto& first = m_steps[m_firstKnown];
        m_hidden = m_grows ? first.keys - first.rows : 0;
        std::int64_t next = 0;
        for (std::size_t i = m_grows ? m_firstKnown : 0; i < m_steps.size(); ++i) {
            auto& step = m_steps[i];
            if (step.known && m_grows) {
                const std::int64_t row = step.keys - step.rows - m_hidden;
                const bool absent = i > 0 && m_steps[i - 1].known; // else the step is there and told
                if (row > next && absent)
                    m_gaps.push_back(row - next == 1 ? fmt::format("row {}", next) : fmt::format("rows {} to {}", next, row - 1));
                next = row;
            }
            step.first = next;
            if (!step.known && !m_grows)
                step.rows = 1;
            next += step.rows;
            m_keys = std::max(m_keys, step.keys);
        }
        m_rows = m_grows ? m_keys - m_hidden : next;
    }

    Result<Tensor> join(std::int64_t layer)
    {
        const Tensor* model = nullptr;
        for (std::size_t step = 0; step < m_steps.size() && model == nullptr; ++step)
            if (const auto& tensor = leaf(step, layer); tensor && tensor->count() > 0)
                model = &*tensor;
        if (model == nullptr)
            return leaf(m_firstKnown, layer).has_value() ? Error{ErrorKind::Shape, "is empty in every step"} : leaf(m_firstKnown, layer).error();
        auto pieces = std::make_shared<Pieces>();
        pieces->leading.assign(model->shape().begin(), model->shape().end() - 2);
        pieces->rows = m_rows;
        pieces->keys = m_keys;
        pieces->grows = m_grows;
        pieces->type = typeOf(*model);
        std::int64_t next = 0;
        for (std::size_t step = m_grows ? m_firstKnown : 0; step < m_steps.size(); ++step) {
            const auto& place = m_steps[step];
            if (!place.known && m_grows) {
                tell(step, layer, leaf(step, layer) ? std::string("It is empty") : leaf(step, layer).error().what);
                continue;
            }
            if (place.first > next)
                pieces->pieces.push_back({next, place.first - next, std::nullopt});
            auto tensor = fitting(step, layer, pieces->leading);
            if (tensor && typeOf(*tensor) != pieces->type)
                pieces->type = plainFloat();
            pieces->pieces.push_back({place.first, place.rows, std::move(tensor)});
            next = place.first + place.rows;
        }
        Shape shape = pieces->leading;
        shape.push_back(m_rows);
        shape.push_back(m_keys);
        const auto values = elementCount(shape);
        if (!values)
            return values.error();
        const auto type = pieces->type;
        auto rows = std::make_shared<ComposedRows>(*values / m_keys, m_keys, sizeOf(type.dtype), [pieces](RowRange range, std::span<std::byte> out) { return pieces->compose(range, out); });
        return Tensor::contiguous(type.dtype, std::move(shape), std::move(rows), type.order);
    }

    /// The tensor of one step and layer; nothing, and told, when it cannot be joined to the others.
    std::optional<Tensor> fitting(std::size_t step, std::int64_t layer, const Shape& leading)
    {
        const auto& tensor = leaf(step, layer);
        if (!tensor) {
            tell(step, layer, tensor.error().what);
            return std::nullopt;
        }
        Shape expected = leading;
        expected.push_back(m_steps[step].rows);
        expected.push_back(m_steps[step].keys);
        if (tensor->shape() == expected)
            return *tensor;
        tell(step, layer, fmt::format("the shape is {}, expected {}", toString(tensor->shape()), toString(expected)));
        return std::nullopt;
    }

    void tell(std::size_t step, std::int64_t layer, std::string why)
    {
        auto told = std::ranges::find(m_told, step, &Told::step);
        if (told == m_told.end())
            told = m_told.insert(m_told.end(), {step, layer, 0, std::move(why)});
        ++told->layers;
    }

    void describe()
    {
        const std::string where = m_nest.name.empty() ? std::string{} : " of " + m_nest.name;
        const std::int64_t block = m_steps[m_firstKnown].rows;
        m_result.reasons.push_back(fmt::format("Joined from {} steps of text generation{}{}; keys beyond the length of a step are 0.", m_steps.size(),
                                               m_layers > 1 ? fmt::format(" with {} layers each", m_layers) : std::string{},
                                               block > 1 ? fmt::format(": the first gives {} rows, the others those of the new tokens", block)
                                                         : std::string(": every step gives the rows of its new tokens")));
        if (m_hidden > 0)
            m_result.notes.push_back({NoteWeight::Information, "The rows of the prompt are not in the file",
                                      fmt::format("The first step{} attends to {} keys before it. The map has {} rows and {} keys; row 0 is position {}.", where, m_hidden, m_rows, m_keys, m_hidden)});
        if (!m_gaps.empty())
            m_result.notes.push_back({NoteWeight::Warning, fmt::format("No step{} holds {}{}", where, m_gaps.front(), m_gaps.size() > 1 ? " and others" : ""),
                                      "The keys grow by more than the rows of a step. Rows that are missing are shown as no numbers."});
        for (std::size_t i = 0; i < std::min(m_told.size(), kMostTold); ++i) {
            const auto& told = m_told[i];
            const std::string layers = told.layers >= m_layers ? std::string{}
                : told.layers == 1                             ? fmt::format(" in layer {}", label(LayerIndex{told.layer}, IndexBase::One))
                                                               : fmt::format(" in {} of {} layers", told.layers, m_layers);
            m_result.notes.push_back({NoteWeight::Warning, fmt::format("Step {}{} is left out{}", told.step + 1, where, layers),
                                      fmt::format("{}. Its rows are shown as no numbers, the other steps keep their places.", sentenceCase(told.why))});
        }
        if (m_told.size() > kMostTold)
            m_result.notes.push_back({NoteWeight::Warning, "More steps are left out", fmt::format("{} of {} steps{} in all.", m_told.size(), m_steps.size(), where)});
    }

    static std::string sentenceCase(std::string text)
    {
        if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
            text.front() = static_cast<char>(text.front() - 'a' + 'A');
        return text;
    }

    struct Told {
        std::size_t step = 0;
        std::int64_t layer = 0;
        std::int64_t layers = 0;
        std::string why;
    };

    const Nest& m_nest;
    bool m_asked;
    std::int64_t m_layers;
    std::vector<Step> m_steps;
    std::size_t m_firstKnown = 0;
    bool m_grows = false;
    std::int64_t m_hidden = 0; ///< keys before the first row
    std::int64_t m_rows = 0;
    std::int64_t m_keys = 0;
    std::vector<Told> m_told;
    std::vector<std::string> m_gaps;
    JoinedSteps m_result;
};

} // namespace

std::optional<JoinedSteps> joinedSteps(const Nest& nest, bool asked)
{
    return Joiner(nest, asked).run();
}

} // namespace headlight
