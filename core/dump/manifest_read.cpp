// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/text.h"
#include "dump/manifest.h"
#include "dump/manifest_words.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace headlight {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLongest = std::size_t{64} << 20;
constexpr int kDeepest = 12;
constexpr std::int64_t kMostPositions = std::int64_t{1} << 31;
constexpr double kExactWholes = 9007199254740992.0; ///< 2^53: larger ones may have been rounded

/// Leaves the reader at the first thing that is not as expected; caught in manifestFromJson.
struct NotAsExpected {
    Error error;
};

[[noreturn]] void refuse(const std::string& place, std::string what, std::string remedy = {})
{
    throw NotAsExpected{Error{ErrorKind::Corrupt, std::move(what), atAddress(place.empty() ? "the manifest" : place), std::move(remedy)}};
}

[[noreturn]] void expected(const std::string& place, std::string_view what, const Json& found)
{
    std::string shown = found.dump(-1, ' ', true, Json::error_handler_t::replace).substr(0, 40);
    refuse(place, fmt::format("expected {}, found {}", what, found.is_structured() ? fmt::format("{} {}", found.is_array() ? "a list" : "an object", shown) : shown));
}

class Reader {
public:
    explicit Reader(std::vector<std::string>& warnings) : m_warnings(warnings) {}

    Manifest manifest(const Json& json)
    {
        checkObject(json, "", kManifestProperties);
        checkVersion(json);
        Manifest manifest;
        if (const auto* files = property(json, "files"))
            manifest.files = strings(*files, "files");
        each(json, "stacks", "", [&](const Json& item, const std::string& place) { manifest.stacks.push_back(stack(item, place)); });
        if (const auto* value = property(json, "tokens"))
            manifest.tokens = tokens(*value, "tokens");
        if (const auto* value = property(json, "segments"))
            manifest.segments = segments(*value, "segments");
        if (const auto* value = property(json, "lengths"))
            manifest.lengths = lengths(*value, "lengths");
        each(json, "samples", "", [&](const Json& item, const std::string& place) { manifest.samples.push_back(sample(item, place)); });
        return manifest;
    }

private:
    static const Json* property(const Json& object, const char* name)
    {
        const auto found = object.find(name);
        return found == object.end() ? nullptr : &*found;
    }
    static std::string inside(const std::string& place, std::string_view name) { return place.empty() ? std::string(name) : fmt::format("{}.{}", place, name); }

    template <std::size_t N>
    void checkObject(const Json& json, const std::string& place, const std::array<std::string_view, N>& known)
    {
        if (!json.is_object())
            expected(place, "an object", json);
        for (const auto& [name, value] : json.items())
            if (std::ranges::find(known, std::string_view(name)) == known.end())
                m_warnings.push_back(fmt::format("{} is not known and was passed over; known are {}.", displayable(inside(place, name)), fmt::join(known, ", ")));
    }

    static void checkVersion(const Json& json)
    {
        if (const auto* schema = property(json, "$schema"))
            text(*schema, "$schema");
        const auto* version = property(json, "headlight");
        if (version == nullptr)
            refuse("headlight", "is missing", fmt::format("A manifest begins with \"headlight\": {}", Manifest::kVersion));
        const auto number = integer(*version, "headlight");
        if (number < 1 || number > Manifest::kVersion)
            refuse("headlight", fmt::format("is version {}, this program reads up to {}", number, Manifest::kVersion));
    }

    static std::string text(const Json& json, const std::string& place)
    {
        if (!json.is_string())
            expected(place, "a string", json);
        return json.get<std::string>();
    }

    /// Also one that is written as 3.0, as JSON Schema has it.
    static std::int64_t integer(const Json& json, const std::string& place)
    {
        if (json.is_number_float()) {
            const auto number = json.get<double>();
            if (std::trunc(number) == number && std::fabs(number) <= kExactWholes)
                return static_cast<std::int64_t>(number);
        }
        const bool fits = json.is_number_integer() && (!json.is_number_unsigned() || json.get<std::uint64_t>() <= std::uint64_t{std::numeric_limits<std::int64_t>::max()});
        if (!fits)
            expected(place, "a whole number", json);
        return json.get<std::int64_t>();
    }

    /// A position or a count.
    static std::int64_t count(const Json& json, const std::string& place, std::int64_t least = 0)
    {
        const auto number = integer(json, place);
        if (number < least || number > kMostPositions)
            refuse(place, fmt::format("is {}, expected {} to {}", number, least, kMostPositions));
        return number;
    }

