// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A dump: the attention of some samples, with their tokens, captions and pictures, ready to be asked for maps.
#pragma once

#include "base/indices.h"
#include "base/job_context.h"
#include "base/result.h"
#include "dump/axis.h"
#include "dump/map_source.h"
#include "dump/picture_array.h"
#include "dump/reading.h"
#include "value/document.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headlight {

enum class StackKind : std::uint8_t { Self, Encoder, Decoder, Cross, Vision, Text };
enum class StackStorage : std::uint8_t { Dense, Windowed, Steps };

std::string_view nameOf(StackKind kind);
std::string_view nameOf(StackStorage storage);

/// Importance of every head, as a file beside the dump or the dump itself has it. Nothing is scaled by it unasked.
struct HeadImportance {
    Matrix values;    ///< [layer, head]
    std::string from; ///< file or address
};

/// One named attention stack, described for its first sample; Dump::attention() gives the maps of any sample.
struct Stack {
    std::string name;                       ///< "self", "encoder", ... or the file's own name
    StackKind kind = StackKind::Self;
    StackStorage storage = StackStorage::Dense;
    std::vector<LayerShape> layers;
    DType dtype = DType::Float32;
    std::int64_t firstQuery = 0;            ///< position of the first row among the keys, where the rows of a prompt are not there
    bool causal = false;                    ///< exact zeros above the diagonal in what was looked at
    std::vector<std::string> gradientTargets; ///< names of the targets that have gradients, e.g. "243", "text0"
    std::optional<HeadImportance> importance = {};
    StackReading reading;
};

/// One input of the model. Which stacks it has is asked with Dump::attention().
struct Sample {
    std::string id;                         ///< "12060"; empty when the dump has none
    std::string caption;                    ///< sentence, text or caption
    std::vector<std::pair<std::string, std::string>> fields; ///< further fields of the sidecar, e.g. {"label", "positive"}
    std::string file;                       ///< name of the file it comes from
    std::filesystem::path picture;          ///< empty when none was found
    std::optional<PictureArray> pixels = {}; ///< a picture that stands in the dump as numbers; a file wins
    std::int64_t tokens = 0;                ///< positions that are not padding on the key axis of the first stack
    std::int64_t padding = 0;

    [[nodiscard]] bool hasPicture() const { return !picture.empty() || pixels.has_value(); }
};

/// What people say about one array. Everything empty: the program decides.
struct ArrayChoice {
    std::string array;                                             ///< ArrayReading::address
    std::optional<ArrayUse> use = {};
    std::optional<StackKind> kind = {};                            ///< of attention
    std::vector<std::pair<std::int64_t, AxisRole>> axes = {};      ///< axis numbers as in AxisReading
    std::optional<std::vector<Segment>> querySegments = {};        ///< they partition the axis; a last count of 0 takes the rest
    std::optional<std::vector<Segment>> keySegments = {};
    std::optional<StackStorage> storage = {};                      ///< Dense: whole maps; Windowed: neighbours of every query; Steps: the entries of the outermost list are joined
    std::optional<std::int64_t> queryLength = {};                  ///< positions that are not padding, in every sample
    std::optional<std::int64_t> keyLength = {};
    std::string queryTokensAt = {};                                ///< TokenListReading::address; empty: as for the other side and the other stacks
    std::string keyTokensAt = {};
    bool operator==(const ArrayChoice&) const = default;
};

/// What people decided about a dump, over the program's own reading. Everything empty: the program decides.
struct ReadingChoices {
    std::vector<std::pair<std::int64_t, AxisRole>> axes;       ///< axis number of the first stack's array (as in AxisReading) and its role
    std::optional<std::vector<std::string>> tokens;            ///< raw tokens for both axes of every sample
    bool numbersOnly = false;                                  ///< show positions instead of tokens
    std::optional<std::vector<std::int64_t>> globalPositions = {}; ///< of the global tokens of a sliding window, in every sample; may be fewer than its columns
    std::filesystem::path vocabulary = {};                     ///< tokens of ids; empty: one beside the dump
    std::filesystem::path gradients = {};                      ///< file of gradients; those beside or in the dump are then passed over where it fits
    std::filesystem::path importance = {};                     ///< file of the importance of heads, likewise
    std::vector<std::pair<std::int64_t, std::filesystem::path>> pictures = {}; ///< sample (-1: all of them) and the file of its picture, over those found
    std::optional<Grid> grid = {};                             ///< of the patches at the end of an image's axis; what stands before them is a prefix
    bool ignoreManifest = false;                               ///< open it as if it had none
    std::vector<ArrayChoice> arrays = {};                      ///< one for each array at most
    std::string tokensAt = {};                                 ///< TokenListReading::address of the tokens for both axes; empty: the program decides
    bool operator==(const ReadingChoices&) const = default;
};

