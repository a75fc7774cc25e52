// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/dump_messages.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace headlight::ui {

namespace {

QString inMessages(const char* text)
{
    return QCoreApplication::translate("DumpMessages", text);
}

Result<std::vector<std::string>> tokensFromJson(const QByteArray& content)
{
    QJsonParseError problem;
    const auto document = QJsonDocument::fromJson(content, &problem);
    if (problem.error != QJsonParseError::NoError)
        return Error{ErrorKind::Corrupt, "is not valid JSON: " + problem.errorString().toStdString(), at(static_cast<std::uint64_t>(problem.offset))};
    if (!document.isArray())
        return Error{ErrorKind::Unsupported, "is not a JSON list of strings"};
    std::vector<std::string> tokens;
    for (const auto& entry : document.array()) {
        if (!entry.isString())
            return Error{ErrorKind::Unsupported, "has an entry that is no string", atAddress("[" + std::to_string(tokens.size()) + "]")};
        tokens.push_back(entry.toString().toStdString());
    }
    return tokens;
}

std::vector<std::string> tokensFromLines(const QByteArray& content)
{
    std::vector<std::string> tokens;
    for (auto line : content.split('\n')) {
        if (line.endsWith('\r'))
            line.chop(1);
        tokens.push_back(line.toStdString());
    }
    while (!tokens.empty() && tokens.back().empty())
        tokens.pop_back();
    return tokens;
}

} // namespace

OfferWords wordsOf(NoteOffer offer, const NoteActions& actions)
{
    switch (offer) {
    case NoteOffer::LoadTokens:
        return {inMessages("Load tokens…"), actions.loadTokens};
    case NoteOffer::NumbersOnly:
        return {inMessages("Numbers only"), actions.numbersOnly};
    case NoteOffer::KeepFileTokens:
        return {inMessages("Keep file labels"), {}};
    case NoteOffer::OpenOthers:
        return {inMessages("Open the others…"), actions.openOthers};
    }
    return {};
}

std::vector<Message> messagesOf(const Dump& dump, const NoteActions& actions)
{
    std::vector<Message> out;
    for (const auto& note : dump.notes()) {
        if (note.weight == NoteWeight::Information)
            continue;
        Message message;
        message.id = QStringLiteral("note%1").arg(out.size());
        message.text = QString::fromStdString(note.text.empty() ? note.title : note.text);
        for (const auto offer : note.offers) {
            auto words = wordsOf(offer, actions);
            message.offers.push_back({words.text, words.run});
        }
        constexpr std::size_t kMost = 2;
        if (message.offers.size() > kMost)
            message.offers.resize(kMost); // closing the bar keeps the file's labels too
        out.push_back(std::move(message));
    }
    return out;
}

Result<std::vector<std::string>> readTokenFile(const QString& path)
{
    constexpr qint64 kMostBytes = qint64{64} << 20;
    const auto problem = [&path](ErrorKind kind, std::string what) { return inFile(Error{kind, std::move(what)}, path.toStdString()); };
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return problem(ErrorKind::Io, file.errorString().toStdString());
    if (file.size() > kMostBytes)
        return problem(ErrorKind::Limit, "is larger than 64 MB, which no list of tokens is");
    const QByteArray content = file.readAll();
    if (path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive))
        return tokensFromJson(content).transform_error([&path](Error error) { return inFile(std::move(error), path.toStdString()); });
    std::vector<std::string> tokens = tokensFromLines(content);
    if (tokens.empty())
        return problem(ErrorKind::Unsupported, "has no tokens in it");
    return tokens;
}

} // namespace headlight::ui