    static const Json& list(const Json& json, const std::string& place, std::string_view of)
    {
        if (!json.is_array())
            expected(place, of, json);
        return json;
    }

    template <typename Read>
    static auto listOf(const Json& json, const std::string& place, std::string_view of, Read read)
    {
        std::vector<decltype(read(json, place))> values;
        for (const auto& item : list(json, place, of))
            values.push_back(read(item, fmt::format("{}[{}]", place, values.size())));
        return values;
    }

    static std::vector<std::string> strings(const Json& json, const std::string& place) { return listOf(json, place, "a list of strings", text); }
    static std::vector<std::int64_t> counts(const Json& json, const std::string& place)
    {
        return listOf(json, place, "a list of whole numbers", [](const Json& item, const std::string& at) { return count(item, at); });
    }

    template <typename Read>
    static void each(const Json& object, const char* name, const std::string& place, Read read)
    {
        const auto* json = property(object, name);
        if (json == nullptr)
            return;
        const std::string here = inside(place, name);
        std::size_t number = 0;
        for (const auto& item : list(*json, here, "a list"))
            read(item, fmt::format("{}[{}]", here, number++));
    }

    template <typename Enum, std::size_t N>
    static Enum word(const Json& json, const std::string& place, const std::array<Enum, N>& all)
    {
        const auto typed = text(json, place);
        std::vector<std::string_view> words;
        for (const auto value : all) {
            if (manifestWord(value) == typed)
                return value;
            words.push_back(manifestWord(value));
        }
        refuse(place, fmt::format("is \"{}\", expected one of {}", displayable(typed, 40), fmt::join(words, ", ")));
    }

    /// An address, a list of them, or {"array", "file"}.
    ManifestArray array(const Json& json, const std::string& place)
    {
        ManifestArray found;
        if (json.is_object()) {
            checkObject(json, place, kArrayProperties);
            if (const auto* address = property(json, "array"))
                found.addresses = addresses(*address, inside(place, "array"));
            else
                found.addresses = {""};
            if (const auto* file = property(json, "file"))
                found.file = text(*file, inside(place, "file"));
            return found;
        }
        found.addresses = addresses(json, place);
        return found;
    }

    static std::vector<std::string> addresses(const Json& json, const std::string& place)
    {
        if (json.is_string())
            return {json.get<std::string>()};
        auto all = listOf(json, place, "an address or a list of addresses", text);
        if (all.empty())
            refuse(place, "is an empty list of addresses");
        return all;
    }

    ManifestStack stack(const Json& json, const std::string& place)
    {
        checkObject(json, place, kStackProperties);
        ManifestStack stack;
        if (const auto* value = property(json, "name"))
            stack.name = text(*value, inside(place, "name"));
        if (const auto* value = property(json, "kind"))
            stack.kind = word(*value, inside(place, "kind"), kManifestKinds);
        const auto* address = property(json, "array");
        stack.array.addresses = address == nullptr ? std::vector<std::string>{""} : addresses(*address, inside(place, "array"));
        if (const auto* value = property(json, "file"))
            stack.array.file = text(*value, inside(place, "file"));
        if (const auto* value = property(json, "axes"))
            stack.axes = axes(*value, inside(place, "axes"));
        readGradients(json, place, stack);
        if (const auto* value = property(json, "importance"))
            stack.importance = array(*value, inside(place, "importance"));
        readWindow(json, place, stack);
        if (const auto* value = property(json, "firstQuery"))
            stack.firstQuery = count(*value, inside(place, "firstQuery"));
        stack.sequences = sides<std::string>(json, "sequences", place, text);
        stack.tokens = sides<ManifestTokens>(json, "tokens", place, [this](const Json& item, const std::string& at) { return tokens(item, at); });
        stack.segments = sides<ManifestSegments>(json, "segments", place, [this](const Json& item, const std::string& at) { return segments(item, at); });
        stack.lengths = sides<ManifestLengths>(json, "lengths", place, lengths);
        return stack;
    }

    static std::vector<AxisRole> axes(const Json& json, const std::string& place)
    {
        auto roles = listOf(json, place, "a list of roles", [](const Json& item, const std::string& at) { return word(item, at, kManifestRoles); });
        for (const auto role : {AxisRole::Query, AxisRole::Key})
            if (std::ranges::count(roles, role) != 1)
                refuse(place, fmt::format("names {} {} times, expected once", manifestWord(role), std::ranges::count(roles, role)));
        for (const auto role : {AxisRole::Layer, AxisRole::Head})
            if (std::ranges::count(roles, role) > 1)
                refuse(place, fmt::format("names {} {} times, expected at most once", manifestWord(role), std::ranges::count(roles, role)));
        return roles;
    }

