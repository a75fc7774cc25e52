// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Reads the source tree against the rules no compiler checks: the staircase of includes, the own header first, no Qt in core, two
// SPDX lines in every source file, no path of somebody's machine, tests named in tables that are there. `house_rules SOURCE_DIR`
// prints a line per finding; 0 means none.

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace fs = std::filesystem;

namespace {

struct Step {
    std::string_view folder;
    int height;
};

/// Who stands where. A file includes its own folder and what stands lower; folders of equal height do not know each other.
constexpr std::array kStaircase{
    Step{"core/base", 0},       Step{"core/value", 1},  Step{"core/formats", 2}, Step{"core/dump", 3},  Step{"core/measure", 4},
    Step{"core/state", 5},      Step{"core/workspace", 6}, Step{"core/figure", 7}, Step{"resources", 8}, Step{"ui/paint", 9},
    Step{"ui/charts", 10},      Step{"ui/session", 9},  Step{"ui/views", 11},    Step{"ui/window", 12}, Step{"app", 13},
};

constexpr std::size_t kLongFile = 500;

std::optional<Step> stepOf(std::string_view path)
{
    for (const Step& step : kStaircase)
        if (path.starts_with(step.folder) && path.substr(step.folder.size()).starts_with('/'))
            return step;
    return std::nullopt;
}

/// The file an include means, from the root of the tree: core's include root is core/, that of ui/ and app/ the tree itself.
std::string pathOfInclude(const std::string& written)
{
    return stepOf(written) ? written : "core/" + written;
}

std::string readFile(const fs::path& path)
{
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    return std::move(bytes).str();
}

class House {
public:
    explicit House(fs::path root) : m_root(std::move(root)) {}

    int visit()
    {
        for (auto entry = fs::recursive_directory_iterator(m_root); entry != fs::recursive_directory_iterator(); ++entry) {
            const std::string name = entry->path().filename().string();
            if (entry->is_directory() && (name == ".git" || (name == "build" && entry.depth() == 0)))
                entry.disable_recursion_pending();
            else if (entry->is_regular_file())
                visitFile(entry->path().lexically_relative(m_root).generic_string());
        }
        std::printf("house_rules: %d files read, %d findings\n", m_files, m_findings);
        return m_files > 0 && m_findings == 0 ? 0 : 1;
    }

private:
    void visitFile(const std::string& path)
    {
        const std::string text = readFile(m_root / path);
        if (text.find('\0') != std::string::npos)
            return; // pictures, tensors
        ++m_files;
        checkMachinePaths(path, text);
        if (isSource(path))
            checkLicence(path, text);
        if (path.starts_with("tests/") && path.ends_with(".md"))
            checkNamedTests(path, text);
        if (stepOf(path) && (path.ends_with(".h") || path.ends_with(".cpp"))) {
            checkIncludes(path, text);
            checkOwnHeader(path, text);
            const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
            if (lines > kLongFile)
                std::printf("note: %s has %zu lines: what has it swallowed?\n", path.c_str(), lines);
        }
    }

