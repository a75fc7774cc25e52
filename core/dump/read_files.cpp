// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/read_files.h"

#include "dump/array_choices.h"
#include "dump/names.h"
#include "dump/recognise_named.h"
#include "dump/recognise_like.h"
#include "formats/registry.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace headlight {

namespace {

/// The only array of a file that is one layer of a series.
Value layerIn(const Document& document)
{
    if (document.root.tensor() != nullptr)
        return document.root;
    const auto contents = treeContents(document.root, document.style);
    if (contents.nests.size() == 1 && contents.nests.front().lists.empty() && contents.nests.front().leaves.front())
        return *contents.nests.front().leaves.front();
    return Opaque{"layer", Error{ErrorKind::Shape, fmt::format("{} holds {} arrays, one layer is expected", document.path.filename().string(), contents.nests.size())}};
}

/// The name of an entry that is an array or a list; empty for others.
std::string arrayName(const std::pair<Value, Value>& entry)
{
    const bool holds = entry.second.tensor() != nullptr || entry.second.list() != nullptr;
    return holds && entry.first.string() != nullptr ? *entry.first.string() : std::string{};
}

bool haveCommonArray(const Dictionary& some, const Dictionary& others)
{
    std::set<std::string> names;
    for (const auto& entry : some)
        names.insert(arrayName(entry));
    names.erase("");
    return std::ranges::any_of(others, [&names](const auto& entry) { return names.contains(arrayName(entry)); });
}

class FileReader {
public:
    FileReader(const FileSet& files, const ReadingChoices& choices, const JobContext& job) : m_set(files), m_choices(choices), m_job(job)
    {
        useManifest(files.manifest);
    }

    Result<ReadFiles> run()
    {
        readSidecars();
        auto read = m_set.attention.parts > 0 ? readParts() : m_set.attention.layers && m_set.attention.files.size() > 1 ? readLayers() : readBatches();
        if (!read)
            return read.error();
        for (auto& document : m_beside)
            keepDocument(std::move(document));
        if (auto given = m_choices.gradients.empty() ? readGradients() : readNamedGradients(); !given)
            return given.error();
        if (auto given = m_choices.importance.empty() ? readImportance() : readNamedImportance(); !given)
            return given.error();
        for (const auto& file : m_result.files)
            for (const auto& stack : file.recognition.stacks)
                if (auto fits = checkSegments(m_choices, stack); !fits)
                    return inFile(fits.error(), file.path.string());
        if (auto named = readManifestWords(); !named)
            return named.error();
        return std::move(m_result);
    }

private:
    RecognitionHints hintsFor(const std::filesystem::path& path, const Document& document, std::size_t index)
    {
        RecognitionHints hints;
        hints.stem = path.stem().string();
        hints.style = document.style;
        hints.choices = m_choices;
        hints.globalAttention = globalsOf(index);
        if (m_set.whole.files.size() == 1 && m_result.sidecars.size() == 1 && m_result.sidecars.front().parallel)
            hints.records = static_cast<std::int64_t>(m_result.sidecars.front().records.size());
        return hints;
    }

    /// The global attention that lies beside file `index`.
    std::vector<Nest> globalsOf(std::size_t index)
    {
        std::vector<Nest> globals;
        for (const auto& [path, attention] : m_set.globals) {
            if (attention != index)
                continue;
            const std::string name = path.filename().string();
            auto document = formats::readFile(path, {}, m_job);
            if (!document) {
                m_result.notes.push_back({NoteWeight::Warning, fmt::format("{} was not read", name), sentence(document.error())});
                continue;
            }
            for (auto nest : treeContents(document->root, document->style).nests) {
                nest.name = nest.name.empty() ? name : name + " " + nest.name;
                globals.push_back(std::move(nest));
            }
            m_result.found.push_back({FoundItem::Kind::Attention, name, "global attention, beside the file"});
            m_beside.push_back(*std::move(document));
        }
        return globals;
    }

