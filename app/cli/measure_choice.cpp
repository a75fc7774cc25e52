// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/measure_choice.h"

#include "app/cli/number_choice.h"
#include "base/text.h"
#include "measure/measure.h"

#include <fmt/format.h>

#include <algorithm>

namespace headlight::cli {

namespace {

template <typename Enum>
Result<void> readName(const Arguments& arguments, std::string_view option, std::optional<Enum> (*fromName)(std::string_view), Enum& value)
{
    const auto text = arguments.value(option);
    if (!text)
        return {};
    const auto known = fromName(*text);
    if (!known)
        return wrongUsage(arguments.command(), fmt::format("{} is {}, not {}", option, optionNamed(option)->argument, displayable(*text)));
    value = *known;
    return {};
}

Result<MeasureOptions> kindAndVariant(const Arguments& arguments, const MeasureOptions& before)
{
    auto kind = before.kind;
    if (const auto text = arguments.value("--measure")) {
        const auto known = measureFromName(*text);
        if (!known)
            return wrongUsage(arguments.command(), fmt::format("there is no measure {}, only {}", displayable(*text), optionNamed("--measure")->help));
        kind = *known;
    }
    if (!arguments.has("--measure") && !arguments.has("--variant"))
        return before;
    auto variant = variantsOf(kind).front();
    if (auto read = readName(arguments, "--variant", variantFromName, variant); !read)
        return read.error();
    const auto variants = variantsOf(kind);
    if (std::ranges::find(variants, variant) == variants.end()) {
        std::string names;
        for (const auto one : variants)
            names += fmt::format("{}{}", names.empty() ? "" : ", ", nameOf(one));
        return wrongUsage(arguments.command(), fmt::format("{} has no variant {}, only {}", nameOf(kind), nameOf(variant), names));
    }
    return measureOptions(kind, variant);
}

/// A metric of heads that is made of gradients is asked for.
bool wantsGradientMetric(const Arguments& arguments)
{
    const auto name = nameOf(HeadMetric::GradientAttention);
    const auto names = [name](const std::optional<std::string>& text) { return text && text->find(name) != std::string::npos; };
    return names(arguments.value("--quantity")) || names(arguments.value("--metric")) || names(arguments.value("--other-metric"));
}

/// Switches that the measure does not have would be ignored without a word.
Result<void> noUselessSwitch(const Arguments& arguments, MeasureKind kind)
{
    struct Use {
        std::string_view option;
        bool used;
    };
    const bool gradients = needsGradients(kind) || (kind == MeasureKind::Attention && wantsGradientMetric(arguments));
    for (const auto& [option, used] :
         {Use{"--residual", usesResidual(kind)}, Use{"--head-fusion", usesFusion(kind)}, Use{"--discard", usesDiscard(kind)}, Use{"--normalise", usesDiscard(kind)},
          Use{"--protect", usesDiscard(kind)}, Use{"--first-layer", needsSquareMaps(kind)}, Use{"--target", gradients},
          Use{"--gradients", gradients}, Use{"--gradient-order", kind == MeasureKind::GradientRollout}})
        if (arguments.has(option) && !used)
            return wrongUsage(arguments.command(), fmt::format("{} means nothing for the measure {}", option, nameOf(kind)));
    return {};
}

Result<void> readFirstLayer(const Arguments& arguments, IndexBase base, std::int64_t& first)
{
    if (!arguments.has("--first-layer"))
        return {};
    std::int64_t number = 0;
    if (auto read = readNumber(arguments, "--first-layer", number); !read)
        return read;
    first = number < 0 ? number : layerFromNumber(number, base).value;
    if (number >= 0 && first < 0)
        return wrongUsage(arguments.command(), "--first-layer: the first layer is 1 (--index-base 0 counts from 0)");
    return {};
}

} // namespace

Result<MeasureOptions> measureChoice(const Arguments& arguments, const MeasureOptions& before, IndexBase base)
{
    auto options = kindAndVariant(arguments, before);
    if (!options)
        return options;
    if (auto useful = noUselessSwitch(arguments, options->kind); !useful)
        return useful.error();
    for (auto read : {readNumber(arguments, "--residual", options->residual), readNumber(arguments, "--discard", options->discard),
                      readName(arguments, "--head-fusion", headFusionFromName, options->fusion), readName(arguments, "--normalise", normalisationFromName, options->normalise),
                      readName(arguments, "--protect", protectionFromName, options->protect), readName(arguments, "--gradient-order", gradientOrderFromName, options->order),
                      readFirstLayer(arguments, base, options->firstLayer)})
        if (!read)
            return read.error();
    options->importance = options->importance || arguments.has("--importance");
    options->target = arguments.value("--target").value_or(options->target);
    if (auto good = checkOptions(*options); !good)
        return good.error();
    return options;
}

} // namespace headlight::cli
