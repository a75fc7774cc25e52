// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Pickles are data: what they ask for is never done, what is torn is refused, what multiplies is bounded. What they describe is in tst_pickle_values.
#include "made_files.h"
#include "support/test_class.h"

#include <QElapsedTimer>

namespace pickle_test {

using namespace made;

namespace {

Result<Document> readPickle(const std::string& body, const formats::Limits& limits = {})
{
    return read(pickle(body), "made.pkl", limits);
}

bool isHostile(const Result<Document>& document)
{
    return !document && document.error().kind == ErrorKind::Hostile && sentence(document.error()).find("never runs code") != std::string::npos;
}

} // namespace

class tst_pickle : public QObject {
    Q_OBJECT

private slots:
    void namesOfAttacksRefuseTheWholeFile_data()
    {
        QTest::addColumn<QByteArray>("module");
        QTest::addColumn<QByteArray>("name");
        for (const auto& [module, name] : std::initializer_list<std::pair<const char*, const char*>>{
                 {"os", "system"}, {"posix", "system"}, {"nt", "system"}, {"subprocess", "Popen"}, {"sys", "exit"}, {"runpy", "run_path"}, {"importlib", "import_module"},
                 {"imp", "load_source"}, {"ctypes", "CDLL"}, {"socket", "socket"}, {"shutil", "rmtree"}, {"pty", "spawn"}, {"webbrowser", "open"}, {"code", "interact"},
                 {"codeop", "compile_command"}, {"pickle", "loads"}, {"asyncio", "run"}, {"multiprocessing", "Process"}, {"pip", "main"}, {"commands", "getoutput"},
                 {"os.path", "join"}, {"asyncio.subprocess", "create_subprocess_shell"}, {"builtins", "eval"}, {"builtins", "exec"}, {"__builtin__", "execfile"},
                 {"builtins", "compile"}, {"builtins", "getattr"}, {"builtins", "setattr"}, {"builtins", "open"}, {"builtins", "input"}, {"builtins", "globals"},
                 {"builtins", "__import__"}, {"__builtin__", "apply"}, {"torch.serialization", "os.system"}, {"numpy", "f2py.os.system"}})
            QTest::newRow((std::string(module) + "." + name).c_str()) << QByteArray(module) << QByteArray(name);
    }

    void namesOfAttacksRefuseTheWholeFile()
    {
        QFETCH(QByteArray, module);
        QFETCH(QByteArray, name);
        const std::string call = global(module.toStdString(), name.toStdString()) + "(" + text("true") + "tR";
        QVERIFY(isHostile(readPickle(call)));
        QVERIFY(isHostile(readPickle("(" + text("a") + global("collections", "OrderedDict") + ")R" + text("b") + call + "d"))); // beside honest things
        QVERIFY(isHostile(readPickle(call + "0N")));                                                                           // made and dropped
        QVERIFY(isHostile(readPickle(text(module.toStdString()) + text(name.toStdString()) + "\x93)R")));                      // STACK_GLOBAL
        QVERIFY(isHostile(readPickle("(i" + module.toStdString() + "\n" + name.toStdString() + "\n")));                        // INST
        QVERIFY(isHostile(read(torchZip("(" + twoFloats() + call + "l"))));                                                   // after a good tensor
    }

    void attacksWithoutAnyMagicNumberAreSeen()
    {
        QVERIFY(isHostile(read("cos\nsystem\n(S'true'\ntR.", "model.bin")));
    }

    void theSentenceNamesTheCall()
    {
        QVERIFY(says(readPickle(global("os", "system") + "(" + text("true") + "tR"), "asks to call os.system"));
    }

