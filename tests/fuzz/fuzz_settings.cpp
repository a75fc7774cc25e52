// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the program itself wrote and somebody else may have damaged, or sent: settings, kept surveys, figures with a state inside. The first byte
// says what the rest is. Nonsense becomes the usual value or a sentence; what was read is the same when it is written and read again.
#include "fuzzed.h"
#include "input_bytes.h"
#include "state/action.h"
#include "state/state_json.h"
#include "ui/paint/export.h"
#include "ui/window/batch_settings.h"
#include "ui/window/export_settings.h"
#include "ui/window/kept_state.h"
#include "workspace/survey_file.h"

#include <QSettings>

#include <filesystem>
#include <fstream>

namespace {

using namespace headlight;
using fuzzed::must;

/// A folder of this process for files that exist for a moment.
class Scratch {
public:
    Scratch()
    {
        const std::filesystem::path memory = "/dev/shm"; // files are written all the time
        std::string pattern = ((std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path()) / "fuzz_settings.XXXXXX").string();
        must(mkdtemp(pattern.data()) != nullptr);
        m_folder = pattern;
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    ~Scratch()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_folder, ignored);
    }

    /// A new name each time: QSettings remembers files.
    std::filesystem::path file(std::string_view content)
    {
        auto path = m_folder / std::to_string(m_next++);
        std::ofstream(path, std::ios::binary) << content;
        return path;
    }

private:
    std::filesystem::path m_folder;
    std::int64_t m_next = 0;
};

Scratch& scratch()
{
    static Scratch folder;
    return folder;
}

QByteArray bytesOf(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

void checkExport(const QByteArray& json)
{
    for (const auto& preset : ui::exportPresets()) {
        const auto settings = ui::exportSettingsFrom(json, preset.settings);
        must(settings.widthMm >= 10.0 && settings.widthMm <= 5000.0 && settings.heightMm >= 0.0 && settings.heightMm <= 5000.0);
        must(settings.dpi >= ui::kLeastDpi && settings.dpi <= ui::kMostDpi && settings.fontPt >= 2.0 && settings.fontPt <= 96.0);
        must(settings.background <= paint::Background::Dark && !ui::suffixOf(settings.format).isEmpty());
        must(ui::exportSettingsFrom(ui::toJson(settings), {}) == settings);
    }
}

void checkBatch(const QByteArray& json)
{
    const auto settings = ui::batchSettingsFrom(json);
    must(settings.dpi >= ui::kLeastDpi && settings.dpi <= ui::kMostDpi);
    must(std::ranges::any_of(ui::exportPresets(), [&](const auto& preset) { return preset.id == settings.size; }));
    must(ui::batchSettingsFrom(ui::toJson(settings)) == settings);
}

ui::KeptState readFrom(const std::filesystem::path& path)
{
    const QSettings settings(QString::fromStdString(path.string()), QSettings::IniFormat);
    return ui::readKept(settings);
}

void checkKept(std::string_view text)
{
    const auto path = scratch().file(text);
    const auto kept = readFrom(path);
    std::filesystem::remove(path);
    must(kept.leftWidth >= 220 && kept.leftWidth <= 400 && kept.rightWidth >= 248 && kept.rightWidth <= 400);
    must(kept.textPercent >= ui::Theme::kSmallestText && kept.textPercent <= ui::Theme::kLargestText);
    const QRect screen(0, 0, 1366, 768);
    if (kept.window.isValid())
        must(screen.contains(ui::fitted(kept.window, screen)));
    for (const auto& file : kept.recent)
        must(!file.path.isEmpty() && file.when.isValid());
    if (const auto state = stateFromJson(kept.display.toStdString()))
        static_cast<void>(update(State{}, ReplaceState{state->state}));
    for (const auto& json : kept.exports) {
        checkExport(json);
        checkBatch(json);
    }
    if (text.size() % 8 != 0) // writing takes its time
        return;
    // Written once it stays as it is.
    auto before = kept;
    for (int round = 0; round < 2; ++round) {
        const auto written = scratch().file({});
        {
            QSettings settings(QString::fromStdString(written.string()), QSettings::IniFormat);
            ui::writeKept(settings, before);
        }
        const auto copied = written.string() + ".copy";
        std::filesystem::copy_file(written, copied);
        auto after = readFrom(copied);
        std::filesystem::remove(written);
        std::filesystem::remove(copied);
        must(round == 0 || after == before);
        before = std::move(after);
    }
}

/// The bytes with the checksum they need, which ends them.
std::vector<std::byte> summed(std::string_view text)
{
    const auto view = asBytes(text);
    std::vector<std::byte> bytes(view.begin(), view.end());
    const auto sum = std::stoull(surveyFileName(text).substr(0, 16), nullptr, 16); // begins with the same sum
    const auto end = std::as_bytes(std::span(&sum, 1));
    bytes.insert(bytes.end(), end.begin(), end.end());
    return bytes;
}

void checkSurvey(fuzzed::InputBytes& input)
{
    static constexpr std::string_view kIdentity = "dump fa, sample 0";
    const bool repaired = input.below(2) == 0;
    std::string text;
    if (repaired) { // what stands before the heads, and the sum behind them
        const auto none = surveyBytes(kIdentity, {});
        text.assign(reinterpret_cast<const char*>(none.data()), none.size() - sizeof(std::uint32_t) - sizeof(std::uint64_t));
    }
    text += input.rest();
    std::vector<std::byte> bytes = summed(text);
    if (!repaired)
        bytes.resize(text.size());
    const auto heads = readSurvey(bytes, kIdentity);
    if (!heads) {
        must(heads.error().kind == ErrorKind::NotThisFormat || heads.error().kind == ErrorKind::Corrupt);
        return;
    }
    for (const auto& [head, summary] : *heads)
        must(summary != nullptr && summary->tile != nullptr && !summary->problem);
    const auto written = surveyBytes(kIdentity, *heads);
    const auto again = readSurvey(written, kIdentity);
    must(again && again->size() == heads->size() && surveyBytes(kIdentity, *again) == written);
}

void checkFigure(std::string_view text)
{
    const auto path = scratch().file(text);
    const auto json = paint::stateIn(path);
    std::filesystem::remove(path);
    if (!json) {
        must(!sentence(json.error()).empty());
        return;
    }
    const auto state = stateFromJson(*json);
    must(state || !sentence(state.error()).empty());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    fuzzed::InputBytes input(data, size);
    switch (input.below(16)) {
    case 0:
        checkKept(input.rest());
        break;
    case 1:
    case 2:
        checkExport(bytesOf(input.rest()));
        break;
    case 3:
        checkBatch(bytesOf(input.rest()));
        break;
    case 4:
    case 5:
    case 6:
    case 7:
        checkFigure(input.rest());
        break;
    default:
        checkSurvey(input);
    }
    return 0;
}
