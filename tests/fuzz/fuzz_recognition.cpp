// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Dumps of value trees that no reader had to make: what is recognised has consistent axes and can be read in every way, also as people
// choose to read it; what is refused says why. Everything but opening files is the way of openDump().
#include "dump/array_choices.h"
#include "dump/dump_builder.h"
#include "dump/manifest.h"
#include "dump/recognise_like.h"
#include "fuzzed.h"
#include "tree_maker.h"

#include <cstring>

namespace {

using namespace headlight;
using fuzzed::must;

constexpr std::int64_t kMost = 3;          ///< samples, layers, heads that are looked at, and the last one of each
constexpr std::int64_t kMostWhole = 5'000; ///< cells
constexpr std::int64_t kMostSamples = 300;

std::vector<std::int64_t> someOf(std::int64_t count)
{
    std::vector<std::int64_t> some;
    for (std::int64_t i = 0; i < std::min(count, kMost); ++i)
        some.push_back(i);
    if (count > kMost)
        some.push_back(count - 1);
    return some;
}

void mustSay(const Error& error)
{
    must(error.kind != ErrorKind::NotThisFormat && error.kind != ErrorKind::Cancelled && !error.what.empty() && !sentence(error).empty());
}

bool sameBits(std::span<const float> some, std::span<const float> others)
{
    return some.size() == others.size() && (some.empty() || std::memcmp(some.data(), others.data(), some.size_bytes()) == 0);
}

/// Segments partition the positions, and every position knows its own.
void checkAxis(const Axis& axis, std::int64_t size)
{
    must(axis.size() == size);
    std::int64_t next = 0;
    for (const auto& segment : axis.segments) {
        must(segment.first == next && segment.count > 0);
        must(!segment.grid || segment.grid->rows * segment.grid->columns == segment.count);
        next += segment.count;
    }
    must(next == size);
    for (std::int64_t i = 0; i < size; ++i) {
        const auto& item = axis.items[static_cast<std::size_t>(i)];
        must(item.position == i && item.segment >= 0 && item.segment < std::ssize(axis.segments));
        const auto& segment = axis.segments[static_cast<std::size_t>(item.segment)];
        must(item.position >= segment.first && item.position < segment.first + segment.count);
    }
}

/// A part of a sliding window says the same as the rows, and its arrays have the sizes of the map.
void checkWindows(const MapSource& maps, MapIndex index, RowRange range, const Matrix& rows)
{
    const auto windowed = maps.windowed(index, range, {});
    must(windowed.has_value());
    if (!*windowed)
        return;
    const auto& map = **windowed;
    must(map.rows == range && map.keys == rows.columns() && std::ranges::is_sorted(map.globals));
    std::vector<float> row(static_cast<std::size_t>(map.keys));
    for (std::int64_t r = 0; r < range.count; ++r) {
        map.expandRow(r, row);
        must(sameBits(row, rows.row(r)));
    }
    const auto stored = maps.storedWindows(index);
    must(stored.has_value() && stored->has_value());
    must((*stored)->band.size(0) == shapeOf(maps.axes(), index.layer).queries && (*stored)->band.size(1) > (*stored)->globalColumns);
}

void checkMap(const MapSource& maps, MapIndex index)
{
    const auto& shape = shapeOf(maps.axes(), index.layer);
    const std::int64_t count = shape.queries * shape.keys > kMostWhole ? std::min<std::int64_t>(shape.queries, 2) : shape.queries;
    const RowRange first{0, count};
    const RowRange last{shape.queries - std::min<std::int64_t>(shape.queries, 2), std::min<std::int64_t>(shape.queries, 2)};
    for (const auto& range : {first, last}) {
        Matrix rows(range.count, shape.keys);
        const auto read = maps.rows(index, range, rows.block(), {});
        if (!read) {
            mustSay(read.error());
            return;
        }
        checkWindows(maps, index, range, rows);
        const auto stored = maps.stored(index);
        if (!stored)
            continue;
        must(stored->rank() == 2 && stored->size(0) == shape.queries && stored->size(1) == shape.keys);
        Matrix same(range.count, shape.keys);
        must(stored->narrow(0, range.first, range.count).read(same.values()).has_value() && sameBits(same.values(), rows.values()));
    }
}

void checkMaps(const MapSource& maps)
{
    const auto& axes = maps.axes();
    must(!axes.layers.empty() && axes.queries != nullptr && axes.keys != nullptr);
    std::int64_t queries = 0;
    std::int64_t keys = 0;
    for (const auto& layer : axes.layers) {
        must(layer.heads >= 0 && layer.queries >= 0 && layer.keys >= 0);
        queries = std::max(queries, layer.queries);
        keys = std::max(keys, layer.keys);
    }
    checkAxis(*axes.queries, queries);
    checkAxis(*axes.keys, keys);
    const auto layers = std::ssize(axes.layers);
    for (const auto layer : someOf(layers))
        for (const auto head : someOf(axes.layers[static_cast<std::size_t>(layer)].heads))
            checkMap(maps, {LayerIndex{layer}, HeadIndex{head}});
    const auto& front = axes.layers.front();
    const bool alike = std::ranges::all_of(axes.layers, [&front](const LayerShape& layer) { return layer == front; });
    if (!alike || front.heads == 0 || front.queries == 0 || front.keys * layers > kMostWhole)
        return;
    Matrix rows(layers, front.keys);
    if (const auto read = maps.rowInEveryLayer(QueryIndex{front.queries - 1}, HeadIndex{0}, rows.block(), {}); !read)
        mustSay(read.error());
}

void checkDump(const Dump& dump)
{
    must(!dump.stacks().empty() && !dump.samples().empty());
    for (std::int64_t stack = 0; stack < std::ssize(dump.stacks()); ++stack) {
        const auto& described = dump.stacks()[static_cast<std::size_t>(stack)];
        must(!described.name.empty() && !described.layers.empty());
        for (const auto sample : someOf(std::ssize(dump.samples()))) {
            const auto maps = dump.attention(StackIndex{stack}, SampleIndex{sample});
            if (maps)
                checkMaps(**maps);
            else
                mustSay(maps.error());
            for (const auto& target : described.gradientTargets) {
                const auto gradients = dump.gradients(StackIndex{stack}, SampleIndex{sample}, target);
                if (gradients)
                    checkMaps(**gradients);
                else
                    mustSay(gradients.error());
            }
        }
    }
    for (const auto& note : dump.notes())
        must(!note.title.empty());
}

/// What was decided can be written down and read.
void checkManifest(const Dump& dump)
{
    const auto manifest = manifestOf(dump);
    if (manifest)
        must(manifestFromJson(toJson(*manifest)).has_value());
    else
        mustSay(manifest.error());
}

/// What people might say about the arrays that were found.
ReadingChoices choicesFor(const Recognition& recognition, fuzzed::InputBytes& input)
{
    static constexpr std::array kRoles{AxisRole::Sample, AxisRole::Layer, AxisRole::Head, AxisRole::Query, AxisRole::Key, AxisRole::Fixed};
    static constexpr std::array kUses{ArrayUse::Attention, ArrayUse::Gradient, ArrayUse::LeftOut};
    static constexpr std::array kStorages{StackStorage::Dense, StackStorage::Windowed, StackStorage::Steps};
    static constexpr std::array kKinds{StackKind::Self, StackKind::Encoder, StackKind::Decoder, StackKind::Cross, StackKind::Vision, StackKind::Text};
    ReadingChoices choices;
    const auto axes = [&] {
        std::vector<std::pair<std::int64_t, AxisRole>> some;
        for (std::int64_t i = input.below(6); i > 0; --i)
            some.emplace_back(input.between(-3, 5), input.oneOf(kRoles));
        return some;
    };
    const auto segments = [&] { // as typed: only the last one takes the rest
        std::vector<Segment> some;
        std::int64_t first = 0;
        for (std::int64_t i = input.below(4); i > 0; --i) {
            some.push_back({"part", input.oneIn(3) ? SegmentKind::Patches : SegmentKind::Text, first, i == 1 ? input.below(8) : input.between(1, 8)});
            first += some.back().count;
        }
        return some;
    };
    const auto what = input.byte();
    if ((what & 1U) != 0)
        choices.axes = axes();
    if ((what & 2U) != 0)
        choices.tokens = std::vector<std::string>(static_cast<std::size_t>(input.below(12)), "[CLS]");
    choices.numbersOnly = (what & 4U) != 0;
    if ((what & 8U) != 0)
        for (choices.globalPositions.emplace(); input.below(4) != 0;)
            choices.globalPositions->push_back(input.between(-1, 20));
    if ((what & 16U) != 0)
        choices.grid = Grid{input.between(1, 8), input.between(1, 8)};
    if ((what & 32U) != 0 && !recognition.tokenLists.empty())
        choices.tokensAt = recognition.tokenLists[static_cast<std::size_t>(input.below(std::ssize(recognition.tokenLists)))].address;
    for (const auto& array : recognition.arrays) {
        if ((what & 64U) == 0 || choices.arrays.size() == 4)
            break;
        ArrayChoice choice;
        choice.array = array.address;
        const auto said = input.byte();
        if ((said & 1U) != 0)
            choice.use = input.oneOf(kUses);
        if ((said & 2U) != 0)
            choice.kind = input.oneOf(kKinds);
        if ((said & 4U) != 0)
            choice.axes = axes();
        if ((said & 8U) != 0)
            choice.storage = input.oneOf(kStorages);
        if ((said & 16U) != 0)
            choice.querySegments = segments();
        if ((said & 32U) != 0)
            choice.keySegments = segments();
        if ((said & 64U) != 0)
            choice.queryLength = input.between(-1, 9);
        if ((said & 128U) != 0)
            choice.keyLength = input.between(-1, 9);
        if ((said & 3U) == 3 && !recognition.tokenLists.empty())
            choice.keyTokensAt = recognition.tokenLists.front().address;
        choices.arrays.push_back(std::move(choice));
    }
    return choices;
}

/// Every axis has one meaning and every meaning one axis; only samples may be in a list and in its tensors.
void checkRoles(const RecognisedStack& stack)
{
    const auto count = [&](AxisRole role, bool lists) {
        return std::ranges::count_if(stack.reading.axes, [&](const AxisReading& axis) { return axis.role == role && (axis.axis < 0) == lists; });
    };
    for (const auto role : {AxisRole::Layer, AxisRole::Head})
        must(count(role, true) + count(role, false) <= 1);
    must(count(AxisRole::Sample, true) <= 1 && count(AxisRole::Sample, false) <= 1);
    for (const auto role : {AxisRole::Query, AxisRole::Key})
        must(count(role, true) == 0 && count(role, false) == 1);
}

class Files {
public:
    explicit Files(fuzzed::InputBytes& input)
    {
        static constexpr std::array<std::string_view, 8> kStems{"attentions", "sample",        "x_cross_attentions", "decoder",
                                                                "text0",      "requires_grad", "vit_probs",          "layer_0"};
        const std::string stem(input.oneOf(kStems));
        const std::int64_t files = input.oneIn(4) ? 2 : 1;
        fuzzed::TreeMaker maker(input);
        for (std::int64_t i = 0; i < files; ++i) {
            Document document;
            document.path = "no-folder/" + stem + "_" + std::to_string(i) + ".pt"; // nothing lies beside it
            document.style = input.oneIn(4) ? AddressStyle::Json : AddressStyle::Python;
            document.root = i > 0 && input.below(2) == 0 ? m_documents.front().root : maker.file();
            m_set.attention.files.push_back(document.path);
            m_documents.push_back(std::move(document));
        }
        m_set.path = m_documents.front().path;
        m_set.attention.pattern = stem + "_#.pt";
        m_set.whole = m_set.attention;
        if (!input.oneIn(4))
            return;
        m_sidecar = sidecarOf(maker.sidecar(), "tokens.json");
        m_set.sidecars.emplace_back("no-folder/tokens.json");
    }

