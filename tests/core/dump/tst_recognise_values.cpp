// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What gradients, odd numbers and a layer that cannot be read do to recognition.

#include "core/dump/recognised.h"
#include "support/test_class.h"

#include <limits>

namespace recognise_values_test {

using namespace headlight;
using namespace headlight::test;

class tst_recognise_values : public QObject {
    Q_OBJECT

private slots:
    void gradientsOfTheSameShapeBelongToTheAttention()
    {
        const Value root = Dictionary{{"attn_probs", attention({4, 3, 5, 5})}, {"attn_grad", gradients({4, 3, 5, 5})}};
        const auto found = recognised(root, "text0");
        COMPARE_VALUES(found->stacks.size(), 1U);
        COMPARE_VALUES(found->stacks.front().gradients.size(), 1U);
        COMPARE_VALUES(found->stacks.front().gradients.front().first, "text0");
        COMPARE_VALUES(found->stacks.front().name, "text");
    }

    void gradientsByTargetKeepTheirNames()
    {
        const Value root = Dictionary{{"attentions", layers(2, {1, 3, 5, 5})},
                                      {"gradients", Dictionary{{"cat", Tensor(gradients({2, 1, 3, 5, 5}))}, {"dog", List{gradients({3, 5, 5}), gradients({3, 5, 5})}}}}};
        const auto found = recognised(root);
        const auto& targets = found->stacks.front().gradients;
        COMPARE_VALUES(targets.size(), 2U);
        COMPARE_VALUES(targets[0].first, "cat");
        COMPARE_VALUES(targets[1].first, "dog");
        QVERIFY(targets[0].second->shapes(0) == found->stacks.front().attention->shapes(0));
    }

    void gradientsOfAnotherShapeAreSaid()
    {
        const auto found = recognised(Value(Dictionary{{"attentions", layers(2, {1, 3, 5, 5})}, {"gradients", layers(2, {1, 3, 4, 4})}}));
        QVERIFY(found->stacks.front().gradients.empty());
        QVERIFY(hasNote(*found, "Gradients do not fit", NoteWeight::Warning));
    }

    void negativeValuesAreNoAttention()
    {
        const auto found = recognised(gradients({4, 3, 5, 5}));
        QVERIFY(!found);
        QVERIFY(found.error().kind == ErrorKind::NotADump);
        QVERIFY(found.error().what.find("values from -0.") != std::string::npos);
        QVERIFY(!found.error().remedy.empty());
    }

    void rowsThatDoNotSumToOneAreShownWhenTheNameSaysAttention()
    {
        std::vector<float> values(3 * 4 * 4, 0.1F);
        const auto found = recognised(Value(Dictionary{{"attention", Tensor::fromFloats({3, 4, 4}, values)}}), "x");
        QVERIFY(found.has_value());
        QVERIFY(hasNote(*found, "12 of 12 rows looked at of ['attention'] do not sum to 1 (0.40 to 0.40)", NoteWeight::Warning));
        QVERIFY(!recognised(Value(Dictionary{{"numbers", Tensor::fromFloats({3, 4, 4}, values)}}), "x"));
    }

    void roundedValuesHaveAWiderTolerance()
    {
        auto values = valuesOf(attention({3, 8, 40, 40}));
        for (float& value : values)
            value = std::round(value * 10000.0F) / 10000.0F;
        const auto found = recognised(Value(Tensor::fromFloats({3, 8, 40, 40}, values)), "dump");
        QVERIFY(found.has_value());
        QVERIFY(axisOf(found->stacks.front(), AxisRole::Key).certainty == Certainty::Measured);
        QVERIFY(hasNote(*found, "Values have four decimals", NoteWeight::Information));
        QVERIFY(!hasNote(*found, "do not sum", NoteWeight::Warning));
    }

    void zeroRowsSayNothingAgainstTheKeyAxis()
    {
        auto values = valuesOf(attention({2, 3, 4, 4}));
        std::fill(values.begin() + 12, values.begin() + 16, 0.0F); // the last query of the first map is padding
        const auto found = recognised(Value(Tensor::fromFloats({2, 3, 4, 4}, values)), "dump");
        QVERIFY(axisOf(found->stacks.front(), AxisRole::Key).certainty == Certainty::Measured);
        QVERIFY(!hasNote(*found, "do not sum", NoteWeight::Warning));
    }

    void notANumberIsCountedAndSaid()
    {
        auto values = valuesOf(attention({2, 3, 4, 4}));
        values[5] = std::nanf("");
        const auto found = recognised(Value(Tensor::fromFloats({2, 3, 4, 4}, values)));
        QVERIFY(hasNote(*found, "1 of 96 values looked at", NoteWeight::Warning));
    }

    void oneBadLayerDoesNotHideTheOthers()
    {
        auto list = *layers(4, {1, 2, 3, 3}).list();
        list[2] = Opaque{"torch.Tensor", Error{ErrorKind::Truncated, "the storage has 10 of 72 bytes"}};
        const auto found = recognised(Value(list));
        QVERIFY(found.has_value());
        const auto& array = *found->stacks.front().attention;
        COMPARE_VALUES(array.layers(), 4);
        QVERIFY((array.shapes(0)[2] == LayerShape{2, 3, 3}));
        QVERIFY(hasNote(*found, "Layer 3 cannot be read the storage has 10 of 72 bytes", NoteWeight::Warning));
        QVERIFY(array.map(0, 1, 0).has_value());
        const auto bad = array.map(0, 2, 0);
        QVERIFY(!bad && bad.error().kind == ErrorKind::Truncated);
    }
};

HEADLIGHT_GUILESS_TEST(tst_recognise_values)

} // namespace recognise_values_test

#include "tst_recognise_values.moc"