    void tornPicklesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("body");
        const auto row = [](const char* name, const std::string& body) { QTest::newRow(name) << QByteArray(body.data(), static_cast<qsizetype>(body.size())); };
        row("append to a number", "K\x01K\x02" "a");
        row("append to a dictionary", "}K\x02" "a");
        row("set an entry of a list", "]K\x01K\x02s");
        row("set entries of a string", text("s") + "(K\x01K\x02u");
        row("odd number of keys and values", "}(K\x01u");
        row("add to a set that is a list", "](K\x01\x90");
        row("take from an empty stack", "0");
        row("tuple of three with two there", "K\x01K\x02\x87");
        row("no mark", "K\x01t");
        row("drop to a mark that is not there", "K\x01" "1");
        row("take beneath a mark", "K\x01(2");
        row("two values at the end", "K\x01K\x02");
        row("nothing at the end", "");
        row("memo never set", "h\x05");
        row("memo never set, far away", "j\xff\xff\xff\xff");
        row("call of a number", "K\x01)R");
        row("arguments that are no tuple", global("a", "b") + "]R");
        row("state of a list", "]}b");
        row("name that is a number", "K\x01K\x02\x93");
        row("name with a line end", text("some.where") + text("a\nb") + "\x93)R");
        row("extension code", "\x82\x01");
        row("extension code of two bytes", "\x83\x01\x01");
        row("extension code of four bytes", "\x84\x01\x01\x01\x01");
        row("persistent name that does not end", "Pno line end");
        row("buffer outside", "\x97");
        row("buffer outside, read only", "N\x98");
        row("unknown instruction", "\xff");
        row("string longer than the file", "X\xff\xff\xff\x7f");
        row("string of 2^63 bytes", std::string("\x8d\0\0\0\0\0\0\0\x80", 9));
        row("bytes longer than the file", std::string("\x8e\xff\xff\xff\xff\xff\xff\xff\x7f", 9));
        row("frame longer than the file", std::string("\x95\xff\xff\xff\xff\xff\0\0\0", 9));
        row("negative string length", "T\xff\xff\xff\xff");
        row("negative number length", "\x8b\xff\xff\xff\xff");
        row("number of 2 GB", "\x8b\xff\xff\xff\x7f");
        row("number of letters", "Iabc\n");
        row("number of 10000 digits", "L" + std::string(10'000, '9') + "L\n");
        row("string without quotes", "Sabc\n");
        row("name with a NUL", std::string("ca\0b\nc\n)R", 9));
    }

    void tornPicklesAreRefused()
    {
        QFETCH(QByteArray, body);
        const auto document = readPickle(body.toStdString());
        QVERIFY(!document);
        QVERIFY(document.error().kind != ErrorKind::NotThisFormat);
        QVERIFY2(sentence(document.error()).starts_with("byte "), refusal(document).c_str()); // its place
    }

    void theInstructionThatIsWrongIsNamedByItsPlace()
    {
        QVERIFY(says(readPickle("K\x01" "00"), "byte 5: an instruction takes more from the stack than is there")); // PROTO 2 bytes, BININT1 2, POP, and the second POP
    }

    void laterProtocolsAreRefusedByName()
    {
        QVERIFY(says(read("\x80\x05\x80\x07N.", "made.pkl"), "protocol 7"));
    }

    void aFarMemoIndexCostsNoMemory()
    {
        const auto document = readPickle("K\x01r\xff\xff\xff\xff" "0j\xff\xff\xff\xff");
        QVERIFY(document);
        QCOMPARE(*document->root.integer(), std::int64_t{1});
    }

    void aNumberOfTooManyDigitsIsNoFileThatEndsEarly()
    {
        QVERIFY(says(readPickle("L" + std::string(10'000, '9') + "L\n"), "byte 3: a line of more than 1000 characters"));
        QVERIFY(says(readPickle("c" + std::string(10'000, 'x') + "\nname\n)R"), "a line of more than 1000 characters"));
        QVERIFY(says(readPickle("L12"), "the pickle ends early"));
    }

    void aMemoThatGrowsForEverIsEndedByTheCountOfInstructions()
    {
        formats::Limits limits;
        limits.mostPickleOpcodes = 1000;
        QVERIFY(says(readPickle("N" + std::string(2000, '\x94'), limits), "more than 1000 instructions"));
    }

    void aListThatContainsItselfEnds()
    {
        const auto document = readPickle("]q\x00"s + text("x") + "ah\x00" "a"s);
        QVERIFY(!document); // its only other content is the cycle
        QVERIFY(says(document, "contains itself"));
    }

    void deepNestingIsRefusedWithoutRecursion()
    {
        QVERIFY(says(readPickle(std::string(1'000'000, ']') + std::string(999'999, 'a')), "nested"));
        std::string tuples = ")";
        for (int i = 0; i < 100'000; ++i)
            tuples += "\x85";
        QVERIFY(says(readPickle(tuples), "nested"));
        std::string keys(100'000, '}'); // each but the first the key of the one before
        for (int i = 0; i < 99'999; ++i)
            keys += "Ns";
        QVERIFY(says(readPickle(keys), "nested"));
    }

    void partsThatMultiplyAreRefusedInAMoment()
    {
        std::string body = "]" + text("x") + "a";
        for (int level = 0; level < 30; ++level)
            body += "q" + std::string(1, static_cast<char>(level)) + "0](" + [&] {
                std::string ten;
                for (int i = 0; i < 10; ++i)
                    ten += "h" + std::string(1, static_cast<char>(level));
                return ten;
            }() + "e";
        QElapsedTimer timer;
        timer.start();
        QVERIFY(says(readPickle(body), "refer to each other"));
        QVERIFY(timer.elapsed() < 2000);
    }

    void sharedListsOfNumbersThatMultiplyTakeNoMemory()
    {
        std::string body = "](K\x01K\x02" "e";
        for (int level = 0; level < 30; ++level)
            body += "q" + std::string(1, static_cast<char>(level)) + "0](" + std::string("h") + static_cast<char>(level) + "h" + static_cast<char>(level) + "e";
        const auto document = readPickle(body);
        QVERIFY(!document);
        QCOMPARE(document.error().kind, ErrorKind::Limit);
    }

    void tooManyInstructionsAndValuesAreRefused()
    {
        formats::Limits limits;
        limits.mostPickleOpcodes = 100;
        QVERIFY(says(readPickle(std::string(1000, 'N') , limits), "instructions"));
        limits = {};
        limits.mostValues = 100;
        QVERIFY(says(readPickle(std::string(1000, ']'), limits), "values"));
    }

    void bytesAfterThePickleAreTold()
    {
        const auto document = read(pickle("}") + "rest", "made.pkl");
        QVERIFY(document);
        QCOMPARE(document->warnings.size(), std::size_t{1});
    }
};

HEADLIGHT_GUILESS_TEST(tst_pickle)

} // namespace pickle_test

#include "tst_pickle.moc"