    /// As readFiles() does it for files that are there.
    Result<ReadFiles> read(const ReadingChoices& choices) const
    {
        ReadFiles read;
        for (std::size_t i = 0; i < m_documents.size(); ++i) {
            const auto& document = m_documents[i];
            RecognitionHints hints;
            hints.stem = document.path.stem().string();
            hints.style = document.style;
            hints.choices = choices;
            if (m_sidecar && m_sidecar->parallel && m_documents.size() == 1)
                hints.records = std::ssize(m_sidecar->records);
            std::optional<Recognition> like;
            if (i > 0 && choices == ReadingChoices{})
                like = recogniseLike(document.root, document.style, read.files.front().recognition);
            auto recognition = like ? Result<Recognition>(*std::move(like)) : recognise(document.root, hints);
            if (!recognition && i == 0)
                return recognition.error();
            if (!recognition) {
                mustSay(recognition.error());
                continue;
            }
            must(!recognition->stacks.empty());
            std::ranges::for_each(recognition->stacks, checkRoles);
            read.files.push_back({document.path, i, *std::move(recognition)});
            read.documents.push_back(document);
        }
        for (const auto& file : read.files)
            for (const auto& stack : file.recognition.stacks)
                if (auto fits = checkSegments(choices, stack); !fits)
                    return fits.error();
        if (m_sidecar && !m_sidecar->records.empty())
            read.sidecars.push_back(*m_sidecar);
        return read;
    }

    [[nodiscard]] const FileSet& set() const { return m_set; }

private:
    FileSet m_set;
    std::vector<Document> m_documents;
    std::optional<Sidecar> m_sidecar;
};

bool fewSamples(const ReadFiles& read)
{
    return std::ranges::all_of(read.files, [](const ReadFile& file) {
        return std::ranges::all_of(file.recognition.stacks, [](const RecognisedStack& stack) { return stack.attention->samples() <= kMostSamples; });
    });
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    fuzzed::InputBytes input(data, size);
    const auto chosen = input.byte();
    const Files files(input);
    auto read = files.read({});
    if (!read) {
        mustSay(read.error());
        return 0;
    }
    ReadingChoices choices;
    if (chosen % 2 != 0) {
        choices = choicesFor(read->files.front().recognition, input);
        read = files.read(choices);
        if (!read) {
            mustSay(read.error());
            return 0;
        }
    }
    if (!fewSamples(*read))
        return 0;
    const OpenedDump dump(buildDump(files.set(), *std::move(read), choices));
    checkDump(dump);
    if (chosen / 2 % 8 == 7) // takes as long as everything else
        checkManifest(dump);
    return 0;
}