    /// With what people chose in it, so that its stacks and what it says about positions stay in step.
    void useManifest(SharedManifest manifest)
    {
        if (manifest != nullptr && !manifest->manifest.stacks.empty() && !m_choices.arrays.empty()) {
            FoundManifest chosen = *manifest;
            chosen.manifest = withChoices(std::move(chosen.manifest), m_choices);
            manifest = std::make_shared<const FoundManifest>(std::move(chosen));
        }
        m_result.manifest = std::move(manifest);
        if (m_result.manifest != nullptr)
            m_named.emplace(m_result.manifest, m_job);
    }

    /// A manifest inside the first file, where none lies beside it.
    Result<void> findManifestIn(const Document& document)
    {
        if (m_result.manifest != nullptr || m_choices.ignoreManifest || !m_result.files.empty())
            return {};
        auto found = manifestIn(document.root, document.path);
        if (!found)
            return found.error();
        useManifest(*std::move(found));
        return {};
    }

    /// Recognition, or what the manifest says.
    Result<Recognition> understand(const Value& root, const Document& document, const RecognitionHints& hints)
    {
        if (auto found = findManifestIn(document); !found)
            return found.error();
        if (m_result.manifest == nullptr || m_result.manifest->manifest.stacks.empty())
            return recognise(root, hints);
        Document named = document;
        named.root = root;
        return recogniseNamed(*m_result.manifest, named, *m_named, hints);
    }

    Result<void> readManifestWords()
    {
        if (m_result.manifest == nullptr)
            return {};
        auto words = namedWords(*m_result.manifest, m_result, *m_named, m_job);
        if (!words)
            return words.error();
        m_result.notes.insert(m_result.notes.end(), words->notes.begin(), words->notes.end());
        for (const auto& warning : m_result.manifest->warnings)
            m_result.notes.push_back({NoteWeight::Warning, m_result.manifest->name(), warning});
        if (!m_result.manifest->inside)
            m_result.found.push_back({FoundItem::Kind::File, m_result.manifest->name(), "manifest"});
        m_result.words = *std::move(words);
        for (const auto& [name, document] : m_named->read())
            keepDocument(document);
        return {};
    }

    /// The entries of all files as one dictionary; a file that cannot be read does not hide the others. Files with the same entries, or
    /// without names in them, are batches whatever they are called.
    Result<void> readParts()
    {
        Dictionary whole;
        std::vector<Document> documents;
        std::vector<Note> unread;
        for (const auto& path : m_set.attention.files) {
            if (m_job.stopped())
                return cancelled();
            auto document = formats::readFile(path, {}, m_job);
            if (!document) {
                unread.push_back({NoteWeight::Warning, fmt::format("{} was not read", path.filename().string()), sentence(document.error())});
                continue;
            }
            const auto* entries = document->root.dictionary();
            if (entries == nullptr || haveCommonArray(whole, *entries))
                return readBatches();
            whole.insert(whole.end(), entries->begin(), entries->end());
            documents.push_back(*std::move(document));
        }
        if (documents.empty())
            return readBatches(); // which says why
        m_result.notes.insert(m_result.notes.end(), unread.begin(), unread.end());
        const auto front = documents.front().path;
        auto recognition = understand(Value(std::move(whole)), documents.front(), hintsFor(front, documents.front(), 0));
        if (!recognition)
            return inFile(recognition.error(), front.string());
        m_result.files.push_back({front, 0, *std::move(recognition)});
        for (auto& document : documents)
            keepDocument(std::move(document));
        return {};
    }

    void keepDocument(Document document)
    {
        for (const auto& warning : document.warnings)
            m_result.notes.push_back({NoteWeight::Information, document.path.filename().string(), warning});
        m_result.documents.push_back(std::move(document));
    }

    void readSidecars()
    {
        for (const auto& path : m_set.sidecars) {
            const auto document = formats::readFile(path, {}, m_job);
            const std::string name = path.filename().string();
            if (!document) {
                m_result.notes.push_back({NoteWeight::Warning, fmt::format("{} was not read", name), sentence(document.error())});
                continue;
            }
            auto sidecar = sidecarOf(document->root, name);
            if (!sidecar.records.empty())
                m_result.sidecars.push_back(std::move(sidecar));
        }
    }

