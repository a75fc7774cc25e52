// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/named_arrays.h"

#include "base/text.h"
#include "dump/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace headlight {

namespace {

constexpr std::size_t kMostSteps = 1'000'000;
constexpr std::size_t kMostNestsNamed = 4;

/// Follows an address down: a child is entered when what it is called begins the address.
class Descent {
public:
    Descent(AddressStyle style, const std::string& wanted) : m_style(style), m_wanted(wanted) {}

    std::optional<Value> find(const Address& address, const Value& value)
    {
        if (++m_steps > kMostSteps)
            return std::nullopt;
        const std::string here = address.toString(m_style);
        if (here == m_wanted)
            return value;
        if (!m_wanted.starts_with(here))
            return std::nullopt;
        if (const auto* list = value.list()) {
            for (std::size_t i = 0; i < list->size(); ++i)
                if (auto found = find(address.child(static_cast<std::int64_t>(i)), (*list)[i]))
                    return found;
        } else if (const auto* entries = value.dictionary()) {
            for (const auto& [key, entry] : *entries) {
                const auto child = key.integer() != nullptr ? address.child(*key.integer()) : address.child(key.string() != nullptr ? *key.string() : key.description());
                if (auto found = find(child, entry))
                    return found;
            }
        }
        return std::nullopt;
    }

private:
    AddressStyle m_style;
    const std::string& m_wanted;
    std::size_t m_steps = 0;
};

/// Numbers that stand where the pattern has '#'; nothing when the name does not fit.
std::optional<std::vector<std::int64_t>> numbersIn(std::string_view pattern, std::string_view name)
{
    std::vector<std::int64_t> numbers;
    while (!pattern.empty()) {
        if (pattern.front() != '#') {
            if (name.empty() || name.front() != pattern.front())
                return std::nullopt;
            name.remove_prefix(1);
        } else {
            std::size_t digits = 0;
            std::int64_t number = 0;
            for (; digits < name.size() && digits < 18 && name[digits] >= '0' && name[digits] <= '9'; ++digits)
                number = 10 * number + (name[digits] - '0');
            if (digits == 0)
                return std::nullopt;
            numbers.push_back(number);
            name.remove_prefix(digits);
        }
        pattern.remove_prefix(1);
    }
    return name.empty() ? std::optional(numbers) : std::nullopt;
}

using Numbered = std::map<std::vector<std::int64_t>, Value>;

/// Entries whose numbers begin with `front` as lists in lists; numbers that are missing leave no hole.
Value listsOf(const Numbered& entries, const std::vector<std::int64_t>& front, std::size_t depth)
{
    if (front.size() == depth)
        return entries.at(front);
    std::set<std::int64_t> next;
    for (auto entry = entries.lower_bound(front); entry != entries.end() && std::equal(front.begin(), front.end(), entry->first.begin()); ++entry)
        next.insert(entry->first[front.size()]);
    List list;
    for (const auto number : next) {
        auto longer = front;
        longer.push_back(number);
        list.push_back(listsOf(entries, longer, depth));
    }
    return list;
}

std::optional<Value> seriesNamed(const Document& document, const std::string& pattern)
{
    const auto depth = static_cast<std::size_t>(std::ranges::count(pattern, '#'));
    Numbered entries;
    for (const auto& entry : contentsOf(document.root).tensors)
        if (const auto numbers = numbersIn(pattern, entry.address.toString(document.style)))
            entries.emplace(*numbers, entry.tensor);
    if (depth == 0 || entries.empty())
        return std::nullopt;
    return listsOf(entries, {}, depth);
}

Error nothingThere(const TreeContents& contents, const std::string& address)
{
    std::string there;
    for (std::size_t i = 0; i < std::min(contents.nests.size(), kMostNestsNamed); ++i)
        there += (i == 0 ? "" : ", ") + (contents.nests[i].name.empty() ? std::string("''") : contents.nests[i].name);
    if (contents.nests.size() > kMostNestsNamed)
        there += ", ...";
    return Error{ErrorKind::NotFound, fmt::format("there is no array {} in the file", address.empty() ? "''" : displayable(address, 120)), {},
                 there.empty() ? std::string("It holds no array of floating-point numbers") : "It has " + displayable(there)};
}

/// "maps" is written /maps in HDF5 files and ['maps'] in Python's, and one manifest may go into any of them.
std::string spelled(AddressStyle style, const std::string& address)
{
    if (address.empty() || address.front() == '/' || address.front() == '[')
        return address;
    return style == AddressStyle::Path ? "/" + address : style == AddressStyle::Python ? "['" + address + "']" : address;
}

Result<Nest> nestAt(const Document& document, const TreeContents& contents, const std::string& typed)
{
    const std::string address = spelled(document.style, typed);
    for (const auto& nest : contents.nests)
        if (nest.name == address || nest.address.toString(document.style) == address)
            return nest;
    auto value = valueNamed(document.root, document.style, address);
    if (!value)
        value = seriesNamed(document, address);
    if (!value)
        return nothingThere(contents, typed);
    auto nest = nestOf(*value);
    if (!nest && value->opaque() != nullptr && value->opaque()->why)
        return *value->opaque()->why;
    if (!nest)
        return Error{ErrorKind::Shape, fmt::format("{} is a {}, no array of floating-point numbers", address.empty() ? "the file" : displayable(address, 120), value->description())};
    nest->name = address;
    nest->address = Address{}.child(address);
    return *std::move(nest);
}

} // namespace

std::optional<Value> valueNamed(const Value& root, AddressStyle style, const std::string& address)
{
    const std::string whole = spelled(style, address);
    return Descent(style, whole).find({}, root);
}

Result<Nest> nestNamed(const Document& document, const std::vector<std::string>& addresses)
{
    const auto contents = treeContents(document.root, document.style);
    if (addresses.size() == 1)
        return nestAt(document, contents, addresses.front());
    List entries;
    for (const auto& address : addresses) {
        auto value = valueNamed(document.root, document.style, address);
        if (!value)
            return nothingThere(contents, address);
        entries.push_back(*std::move(value));
    }
    auto nest = nestOf(Value(std::move(entries)));
    if (!nest)
        return Error{ErrorKind::Shape, fmt::format("the {} arrays do not have the same number of axes", addresses.size())};
    nest->name = fmt::format("{} to {}", addresses.front(), addresses.back());
    nest->address = Address{}.child(addresses.front());
    return *std::move(nest);
}

} // namespace headlight
