// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/dump_builder.h"

#include "dump/array_choices.h"
#include "dump/axis_plans.h"
#include "dump/fingerprint.h"
#include "dump/id_tokens.h"
#include "dump/picture_size.h"
#include "dump/sample_records.h"
#include "dump/series_notes.h"

#include <fmt/format.h>

#include <algorithm>

namespace headlight {

namespace {

/// Values looked at for padding and causality: a few milliseconds, and one in so many of a large dump.
constexpr std::int64_t kLeastLook = 3'000'000;
constexpr std::int64_t kMostLook = 4'000'000;
constexpr std::int64_t kLookShare = 200;

class DumpBuilder {
public:
    DumpBuilder(const FileSet& set, ReadFiles read, const ReadingChoices& choices)
        : m_set(set), m_read(std::move(read)), m_choices(choices), m_lookup(set.attention.files.front().parent_path(), choices.vocabulary, {})
    {
    }

    DumpParts run()
    {
        placeSamples();
        describeSamples();
        placeNamedGlobals();
        findIds();
        addArrays();
        m_parts.notes = std::move(m_read.notes);
        for (const auto& file : m_read.files)
            m_parts.notes.insert(m_parts.notes.end(), file.recognition.notes.begin(), file.recognition.notes.end());
        const auto& stacks = m_read.files.front().recognition.stacks;
        for (std::size_t i = 0; i < stacks.size(); ++i)
            addStack(i, stacks[i]);
        noteIds();
        countTokens();
        const auto series = notesAboutSeries(m_set, m_read.sidecars, std::ssize(m_parts.samples));
        m_parts.notes.insert(m_parts.notes.end(), series.begin(), series.end());
        std::ranges::stable_sort(m_parts.notes, {}, &Note::weight);
        listFound();
        describeFiles();
        return std::move(m_parts);
    }

private:
    const RecognisedStack* stackIn(const ReadFile& file, const std::string& name) const
    {
        const auto found = std::ranges::find(file.recognition.stacks, name, &RecognisedStack::name);
        return found == file.recognition.stacks.end() ? nullptr : &*found;
    }

    void placeSamples()
    {
        for (std::size_t f = 0; f < m_read.files.size(); ++f) {
            std::int64_t samples = 0;
            for (const auto& stack : m_read.files[f].recognition.stacks)
                samples = std::max(samples, stack.attention->samples());
            m_samplesInFile.push_back(samples);
            for (std::int64_t i = 0; i < samples; ++i)
                m_parts.places.push_back({f, i});
        }
    }

    void describeSamples()
    {
        std::vector<RecordQuery> queries;
        for (const auto& place : m_parts.places)
            queries.push_back({m_read.files[place.file].index, place.inFile, m_samplesInFile[place.file]});
        m_records = recordsOf(m_set, m_read.sidecars, queries);
        for (std::size_t i = 0; i < m_parts.places.size(); ++i) {
            const auto& place = m_parts.places[i];
            Sample sample;
            sample.file = m_read.files[place.file].path.filename().string();
            sample.id = m_records[i].id;
            sample.caption = m_records[i].caption;
            sample.fields = m_records[i].fields;
            sample.picture = pictureFor(m_set, m_read.files[place.file].index, sample.id, m_samplesInFile[place.file] == 1);
            describeAsNamed(i, sample);
            for (const auto& [number, picture] : m_choices.pictures)
                if (number < 0 || number == static_cast<std::int64_t>(i))
                    sample.picture = picture;
            if (sample.picture.empty())
                sample.pixels = pixelsFor(place);
            m_parts.samples.push_back(std::move(sample));
        }
    }

    /// The picture of a sample among the arrays of its file.
    std::optional<PictureArray> pixelsFor(const SamplePlace& place) const
    {
        const auto& pictures = m_read.files[place.file].recognition.pictures;
        if (pictures.empty())
            return std::nullopt;
        const bool each = static_cast<std::int64_t>(pictures.size()) == m_samplesInFile[place.file];
        if (!each && pictures.size() != 1)
            return std::nullopt;
        return pictures[each ? static_cast<std::size_t>(place.inFile) : 0];
    }

