// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Places in a value tree have the names their users write, and are found by them.
#include "support/test_class.h"
#include "value/document.h"

namespace document_test {

using namespace headlight;

namespace {

Tensor one(float value)
{
    return Tensor::fromFloats({1}, {value});
}

Document documentOf(Value root, AddressStyle style)
{
    Document document;
    document.path = "dump";
    document.style = style;
    document.root = std::move(root);
    return document;
}

} // namespace

class tst_document : public QObject {
    Q_OBJECT

private slots:
    void addressesAreWrittenAsTheirUsersWriteThem()
    {
        const auto address = Address().child("attention").child(0).child("attn");
        QCOMPARE(address.toString(AddressStyle::Python), std::string("['attention'][0]['attn']"));
        QCOMPARE(address.toString(AddressStyle::Json), std::string("attention[0].attn"));
        QCOMPARE(address.toString(AddressStyle::Path), std::string("/attention/0/attn"));
        QCOMPARE(Address().child("layer_0").toString(AddressStyle::Name), std::string("layer_0"));
        QCOMPARE(Address().child(2).child("attention").toString(AddressStyle::JsonLines), std::string("line 2: attention"));
        QCOMPARE(Address().toString(AddressStyle::Python), std::string());
        QCOMPARE(Address().child("it's").toString(AddressStyle::Python), std::string("[\"it's\"]"));
    }

    void everyTensorIsFoundByItsAddress()
    {
        const Value root = Dictionary{{"a", List{one(1), List{one(2), "text", one(3)}}}, {std::int64_t{7}, one(4)}};
        const auto document = documentOf(root, AddressStyle::Python);
        const auto contents = contentsOf(root);
        QCOMPARE(contents.tensors.size(), std::size_t{4});
        for (const auto& [address, tensor] : contents.tensors) {
            const auto found = valueAt(document, address.toString(document.style));
            QVERIFY(found);
            QVERIFY(found->tensor()->sameBytes(tensor));
        }
        QVERIFY(valueAt(document, ""));
    }

    /// A pickle of a few kB can say so, and the addresses alone would take minutes.
    void aDeepValueInManyPlacesIsNotVisitedInAllOfThem()
    {
        Value deep = one(1);
        for (int depth = 0; depth < 200; ++depth)
            deep = List{std::move(deep)};
        QVERIFY(!contentsOf(List(std::size_t{100}, deep)).cut);
        const auto contents = contentsOf(List(std::size_t{1'000'000}, deep), 2'000'000);
        QVERIFY(contents.cut);
        QVERIFY(contents.tensors.size() > 1000 && contents.tensors.size() < 100'000);
    }

    void aWrongAddressNamesANearOne()
    {
        const auto found = valueAt(documentOf(Dictionary{{"attentions", List{one(1)}}}, AddressStyle::Python), "['attention'][0]");
        QVERIFY(!found);
        QVERIFY(sentence(found.error()).find("['attentions'][0]") != std::string::npos);
    }

    void sharedPartsAreListedUpToTheLimit()
    {
        Value part = one(1);
        for (int i = 0; i < 40; ++i)
            part = List{part, part}; // 2^40 paths
        const auto contents = contentsOf(part, 100);
        QCOMPARE(contents.tensors.size(), std::size_t{100});
        QVERIFY(contents.cut);
    }

    void listsOfOneKindAreRecognised()
    {
        QCOMPARE(stringsOf(List{"a", "b"}).value(), (std::vector<std::string>{"a", "b"}));
        QVERIFY(!stringsOf(List{"a", std::int64_t{1}}));
        QVERIFY(!stringsOf(Value("a")));
        QCOMPARE(integersOf(List{std::int64_t{1}, std::int64_t{2}}).value(), (std::vector<std::int64_t>{1, 2}));
        QVERIFY(!integersOf(List{std::int64_t{1}, 2.0}));
        QVERIFY(!integersOf(Value(one(1))));
    }
};

HEADLIGHT_GUILESS_TEST(tst_document)

} // namespace document_test

#include "tst_document.moc"