/// Immutable once open. Const, callable from any thread. Costs the directories of its files, not their data.
class Dump {
public:
    virtual ~Dump() = default;

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    /// File or folder name for people: "sample0.h5", "attentions_0.pt and 1 more".
    [[nodiscard]] const std::string& title() const { return m_title; }
    [[nodiscard]] const std::string& format() const { return m_format; }
    /// Changes when any file of the dump changes: 16 hexadecimal digits over names, sizes and the first bytes of the files.
    [[nodiscard]] const std::string& fingerprint() const { return m_fingerprint; }
    [[nodiscard]] std::uint64_t bytesOnDisk() const { return m_bytes; }
    [[nodiscard]] const std::vector<Stack>& stacks() const { return m_stacks; }
    [[nodiscard]] const std::vector<Sample>& samples() const { return m_samples; }
    [[nodiscard]] const std::vector<Note>& notes() const { return m_notes; }       ///< heaviest first
    [[nodiscard]] const std::vector<FoundItem>& found() const { return m_found; }
    /// The files behind it, with their value trees (for `--tensors` and the report).
    [[nodiscard]] const std::vector<Document>& documents() const { return m_documents; }
    [[nodiscard]] const ReadingChoices& choices() const { return m_choices; }
    /// Every array of floating-point numbers in the first file, and every list of words.
    [[nodiscard]] const std::vector<ArrayReading>& arrays() const { return m_arrays; }
    [[nodiscard]] const std::vector<TokenListReading>& tokenLists() const { return m_tokenLists; }
    /// The manifest it was read with: beside the dump, or the file of the dump itself; empty when there was none.
    [[nodiscard]] const std::filesystem::path& manifest() const { return m_manifest; }

    /// Attention of one sample. ErrorKind::Selection when there is no such stack or sample, or this sample lacks the stack.
    virtual Result<Maps> attention(StackIndex stack, SampleIndex sample) const = 0;
    /// Gradients of one target, same axes as attention(). ErrorKind::Selection names the targets there are.
    virtual Result<Maps> gradients(StackIndex stack, SampleIndex sample, std::string_view target) const = 0;

protected:
    std::filesystem::path m_path;
    std::string m_title;
    std::string m_format;
    std::string m_fingerprint;
    std::uint64_t m_bytes = 0;
    std::vector<Stack> m_stacks;
    std::vector<Sample> m_samples;
    std::vector<Note> m_notes;
    std::vector<FoundItem> m_found;
    std::vector<Document> m_documents;
    ReadingChoices m_choices;
    std::vector<ArrayReading> m_arrays;
    std::vector<TokenListReading> m_tokenLists;
    std::filesystem::path m_manifest;
};

using SharedDump = std::shared_ptr<const Dump>;

/// Opens a file or a folder as one dump. A file brings its siblings (gradients, tokens, captions, pictures) along.
/// ErrorKind::NotADump when nothing in it is attention: the error's remedy says what is needed; formats::readFile
/// still shows what is in it.
/// A folder that holds several dumps is ErrorKind::Selection; dumpsIn() lists them.
Result<SharedDump> openDump(const std::filesystem::path& path, const ReadingChoices& choices = {}, const JobContext& job = {});

/// The dumps of a path: the path itself for a file or a folder that is one dump, else the parts of the folder that can be opened.
Result<std::vector<std::filesystem::path>> dumpsIn(const std::filesystem::path& path, const JobContext& job = {});

/// Which positions `[PAD]` and its relatives stand for, which tokens are special, how a raw token is shown.
bool isPaddingToken(std::string_view token);
bool isSpecialToken(std::string_view token);

struct CleanToken {
    std::string label;         ///< without Ġ, Ċ, ▁, ##, </w>; control characters as ␤ ␉
    bool continues = false;
    bool leadingSpace = false;
};
/// Clean form of one raw token. Byte-level text is decoded (Ġ, Ċ and the byte alphabet of GPT-2) when `byteLevel`.
CleanToken cleanToken(std::string_view raw, bool byteLevel);

} // namespace headlight