    void readGradients(const Json& json, const std::string& place, ManifestStack& stack)
    {
        const auto* value = property(json, "gradients");
        if (value == nullptr)
            return;
        const std::string here = inside(place, "gradients");
        if (!value->is_object())
            expected(here, "an object with an array for each target", *value);
        for (const auto& [target, gradient] : value->items())
            stack.gradients.emplace_back(target, array(gradient, inside(here, target)));
    }

    void readWindow(const Json& json, const std::string& place, ManifestStack& stack)
    {
        if (const auto* value = property(json, "storage"))
            stack.storage = word(*value, inside(place, "storage"), kManifestStorages);
        if (const auto* value = property(json, "window"))
            stack.window = count(*value, inside(place, "window"), 1);
        if (const auto* value = property(json, "globals"))
            stack.globals = array(*value, inside(place, "globals"));
        if (const auto* value = property(json, "globalPositions")) {
            const std::string here = inside(place, "globalPositions");
            const bool nested = value->is_array() && !value->empty() && value->front().is_array();
            if (nested)
                stack.globalPositions = listOf(*value, here, "a list for each sample", counts);
            else
                stack.globalPositions = {counts(*value, here)};
        }
    }

    /// One value for both axes, or {"query": ..., "key": ...}.
    template <typename T, typename Read>
    BySide<T> sides(const Json& object, const char* name, const std::string& place, Read read)
    {
        const auto* json = property(object, name);
        if (json == nullptr)
            return {};
        const std::string here = inside(place, name);
        const auto* query = json->is_object() ? property(*json, "query") : nullptr;
        const auto* key = json->is_object() ? property(*json, "key") : nullptr;
        if (query == nullptr && key == nullptr) {
            T both = read(*json, here);
            return {both, both};
        }
        checkObject(*json, here, kSideProperties);
        BySide<T> found;
        if (query != nullptr)
            found.query = read(*query, inside(here, "query"));
        if (key != nullptr)
            found.key = read(*key, inside(here, "key"));
        return found;
    }

    ManifestTokens tokens(const Json& json, const std::string& place)
    {
        ManifestTokens found;
        if (json.is_null()) {
            found.numbers = true;
        } else if (json.is_object()) {
            readTokenSource(json, place, found);
        } else {
            const bool nested = json.is_array() && !json.empty() && json.front().is_array();
            if (nested)
                found.lists = listOf(json, place, "a list of tokens for each sample", strings);
            else
                found.lists = {listOf(json, place, "a list of tokens, lists, a file or ids", text)};
        }
        return found;
    }

    void readTokenSource(const Json& json, const std::string& place, ManifestTokens& found)
    {
        checkObject(json, place, kTokensProperties);
        if (const auto* file = property(json, "file"))
            found.file = text(*file, inside(place, "file"));
        if (const auto* vocabulary = property(json, "vocabulary"))
            found.vocabulary = text(*vocabulary, inside(place, "vocabulary"));
        if (const auto* ids = property(json, "ids")) {
            const std::string here = inside(place, "ids");
            const auto list = [](const Json& item, const std::string& at) { return listOf(item, at, "a list of ids", integer); };
            if (!ids->is_array())
                found.idsAt = array(*ids, here);
            else if (!ids->empty() && ids->front().is_array())
                found.ids = listOf(*ids, here, "a list of ids for each sample", list);
            else
                found.ids = {list(*ids, here)};
        }
        const bool ids = found.idsAt || !found.ids.empty();
        if (found.file.empty() == !ids)
            refuse(place, "expected either a file of tokens or ids");
    }

    ManifestSegments segments(const Json& json, const std::string& place)
    {
        ManifestSegments found;
        std::int64_t next = 0;
        for (const auto& item : list(json, place, "a list of segments")) {
            const std::string here = fmt::format("{}[{}]", place, found.size());
            if (!found.empty() && found.back().count == 0)
                refuse(fmt::format("{}[{}].count", place, found.size() - 1), "is missing: only the last segment takes the rest of the axis");
            found.push_back(segment(item, here, next));
            next = found.back().first + found.back().count;
        }
        if (found.empty())
            refuse(place, "is an empty list: an axis has at least one segment");
        return found;
    }

