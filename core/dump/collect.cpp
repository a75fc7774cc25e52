// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/collect.h"

#include "base/natural_order.h"
#include "dump/names.h"
#include "dump/sidecar.h"
#include "formats/registry.h"

#include <algorithm>
#include <array>
#include <map>

namespace headlight {

namespace {

using Path = std::filesystem::path;

bool isPicture(const Path& file)
{
    static constexpr std::array<std::string_view, 8> kSuffixes{".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff"};
    return std::ranges::find(kSuffixes, lowercase(file.extension().native())) != kSuffixes.end();
}

bool hasKnownSuffix(const Path& file)
{
    return std::ranges::find(formats::knownSuffixes(), lowercase(file.extension().native())) != formats::knownSuffixes().end();
}

bool isManifest(const Path& file)
{
    return lowercase(file.filename().native()).ends_with(".headlight.json");
}

/// Index of the only number in which all names differ; nothing when several differ.
std::optional<std::size_t> varyingNumber(const std::vector<NumberedName>& names)
{
    std::optional<std::size_t> varying;
    for (std::size_t i = 0; i < names.front().numbers.size(); ++i) {
        const bool varies = std::ranges::any_of(names, [&](const NumberedName& name) { return name.numbers[i] != names.front().numbers[i]; });
        if (varies && varying)
            return std::nullopt;
        if (varies)
            varying = i;
    }
    return varying;
}

/// Numbers of files that say "2 of 3" at the end of their names, and how many there are.
void findParts(FileSeries& series)
{
    std::vector<std::int64_t> numbers;
    for (const auto& file : series.files) {
        const auto name = numbered(file.stem().native());
        const bool says = name.pattern.ends_with("#-of-#") || name.pattern.ends_with("#_of_#");
        const auto count = name.numbers.size();
        if (!says || name.numbers[count - 1] < 2 || name.numbers[count - 2] > name.numbers[count - 1] || (series.parts > 0 && series.parts != name.numbers[count - 1])) {
            series.parts = 0;
            return;
        }
        series.parts = name.numbers[count - 1];
        numbers.push_back(name.numbers[count - 2]);
    }
    series.numbers = std::move(numbers);
}

FileSeries seriesOf(std::string pattern, std::vector<Path> files)
{
    FileSeries series;
    series.layers = hasWord(pattern, "layer") || hasWord(pattern, "layers");
    series.pattern = std::move(pattern);
    std::vector<NumberedName> names;
    for (const auto& file : files)
        names.push_back(numbered(file.filename().native()));
    if (const auto number = varyingNumber(names))
        for (const auto& name : names)
            series.numbers.push_back(name.numbers[*number]);
    series.files = std::move(files);
    if (!series.layers)
        findParts(series);
    return series;
}

/// Groups files by their names without numbers; files that differ in more than one number stand alone.
std::vector<FileSeries> grouped(const std::vector<Path>& files)
{
    std::map<std::string, std::vector<Path>> byPattern;
    std::vector<std::string> order;
    for (const auto& file : files) {
        const std::string pattern = numbered(file.filename().native()).pattern;
        if (byPattern[pattern].empty())
            order.push_back(pattern);
        byPattern[pattern].push_back(file);
    }
    std::vector<FileSeries> all;
    for (const auto& pattern : order) {
        auto series = seriesOf(pattern, byPattern[pattern]);
        if (series.files.size() == 1 || !series.numbers.empty()) {
            all.push_back(std::move(series));
            continue;
        }
        for (const auto& file : series.files)
            all.push_back(seriesOf(pattern, {file}));
    }
    return all;
}

std::string withoutPiece(std::string text, const std::string& piece)
{
    if (text == piece)
        return {};
    if (text.ends_with("_" + piece))
        text.resize(text.size() - piece.size() - 1);
    return text;
}

/// Gradients of one file: by the name before the word for gradients, and by its number in a series.
std::vector<GradientFile> gradientsOf(const FileSeries& series, std::size_t index, const FolderContents& folder)
{
    const std::string stem = series.files[index].stem().native();
    const std::string base = attentionBase(stem);
    const auto numbers = numbered(stem).numbers;
    const std::string number = series.numbers.empty() ? std::string{} : std::to_string(series.numbers[index]);
    const bool onlyOne = folder.candidates.size() == 1 && folder.candidates.front().files.size() == 1;
    std::vector<GradientFile> found;
    for (const auto& file : folder.gradients) {
        const std::string name = file.stem().native();
        std::string target = gradientTarget(name);
        const std::string theirs = gradientBase(name);
        if (!number.empty()) {
            const std::string rest = withoutPiece(target, number);
            const bool sameNumber = rest != target || withoutPiece(theirs, number) != theirs;
            if (sameNumber && withoutPiece(theirs, number) == withoutPiece(base, number))
                found.push_back({file, index, rest});
        } else if (theirs == base || (theirs.empty() && onlyOne)) {
            found.push_back({file, index, std::move(target)});
        }
    }
    return found;
}

/// Global attention of one file: attentions_3 and global_attentions_3, run_attentions and run_global_attentions.
std::vector<Path> globalsOf(const FileSeries& series, std::size_t index, const FolderContents& folder)
{
    const std::string base = attentionBase(series.files[index].stem().native());
    std::vector<Path> found;
    for (const auto& file : folder.globals)
        if (globalAttentionBase(file.stem().native()) == base)
            found.push_back(file);
    return found;
}

FileSet fileSet(const Path& path, FileSeries attention, FileSeries whole, const FolderContents& folder)
{
    FileSet set;
    set.path = path;
    set.attention = std::move(attention);
    set.whole = std::move(whole);
    set.sidecars = folder.sidecars;
    set.pictures = folder.pictures;
    set.importance = folder.importance;
    for (std::size_t i = 0; i < set.attention.files.size(); ++i)
        for (auto& file : globalsOf(set.attention, i, folder))
            set.globals.push_back({std::move(file), i});
    for (std::size_t i = 0; i < set.attention.files.size(); ++i)
        for (auto& gradient : gradientsOf(set.attention, i, folder))
            set.gradients.push_back(std::move(gradient));
    return set;
}

} // namespace

std::vector<std::int64_t> FileSeries::missing() const
{
    std::vector<std::int64_t> absent;
    for (std::int64_t number = 1; number <= parts && absent.size() < 1000; ++number)
        if (std::ranges::find(numbers, number) == numbers.end())
            absent.push_back(number);
    if (parts > 0)
        return absent;
    for (std::size_t i = 1; i < numbers.size(); ++i)
        for (std::int64_t number = numbers[i - 1] + 1; number < numbers[i] && absent.size() < 1000; ++number)
            absent.push_back(number);
    return absent;
}

Result<FolderContents> folderContents(const Path& folder)
{
    auto listed = formats::listFolder(folder);
    if (!listed)
        return listed.error();
    FolderContents contents;
    std::vector<Path> candidates;
    for (const auto& entry : *listed) {
        const Path file = entry.has_parent_path() ? entry : folder / entry;
        const std::string stem = file.stem().native();
        if (isPicture(file))
            contents.pictures.push_back(file);
        else if (isSidecarName(file.filename().native()))
            contents.sidecars.push_back(file);
        else if (!hasKnownSuffix(file) || isManifest(file))
            continue;
        else if (saysGradient(stem))
            contents.gradients.push_back(file);
        else if (saysGlobalAttention(stem))
            contents.globals.push_back(file);
        else if (hasWord(stem, "importance"))
            contents.importance.push_back(file);
        else if (!saysOther(stem) || saysAttention(stem))
            candidates.push_back(file);
    }
    contents.candidates = grouped(candidates);
    return contents;
}

FileSet filesAround(const Path& file, const FolderContents& folder)
{
    const Path name = file.filename();
    for (const auto& series : folder.candidates) {
        const auto found = std::ranges::find_if(series.files, [&](const Path& other) { return other.filename() == name; });
        if (found == series.files.end())
            continue;
        if (series.parts > 0)
            return fileSet(file, series, series, folder);
        FileSeries alone;
        alone.pattern = series.pattern;
        alone.files.push_back(file);
        if (!series.numbers.empty())
            alone.numbers.push_back(series.numbers[static_cast<std::size_t>(found - series.files.begin())]);
        return fileSet(file, std::move(alone), series, folder);
    }
    FileSeries alone = seriesOf(name.native(), {file});
    return fileSet(file, alone, alone, folder);
}

FileSet filesOfSeries(const Path& path, const FileSeries& series, const FolderContents& folder)
{
    return fileSet(path, series, series, folder);
}

Path pictureFor(const FileSet& files, std::size_t file, const std::string& id, bool onlySample)
{
    static constexpr std::array<std::string_view, 5> kUsual{"image", "input", "picture", "photo", "img"};
    const Path& dump = files.attention.files[file];
    const std::string stem = dump.stem().native();
    const Path folder = std::filesystem::absolute(dump).parent_path();
    const auto named = [&](auto test) {
        const auto found = std::ranges::find_if(files.pictures, [&](const Path& picture) { return test(picture.stem().native()); });
        return found == files.pictures.end() ? Path{} : *found;
    };
    if (!id.empty())
        if (auto picture = named([&](const std::string& name) { return name == id; }); !picture.empty())
            return picture;
    if (!onlySample)
        return {};
    if (auto picture = named([&](const std::string& name) { return name == stem || stemMatches(stem, name) || name == folder.filename().native(); }); !picture.empty())
        return picture;
    for (const auto* suffix : {".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif"}) {
        std::error_code ignored;
        const Path above = folder.parent_path() / (folder.filename().native() + suffix);
        if (std::filesystem::is_regular_file(above, ignored))
            return above;
    }
    if (kindIn(stem) == StackKind::Text)
        return {};
    return named([&](const std::string& name) { return std::ranges::find(kUsual, lowercase(name)) != kUsual.end(); });
}

} // namespace headlight
