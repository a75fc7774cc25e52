// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/dump/trees.h"
#include "dump/dump.h"
#include "dump/picture_array.h"
#include "dump/recognise.h"
#include "support/test_class.h"

#include <QTemporaryDir>

#include <algorithm>

namespace pictures_test {

using namespace headlight;
using namespace headlight::test;

namespace {

constexpr std::int64_t kRows = 32;
constexpr std::int64_t kColumns = 48;

/// Another byte at every place of the drawn picture.
int byteAt(std::int64_t channel, std::int64_t row, std::int64_t column)
{
    return static_cast<int>((row * 7 + column * 5 + channel * 83) % 256);
}

struct Written {
    std::array<double, 3> mean{0.0, 0.0, 0.0};
    std::array<double, 3> deviation{1.0, 1.0, 1.0};
    bool channelsLast = false;
    bool bytes = false;
    double shift = 0.0; ///< of every value, so that it is no byte any more
};

/// The picture as a model's input: torchvision's ToTensor and Normalize, written out.
Tensor pixels(const Written& how, std::int64_t samples = 0)
{
    std::vector<float> values;
    const auto put = [&](std::int64_t c, std::int64_t y, std::int64_t x) {
        const auto channel = static_cast<std::size_t>(c);
        const double byte = byteAt(c, y, x);
        values.push_back(static_cast<float>(how.bytes ? byte : (byte / 255.0 - how.mean[channel]) / how.deviation[channel] + how.shift));
    };
    for (std::int64_t sample = 0; sample < std::max<std::int64_t>(1, samples); ++sample)
        for (std::int64_t i = 0; i < 3 * kRows * kColumns; ++i)
            how.channelsLast ? put(i % 3, i / 3 / kColumns, i / 3 % kColumns) : put(i / kColumns / kRows, i / kColumns % kRows, i % kColumns);
    Shape shape = how.channelsLast ? Shape{kRows, kColumns, 3} : Shape{3, kRows, kColumns};
    if (samples > 0)
        shape.insert(shape.begin(), samples);
    return Tensor::fromFloats(shape, values);
}

Tensor bytes(const Shape& shape)
{
    std::vector<std::byte> raw;
    for (std::int64_t i = 0; i < *elementCount(shape); ++i)
        raw.push_back(static_cast<std::byte>(byteAt(i % 3, i / 3 / kColumns, i / 3 % kColumns)));
    return *Tensor::contiguous(DType::UInt8, shape, std::make_shared<MemoryBuffer>(std::move(raw)));
}

constexpr std::array<double, 3> kImageNetMean{0.485, 0.456, 0.406};
constexpr std::array<double, 3> kImageNetDeviation{0.229, 0.224, 0.225};
constexpr std::array<double, 3> kClipMean{0.48145466, 0.4578275, 0.40821073};
constexpr std::array<double, 3> kClipDeviation{0.26862954, 0.26130258, 0.27577711};

bool isTheDrawnPicture(const PictureArray& picture)
{
    const auto pixels = pixelsOf(picture);
    if (!pixels || picture.rows() != kRows || picture.columns() != kColumns)
        return false;
    for (std::int64_t y = 0; y < kRows; ++y)
        for (std::int64_t x = 0; x < kColumns; ++x)
            for (std::int64_t c = 0; c < 3; ++c)
                if ((*pixels)[static_cast<std::size_t>((y * kColumns + x) * 3 + c)] != byteAt(c, y, x))
                    return false;
    return true;
}

} // namespace

class tst_pictures : public QObject {
    Q_OBJECT

private slots:
    void theBytesComeBackWhateverTheModelWasGiven()
    {
        const Written unit;
        const Written signedOne{{0.5, 0.5, 0.5}, {0.5, 0.5, 0.5}};
        const Written imageNet{kImageNetMean, kImageNetDeviation};
        const Written clip{kClipMean, kClipDeviation};
        Written clipLast = clip;
        clipLast.channelsLast = true;
        Written whole;
        whole.bytes = true;
        const std::vector<std::pair<Tensor, PixelScale>> cases{{pixels(unit), PixelScale::Unit},           {pixels(signedOne), PixelScale::Signed}, {pixels(imageNet), PixelScale::ImageNet},
                                                               {pixels(clip), PixelScale::Clip},           {pixels(clipLast), PixelScale::Clip},    {pixels(whole), PixelScale::Byte},
                                                               {bytes({kRows, kColumns, 3}), PixelScale::Byte}};
        for (const auto& [array, scale] : cases) {
            const auto found = picturesIn(array, "['pixel_values']", "pixel_values");
            COMPARE_VALUES(found.size(), 1U);
            COMPARE_VALUES(static_cast<int>(found.front().scale), static_cast<int>(scale));
            QVERIFY(isTheDrawnPicture(found.front()));
        }
    }