    Segment segment(const Json& json, const std::string& place, std::int64_t next)
    {
        checkObject(json, place, kSegmentProperties);
        Segment found;
        const auto* name = property(json, "name");
        const auto* kind = property(json, "kind");
        if (name == nullptr && kind == nullptr)
            refuse(place, "has neither name nor kind");
        if (name != nullptr)
            found.name = text(*name, inside(place, "name"));
        if (kind != nullptr)
            found.kind = word(*kind, inside(place, "kind"), kManifestSegments);
        else if (const auto known = std::ranges::find(kManifestSegments, found.name, [](SegmentKind one) { return manifestWord(one); }); known != kManifestSegments.end())
            found.kind = *known;
        if (name == nullptr)
            found.name = manifestWord(found.kind);
        found.first = next;
        if (const auto* first = property(json, "first"); first != nullptr && count(*first, inside(place, "first")) != next)
            refuse(inside(place, "first"), fmt::format("is {}, expected {}: segments follow each other without gaps", integer(*first, place), next));
        if (const auto* size = property(json, "count"))
            found.count = count(*size, inside(place, "count"), 1);
        if (const auto* grid = property(json, "grid"))
            readGrid(*grid, inside(place, "grid"), found);
        return found;
    }

    static void readGrid(const Json& json, const std::string& place, Segment& segment)
    {
        const auto sizes = counts(json, place);
        if (sizes.size() != 2 || sizes[0] < 1 || sizes[1] < 1)
            refuse(place, "expected [rows, columns]");
        if (sizes[0] > kMostPositions / sizes[1])
            refuse(place, fmt::format("is {} x {}, more than {} positions", sizes[0], sizes[1], kMostPositions));
        if (segment.count == 0)
            segment.count = sizes[0] * sizes[1];
        if (sizes[0] > segment.count || sizes[0] * sizes[1] != segment.count)
            refuse(place, fmt::format("{} x {} patches are not the {} positions of the segment", sizes[0], sizes[1], segment.count));
        segment.grid = Grid{sizes[0], sizes[1]};
    }

    static ManifestLengths lengths(const Json& json, const std::string& place)
    {
        if (json.is_array())
            return counts(json, place);
        return {count(json, place)};
    }

    ManifestSample sample(const Json& json, const std::string& place)
    {
        checkObject(json, place, kSampleProperties);
        ManifestSample found;
        if (const auto* id = property(json, "id"))
            found.id = id->is_number_integer() ? id->dump() : id->is_number() ? fmt::format("{}", integer(*id, inside(place, "id"))) : text(*id, inside(place, "id"));
        if (const auto* caption = property(json, "caption"))
            found.caption = text(*caption, inside(place, "caption"));
        if (const auto* picture = property(json, "picture"))
            found.picture = text(*picture, inside(place, "picture"));
        if (const auto* fields = property(json, "fields")) {
            const std::string here = inside(place, "fields");
            if (!fields->is_object())
                expected(here, "an object of strings", *fields);
            for (const auto& [name, value] : fields->items())
                found.fields.emplace_back(name, value.is_string() ? value.get<std::string>() : value.is_primitive() ? value.dump() : text(value, inside(here, name)));
        }
        return found;
    }

    std::vector<std::string>& m_warnings;
};

/// The position nlohmann's message names, without its own words.
Error notJson(std::size_t byte)
{
    return Error{ErrorKind::Corrupt, "is no JSON", at(byte == 0 ? 0 : byte - 1), "Write it with json.dump, or check it with a JSON editor"};
}

} // namespace

Result<ReadManifest> manifestFromJson(std::string_view text)
{
    if (text.size() > kLongest)
        return Error{ErrorKind::Limit, fmt::format("a manifest of {} bytes, at most {} are read", text.size(), kLongest)};
    bool deep = false;
    const auto shallow = [&deep](int level, Json::parse_event_t, Json&) {
        deep = deep || level > kDeepest;
        return level <= kDeepest;
    };
    ReadManifest read;
    try {
        const Json json = Json::parse(text, shallow);
        if (deep)
            return Error{ErrorKind::Limit, fmt::format("is nested deeper than {} levels", kDeepest)};
        read.manifest = Reader(read.warnings).manifest(json);
    } catch (const Json::parse_error& error) {
        return notJson(error.byte);
    } catch (const Json::exception&) {
        return notJson(0);
    } catch (const NotAsExpected& found) {
        return found.error;
    }
    return read;
}

} // namespace headlight
