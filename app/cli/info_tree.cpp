// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/report.h"

#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace headlight::cli {

namespace {

constexpr int kDeepest = 6;
constexpr std::size_t kMostLines = 60;

/// The same kind of thing inside, as far as the first entries tell.
bool alike(const Value& a, const Value& b, int depth = 0)
{
    constexpr std::size_t kEntries = 8;
    if (a.description() != b.description())
        return false;
    if (depth == kDeepest)
        return true;
    if (const auto* list = a.list())
        return list->empty() || alike(list->front(), b.list()->front(), depth + 1);
    if (const auto* dictionary = a.dictionary())
        for (std::size_t i = 0; i < std::min(kEntries, dictionary->size()); ++i)
            if (!alike((*dictionary)[i].second, (*b.dictionary())[i].second, depth + 1))
                return false;
    return true;
}

/// Lines of one tree, until there are too many.
class Tree {
public:
    void add(const Value& value, const std::string& name, int depth)
    {
        line(depth, name, describe(value));
        if (depth == kDeepest)
            return;
        if (const auto* list = value.list())
            addList(*list, depth + 1);
        else if (const auto* dictionary = value.dictionary())
            addDictionary(*dictionary, depth + 1);
    }

    std::string take()
    {
        if (m_left > 0)
            m_text += fmt::format("    ... and {} more\n", m_left);
        return std::move(m_text);
    }

private:
    static std::string describe(const Value& value)
    {
        if (const auto* text = value.string())
            return fmt::format("\"{}\"", displayable(*text, 60));
        if (const auto* number = value.integer())
            return fmt::format("{}", *number);
        if (const auto* number = value.floating())
            return fmt::format("{:g}", *number);
        if (const auto* truth = value.boolean())
            return *truth ? "true" : "false";
        if (const auto* opaque = value.opaque())
            return fmt::format("opaque {}{}", displayable(opaque->className), opaque->why ? ": " + sentence(*opaque->why) : "");
        return value.description();
    }

    /// Strings and numbers of a list are told about as a whole.
    static bool isLeaf(const Value& value) { return value.list() == nullptr && value.dictionary() == nullptr && value.tensor() == nullptr && value.opaque() == nullptr; }

    void addList(const List& list, int depth)
    {
        if (std::ranges::all_of(list, isLeaf))
            return;
        for (std::size_t i = 0; i < list.size();) {
            std::size_t end = i + 1;
            while (end < list.size() && alike(list[end], list[i]))
                ++end;
            add(list[i], end == i + 1 ? fmt::format("[{}]", i) : fmt::format("[{}] to [{}]", i, end - 1), depth);
            i = end;
        }
    }

    void addDictionary(const Dictionary& dictionary, int depth)
    {
        for (std::size_t i = 0; i < dictionary.size();) {
            std::size_t end = i + 1;
            while (end < dictionary.size() && !isLeaf(dictionary[i].second) && alike(dictionary[end].second, dictionary[i].second))
                ++end;
            const std::string first = keyText(dictionary[i].first);
            add(dictionary[i].second, end == i + 1 ? first : fmt::format("{} to {}", first, keyText(dictionary[end - 1].first)), depth);
            i = end;
        }
    }

    static std::string keyText(const Value& key)
    {
        const auto* text = key.string();
        return text == nullptr ? describe(key) : displayable(*text, 80);
    }

    void line(int depth, const std::string& name, const std::string& what)
    {
        if (++m_lines > kMostLines) {
            ++m_left;
            return;
        }
        m_text += fmt::format("    {}{}{}\n", std::string(static_cast<std::size_t>(2 * depth), ' '), name.empty() ? "" : name + ": ", what);
    }

    std::string m_text;
    std::size_t m_lines = 0;
    std::size_t m_left = 0;
};

} // namespace

std::string treeText(const Document& document)
{
    Tree tree;
    tree.add(document.root, {}, 0);
    return tree.take();
}

} // namespace headlight::cli