    void valuesThatAreExactlyBytesNeedNoName()
    {
        QVERIFY(isTheDrawnPicture(picturesIn(pixels({kImageNetMean, kImageNetDeviation}), "[0]", "x").front()));
        QVERIFY(picturesIn(pixels({}), "[0]", "x").empty()); // from 0 to 1: might be anything
    }

    void picturesThatWereScaledByTheirProcessorAreTakenByRange()
    {
        Written shifted{kImageNetMean, kImageNetDeviation};
        shifted.shift = 0.003;
        const auto found = picturesIn(pixels(shifted), "['image']", "image");
        COMPARE_VALUES(found.size(), 1U);
        QVERIFY(found.front().scale == PixelScale::ImageNet && found.front().why.ends_with("by its range"));
        QVERIFY(picturesIn(pixels(shifted), "['x']", "x").empty());
    }

    void attentionAndGradientsOfThreeHeadsAreNoPicture()
    {
        QVERIFY(picturesIn(attention({3, 50, 50}), "['x']", "x").empty());
        QVERIFY(picturesIn(attention({1, 3, 50, 50}), "['image_attn']", "image_attn").empty());
        QVERIFY(picturesIn(gradients({3, 50, 50}), "['x']", "x").empty());
    }

    void aPictureInTheDumpIsTheSamplesAndTellsTheGrid()
    {
        // 32 x 48 in patches of 8: 4 x 6, and a class token: 25 would as well be a square.
        const Value root = Dictionary{{"attentions", layers(2, {2, 3, 25, 25})}, {"pixel_values", pixels({kClipMean, kClipDeviation}, 2)}};
        RecognitionHints hints;
        hints.stem = "vit";
        const auto found = recognise(root, hints);
        QVERIFY(found.has_value());
        COMPARE_VALUES(found->stacks.size(), 1U);
        COMPARE_VALUES(found->pictures.size(), 2U);
        QVERIFY(std::ranges::any_of(found->found, [](const FoundItem& item) {
            return item.kind == FoundItem::Kind::Picture && item.name == "['pixel_values']" && item.content == "2 pictures of 48 x 32, normalised as for CLIP: so every value looked at is a byte";
        }));
    }

    void theDumpHandsItOut()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        std::string json = R"({"attentions": [[)";
        const auto map = valuesOf(attention({25, 25}));
        for (int head = 0; head < 2; ++head) {
            json += head == 0 ? "[" : ",[";
            for (int row = 0; row < 25; ++row)
                json += fmt::format("{}[{}]", row == 0 ? "" : ",", fmt::join(std::span(map).subspan(static_cast<std::size_t>(row) * 25, 25), ","));
            json += "]";
        }
        json += R"(]], "pixel_values": [)";
        const auto values = valuesOf(pixels({kImageNetMean, kImageNetDeviation}));
        for (std::size_t c = 0; c < 3; ++c) {
            json += c == 0 ? "[" : ",[";
            for (std::size_t y = 0; y < kRows; ++y)
                json += fmt::format("{}[{}]", y == 0 ? "" : ",", fmt::join(std::span(values).subspan((c * kRows + y) * kColumns, kColumns), ","));
            json += "]";
        }
        json += "]}";
        writeText(path / "vit.json", json);
        const auto dump = openDump(path / "vit.json");
        QVERIFY2(dump.has_value(), dump ? "" : sentence(dump.error()).c_str());
        const auto& sample = (*dump)->samples().front();
        QVERIFY(sample.picture.empty() && sample.hasPicture());
        QVERIFY(isTheDrawnPicture(*sample.pixels));
        const auto& stack = (*dump)->stacks().front();
        QVERIFY(stack.kind == StackKind::Vision);
        QVERIFY(std::ranges::any_of(stack.reading.reasons, [](const std::string& reason) {
            return reason.starts_with("25 positions are a class token and 4 x 6 patches: patches of 8 x 8 in a picture of 48 x 32");
        }));
        COMPARE_VALUES((*dump)->attention(StackIndex{0}, SampleIndex{0}).value()->axes().keys->items[24].label, "patch 3,5");

        ReadingChoices choices;
        choices.grid = Grid{5, 5};
        const auto chosen = openDump(path / "vit.json", choices);
        COMPARE_VALUES((*chosen)->attention(StackIndex{0}, SampleIndex{0}).value()->axes().keys->items[24].label, "patch 4,4");
        choices.grid = Grid{6, 6};
        const auto large = openDump(path / "vit.json", choices);
        QVERIFY(!large && large.error().kind == ErrorKind::Selection);
        QVERIFY(large.error().what.find("holds 6 x 6 of them: stack") != std::string::npos);
    }
};

HEADLIGHT_GUILESS_TEST(tst_pictures)

} // namespace pictures_test

#include "tst_pictures.moc"
