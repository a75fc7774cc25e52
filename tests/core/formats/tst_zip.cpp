// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Archives that lie are refused, archives that are merely odd are read.
#include "formats/zip_directory.h"
#include "made_files.h"
#include "support/test_class.h"

#include <array>
#include <stop_token>

namespace zip_test {

using namespace made;
using formats::ZipDirectory;

namespace {

const Member kFirst{"a", "alpha"};
const Member kSecond{"b", "beta"};

Result<ZipDirectory> directoryOf(const std::string& bytes, const formats::Limits& limits = {})
{
    return ZipDirectory::read(sourceOf(bytes), limits);
}

bool refused(const std::string& archive, std::string_view part)
{
    const auto directory = directoryOf(archive);
    if (directory) {
        qWarning("was read");
        return false;
    }
    if (sentence(directory.error()).find(part) == std::string::npos)
        qWarning("%s", sentence(directory.error()).c_str());
    return sentence(directory.error()).find(part) != std::string::npos;
}

std::string contentOf(const ZipDirectory& directory, std::string_view name)
{
    const auto content = directory.contentOf(*directory.find(name));
    return content ? std::string(asText(*content)) : sentence(content.error());
}

/// A byte, or why not.
std::string elementOf(const Result<std::shared_ptr<const ElementStorage>>& elements, std::int64_t number)
{
    if (!elements)
        return sentence(elements.error());
    std::array<std::byte, 1> one{};
    const std::array<std::int64_t, 1> shape{1};
    const auto got = (*elements)->gather({number, shape, shape}, 1, one);
    return got ? std::string(asText(one)) : sentence(got.error());
}

} // namespace

class tst_zip : public QObject {
    Q_OBJECT

private slots:
    void storedAndDeflatedMembersAreRead()
    {
        const auto directory = directoryOf(zip({kFirst, {"b", std::string(5000, 'x'), 8}}));
        QVERIFY(directory);
        QCOMPARE(contentOf(*directory, "a"), std::string("alpha"));
        QCOMPARE(contentOf(*directory, "b"), std::string(5000, 'x'));
        QVERIFY(directory->find("c") == nullptr);
    }

    void sizesBehindTheDataAreTakenFromTheDirectory()
    {
        Member member = kFirst;
        member.sizesLater = true; // as PyTorch writes
        const auto directory = directoryOf(zip({member, kSecond}));
        QVERIFY(directory);
        QCOMPARE(contentOf(*directory, "a"), std::string("alpha"));
    }

    void zip64IsFollowed()
    {
        ZipTail tail;
        tail.zip64 = true;
        const auto directory = directoryOf(zip({kFirst, kSecond}, tail));
        QVERIFY(directory);
        QCOMPARE(directory->entries().size(), std::size_t{2});
    }

    void aZip64LocatorWithoutItsRecordIsRefused()
    {
        ZipTail tail;
        tail.zip64 = true;
        auto archive = zip({kFirst}, tail);
        archive.replace(archive.find("PK\x06\x06"), 4, "XXXX");
        QVERIFY(refused(archive, "points outside"));
    }

    void aZip64FieldThatLiesOrIsMissingIsRefused()
    {
        Member member = kFirst;
        member.declaredSize = 0xFFFFFFFF;
        auto archive = zip({member});
        QVERIFY(refused(archive, "zip64 field is missing"));
        const std::string field = packed<std::uint16_t>({1, 16}) + packed<std::uint64_t>({std::uint64_t{1} << 62U, std::uint64_t{1} << 62U});
        const auto record = archive.find("PK\x01\x02");
        archive.replace(record + 30, 2, little(static_cast<std::uint16_t>(field.size())));
        archive.insert(record + 46 + member.name.size(), field);
        const auto end = archive.find("PK\x05\x06");
        archive.replace(end + 12, 4, little(static_cast<std::uint32_t>(46 + member.name.size() + field.size())));
        QVERIFY(refused(archive, "its 4611686018427387904 bytes reach into the directory")); // it is read, and not believed
    }

    void whatStandsBehindTheDataIsNotBelieved()
    {
        Member member = kFirst;
        member.sizesLater = true;
        auto archive = zip({member, kSecond});
        archive.replace(archive.find("PK\x07\x08") + 4, 12, std::string(12, '\x7f'));
        const auto directory = directoryOf(archive);
        QVERIFY(directory);
        QCOMPARE(contentOf(*directory, "a"), std::string("alpha"));
    }

