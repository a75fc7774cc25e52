// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/report_words.h"

#include "formats/registry.h"
#include "measure/apply_measure.h"
#include "ui/session/words.h"
#include "ui/window/dump_words.h"
#include "workspace/streams.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStringList>

#include <algorithm>

namespace headlight::ui {

namespace {

QString inReport(const char* text)
{
    return QCoreApplication::translate("Report", text);
}

/// Empty when some stack of the first sample has the measure; else why the first stack has not. Nothing is computed.
QString whyNotComputed(const Dump& dump, MeasureKind kind)
{
    QString reason;
    for (std::size_t i = 0; i < dump.stacks().size(); ++i) {
        const StackIndex stack{static_cast<std::int64_t>(i)};
        const auto attention = dump.attention(stack, SampleIndex{0});
        if (!attention)
            continue;
        MeasureInputs inputs{*attention, nullptr, nullptr, {}};
        MeasureOptions options = measureOptions(kind);
        if (const auto& targets = dump.stacks()[i].gradientTargets; !targets.empty()) {
            options.target = targets.front();
            if (const auto gradients = dump.gradients(stack, SampleIndex{0}, options.target))
                inputs.gradients = *gradients;
        }
        addStreams(inputs, dump, stack, SampleIndex{0}, options);
        const auto maps = applyMeasure(inputs, options);
        if (maps)
            return {};
        if (reason.isEmpty())
            reason = inputs.gradients == nullptr && needsGradients(kind) ? inReport("no gradients in the file") : QString::fromStdString(maps.error().what);
    }
    return reason;
}

QString foundWords(FoundItem::Kind kind)
{
    switch (kind) {
    case FoundItem::Kind::Attention:
        return inReport("attention");
    case FoundItem::Kind::Gradient:
        return inReport("gradient");
    case FoundItem::Kind::OtherTensor:
        return inReport("tensor");
    case FoundItem::Kind::Tokens:
        return inReport("tokens");
    case FoundItem::Kind::Captions:
        return inReport("captions");
    case FoundItem::Kind::Picture:
        return inReport("picture");
    case FoundItem::Kind::Opaque:
        return inReport("not read");
    case FoundItem::Kind::File:
        return inReport("file");
    }
    return {};
}

} // namespace

QString roleWords(AxisRole role)
{
    switch (role) {
    case AxisRole::Sample:
        return inReport("Sample");
    case AxisRole::Layer:
        return inReport("Layer");
    case AxisRole::Head:
        return inReport("Head");
    case AxisRole::Query:
        return inReport("Query");
    case AxisRole::Key:
        return inReport("Key");
    case AxisRole::Fixed:
        return inReport("One entry only");
    }
    return {};
}

QString kindWords(StackKind kind)
{
    switch (kind) {
    case StackKind::Self:
        return inReport("Self attention");
    case StackKind::Encoder:
        return inReport("Encoder");
    case StackKind::Decoder:
        return inReport("Decoder");
    case StackKind::Cross:
        return inReport("Cross attention");
    case StackKind::Vision:
        return inReport("Vision");
    case StackKind::Text:
        return inReport("Text");
    }
    return {};
}

QString certaintyWords(Certainty certainty)
{
    switch (certainty) {
    case Certainty::Measured:
        return inReport("Measured");
    case Certainty::Named:
        return inReport("Named");
    case Certainty::Assumed:
        return inReport("Assumed");
    }
    return {};
}

std::vector<std::pair<std::int64_t, AxisRole>> swappedRoles(const std::vector<AxisReading>& axes, std::int64_t axis, AxisRole role)
{
    const auto changed = std::find_if(axes.begin(), axes.end(), [axis](const AxisReading& reading) { return reading.axis == axis; });
    std::vector<std::pair<std::int64_t, AxisRole>> out;
    for (const auto& reading : axes) {
        AxisRole now = reading.role;
        if (reading.axis == axis)
            now = role;
        else if (reading.role == role && role != AxisRole::Fixed && changed != axes.end())
            now = changed->role;
        out.emplace_back(reading.axis, now);
    }
    return out;
}

std::vector<MeasureAvailability> measuresOf(const Dump& dump)
{
    std::vector<MeasureAvailability> measures;
    for (const auto kind : {MeasureKind::Attention, MeasureKind::Rollout, MeasureKind::FusedRollout, MeasureKind::GradientRollout, MeasureKind::Relevance}) {
        const auto whyNot = whyNotComputed(dump, kind);
        const auto title = titleOf(kind);
        measures.push_back({QString::fromUtf8(title.data(), static_cast<qsizetype>(title.size())), whyNot.isEmpty() ? inReport("available") : whyNot, whyNot.isEmpty()});
    }
    const bool pictures = std::any_of(dump.samples().begin(), dump.samples().end(), [](const Sample& sample) { return sample.hasPicture(); });
    measures.push_back({inReport("Picture"), pictures ? inReport("found") : inReport("no picture beside the file"), pictures});
    return measures;
}

QString summaryWords(const Dump& dump)
{
    QStringList parts{words(dump.format()), inReport("%1 on disk").arg(byteWords(dump.bytesOnDisk()))};
    if (!dump.stacks().empty() && !dump.stacks().front().layers.empty()) {
        const auto& stack = dump.stacks().front();
        const auto& layer = stack.layers.front();
        parts << inReport("%1 layers × %2 heads × %3 queries × %4 keys").arg(stack.layers.size()).arg(layer.heads).arg(layer.queries).arg(layer.keys);
    }
    if (dump.samples().size() > 1)
        parts << inReport("%1 samples").arg(dump.samples().size());
    return parts.join(QStringLiteral(" · "));
}

QString reportText(const Dump& dump)
{
    QStringList lines{inReport("What is in %1").arg(words(dump.title())), summaryWords(dump), {}};
    for (const auto& stack : dump.stacks()) {
        lines << inReport("Axes of %1 (%2)").arg(words(stack.reading.array), words(stack.name));
        for (const auto& axis : stack.reading.axes) {
            lines << QStringLiteral("  %1\t%2\t%3\t%4\t%5")
                         .arg(axis.axis)
                         .arg(axis.size)
                         .arg(roleWords(axis.role), certaintyWords(axis.certainty), words(axis.why));
        }
        const auto decided = [&lines](const QString& what, const QString& read, const Decision& decision) {
            lines << QStringLiteral("  %1\t%2\t%3\t%4").arg(what, read, certaintyWords(decision.certainty), words(decision.why));
        };
        decided(inReport("kind"), kindWords(stack.kind), stack.reading.kind);
        decided(inReport("rows"), QString::fromUtf8(nameOf(stack.storage).data()), stack.reading.storage);
        decided(inReport("positions"), {}, stack.reading.positions);
        decided(inReport("tokens"), {}, stack.reading.tokens);
        for (const auto& reason : stack.reading.reasons)
            lines << QStringLiteral("  ") + words(reason);
        lines << QString();
    }
    lines << inReport("Notes");
    for (const auto& note : dump.notes())
        lines << QStringLiteral("  %1. %2").arg(words(note.title), words(note.text));
    lines << QString() << inReport("Found");
    for (const auto& item : dump.found())
        lines << QStringLiteral("  %1\t%2\t%3").arg(foundWords(item.kind), words(item.name), words(item.content));
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

std::vector<FoundItem> contentOf(const QString& path)
{
    constexpr std::size_t kMost = 200;
    std::vector<FoundItem> out;
    if (!QFileInfo(path).isFile())
        return out;
    const auto document = formats::readFile(path.toStdString());
    if (!document)
        return out;
    const auto contents = contentsOf(document->root, kMost);
    for (const auto& entry : contents.tensors) {
        QStringList sizes;
        for (const auto size : entry.tensor.shape())
            sizes << QString::number(size);
        const QString words = QStringLiteral("%1 · %2").arg(QString::fromUtf8(nameOf(entry.tensor.dtype()).data()), sizes.join(QStringLiteral(" × ")));
        out.push_back({FoundItem::Kind::OtherTensor, entry.address.toString(document->style), words.toStdString()});
    }
    for (const auto& entry : contents.opaque)
        out.push_back({FoundItem::Kind::Opaque, entry.address.toString(document->style), entry.opaque.className});
    return out;
}

} // namespace headlight::ui