    /// A sidecar's `global_positions` say more than values do; what people chose says more than a sidecar.
    void placeNamedGlobals()
    {
        if (m_read.manifest != nullptr && std::ranges::any_of(m_read.manifest->manifest.stacks, [](const ManifestStack& stack) { return !stack.globalPositions.empty(); }))
            return;
        for (std::size_t i = 0; i < m_parts.places.size() && !m_choices.globalPositions; ++i) {
            const auto& [file, inFile] = m_parts.places[i];
            const auto field = std::ranges::find(m_records[i].fields, "global_positions", [](const auto& entry) { return entry.first; });
            const auto positions = field == m_records[i].fields.end() ? std::nullopt : globalsFromText(field->second);
            for (auto& stack : m_read.files[file].recognition.stacks) {
                if (!positions || stack.bands == nullptr || inFile >= stack.attention->samples())
                    continue;
                std::vector<GlobalReading> readings;
                for (std::int64_t sample = 0; sample < stack.attention->samples(); ++sample)
                    readings.push_back({stack.bands->positions(sample), Certainty::Named, "named by the file beside it"});
                readings[static_cast<std::size_t>(inFile)].positions = *positions;
                if (auto placed = placeGlobals(stack, std::move(readings)); !placed)
                    m_read.notes.push_back({NoteWeight::Warning, "global_positions were not used", sentence(placed.error())});
            }
        }
    }

    /// What the manifest says about a sample wins.
    void describeAsNamed(std::size_t i, Sample& sample) const
    {
        if (!m_read.words || i >= m_read.manifest->manifest.samples.size())
            return;
        const auto& named = m_read.manifest->manifest.samples[i];
        if (!named.id.empty())
            sample.id = named.id;
        if (!named.caption.empty())
            sample.caption = named.caption;
        if (!named.fields.empty())
            sample.fields = named.fields;
        if (!m_read.words->pictures[i].empty())
            sample.picture = m_read.words->pictures[i];
    }

    /// Ids stand in the file of the attention, or in one beside it.
    void findIds()
    {
        for (const auto& file : m_read.files) {
            const auto document = std::ranges::find(m_read.documents, file.path, &Document::path);
            m_ids.push_back(document == m_read.documents.end() ? FoundIds{} : idsIn(document->root, document->style));
        }
        if (std::ranges::all_of(m_ids, &FoundIds::empty))
            m_idsBeside = idsBeside(m_set.attention.files.front().parent_path(), {});
    }

    /// The ids of one sample on one side of a stack; null when there are none.
    const IdList* idsFor(std::size_t i, bool decoder) const
    {
        const auto& place = m_parts.places[i];
        const auto& own = m_ids[place.file];
        const auto& lists = decoder ? (own.empty() ? m_idsBeside.decoder : own.decoder) : (own.empty() ? m_idsBeside.input : own.input);
        if (lists.empty())
            return decoder || m_records[i].ids.empty() ? nullptr : &m_records[i].ids;
        const auto number = own.empty() ? static_cast<std::int64_t>(i) : place.inFile;
        if (lists.size() == 1)
            return &lists.front();
        return number < static_cast<std::int64_t>(lists.size()) ? &lists[static_cast<std::size_t>(number)] : nullptr;
    }

