// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "value/document.h"

#include <fmt/format.h>

namespace headlight {

namespace {

/// Walks leaves in file order until `visit` answers false. Bounded by the readers' nesting limit and by `steps`, of which a leaf takes as many
/// as its address has: a deep value may stand in many places.
class Walk {
public:
    using Visit = std::function<bool(const Address&, const Value&)>;

    Walk(Visit visit, std::size_t steps) : m_visit(std::move(visit)), m_steps(steps) {}

    bool run(const Value& value)
    {
        if (!take(1))
            return false;
        if (const auto* list = value.list()) {
            for (std::size_t i = 0; i < list->size(); ++i)
                if (!runBelow(static_cast<std::int64_t>(i), (*list)[i]))
                    return false;
            return true;
        }
        if (const auto* entries = value.dictionary()) {
            for (const auto& [key, entry] : *entries)
                if (!runBelow(stepTo(key), entry))
                    return false;
            return true;
        }
        return take(m_path.size()) && m_visit(Address(m_path), value);
    }

private:
    bool runBelow(AddressStep step, const Value& value)
    {
        if (value.list() == nullptr && value.dictionary() == nullptr && value.tensor() == nullptr && value.opaque() == nullptr)
            return true; // and nothing to visit
        m_path.push_back(std::move(step));
        const bool goOn = run(value);
        m_path.pop_back();
        return goOn;
    }
    bool take(std::size_t steps)
    {
        const bool left = m_steps >= steps;
        m_steps = left ? m_steps - steps : 0;
        return left;
    }
    static AddressStep stepTo(const Value& key)
    {
        if (const auto* number = key.integer())
            return *number;
        return key.string() != nullptr ? *key.string() : key.description();
    }

    Visit m_visit;
    std::size_t m_steps;
    std::vector<AddressStep> m_path;
};

constexpr std::size_t kMostSteps = 5'000'000;

} // namespace

Contents contentsOf(const Value& root, std::size_t limit)
{
    Contents contents;
    Walk walk(
        [&](const Address& address, const Value& value) {
            if (const auto* tensor = value.tensor())
                contents.tensors.push_back({address, *tensor});
            if (const auto* opaque = value.opaque())
                contents.opaque.push_back({address, *opaque});
            return contents.tensors.size() < limit && contents.opaque.size() < limit;
        },
        kMostSteps);
    contents.cut = !walk.run(root);
    return contents;
}

Result<Value> valueAt(const Document& document, std::string_view address)
{
    if (address == Address{}.toString(document.style))
        return document.root;
    std::optional<Value> found;
    std::size_t shared = 0;
    std::string nearest;
    const auto visit = [&](const Address& leaf, const Value& value) {
        const std::string text = leaf.toString(document.style);
        if (text == address) {
            found = value;
            return false;
        }
        std::size_t equal = 0;
        while (equal < text.size() && equal < address.size() && text[equal] == address[equal])
            ++equal;
        if (equal > shared || nearest.empty()) {
            shared = equal;
            nearest = text;
        }
        return true;
    };
    Walk(visit, kMostSteps).run(document.root);
    if (found)
        return *found;
    Error error{ErrorKind::NotFound, "nothing is at this address", atAddress(std::string(address))};
    if (!nearest.empty())
        error.remedy = fmt::format("Did you mean {}?", nearest);
    return inFile(std::move(error), document.path.string());
}

} // namespace headlight