    Result<void> readBatches()
    {
        std::optional<Error> first;
        for (std::size_t i = 0; i < m_set.attention.files.size(); ++i) {
            if (m_job.stopped())
                return cancelled();
            const auto& path = m_set.attention.files[i];
            if (auto read = readBatch(path, i); !read) {
                if (read.error().kind == ErrorKind::Cancelled || read.error().kind == ErrorKind::Usage)
                    return read;
                if (m_set.attention.files.size() > 1)
                    m_result.notes.push_back({NoteWeight::Warning, fmt::format("{} was not read", path.filename().string()), sentence(read.error())});
                first = first ? first : read.error();
            }
        }
        if (m_result.files.empty())
            return *first;
        return {};
    }

    Result<void> readBatch(const std::filesystem::path& path, std::size_t index)
    {
        auto document = formats::readFile(path, {}, m_job);
        if (!document)
            return inFile(document.error(), path.string());
        const auto hints = hintsFor(path, *document, index);
        std::optional<Recognition> like;
        const bool named = m_result.manifest != nullptr && !m_result.manifest->manifest.stacks.empty();
        const bool chosen = !m_choices.axes.empty() || !m_choices.arrays.empty() || !m_choices.tokensAt.empty();
        if (!m_result.files.empty() && !chosen && !named)
            like = recogniseLike(document->root, document->style, m_result.files.front().recognition);
        if (like) {
            m_result.files.push_back({path, index, std::move(*like)});
        } else {
            auto recognition = understand(document->root, *document, hints);
            if (!recognition)
                return inFile(recognition.error(), path.string());
            m_result.files.push_back({path, index, *std::move(recognition)});
        }
        keepDocument(*std::move(document));
        return {};
    }

    Result<void> readLayers()
    {
        List layers;
        const auto& numbers = m_set.attention.numbers;
        for (std::size_t i = 0; i < m_set.attention.files.size(); ++i) {
            if (m_job.stopped())
                return cancelled();
            for (std::int64_t absent = i == 0 ? numbers.front() : numbers[i - 1] + 1; i > 0 && absent < numbers[i]; ++absent)
                layers.emplace_back(Opaque{"layer", Error{ErrorKind::NotFound, fmt::format("no file has number {}", absent)}});
            const auto& path = m_set.attention.files[i];
            auto document = formats::readFile(path, {}, m_job);
            if (!document) {
                layers.emplace_back(Opaque{"layer", inFile(document.error(), path.string())});
                continue;
            }
            layers.push_back(layerIn(*document));
            keepDocument(*std::move(document));
        }
        const auto& path = m_set.attention.files.front();
        if (m_result.documents.empty())
            return *layers.front().opaque()->why;
        const auto hints = hintsFor(path, m_result.documents.front(), 0);
        auto recognition = understand(Value(std::move(layers)), m_result.documents.front(), hints);
        if (!recognition)
            return inFile(recognition.error(), path.string());
        m_result.files.push_back({path, 0, *std::move(recognition)});
        return {};
    }

    Result<void> readGradients()
    {
        for (const auto& gradient : m_set.gradients) {
            const auto file = std::ranges::find(m_result.files, gradient.attention, &ReadFile::index);
            if (file == m_result.files.end())
                continue;
            const std::string name = gradient.path.filename().string();
            auto document = formats::readFile(gradient.path, {}, m_job);
            if (!document) {
                m_result.notes.push_back({NoteWeight::Warning, fmt::format("{} was not read", name), sentence(document.error())});
                continue;
            }
            bool used = false;
            for (auto& stack : file->recognition.stacks)
                for (auto& [target, array] : recogniseGradients(document->root, document->style, gradient.target, stack)) {
                    stack.gradients.emplace_back(std::move(target), std::move(array));
                    used = true;
                }
            if (!used)
                m_result.notes.push_back({NoteWeight::Warning, "Gradients do not fit the attention",
                                          fmt::format("{} has other sizes than {}. It is left out.", name, file->path.filename().string())});
            m_result.found.push_back({used ? FoundItem::Kind::Gradient : FoundItem::Kind::File, name, used ? "beside the file" : "beside the file, other sizes"});
            keepDocument(*std::move(document));
        }
        return {};
    }

