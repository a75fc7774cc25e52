// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which stacks of a dump belong to the relevance of two streams.

#include "state/action.h"
#include "support/map_pictures.h"
#include "support/test_class.h"
#include "workspace/streams.h"
#include "workspace/workspace.h"

#include <string>
#include <utility>
#include <vector>

namespace streams_test {

using namespace headlight;
using namespace headlight::test;
using namespace std::string_literals;

namespace {

struct StackPicture {
    std::string name;
    StackKind kind = StackKind::Self;
    std::int64_t queries = 0;
    std::int64_t keys = 0;
    std::vector<std::string> targets = {"yes"};
};

/// Even attention; every gradient is 1, those of target "no" are 0.
class StacksDump final : public Dump {
public:
    explicit StacksDump(const std::vector<StackPicture>& stacks)
    {
        m_title = "stacks.npz";
        m_fingerprint = "00000000000000bb";
        for (const auto& stack : stacks) {
            const Matrix even(stack.queries, stack.keys, 1.0F / static_cast<float>(stack.keys));
            m_maps.push_back(std::make_shared<PictureMaps>(std::vector<std::vector<Matrix>>{{even, even}}, numberedAxis(stack.queries), numberedAxis(stack.keys)));
            m_stacks.push_back({stack.name, stack.kind, StackStorage::Dense, m_maps.back()->axes().layers, DType::Float32, 0, false, stack.targets, {}, {}});
        }
        m_samples.push_back({});
    }

    Result<Maps> attention(StackIndex stack, SampleIndex) const override { return m_maps[static_cast<std::size_t>(stack.value)]; }
    Result<Maps> gradients(StackIndex stack, SampleIndex, std::string_view target) const override
    {
        const auto& axes = m_maps[static_cast<std::size_t>(stack.value)]->axes();
        const Matrix one(axes.layers.front().queries, axes.layers.front().keys, target == "no" ? 0.0F : 1.0F);
        return Maps(std::make_shared<PictureMaps>(std::vector<std::vector<Matrix>>{{one, one}}, axes.queries, axes.keys));
    }

private:
    std::vector<Maps> m_maps;
};

const std::vector<StackPicture> kEncoderDecoder{{"encoder", StackKind::Encoder, 4, 4}, {"decoder", StackKind::Decoder, 3, 3}, {"cross", StackKind::Cross, 3, 4}};
const std::vector<StackPicture> kTextAndImage{{"text", StackKind::Text, 3, 3}, {"vision", StackKind::Vision, 4, 4}, {"text to vision", StackKind::Cross, 3, 4}, {"vision to text", StackKind::Cross, 4, 3}};

StreamsBeside beside(const std::vector<StackPicture>& stacks, std::int64_t stack, std::string_view target = {})
{
    return streamsBeside(StacksDump(stacks), StackIndex{stack}, SampleIndex{0}, target);
}

/// "3 x 3, 4 x 4, 3 x 4": of the queries, the keys, the cross attention, and the way back where there is one.
std::string sizesOf(const StreamsBeside& found)
{
    if (found.streams == nullptr)
        return "one stream";
    std::string text;
    for (const auto* stream : {&found.streams->queries, &found.streams->keys, &found.streams->cross, &found.streams->back})
        if (stream->attention != nullptr) {
            const auto& shape = stream->attention->axes().layers.front();
            text += (text.empty() ? "" : ", ") + std::to_string(shape.queries) + " x " + std::to_string(shape.keys);
        }
    return text + (found.block == CoBlock::Cross ? "" : "; queries");
}

} // namespace

class tst_streams : public QObject {
    Q_OBJECT
private slots:
    void stacksAreFoundByTheirSizesAndKinds()
    {
        QCOMPARE(sizesOf(beside(kEncoderDecoder, 2)), "3 x 3, 4 x 4, 3 x 4"s);
        QCOMPARE(sizesOf(beside(kEncoderDecoder, 0)), "one stream"s);
        QCOMPARE(sizesOf(beside(kEncoderDecoder, 1)), "one stream"s); // nothing comes back to a decoder
        QCOMPARE(sizesOf(beside(kTextAndImage, 2)), "3 x 3, 4 x 4, 3 x 4, 4 x 3"s);
        QCOMPARE(sizesOf(beside(kTextAndImage, 3)), "4 x 4, 3 x 3, 4 x 3, 3 x 4"s);
        QCOMPARE(sizesOf(beside(kTextAndImage, 0)), "3 x 3, 4 x 4, 3 x 4, 4 x 3; queries"s);
        QCOMPARE(sizesOf(beside(kTextAndImage, 1)), "4 x 4, 3 x 3, 4 x 3, 3 x 4; queries"s);
        QCOMPARE(sizesOf(beside({kEncoderDecoder[1], kEncoderDecoder[2]}, 1)), "one stream"s); // no encoder
    }

    void equalSizesAreToldApartByKind()
    {
        const auto found = beside({{"encoder", StackKind::Encoder, 3, 3, {"no"}}, {"decoder", StackKind::Decoder, 3, 3}, {"cross", StackKind::Cross, 3, 3}}, 2);
        Matrix row(1, 3);
        QVERIFY(found.streams->keys.gradients->rows({LayerIndex{0}, HeadIndex{0}}, {0, 1}, row.block(), {}).has_value());
        QCOMPARE(row(0, 0), 0.0F); // the encoder is the one with gradients of "no"
        QVERIFY(found.streams->queries.gradients->rows({LayerIndex{0}, HeadIndex{0}}, {0, 1}, row.block(), {}).has_value());
        QCOMPARE(row(0, 0), 1.0F);
    }

    void gradientsOfTheTargetAreTaken()
    {
        auto stacks = kEncoderDecoder;
        for (auto& stack : stacks)
            stack.targets = {"yes", "no"};
        Matrix row(1, 4);
        QVERIFY(beside(stacks, 2, "no").streams->keys.gradients->rows({LayerIndex{0}, HeadIndex{0}}, {0, 1}, row.block(), {}).has_value());
        QCOMPARE(row(0, 0), 0.0F);
        QVERIFY(beside(stacks, 2, "maybe").streams->keys.gradients == nullptr);
    }

    /// Ā of even attention: 1/4 in the encoder, 1/3 in the decoder, 1/4 in cross attention. R̄^qq = I + 1/4 everywhere, so each entry of Ā R̄^qq
    /// is 1/4 + 1/4; the columns of R̄^ss = I + 1/3 sum to 2, so that R^sq is 2 · 1/2.
    void relevanceOfCrossAttentionIsShown()
    {
        Workspace workspace;
        const auto dump = std::make_shared<StacksDump>(kEncoderDecoder);
        workspace.open(dump);
        State state = update(State{}, ShowDump{{dump->title(), dump->fingerprint(), ""}, shapeOf(*dump)});
        state = update(state, SelectStack{StackIndex{2}});
        state = update(state, SetMeasure{measureOptions(MeasureKind::Relevance)});
        const auto maps = workspace.maps(mapsKey(state));
        QVERIFY2(maps.has_value(), maps ? "" : sentence(maps.error()).c_str());
        const auto whole = wholeMap(**maps, {LayerIndex{0}, std::nullopt});
        QVERIFY(whole.has_value());
        COMPARE_MAPS(*whole, Matrix(3, 4, 1.0F));
    }
};

HEADLIGHT_GUILESS_TEST(tst_streams)

} // namespace streams_test

#include "tst_streams.moc"
