// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/rendering.h"

namespace headlight::cli {

paint::BatchChoices choicesFor(const Output& output)
{
    paint::BatchChoices choices;
    choices.existing = output.resumes() ? paint::Existing::Skip : paint::Existing::Replace;
    choices.endAtFirstError = true;
    choices.write = [&output](const std::filesystem::path& file, const QByteArray& content, const JobContext& job) { return output.write(file, content, job); };
    return choices;
}

Result<void> outcomeOf(const paint::BatchReport& report)
{
    if (!report.failed.empty())
        return report.failed.front().error;
    if (report.cancelled)
        return cancelled();
    return {};
}

} // namespace headlight::cli