    void bytesBeforeTheArchiveAreSkippedAndCounted()
    {
        ZipTail tail;
        tail.prefix = "#!/bin/sh\n";
        const auto directory = directoryOf(zip({kFirst}, tail));
        QVERIFY(directory);
        QCOMPARE(directory->prefix(), std::uint64_t{10});
        QCOMPARE(contentOf(*directory, "a"), std::string("alpha"));
    }

    void aFakeEndRecordInTheCommentIsNotBelieved()
    {
        ZipTail tail;
        tail.comment = "PK\x05\x06" + packed<std::uint16_t>({0, 0, 1, 1}) + packed<std::uint32_t>({46, 0}) + packed<std::uint16_t>({0});
        const auto directory = directoryOf(zip({kFirst}, tail));
        QVERIFY(directory);
        QCOMPARE(contentOf(*directory, "a"), std::string("alpha"));
    }

    void anArchiveWithoutItsEndIsRefused()
    {
        const auto archive = zip({kFirst, kSecond});
        QVERIFY(refused(archive.substr(0, archive.size() - 30), "ends early"));
    }

    void aDirectoryWithFewerEntriesThanCountedIsRefused()
    {
        ZipTail tail;
        tail.extraCount = 1;
        QVERIFY(refused(zip({kFirst, kSecond}, tail), "members"));
    }

    void anEntryBehindTheDirectoryIsRefused()
    {
        Member member = kSecond;
        member.headerOffset = 60'000;
        QVERIFY(refused(zip({kFirst, member}), "behind the data"));
    }

    void anEntryThatPointsBetweenHeadersIsRefused()
    {
        Member member = kSecond;
        member.headerOffset = 7;
        QVERIFY(refused(zip({kFirst, member}), "no local header"));
    }

    void twoEntriesOnOneHeaderAreRefused()
    {
        Member member = kFirst;
        member.headerOffset = 0;
        QVERIFY(refused(zip({kFirst, member}), "overlaps"));
    }

    void anEntryThatReachesIntoTheNextIsRefused()
    {
        Member member = kFirst;
        member.declaredSize = 40;
        QVERIFY(refused(zip({member, kSecond}), "overlaps"));
    }

    void anEntryThatReachesIntoTheDirectoryIsRefused()
    {
        Member member = kFirst;
        member.declaredSize = 4000;
        QVERIFY(refused(zip({member}), "reach into the directory"));
    }

    void aLocalHeaderWithAnotherNameIsRefused()
    {
        Member member = kFirst;
        member.localName = "z";
        QVERIFY(refused(zip({member}), "names"));
    }

    void aLocalHeaderWithAnotherMethodIsRefused()
    {
        Member member = kFirst;
        member.localMethod = 8;
        QVERIFY(refused(zip({member}), "methods"));
    }

    void twoMembersWithOneNameAreRefused()
    {
        QVERIFY(refused(zip({kFirst, kFirst}), "two members have this name"));
    }

    void anArchiveInSeveralPartsIsRefused()
    {
        ZipTail tail;
        tail.disk = 1;
        QVERIFY(refused(zip({kFirst}, tail), "several parts"));
    }

    void moreMembersThanTheLimitAreRefused()
    {
        formats::Limits limits;
        limits.mostMembers = 1;
        const auto directory = directoryOf(zip({kFirst, kSecond}), limits);
        QVERIFY(!directory && directory.error().kind == ErrorKind::Limit);
    }

    void encryptedMembersAreNamedAndTheOthersRead()
    {
        Member member = kFirst;
        member.flags = 1;
        const auto directory = directoryOf(zip({member, kSecond}));
        QVERIFY(directory);
        QVERIFY(contentOf(*directory, "a").find("encrypted") != std::string::npos);
        QCOMPARE(contentOf(*directory, "b"), std::string("beta"));
    }

    void otherMethodsAreNamed()
    {
        Member member = kFirst;
        for (const auto& [method, name] : {std::pair<std::uint16_t, std::string>{12, "bzip2"}, {14, "LZMA"}, {93, "Zstandard"}, {77, "method 77"}}) {
            member.method = method;
            const auto directory = directoryOf(zip({member}));
            QVERIFY(directory);
            QVERIFY(contentOf(*directory, "a").find(name) != std::string::npos);
        }
    }

