// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "workspace/survey_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <bit>
#include <cstring>

namespace headlight {

namespace {

static_assert(std::endian::native == std::endian::little, "survey files are written as they lie in memory");

/// The number goes up whenever metrics, tiles or this layout change.
constexpr std::string_view kMagic = "headlight survey 2\n";
constexpr std::int64_t kMostTileCells = 96;
constexpr std::uint32_t kMostHeads = 1'000'000;

/// FNV-1a; against damage, not against forgery: a forged thumbnail of one's own cache folder is no attack.
std::uint64_t checksum(ByteView bytes, std::uint64_t sum = 0xcbf29ce484222325ULL)
{
    for (const std::byte byte : bytes)
        sum = (sum ^ std::to_integer<std::uint64_t>(byte)) * 0x100000001b3ULL;
    return sum;
}

class Writer {
public:
    template <typename T>
    void number(T value)
    {
        const auto bytes = std::as_bytes(std::span(&value, 1));
        m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end());
    }
    void bytes(ByteView view) { m_bytes.insert(m_bytes.end(), view.begin(), view.end()); }
    std::vector<std::byte> take() { return std::move(m_bytes); }
    [[nodiscard]] ByteView written() const { return m_bytes; }

private:
    std::vector<std::byte> m_bytes;
};

/// Every read says whether there was enough.
class Reader {
public:
    explicit Reader(ByteView bytes) : m_rest(bytes) {}
    template <typename T>
    bool number(T& value)
    {
        if (m_rest.size() < sizeof(T))
            return false;
        std::memcpy(&value, m_rest.data(), sizeof(T));
        m_rest = m_rest.subspan(sizeof(T));
        return true;
    }
    bool text(std::string_view expected)
    {
        const auto wanted = asBytes(expected);
        if (m_rest.size() < wanted.size() || std::memcmp(m_rest.data(), wanted.data(), wanted.size()) != 0)
            return false;
        m_rest = m_rest.subspan(wanted.size());
        return true;
    }
    [[nodiscard]] ByteView rest() const { return m_rest; }

private:
    ByteView m_rest;
};

void writeHead(Writer& out, const SurveyedHead& surveyed)
{
    const HeadSummary& summary = *surveyed.summary;
    out.number(surveyed.head.layer.value);
    out.number(surveyed.head.head.value);
    for (const double metric : summary.numbers.metrics)
        out.number(metric);
    out.number(static_cast<std::uint32_t>(summary.numbers.shares.size()));
    for (const double share : summary.numbers.shares)
        out.number(share);
    for (const float value : {summary.smallest, summary.largest, summary.smallestRowSum, summary.largestRowSum})
        out.number(value);
    out.number(summary.notNumbers);
    out.number(summary.negative);
    out.number(summary.rowsLeftOut);
    out.number(summary.tile->rows());
    out.number(summary.tile->columns());
    out.bytes(std::as_bytes(std::span(summary.tile->values())));
}

bool readHead(Reader& in, SurveyedHead& surveyed)
{
    auto summary = std::make_shared<HeadSummary>();
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    bool good = in.number(surveyed.head.layer.value) && in.number(surveyed.head.head.value);
    for (double& metric : summary->numbers.metrics)
        good = good && in.number(metric);
    std::uint32_t shares = 0;
    if (!good || !in.number(shares) || shares > kMostSegmentPairs)
        return false;
    summary->numbers.shares.resize(shares);
    for (double& share : summary->numbers.shares)
        good = good && in.number(share);
    for (float* value : {&summary->smallest, &summary->largest, &summary->smallestRowSum, &summary->largestRowSum})
        good = good && in.number(*value);
    good = good && in.number(summary->notNumbers) && in.number(summary->negative) && in.number(summary->rowsLeftOut) && in.number(rows) && in.number(columns);
    if (!good || rows < 0 || columns < 0 || rows > kMostTileCells || columns > kMostTileCells
        || in.rest().size() < static_cast<std::size_t>(rows * columns) * sizeof(float))
        return false;
    auto tile = std::make_shared<Matrix>(rows, columns);
    for (std::int64_t row = 0; row < rows; ++row)
        for (float& value : tile->row(row))
            in.number(value);
    summary->tile = std::move(tile);
    surveyed.summary = std::move(summary);
    return true;
}

std::uint64_t digestOf(const Axis& axis)
{
    std::uint64_t sum = checksum({});
    for (const auto& item : axis.items)
        sum = checksum(asBytes(fmt::format("{} {} {}{}\n", item.position, item.segment, item.marks.special ? 's' : '-', item.marks.padding ? 'p' : '-')), sum);
    for (const auto& segment : axis.segments)
        sum = checksum(asBytes(fmt::format("{} {} {} {}\n", segment.name, segment.first, segment.count, segment.grid ? segment.grid->columns : 0)), sum);
    return sum;
}

std::string readingOf(const Stack& stack)
{
    std::string text = fmt::format("{} in {} as {}\n", stack.name, stack.reading.array, nameOf(stack.storage));
    for (const auto& axis : stack.reading.axes)
        text += fmt::format("{} {} {}\n", axis.axis, axis.size, nameOf(axis.role));
    for (const auto& reason : stack.reading.reasons)
        text += reason + "\n";
    if (stack.importance)
        text += fmt::format("importance {:016x}\n", checksum(std::as_bytes(stack.importance->values.values())));
    text += fmt::format("gradients {}\n", fmt::join(stack.gradientTargets, ", "));
    return text;
}

} // namespace