    /// Where neither the file nor a sidecar lists tokens.
    void lookUpIds(std::size_t i, const RecognisedStack& stack, SampleFacts& facts)
    {
        const auto& own = m_ids[m_parts.places[i].file];
        const std::string from = !own.empty() ? own.from : !m_idsBeside.empty() ? m_idsBeside.from : m_records[i].idsFrom;
        const bool generated = stack.kind == StackKind::Cross || stack.kind == StackKind::Decoder;
        const auto* keys = idsFor(i, stack.kind == StackKind::Decoder);
        const auto* queries = generated ? idsFor(i, true) : keys;
        if (keys == nullptr && stack.kind == StackKind::Decoder)
            keys = queries = idsFor(i, false);
        const auto longest = 2 * facts.attention->shapes(facts.inFile).front().keys + 8;
        const auto fits = [longest](const IdList* ids) { return ids != nullptr && static_cast<std::int64_t>(ids->size()) <= longest; };
        if (fits(keys))
            facts.keyTokens = m_lookup.tokens(*keys, from);
        if (fits(queries))
            facts.queryTokens = queries == keys ? facts.keyTokens : m_lookup.tokens(*queries, from);
        facts.tokensFrom = m_lookup.origin(from);
    }

    void noteIds()
    {
        const auto notes = m_lookup.notes();
        m_parts.notes.insert(m_parts.notes.end(), notes.begin(), notes.end());
        if (const auto& file = m_lookup.vocabularyFile(); !file.empty())
            m_read.found.push_back({FoundItem::Kind::File, file.filename().string(), "vocabulary of the token ids"});
    }

    void addArrays()
    {
        const auto& stacks = m_read.files.front().recognition.stacks;
        for (const auto& file : m_read.files) {
            OpenedFile opened{file.path.string(), {}};
            for (const auto& model : stacks) {
                const auto* stack = stackIn(file, model.name);
                opened.stacks.push_back(stack == nullptr ? std::nullopt : std::optional(StackOfFile{stack->attention, stack->gradients, stack->bands}));
            }
            m_parts.files.push_back(std::move(opened));
        }
    }

    static std::vector<std::string> listFor(const TokenLists& lists, std::int64_t inFile)
    {
        if (lists.empty())
            return {};
        return lists.size() == 1 ? lists.front() : lists[std::min(lists.size() - 1, static_cast<std::size_t>(inFile))];
    }

    /// Words beside the file label a stack of one sequence; cross attention has two, and images have none.
    static bool takesRecord(const RecognisedStack& stack)
    {
        return stack.kind != StackKind::Cross && stack.kind != StackKind::Vision;
    }

    SampleFacts factsOf(std::size_t i, const std::string& name)
    {
        const auto& place = m_parts.places[i];
        SampleFacts facts;
        facts.inFile = place.inFile;
        const auto* stack = stackIn(m_read.files[place.file], name);
        if (stack == nullptr || place.inFile >= stack->attention->samples())
            return facts;
        facts.attention = stack->attention;
        facts.tokensFrom = m_parts.samples[i].file;
        facts.queryTokens = listFor(stack->queryTokens, place.inFile);
        facts.keyTokens = listFor(stack->keyTokens, place.inFile);
        const auto* named = namedAxes(name, i);
        const auto* choice = choiceOf(m_choices, stack->reading.address);
        const bool queriesChosen = choice != nullptr && !choice->queryTokensAt.empty();
        const bool keysChosen = choice != nullptr && !choice->keyTokensAt.empty();
        if (queriesChosen || keysChosen)
            facts.tokensFrom = keysChosen ? choice->keyTokensAt : choice->queryTokensAt;
        if (m_choices.tokens) {
            facts.queryTokens = facts.keyTokens = *m_choices.tokens;
            facts.tokensFrom = "your list";
        } else if (!m_choices.tokensAt.empty()) {
            facts.tokensFrom = m_choices.tokensAt;
        } else if (named != nullptr && (named->query.tokens || named->key.tokens)) {
            if (!queriesChosen)
                facts.queryTokens = named->query.tokens.value_or(facts.queryTokens);
            if (!keysChosen)
                facts.keyTokens = named->key.tokens.value_or(facts.keyTokens);
            facts.tokensFrom = m_read.manifest->name();
            return facts;
        } else if (facts.queryTokens.empty() && facts.keyTokens.empty() && takesRecord(*stack)) {
            facts.queryTokens = facts.keyTokens = m_records[i].tokens;
            facts.tokensFrom = m_records[i].tokensFrom;
        }
        if (facts.queryTokens.empty() && facts.keyTokens.empty() && stack->kind != StackKind::Vision && !m_choices.numbersOnly)
            lookUpIds(i, *stack, facts);
        return facts;
    }