    void aWrongChecksumIsTold()
    {
        for (const auto method : {std::uint16_t{0}, std::uint16_t{8}}) {
            Member member{"a", "alpha", method};
            member.crc = 12345;
            const auto directory = directoryOf(zip({member}));
            QVERIFY(directory);
            QVERIFY(contentOf(*directory, "a").find("checksum") != std::string::npos);
        }
    }

    void aStoredMemberIsSummedBeforeItsFirstElementIsGiven()
    {
        Member member = kFirst;
        member.crc = 12345;
        const auto directory = directoryOf(zip({member, kSecond}));
        QVERIFY(directory);
        QVERIFY(elementOf(directory->elementsOf(*directory->find("a")), 1).find("the checksum does not fit the data") != std::string::npos);
        QCOMPARE(elementOf(directory->elementsOf(*directory->find("b")), 1), std::string("e"));
        QCOMPARE(elementOf(directory->elementsOf(*directory->find("b"), 2), 1), std::string("a"));
        member.crc = 0; // left out
        const auto unsummed = directoryOf(zip({member}));
        QCOMPARE(elementOf(unsummed->elementsOf(*unsummed->find("a")), 1), std::string("l"));
    }

    void aLargeStoredMemberIsSummedWhenItIsVerified()
    {
        Member member{"a", std::string(3'000'000, 'x')};
        const auto good = directoryOf(zip({member}));
        const auto elements = good->elementsOf(*good->find("a"));
        QVERIFY((*elements)->verify({}));
        QCOMPARE(elementOf(elements, 2'999'999), std::string("x"));
        std::stop_source stop;
        stop.request_stop();
        member.crc = 12345;
        const auto damaged = directoryOf(zip({member}));
        const auto others = damaged->elementsOf(*damaged->find("a"));
        const auto stopped = (*others)->verify(JobContext(stop.get_token()));
        QVERIFY(!stopped && stopped.error().kind == ErrorKind::Cancelled);
        QCOMPARE(elementOf(others, 5), std::string("x")); // nobody has looked yet
        for (int time = 0; time < 2; ++time) {
            const auto sound = (*others)->verify({});
            QVERIFY(!sound && sentence(sound.error()).find("the checksum does not fit the data") != std::string::npos);
        }
        QVERIFY(elementOf(others, 5).find("the checksum does not fit the data") != std::string::npos);
    }

    void aMemberThatUnpacksToMoreThanDeclaredIsStopped()
    {
        Member member{"a", std::string(1'000'000, 'x'), 8};
        member.declaredSize = 10;
        const auto directory = directoryOf(zip({member}));
        QVERIFY(directory);
        QVERIFY(contentOf(*directory, "a").find("unpacks to more than 10 bytes") != std::string::npos);
    }

    void aMemberThatDeclaresMoreThanDeflateCanHoldTakesNoMemory()
    {
        Member member{"a", "alpha", 8};
        member.declaredSize = 2'000'000'000;
        const auto directory = directoryOf(zip({member}));
        QVERIFY(directory);
        QVERIFY(contentOf(*directory, "a").find("cannot hold as many") != std::string::npos);
    }

    void aMemberBeyondTheLimitIsNamed()
    {
        formats::Limits limits;
        limits.mostUnpackedBytes = 4;
        const auto directory = directoryOf(zip({{"a", "alpha", 8}}), limits);
        QVERIFY(directory);
        QVERIFY(contentOf(*directory, "a").find("at most 4 are read") != std::string::npos);
    }

    void namesAreKeysAndNeverPaths()
    {
        const auto directory = directoryOf(zip({{"../../etc/passwd", "x"}, {"/absolute", "y"}, {std::string("n\0l", 3), "z"}, {"\xff\xfe", "w"}}));
        QVERIFY(directory);
        QCOMPARE(contentOf(*directory, "../../etc/passwd"), std::string("x"));
        QCOMPARE(contentOf(*directory, std::string_view("n\0l", 3)), std::string("z"));
    }
};

HEADLIGHT_GUILESS_TEST(tst_zip)

} // namespace zip_test

#include "tst_zip.moc"
