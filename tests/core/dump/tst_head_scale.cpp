// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/dump/test_folder.h"
#include "dump/dump.h"
#include "dump/head_scale.h"
#include "dump/recognise.h"
#include "support/test_class.h"

#include <algorithm>
#include <cmath>

namespace head_scale_test {

using namespace headlight;
using namespace headlight::test;

namespace {

/// Two layers of three heads.
const std::vector<float> kImportance{0.5F, 0.0F, 1.0F, 0.25F, 0.75F, 0.125F};

/// Attention [2, 3, 8, 8] times the importance of its heads.
Tensor scaled()
{
    auto values = valuesOf(attention({2, 3, 8, 8}));
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] *= kImportance[i / 64];
    return Tensor::fromFloats({2, 3, 8, 8}, values);
}

Result<Recognition> recognised(const Value& root, const std::string& stem = "attentions")
{
    RecognitionHints hints;
    hints.stem = stem;
    return recognise(root, hints);
}

bool saysReason(const StackReading& reading, std::string_view part)
{
    return std::ranges::any_of(reading.reasons, [&](const std::string& reason) { return reason.find(part) != std::string::npos; });
}

bool hasNote(const std::vector<Note>& notes, std::string_view part, NoteWeight weight)
{
    return std::ranges::any_of(notes, [&](const Note& note) { return note.weight == weight && (note.title + " " + note.text).find(part) != std::string::npos; });
}

} // namespace

class tst_head_scale : public QObject {
    Q_OBJECT

private slots:
    void rowsThatSumToOneNumberPerHeadAreScaledByImportance()
    {
        for (const char* stem : {"attentions", "dump"}) { // no name is needed
            const auto found = recognised(Value(scaled()), stem);
            QVERIFY2(found.has_value(), found ? "" : sentence(found.error()).c_str());
            const auto& stack = found->stacks.front();
            QVERIFY(stack.scale.has_value());
            for (std::int64_t head = 0; head < 6; ++head) {
                const float sum = stack.scale->sums(head / 3, head % 3);
                const float expected = kImportance[static_cast<std::size_t>(head)];
                QVERIFY(expected == 0.0F ? std::isnan(sum) : std::fabs(sum - expected) < 1e-5F);
            }
            QVERIFY(saysReason(stack.reading, "Scaled by head importance (measured)"));
            QVERIFY(hasNote(found->notes, "to 1.00 in 5 heads. Shown as stored.", NoteWeight::Information));
            QVERIFY(!hasNote(found->notes, "do not sum to 1", NoteWeight::Warning));
            const auto key = std::ranges::find(stack.reading.axes, AxisRole::Key, &AxisReading::role);
            QVERIFY(key->axis == 3 && key->certainty == Certainty::Measured);
            COMPARE_VALUES(valuesOf(*stack.attention->map(0, 1, 2)), valuesOf(scaled().select(0, 1).select(0, 2))); // nothing is repaired
        }
    }

    void rowsOfAHeadThatDifferAreStillWarnedOf()
    {
        auto values = valuesOf(scaled());
        for (std::size_t i = 3 * 8; i < 4 * 8; ++i)
            values[i] *= 0.9F; // one row of the first head
        const auto found = recognised(Value(Tensor::fromFloats({2, 3, 8, 8}, values)));
        QVERIFY(!found->stacks.front().scale.has_value());
        QVERIFY(hasNote(found->notes, "do not sum to 1", NoteWeight::Warning));
        QVERIFY(!recognised(layers(2, {1, 3, 8, 8}))->stacks.front().scale.has_value());
    }

    void importanceBesideTheDumpIsReadCheckedAndNamed()
    {
        const Folder folder;
        folder.add("attentions.npy", scaled()).add("head_importance.npy", Tensor::fromFloats({2, 3}, kImportance));
        const auto dump = *openDump(folder.path());
        const auto& stack = dump->stacks().front();
        QVERIFY(stack.importance.has_value());
        COMPARE_VALUES(stack.importance->from, "head_importance.npy");
        QVERIFY(std::ranges::equal(stack.importance->values.values(), kImportance));
        QVERIFY(saysReason(stack.reading, "Importance of every head stands in head_importance.npy. It is what the rows sum to."));
    }

    void importanceOfOtherSizesIsSaidAndLeftOut()
    {
        const Folder folder;
        folder.add("attentions.npy", attention({2, 3, 8, 8})).add("head_importance.npy", Tensor::fromFloats({3, 2}, kImportance));
        const auto dump = *openDump(folder.path());
        QVERIFY(!dump->stacks().front().importance.has_value());
        QVERIFY(hasNote(dump->notes(), "head_importance.npy is 3 x 2, the attention has 2 layers of 3 heads", NoteWeight::Warning));
    }

    void importanceInTheDumpItselfIsFound()
    {
        const Value root = Dictionary{{"attentions", layers(2, {1, 3, 8, 8})}, {"head_importance", List{Tensor::fromFloats({3}, {0.5F, 0.0F, 1.0F}), Tensor::fromFloats({3}, {0.25F, 0.75F, 0.125F})}}};
        const auto found = recognised(root);
        QVERIFY(found->stacks.front().importance.has_value());
        QVERIFY(std::ranges::equal(found->stacks.front().importance->values.values(), kImportance));
        QVERIFY(saysReason(found->stacks.front().reading, "stands in ['head_importance']."));
    }

    void theImportanceOfTheSharedSetIsItsTable()
    {
        const QByteArray data = qgetenv("HEADLIGHT_SHARED_DATA");
        if (data.isEmpty())
            QSKIP("HEADLIGHT_SHARED_DATA is not set");
        const auto dump = openDump(std::filesystem::path(data.toStdString()) / "longformer/window32");
        QVERIFY(dump.has_value());
        const auto& importance = (*dump)->stacks().front().importance;
        QVERIFY(importance.has_value());
        COMPARE_VALUES(importance->values.rows(), 12);
        // The README: scaled per layer, then to 0..1.
        const auto [least, most] = std::ranges::minmax(importance->values.values());
        QVERIFY(least == 0.0F && most == 1.0F);
        QVERIFY(std::fabs(importance->values(0, 0) - 0.39990933F) < 1e-7F && std::fabs(importance->values(0, 11) - 0.38662764F) < 1e-7F); // numpy
    }
};

HEADLIGHT_GUILESS_TEST(tst_head_scale)

} // namespace head_scale_test

#include "tst_head_scale.moc"
