// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/natural_order.h"

#include <algorithm>
#include <cstddef>

namespace headlight {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

std::string_view digitsAt(std::string_view text, std::size_t start)
{
    std::size_t end = start;
    while (end < text.size() && isDigit(text[end]))
        ++end;
    return text.substr(start, end - start);
}

std::string_view withoutZeros(std::string_view digits)
{
    const auto first = digits.find_first_not_of('0');
    return first == std::string_view::npos ? std::string_view{} : digits.substr(first);
}

} // namespace

bool naturallyBefore(std::string_view a, std::string_view b)
{
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() && j < b.size()) {
        if (isDigit(a[i]) && isDigit(b[j])) {
            const auto left = digitsAt(a, i);
            const auto right = digitsAt(b, j);
            const auto leftNumber = withoutZeros(left);
            const auto rightNumber = withoutZeros(right);
            if (leftNumber.size() != rightNumber.size())
                return leftNumber.size() < rightNumber.size();
            if (leftNumber != rightNumber)
                return leftNumber < rightNumber;
            i += left.size();
            j += right.size();
            continue;
        }
        if (a[i] != b[j])
            return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]);
        ++i;
        ++j;
    }
    const bool aEnded = i == a.size();
    const bool bEnded = j == b.size();
    if (aEnded != bEnded)
        return aEnded;
    return a < b; // equal but for leading zeros: keep the order total
}

} // namespace headlight