    /// What the manifest says about the positions of one sample of a stack; null when it says nothing.
    const NamedAxes* namedAxes(const std::string& name, std::size_t sample) const
    {
        if (!m_read.words)
            return nullptr;
        const auto& stacks = m_read.files.front().recognition.stacks;
        const auto stack = std::ranges::find(stacks, name, &RecognisedStack::name) - stacks.begin();
        return &m_read.words->axes[static_cast<std::size_t>(stack)][sample];
    }

    std::int64_t lookBudget(const std::string& name) const
    {
        std::int64_t values = 0;
        for (const auto& file : m_read.files)
            if (const auto* stack = stackIn(file, name))
                values += stack->attention->bytes() / static_cast<std::int64_t>(sizeOf(stack->attention->dtype()));
        return std::clamp(values / kLookShare, kLeastLook, kMostLook);
    }

    StackFacts stackFacts(std::size_t index, const RecognisedStack& model) const
    {
        StackFacts facts;
        facts.querySequence = model.querySequence;
        facts.keySequence = model.keySequence;
        facts.kind = model.kind;
        facts.namedKind = model.namedKind;
        facts.numbersOnly = m_choices.numbersOnly;
        facts.firstQuery = model.firstQuery;
        facts.firstStack = index == 0;
        const auto& picture = m_parts.samples.front().picture;
        const auto& pixels = m_parts.samples.front().pixels;
        facts.grid = m_choices.grid;
        if (!picture.empty())
            facts.picture = PictureFacts{"a picture lies beside it", pictureAspect(picture), std::nullopt};
        else if (pixels)
            facts.picture = PictureFacts{fmt::format("{} is its picture, {} x {}", pixels->name, pixels->columns(), pixels->rows()), pixels->aspect(), Grid{pixels->rows(), pixels->columns()}};
        return facts;
    }

    void addStack(std::size_t index, const RecognisedStack& model)
    {
        std::vector<SampleFacts> facts;
        for (std::size_t i = 0; i < m_parts.places.size(); ++i)
            facts.push_back(factsOf(i, model.name));
        auto planned = planAxes(stackFacts(index, model), facts, lookBudget(model.name));
        applyNamed(model, planned);
        applyChosen(model, planned);

        Stack stack;
        stack.name = planned.kind != model.kind && model.name == nameOf(model.kind) ? std::string(nameOf(planned.kind)) : model.name;
        stack.kind = planned.kind;
        stack.storage = model.storage;
        stack.layers = model.attention->shapes(0);
        stack.dtype = model.attention->dtype();
        stack.firstQuery = model.firstQuery;
        stack.causal = planned.causal;
        stack.importance = model.importance;
        for (const auto& file : m_parts.files)
            if (file.stacks[index])
                for (const auto& [target, array] : file.stacks[index]->gradients)
                    if (std::ranges::find(stack.gradientTargets, target) == stack.gradientTargets.end())
                        stack.gradientTargets.push_back(target);
        stack.reading = model.reading;
        if (planned.kind != model.kind)
            stack.reading.kind = {planned.positions.certainty, "Its positions are patches"};
        stack.reading.positions = planned.positions;
        stack.reading.tokens = tokensReason(facts, model);
        if (stack.reading.array.empty())
            stack.reading.array = m_read.files.front().path.filename().string();
        stack.reading.reasons.insert(stack.reading.reasons.end(), planned.reasons.begin(), planned.reasons.end());
        m_parts.stacks.push_back(std::move(stack));
        m_parts.notes.insert(m_parts.notes.end(), planned.notes.begin(), planned.notes.end());
        m_parts.plans.push_back(std::move(planned.plans));
    }