std::string surveyIdentity(const Workspace& workspace, const MapsKey& key)
{
    const auto dump = workspace.dump(key.dump);
    const auto maps = workspace.maps(key);
    if (dump == nullptr || !maps || !(dump->choices() == ReadingChoices{}))
        return {};
    std::string text = fmt::format("dump {}\n", dump->fingerprint());
    for (const auto& document : dump->documents())
        text += fmt::format("{} {}\n", document.path.filename().string(), document.stamp);
    const auto& axes = (*maps)->axes();
    text += readingOf(dump->stacks()[static_cast<std::size_t>(key.stack.value)]);
    for (const auto& layer : axes.layers)
        text += fmt::format("{} {} {}\n", layer.heads, layer.queries, layer.keys);
    text += fmt::format("sample {} of stack {}, {}, padding {}, axes {:016x} {:016x}\n", key.sample.value, key.stack.value, keyOf(key.measure),
                        key.mergeWords ? "words" : key.hidePadding ? "hidden" : "kept", digestOf(*axes.queries), digestOf(*axes.keys));
    return text;
}

std::string surveyFileName(std::string_view identity)
{
    return fmt::format("{:016x}{:016x}", checksum(asBytes(identity)), checksum(asBytes(identity), 0x9e3779b97f4a7c15ULL));
}

std::vector<std::byte> surveyBytes(std::string_view identity, const std::vector<SurveyedHead>& heads)
{
    Writer out;
    out.bytes(asBytes(kMagic));
    out.number(static_cast<std::uint64_t>(identity.size()));
    out.bytes(asBytes(identity));
    std::uint32_t count = 0;
    for (const auto& surveyed : heads)
        count += surveyed.summary != nullptr && surveyed.summary->tile != nullptr && !surveyed.summary->problem ? 1U : 0U;
    out.number(count);
    for (const auto& surveyed : heads)
        if (surveyed.summary != nullptr && surveyed.summary->tile != nullptr && !surveyed.summary->problem)
            writeHead(out, surveyed);
    out.number(checksum(out.written()));
    return out.take();
}

Result<std::vector<SurveyedHead>> readSurvey(ByteView bytes, std::string_view identity)
{
    Reader in(bytes);
    std::uint64_t length = 0;
    if (!in.text(kMagic) || !in.number(length) || length != identity.size() || !in.text(identity))
        return Error{ErrorKind::NotThisFormat, "the survey of another dump"};
    std::uint64_t sum = 0;
    const Error damaged{ErrorKind::Corrupt, "the kept survey is damaged"};
    if (in.rest().size() < sizeof(sum))
        return damaged;
    std::memcpy(&sum, bytes.data() + bytes.size() - sizeof(sum), sizeof(sum));
    std::uint32_t count = 0;
    if (sum != checksum(bytes.first(bytes.size() - sizeof(sum))) || !in.number(count) || count > kMostHeads)
        return damaged;
    std::vector<SurveyedHead> heads;
    for (std::uint32_t i = 0; i < count; ++i) {
        SurveyedHead surveyed;
        if (!readHead(in, surveyed))
            return damaged;
        heads.push_back(std::move(surveyed));
    }
    return heads;
}

} // namespace headlight
