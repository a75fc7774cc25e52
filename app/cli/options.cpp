// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/options.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <numeric>
#include <vector>

namespace headlight::cli {

namespace {

using Kind = CommandKind;

constexpr std::array kCommands{
    Command{Kind::Info, "info", "PATH [--json] [--tensors]", "what is in a file or folder, how it was understood and why"},
    Command{Kind::Values, "values", "PATH --quantity Q [selection] -o FILE", "the numbers behind any view: .npy .npz .csv .json"},
    Command{Kind::Figure, "figure", "PATH --view V [selection] -o FILE|DIR", "one figure, one per combination (folder), or a page each (.pdf)"},
    Command{Kind::Notebook, "notebook", "PATH [--samples LIST] -o DIR", "attention and rollout of every head, layer and mean, and every query's evolution, as PNG and PDF with notebook names"},
    Command{Kind::Check, "check", "PATH", "rows sum to one, labels fit, no NaN: else exit 1, a line per finding"},
    Command{Kind::Table, "table", "PATH --table T [selection] -o FILE", "the tables of the notebooks: .csv .json"},
    Command{Kind::Convert, "convert", "PATH -o FILE", "any readable dump as one .h5, .npz or .safetensors with its manifest inside"},
    Command{Kind::Slides, "slides", "SESSION -o FILE.pdf", "the bookmarks of a session as pages", true},
    Command{Kind::Survey, "survey", "PATH... -o FILE", "head statistics over many dumps", true},
    Command{Kind::Merge, "merge", "PART... -o FILE", "parts of a survey as one", true},
};

constexpr CommandSet kInfo = only(Kind::Info);
constexpr CommandSet kValues = only(Kind::Values);
constexpr CommandSet kFigure = only(Kind::Figure);
constexpr CommandSet kNotebook = only(Kind::Notebook);
constexpr CommandSet kCheck = only(Kind::Check);
constexpr CommandSet kConvert = only(Kind::Convert);
constexpr CommandSet kTable = only(Kind::Table);
constexpr CommandSet kSelecting = kValues | kFigure | kTable;
constexpr CommandSet kWriting = kSelecting | kNotebook;
constexpr CommandSet kEvery = kInfo | kWriting | kCheck | kConvert;

constexpr std::array kOptions{
    Option{"--output", "FILE", "where to write; a folder when it ends in / or is one; - is standard output (.csv and .json)", OptionGroup::Output, kWriting | kConvert, "-o"},
    Option{"--no-clobber", "", "leave existing files alone: exit 5", OptionGroup::Output, kWriting | kConvert},
    Option{"--resume", "", "skip figures of the folder that exist already", OptionGroup::Output, kFigure | kNotebook},
    Option{"--format", "NAME", "png, pdf or svg for figures in a folder (text: also html, tex); csv or json for -o -", OptionGroup::Output, kSelecting},
    Option{"--json", "", "for programs: one JSON object", OptionGroup::Output, kInfo},
    Option{"--tensors", "", "also list every tensor with address, shape and type", OptionGroup::Output, kInfo},
    Option{"--dtype", "f32|f16", "type of all numbers; default: as they are stored", OptionGroup::Output, kConvert},
    Option{"--quantity", "Q", "map, row, evolution, received, received-minmax, ranks, topk, shade, column-means, weights, mask, metric:NAME; several with commas into one .npz", OptionGroup::Output, kValues},
    Option{"--table", "T", "weights (interesting tokens), top-attended, most-attended, position, all-positions, or trend (position for several --keys)", OptionGroup::Output, kTable},
    Option{"--tensor", "ADDRESS", "one raw tensor as float32, without any recognition; the root is ''", OptionGroup::Output, kValues},

    Option{"--stack", "NAME", "name or kind of a stack; default: the first one of info", OptionGroup::Selection, kWriting},
    Option{"--samples", "LIST", "numbers from 0, or id:12060; default: 0 (notebook: all)", OptionGroup::Selection, kWriting},
    Option{"--layers", "LIST", "such as 1,3-5; default: all", OptionGroup::Selection, kWriting},
    Option{"--heads", "LIST", "such as 1,7,10; default: all", OptionGroup::Selection, kWriting},
    Option{"--select", "TEXT", "any union of layers and heads: \"L6 H1,7; L8 H3\"", OptionGroup::Selection, kSelecting},
    Option{"--query", "N|TEXT", "a position or a token (the#2: the second \"the\"); of several the mean of their rows", OptionGroup::Selection, kValues | kFigure},
    Option{"--queries", "LIST", "only these rows, by position", OptionGroup::Selection, kValues | kFigure},
    Option{"--keys", "LIST", "only these columns, by position", OptionGroup::Selection, kSelecting},
    Option{"--padding", "keep|drop", "padded positions; default: keep (figure: drop)", OptionGroup::Selection, kSelecting},
    Option{"--words", "", "sub-words as words: attention to a word is the sum over its pieces, from a word the mean", OptionGroup::Selection, kSelecting},
    Option{"--segment", "NAME", "the segment that token weights are taken over; default: text (figure: every segment)", OptionGroup::Selection, kSelecting},

    Option{"--head-aggregate", "each|mean|max|min", "selected heads of a layer by themselves or as one", OptionGroup::Reduction, kValues | kFigure},
    Option{"--layer-aggregate", "each|mean|sum", "selected layers by themselves or as one, after the heads", OptionGroup::Reduction, kValues | kFigure},
    Option{"--scale", "none|sum|max|minmax|percent", "every map or row by itself", OptionGroup::Reduction, kValues},
    Option{"--minus", "FILE", "A − B: take away the same quantity of a saved state or exported figure, or of another dump with the same choices", OptionGroup::Reduction, kValues},
    Option{"--size", "WxH", "a mask enlarged to W × H pixels, bilinearly", OptionGroup::Reduction, kValues},
    Option{"--sort", "LIST", "of a table: columns such as layer,head,rank, the first one foremost; -NAME for the largest first", OptionGroup::Reduction, kTable},
    Option{"--k", "N", "how many of the largest, default 10", OptionGroup::Reduction, kValues | kTable},
    Option{"--temperature", "LIST", "of the softmax of token weights, such as 1,0.2; default 1 (table and figure: 1,0.2)", OptionGroup::Reduction, kSelecting},
    Option{"--threshold", "X", "tokens whose column mean is smaller have weight 0, default 0.01", OptionGroup::Reduction, kSelecting},

    Option{"--measure", "NAME", "attention (default), rollout, fused-rollout, gradient-rollout, relevance, flow", OptionGroup::Measure, kSelecting},
    Option{"--variant", "paper|published|corrected", "of the measure: as the paper, as the published code, or that mended", OptionGroup::Measure, kSelecting},
    Option{"--residual", "R", "share of the identity, default 0.5", OptionGroup::Measure, kSelecting},
    Option{"--head-fusion", "mean|max|min", "how heads become one map", OptionGroup::Measure, kSelecting},
    Option{"--discard", "R", "share of the smallest values of a fused map set to 0", OptionGroup::Measure, kSelecting},
    Option{"--normalise", "none|row|column", "divide a fused map by the sum of row i, or (column) of row j", OptionGroup::Measure, kSelecting},
    Option{"--protect", "none|first|prefix", "what is never discarded", OptionGroup::Measure, kSelecting},
    Option{"--first-layer", "N", "where the product of layers starts; -1 is the last layer", OptionGroup::Measure, kSelecting},
    Option{"--gradients", "FILE", "gradients from this file instead of those beside or in PATH", OptionGroup::Measure, kInfo | kSelecting | kConvert},
    Option{"--target", "NAME", "of the gradients; default: the only one there is", OptionGroup::Measure, kSelecting},
    Option{"--gradient-order", "paired|reversed", "layer l with its own gradient, or with that of the layer at the other end", OptionGroup::Measure, kSelecting},
    Option{"--importance", "FILE", "numbers for layers × heads that multiply the attention of every head before the measure", OptionGroup::Measure,
           kInfo | kWriting | kConvert},

    Option{"--view", "NAME", "overview, heatmap, evolution, text, links, image, trends, table or heads", OptionGroup::Figure, kFigure},
    Option{"--colour-map", "NAME", "viridis (default; text: paper-blue), cividis, magma, inferno, paper-blue, grey, hot, blue-brown", OptionGroup::Figure, kFigure},
    Option{"--range", "KIND", "fixed (0 to 1), shared, figure, percentile:P (default: percentile:99), or A,B", OptionGroup::Figure, kFigure},
    Option{"--colour-by", "WHAT", "colours of the text: query (default: its row), key (its column; --keys says which), received (column sums), shade (scaled and added over heads); of trends: head (default) or key", OptionGroup::Figure, kFigure},
    Option{"--chart", "KIND", "of trends: weights (default: token weights), rank or score (of the keys of --keys over the layers), positions (the scores of all of them)", OptionGroup::Figure, kFigure},
    Option{"--position-layer", "N|none", "of ranks and scores: the layer whose positions stand below, or none; default: the one layer that is selected, else the one where the first key receives most", OptionGroup::Figure, kFigure},
    Option{"--highlight", "LIST", "of trends: heads with colours of their own, at most four; default: those selected, else those that stand out", OptionGroup::Figure, kFigure},
    Option{"--links", "RULE", "which weights are links: top:3 of every query (default), value:0.1 at least, or mass:0.5 (the largest that hold this share of every row)", OptionGroup::Figure, kFigure},
    Option{"--metric", "NAME", "of the heads, as in values --quantity metric:NAME; default: entropy", OptionGroup::Figure, kFigure},
    Option{"--heads-show", "WHAT", "heads: beside their map the list by metric (default), the layers with their spread, a scatter, or nearest (to the first selected head)", OptionGroup::Figure, kFigure},
    Option{"--other-metric", "NAME", "heads: second axis of the scatter; default: distance", OptionGroup::Figure, kFigure},
    Option{"--beside", "FILE", "image: another dump, whose text belongs to the picture and is shown below it", OptionGroup::Figure, kFigure},
    Option{"--width", "LENGTH", "such as 8.5cm (default 17.5cm); cm, mm, in or px", OptionGroup::Figure, kFigure},
    Option{"--height", "LENGTH", "default: what the figure needs", OptionGroup::Figure, kFigure},
    Option{"--dpi", "N", "dots per inch, default 300", OptionGroup::Figure, kFigure | kNotebook},
    Option{"--font-size", "PT", "of labels, at print size", OptionGroup::Figure, kFigure},
    Option{"--theme", "light|dark", "ground of the figure", OptionGroup::Figure, kFigure},
    Option{"--parts", "LIST", "title, profiles, bar, footer, pinned; or all, none", OptionGroup::Figure, kFigure},
    Option{"--title", "TEXT", "instead of the figure's own", OptionGroup::Figure, kFigure},
    Option{"--state", "FILE", "a saved state or an exported PNG, PDF or SVG; flags override it, PATH may be left out", OptionGroup::Figure, kSelecting},

    Option{"--tokens", "FILE", "tokens of the positions: a JSON list, or one a line", OptionGroup::Reading, kEvery},
    Option{"--vocabulary", "FILE", "tokens of input_ids: vocab.txt, vocab.json or tokenizer.json; default: one beside PATH", OptionGroup::Reading, kEvery},
    Option{"--global-positions", "LIST", "global tokens of a sliding window, such as 0,12; default: beside the file, else by its values", OptionGroup::Reading, kEvery},
    Option{"--grid", "HxW", "patches of an image in rows and columns, such as 12x16; default: by their number and the picture", OptionGroup::Reading, kEvery},
    Option{"--picture", "FILE", "the picture of the samples; default: beside PATH or one folder up, by its name, or in PATH", OptionGroup::Reading, kInfo | kFigure | kConvert},
    Option{"--no-manifest", "", "open PATH as if it had no manifest (NAME.headlight.json)", OptionGroup::Reading, kEvery},
    Option{"--clean-tokens", "", "tokens without the marks of their vocabulary (figures always)", OptionGroup::Reading, kWriting},
    Option{"--index-base", "0|1", "what the first layer and head are called, default 1", OptionGroup::Reading, kEvery},

    Option{"--help", "", "this text", OptionGroup::General, kEvery, "-h"},
    Option{"--version", "", "the version of the program", OptionGroup::General, kEvery},
};

/// Insertions, deletions, replacements and swaps of neighbours.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i)
        table[i][0] = i;
    std::iota(table[0].begin(), table[0].end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            table[i][j] = std::min({table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                table[i][j] = std::min(table[i][j], table[i - 2][j - 2] + 1);
        }
    }
    return table[a.size()][b.size()];
}

} // namespace

std::span<const Command> commands()
{
    return kCommands;
}

const Command* commandNamed(std::string_view name)
{
    const auto found = std::ranges::find(kCommands, name, &Command::name);
    return found == kCommands.end() ? nullptr : &*found;
}

std::string_view titleOf(OptionGroup group)
{
    switch (group) {
    case OptionGroup::Output:
        return "Output";
    case OptionGroup::Selection:
        return "Selection";
    case OptionGroup::Reduction:
        return "Reduction";
    case OptionGroup::Figure:
        return "Figure";
    case OptionGroup::Reading:
        return "Reading";
    case OptionGroup::General:
        return "General";
    case OptionGroup::Measure:
        return "Measure";
    }
    return {};
}

std::span<const Option> options()
{
    return kOptions;
}

const Option* optionNamed(std::string_view name)
{
    const auto found = std::ranges::find_if(kOptions, [name](const Option& option) { return option.name == name || (!name.empty() && option.shortName == name); });
    return found == kOptions.end() ? nullptr : &*found;
}

bool belongsTo(const Option& option, CommandKind command)
{
    return (option.commands & only(command)) != 0;
}

std::string_view nearest(std::string_view typed, std::span<const std::string_view> names)
{
    std::string_view best;
    std::size_t smallest = 1 + std::max<std::size_t>(1, typed.size() / 3);
    for (const auto name : names) {
        const auto away = typed.size() > 64 ? smallest : distance(typed, name);
        if (away < smallest) {
            smallest = away;
            best = name;
        }
    }
    return best;
}

} // namespace headlight::cli