    static bool isSource(const std::string& path)
    {
        constexpr std::array<std::string_view, 10> endings{".h", ".cpp", ".cmake", "CMakeLists.txt", ".sh", ".svg", ".md", ".py", ".xml", ".ts"};
        return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) { return path.ends_with(ending); });
    }

    void checkLicence(const std::string& path, const std::string& text)
    {
        const std::string_view head = std::string_view(text).substr(0, 400);
        // Split, so that licence tools do not take these words for a statement about this file.
        if (head.find("SPDX-" "FileCopyrightText: ") == std::string_view::npos || head.find("SPDX-" "License-Identifier: ") == std::string_view::npos)
            finding(path, 1, "lacks one of the two SPDX lines");
    }

    void checkMachinePaths(const std::string& path, const std::string& text)
    {
        static const std::regex machine("(^|[^A-Za-z0-9_.$}*])/(home|Users|" "work|root)/[A-Za-z0-9_]");
        for (std::sregex_iterator match(text.begin(), text.end(), machine), end; match != end; ++match)
            finding(path, lineAt(text, match->position()), "names a path of somebody's machine");
    }

    /// `tst_npy::function` and, behind it on the line, "rows" of its data.
    void checkNamedTests(const std::string& path, const std::string& text)
    {
        static const std::regex named(R"x(`(tst_\w+)::(\w+)`|"([^"\n]+)"|\n)x");
        std::string test;
        for (std::sregex_iterator match(text.begin(), text.end(), named), end; match != end; ++match) {
            const std::size_t line = lineAt(text, match->position());
            if ((*match)[1].matched) {
                test = (*match)[1];
                if (sourceOf(test).find(" " + (*match)[2].str() + "()") == std::string::npos)
                    finding(path, line, "there is no test " + (*match)[0].str());
            } else if ((*match)[3].matched) {
                if (!test.empty() && sourceOf(test).find((*match)[0].str()) == std::string::npos)
                    finding(path, line, test + " has no row " + (*match)[0].str());
            } else {
                test.clear();
            }
        }
    }

    /// Of a test program, wherever it lies; empty when there is none.
    const std::string& sourceOf(const std::string& test)
    {
        if (m_tests.empty())
            for (const auto& entry : fs::recursive_directory_iterator(m_root / "tests"))
                if (entry.path().extension() == ".cpp")
                    m_tests[entry.path().stem().string()] = readFile(entry.path());
        return m_tests[test];
    }

    /// Of one include: the bracket or quote, and what is written in it.
    static const std::regex& includePattern()
    {
        static const std::regex include(R"((?:^|\n)[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"])");
        return include;
    }

    void checkIncludes(const std::string& path, const std::string& text)
    {
        for (std::sregex_iterator match(text.begin(), text.end(), includePattern()), end; match != end; ++match) {
            const std::string written = (*match)[2];
            const std::size_t line = lineAt(text, match->position(2));
            if ((*match)[1] == "<") {
                if (path.starts_with("core/") && (written.starts_with("Q")))
                    finding(path, line, "core knows no Qt: <" + written + ">");
                continue;
            }
            if (written.ends_with(".moc") || written.starts_with("moc_"))
                continue;
            checkStep(path, line, written);
        }
    }

    /// A header whose source file includes it first is shown to stand alone by every build without precompiled headers.
    void checkOwnHeader(const std::string& path, const std::string& text)
    {
        const fs::path header = fs::path(path).replace_extension(".h");
        if (!path.ends_with(".cpp") || !fs::exists(m_root / header))
            return;
        std::smatch first;
        if (!std::regex_search(text, first, includePattern()) || pathOfInclude(first[2]) != header.generic_string())
            finding(path, lineAt(text, first.empty() ? 0 : first.position(2)), "its own header is not the first include");
    }

    void checkStep(const std::string& path, std::size_t line, const std::string& written)
    {
        const std::string target = pathOfInclude(written);
        const auto from = stepOf(path);
        const auto to = stepOf(target);
        if (!to) {
            finding(path, line, "includes are written \"folder/file.h\": \"" + written + "\"");
        } else if (to->folder != from->folder && to->height >= from->height) {
            finding(path, line, std::string(from->folder) + " stands below or beside " + std::string(to->folder) + ": \"" + written + "\"");
        } else if (isView(path) && isView(target) && fs::path(path).stem() != fs::path(target).stem()) {
            finding(path, line, "views do not know each other: \"" + written + "\"");
        }
    }

    /// ui/views/heatmap_view.cpp is a view; view.h and other files there are shared by all of them.
    static bool isView(const std::string& path)
    {
        return path.starts_with("ui/views/") && fs::path(path).stem().string().ends_with("_view");
    }

    static std::size_t lineAt(const std::string& text, std::ptrdiff_t position)
    {
        return static_cast<std::size_t>(std::count(text.begin(), text.begin() + position, '\n')) + 1;
    }

    void finding(const std::string& path, std::size_t line, const std::string& what)
    {
        std::printf("%s:%zu: %s\n", path.c_str(), line, what.c_str());
        ++m_findings;
    }

    fs::path m_root;
    std::map<std::string, std::string> m_tests; ///< sources by name, read when a table names the first
    int m_files = 0;
    int m_findings = 0;
};

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::fputs("usage: house_rules SOURCE_DIR\n", stderr);
        return 2;
    }
    return House(argv[1]).visit();
}