    /// Positions as the manifest says, and no notes about what recognition would have made of them.
    void applyNamed(const RecognisedStack& model, PlannedAxes& planned) const
    {
        bool segments = false;
        for (std::size_t i = 0; i < planned.plans.size(); ++i) {
            const auto* named = namedAxes(model.name, i);
            if (named == nullptr)
                return;
            NamedAxes axes = *named;
            if (m_choices.tokens || !m_choices.tokensAt.empty())
                axes.query.tokens = axes.key.tokens = std::nullopt;
            const auto* choice = choiceOf(m_choices, model.reading.address);
            if (choice != nullptr && !choice->queryTokensAt.empty())
                axes.query.tokens = std::nullopt;
            if (choice != nullptr && !choice->keyTokensAt.empty())
                axes.key.tokens = std::nullopt;
            applyTo(planned.plans[i], axes);
            segments = segments || !axes.query.segments.empty() || !axes.key.segments.empty();
        }
        if (!segments)
            return;
        planned.notes.clear();
        planned.reasons.clear();
        planned.positions = {Certainty::Named, fmt::format("{} says so", m_read.manifest->name())};
        planned.kind = model.namedKind ? model.kind : planned.kind;
    }

    /// Segments as people chose them; readFiles() has seen that they fit.
    void applyChosen(const RecognisedStack& model, PlannedAxes& planned) const
    {
        const auto* choice = choiceOf(m_choices, model.reading.address);
        const bool segments = choice != nullptr && (choice->querySegments || choice->keySegments);
        if (!segments && (choice == nullptr || (!choice->queryLength && !choice->keyLength)))
            return;
        for (auto& plans : planned.plans) {
            NamedAxes axes;
            axes.query.length = choice->queryLength;
            axes.key.length = choice->keyLength;
            if (choice->querySegments)
                axes.query.segments = wholeSegments(*choice->querySegments, plans.queries.size);
            if (choice->keySegments)
                axes.key.segments = wholeSegments(*choice->keySegments, plans.keys ? plans.keys->size : plans.queries.size);
            if (plans.queries.size > 0)
                applyTo(plans, axes);
        }
        planned.notes.clear();
        if (!segments)
            return;
        planned.reasons.clear();
        planned.positions = {Certainty::Named, "Chosen by you"};
        planned.kind = model.namedKind ? model.kind : planned.kind;
    }

    Decision tokensReason(const std::vector<SampleFacts>& samples, const RecognisedStack& model) const
    {
        if (m_choices.numbersOnly)
            return {Certainty::Named, m_read.manifest != nullptr && m_read.manifest->manifest.tokens ? fmt::format("{} says so", m_read.manifest->name()) : "Chosen by you"};
        const auto first = std::ranges::find_if(samples, [](const SampleFacts& sample) { return !sample.keyTokens.empty() || !sample.queryTokens.empty(); });
        if (first == samples.end())
            return {Certainty::Assumed, model.kind == StackKind::Vision ? "Patches have no tokens" : "No list of tokens in the file or beside it; positions are numbered"};
        const auto& list = first->keyTokens.empty() ? first->queryTokens : first->keyTokens;
        const auto shape = first->attention->shapes(first->inFile).front();
        const auto positions = first->keyTokens.empty() ? shape.queries : shape.keys;
        return {Certainty::Named, fmt::format("{} tokens for {} positions, from {}", list.size(), positions, first->tokensFrom)};
    }

    void countTokens()
    {
        for (std::size_t i = 0; i < m_parts.samples.size(); ++i) {
            const auto& plans = m_parts.plans.front()[i];
            const Axis axis = makeAxis(plans.keys ? *plans.keys : plans.queries);
            const auto padding = std::ranges::count_if(axis.items, [](const AxisItem& item) { return item.marks.padding; });
            m_parts.samples[i].padding = padding;
            m_parts.samples[i].tokens = axis.size() - padding;
        }
    }

