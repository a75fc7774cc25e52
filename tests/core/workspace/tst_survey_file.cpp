// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What one run leaves to the next: the same numbers or none.
#include "state/action.h"
#include "support/map_pictures.h"
#include "support/test_class.h"
#include "workspace/survey_file.h"

namespace survey_file_test {

using namespace headlight;
using namespace headlight::test;

namespace {

constexpr auto kIdentity = "dump fa, sample 0";

SurveyedHead surveyed(std::int64_t layer, std::int64_t head)
{
    auto summary = std::make_shared<HeadSummary>();
    summary->numbers.metrics.fill(0.5);
    summary->numbers.shares = {0.25, 0.75};
    summary->rowsLeftOut = 2;
    summary->numbers[HeadMetric::Entropy] = std::numeric_limits<double>::quiet_NaN();
    summary->smallest = 0.125F;
    summary->largest = 0.75F;
    summary->notNumbers = 3;
    summary->tile = std::make_shared<const Matrix>(map({{0.25, 0.75, 0.0}, {0.5, 0.25, 0.25}}));
    return {{LayerIndex{layer}, HeadIndex{head}}, summary};
}

std::vector<std::byte> someBytes()
{
    return surveyBytes(kIdentity, {surveyed(0, 0), surveyed(3, 1)});
}

} // namespace

class tst_survey_file : public QObject {
    Q_OBJECT
private slots:
    void aSurveyComesBackAsItWas()
    {
        const auto heads = readSurvey(someBytes(), kIdentity);
        QVERIFY(heads.has_value());
        QCOMPARE(heads->size(), std::size_t{2});
        const auto& second = heads->back();
        QVERIFY(second.head == (HeadRef{LayerIndex{3}, HeadIndex{1}}));
        QCOMPARE(second.summary->largest, 0.75F);
        QCOMPARE(second.summary->notNumbers, std::int64_t{3});
        QVERIFY(std::isnan(second.summary->numbers[HeadMetric::Entropy]));
        QCOMPARE(second.summary->numbers[HeadMetric::Distance], 0.5);
        QCOMPARE(second.summary->numbers.shares, (std::vector<double>{0.25, 0.75}));
        QCOMPARE(second.summary->rowsLeftOut, std::int64_t{2});
        COMPARE_MAPS(*second.summary->tile, map({{0.25, 0.75, 0.0}, {0.5, 0.25, 0.25}}));
    }

    void headsThatCouldNotBeReadAreLeftOut()
    {
        auto broken = std::make_shared<HeadSummary>();
        broken->problem = Error{ErrorKind::Truncated, "needs 16 bytes, has 8"};
        QCOMPARE(readSurvey(surveyBytes(kIdentity, {surveyed(0, 0), {{}, broken}}), kIdentity)->size(), std::size_t{1});
    }

    void theSurveyOfAnotherDumpIsNotTaken()
    {
        QCOMPARE(readSurvey(someBytes(), "dump fa, sample 1").error().kind, ErrorKind::NotThisFormat);
        QCOMPARE(readSurvey(asBytes("PNG"), kIdentity).error().kind, ErrorKind::NotThisFormat);
        QCOMPARE(readSurvey({}, kIdentity).error().kind, ErrorKind::NotThisFormat);
    }

    void everyCutAndEveryChangedByteIsNoticed()
    {
        const auto good = someBytes();
        for (std::size_t size = 0; size < good.size(); ++size)
            QVERIFY(!readSurvey(ByteView(good).first(size), kIdentity));
        for (std::size_t i = 0; i < good.size(); ++i)
            for (const auto flip : {std::byte{0x01}, std::byte{0x80}, std::byte{0xFF}}) {
                auto changed = good;
                changed[i] ^= flip;
                QVERIFY(!readSurvey(changed, kIdentity));
            }
    }

    void theIdentityFollowsTheReading()
    {
        Workspace workspace;
        const auto one = map({{1.0, 0.0}, {0.5, 0.5}});
        const auto dump = std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{one}}), mapsOf({{one}}, axisOf({"a", "[PAD]"}))});
        const auto state = update(State{}, ShowDump{{dump->title(), dump->fingerprint(), ""}, workspace.open(dump)});
        auto key = mapsKey(state);
        const auto first = surveyIdentity(workspace, key);
        QVERIFY(!first.empty());
        QCOMPARE(surveyIdentity(workspace, key), first);
        key.sample = SampleIndex{1};
        const auto hidden = surveyIdentity(workspace, key);
        key.hidePadding = false;
        const auto kept = surveyIdentity(workspace, key);
        QVERIFY(first != hidden && hidden != kept);
        QVERIFY(surveyFileName(hidden) != surveyFileName(kept));
        QCOMPARE(surveyFileName(kept).size(), std::size_t{32});
        workspace.close(dump->fingerprint());
        QVERIFY(surveyIdentity(workspace, key).empty());
    }
};

HEADLIGHT_GUILESS_TEST(tst_survey_file)

} // namespace survey_file_test

#include "tst_survey_file.moc"
