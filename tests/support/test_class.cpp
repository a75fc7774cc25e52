// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_class.h"

#include <cstdio>
#include <map>
#include <string>
#include <vector>

namespace {

std::map<std::string, test_class::Run, std::less<>>& classes()
{
    static std::map<std::string, test_class::Run, std::less<>> known;
    return known;
}

} // namespace

test_class::Known::Known(const char* name, Run run)
{
    classes().emplace(name, run);
}

int main(int argc, char** argv)
{
    const auto found = argc > 1 ? classes().find(argv[1]) : classes().end();
    if (found == classes().end()) {
        std::fprintf(stderr, "usage: %s CLASS [function[:row]...] [options of QtTest]\n", argv[0]);
        for (const auto& [name, run] : classes())
            std::fprintf(stderr, "  %s\n", name.c_str());
        return 2;
    }
    std::vector<char*> rest(argv, argv + argc);
    rest.erase(rest.begin() + 1);
    rest.push_back(nullptr);
    return found->second(argc - 1, rest.data());
}