    void listFound()
    {
        const std::string single = m_read.files.size() == 1 && !m_set.attention.layers ? std::string{} : m_read.files.front().path.filename().string();
        for (const auto& file : m_read.files) {
            const std::string name = file.path.filename().string();
            for (auto item : file.recognition.found) {
                item.name = item.name.empty() ? name : single.empty() ? item.name : name + " " + item.name;
                m_parts.found.push_back(std::move(item));
            }
            if (file.recognition.found.empty())
                m_parts.found.push_back({FoundItem::Kind::Attention, name, "as the first file"});
        }
        m_parts.found.insert(m_parts.found.end(), m_read.found.begin(), m_read.found.end());
        for (const auto& sidecar : m_read.sidecars) {
            const bool tokens = std::ranges::any_of(sidecar.records, [](const SampleRecord& record) { return !record.tokens.empty(); });
            const auto count = sidecar.records.size();
            m_parts.found.push_back({tokens ? FoundItem::Kind::Tokens : FoundItem::Kind::Captions, sidecar.file,
                                     fmt::format("{} {}, beside the file", count, count == 1 ? "entry" : "entries")});
        }
        std::vector<std::filesystem::path> pictures;
        for (const auto& sample : m_parts.samples)
            if (!sample.picture.empty() && std::ranges::find(pictures, sample.picture) == pictures.end())
                pictures.push_back(sample.picture);
        for (const auto& picture : pictures)
            m_parts.found.push_back({FoundItem::Kind::Picture, picture.filename().string(),
                                     std::filesystem::absolute(picture).parent_path() == std::filesystem::absolute(m_set.attention.files.front()).parent_path() ? "beside the file" : "one folder up"});
    }

    void describeFiles()
    {
        m_parts.path = m_set.path;
        const auto count = m_set.attention.files.size();
        const std::string first = m_set.attention.files.front().filename().string();
        m_parts.title = count == 1 ? first : fmt::format("{} and {} more", first, count - 1);
        m_parts.documents = std::move(m_read.documents);
        m_parts.format = m_parts.documents.front().format;
        m_parts.choices = m_choices;
        m_parts.arrays = m_read.files.front().recognition.arrays;
        m_parts.tokenLists = m_read.files.front().recognition.tokenLists;
        if (m_read.manifest != nullptr)
            m_parts.manifest = m_read.manifest->path;
        std::vector<std::filesystem::path> files = m_set.attention.files;
        for (const auto& gradient : m_set.gradients)
            files.push_back(gradient.path);
        for (const auto& part : m_set.globals)
            files.push_back(part.path);
        files.insert(files.end(), m_set.importance.begin(), m_set.importance.end());
        files.insert(files.end(), m_set.sidecars.begin(), m_set.sidecars.end());
        for (const auto& named : {m_choices.gradients, m_choices.importance})
            if (!named.empty())
                files.push_back(named);
        if (!m_lookup.vocabularyFile().empty())
            files.push_back(m_lookup.vocabularyFile());
        if (m_read.manifest != nullptr && !m_read.manifest->inside)
            files.push_back(m_read.manifest->path);
        if (m_read.words)
            files.insert(files.end(), m_read.words->files.begin(), m_read.words->files.end());
        m_parts.fingerprint = fingerprintOf(files);
        for (const auto& document : m_parts.documents)
            m_parts.bytes += document.bytes;
    }

    const FileSet& m_set;
    ReadFiles m_read;
    const ReadingChoices& m_choices;
    std::vector<std::int64_t> m_samplesInFile;
    std::vector<FoundRecord> m_records;
    std::vector<FoundIds> m_ids;      ///< of every file
    FoundIds m_idsBeside;
    IdLookup m_lookup;
    DumpParts m_parts;
};

} // namespace

DumpParts buildDump(const FileSet& set, ReadFiles read, const ReadingChoices& choices)
{
    return DumpBuilder(set, std::move(read), choices).run();
}

} // namespace headlight