    /// Those of the file that people name take the place of all others, in every stack they fit.
    Result<void> readNamedGradients()
    {
        const auto& path = m_choices.gradients;
        if (m_result.files.size() > 1)
            return inFile(Error{ErrorKind::Selection,
                                fmt::format("one file of gradients is named, and the dump has {} files", m_result.files.size()),
                                {},
                                "Open one file of the dump"},
                          path.string());
        auto document = formats::readFile(path, {}, m_job);
        if (!document)
            return inFile(document.error(), path.string());
        bool used = false;
        for (auto& stack : m_result.files.front().recognition.stacks) {
            auto gradients = recogniseGradients(document->root, document->style, {}, stack);
            if (gradients.empty())
                continue;
            if (auto target = gradientTarget(path.stem().string()); gradients.size() == 1 && gradients.front().first == "gradient" && !target.empty())
                gradients.front().first = std::move(target);
            stack.gradients = std::move(gradients);
            used = true;
        }
        if (!used)
            return noneFits(*document, "gradients");
        m_result.found.push_back({FoundItem::Kind::Gradient, path.filename().string(), "named by you"});
        keepDocument(*std::move(document));
        return {};
    }

    /// What a file that was named holds, and what the first stack would need.
    Error noneFits(const Document& document, std::string_view what) const
    {
        const auto contents = treeContents(document.root, document.style);
        const auto& stack = m_result.files.front().recognition.stacks.front();
        const auto shape = stack.attention->shapes(0).front();
        return inFile(Error{ErrorKind::Selection,
                            fmt::format("holds {}, and no {} of the attention of stack {}: {} layers of {} heads, {} queries and {} keys",
                                        summaryOf(contents, document.root), what, stack.name, stack.attention->shapes(0).size(), shape.heads, shape.queries, shape.keys),
                            {},
                            "Save them with the sizes of the attention"},
                      document.path.string());
    }

    /// The importance of heads beside the dump: what it says about the first file holds for all.
    Result<void> readImportance()
    {
        for (const auto& path : m_set.importance) {
            const std::string name = path.filename().string();
            auto document = formats::readFile(path, {}, m_job);
            if (!document) {
                m_result.notes.push_back({NoteWeight::Warning, fmt::format("{} was not read", name), sentence(document.error())});
                continue;
            }
            const auto nests = treeContents(document->root, document->style).nests;
            if (nests.empty())
                m_result.notes.push_back({NoteWeight::Warning, "The importance of heads does not fit", fmt::format("{} holds no array of numbers. It is left out.", name)});
            const bool used = !nests.empty() && giveImportance(m_result.files.front().recognition, nests, name);
            m_result.found.push_back({FoundItem::Kind::File, name, used ? "importance of heads, beside the file" : "importance of heads, beside the file, other sizes"});
            keepDocument(*std::move(document));
        }
        return {};
    }

    /// The one that people name takes the place of any other, in every stack it fits.
    Result<void> readNamedImportance()
    {
        const auto& path = m_choices.importance;
        auto document = formats::readFile(path, {}, m_job);
        if (!document)
            return inFile(document.error(), path.string());
        const auto nests = treeContents(document->root, document->style).nests;
        if (nests.empty())
            return inFile(Error{ErrorKind::Selection, "holds no array of numbers", {}, "Importance is one number for every layer and head"}, path.string());
        if (auto given = replaceImportance(m_result.files.front().recognition, nests, path.filename().string()); !given)
            return inFile(given.error(), path.string());
        m_result.found.push_back({FoundItem::Kind::File, path.filename().string(), "importance of heads, named by you"});
        keepDocument(*std::move(document));
        return {};
    }

    const FileSet& m_set;
    const ReadingChoices& m_choices;
    const JobContext& m_job;
    ReadFiles m_result;
    std::vector<Document> m_beside; ///< attention comes first among the documents
    std::optional<NamedDocuments> m_named;
};

} // namespace

Result<ReadFiles> readFiles(const FileSet& files, const ReadingChoices& choices, const JobContext& job)
{
    return FileReader(files, choices, job).run();
}

} // namespace headlight
