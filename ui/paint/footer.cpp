// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/footer.h"

#include "figure/build.h"
#include "ui/paint/heatmap_sizes.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace headlight::paint {

namespace {

QString thinningWords(const HeatmapFigure& figure, const HeatmapLayout& layout)
{
    const bool wanted = figure.queries.showLabels && !figure.queries.labels.empty();
    if (wanted && layout.shownQueries.empty())
        return QStringLiteral("no room for labels");
    const int queries = layout.shownQueries.empty() ? 1 : layout.queryLabelStep;
    const int keys = layout.shownKeys.empty() ? 1 : layout.keyLabelStep;
    if (queries == keys)
        return queries == 1 ? QString() : everyNth(queries) + QStringLiteral(" label");
    if (queries == 1)
        return everyNth(keys) + QStringLiteral(" key label");
    if (keys == 1)
        return everyNth(queries) + QStringLiteral(" query label");
    return QStringLiteral("%1 query label, %2 key label").arg(everyNth(queries), everyNth(keys));
}

template <typename FigureT, typename LayoutT>
QString poolingWords(const FigureT& figure, const LayoutT& layout)
{
    if (layout.pooledRows <= 1 && layout.pooledColumns <= 1)
        return {};
    const bool isSigned = figure.scale.diverging || figure.scale.low < 0.0;
    const QString what = figure.meanPooling ? QStringLiteral("mean") : isSigned ? QStringLiteral("largest magnitude") : QStringLiteral("largest");
    return QStringLiteral("each pixel = %1 of %2 × %3").arg(what).arg(layout.pooledRows).arg(layout.pooledColumns);
}

/// "queries 0–199 of 4096"; empty where all of a column is in view.
QString columnCut(const FigureAxis& axis, const LinksLayout& layout, bool isKey)
{
    const auto [first, end] = layout.seen(isKey);
    if (layout.viewport.isEmpty() || first >= end || end - first == layout.column(isKey).count)
        return {};
    const auto position = [&](std::int64_t place) { return axis.labels[static_cast<std::size_t>(place)].position; };
    return QStringLiteral("%1 %2–%3 of %4").arg(isKey ? QStringLiteral("keys") : QStringLiteral("queries")).arg(position(first)).arg(position(end - 1)).arg(axis.labels.size());
}

void append(std::vector<QString>& parts, const std::vector<std::string>& more)
{
    for (const auto& part : more)
        parts.push_back(displayText(part));
}

/// "only keys 12–40, ranks 1–9"
QString zoomedTo(const TrendFigure& figure, const TrendLayout& layout)
{
    const auto& shown = layout.shown;
    const auto& whole = layout.whole;
    QStringList parts;
    if (shown.left != whole.left || shown.right != whole.right) {
        const auto columns = figure.points() ? std::ssize(figure.keys.labels) : std::ssize(figure.columns);
        const auto name = [&](double at) {
            const auto column = static_cast<std::size_t>(std::clamp<std::int64_t>(std::llround(at), 0, columns - 1));
            return figure.points() ? QString::number(figure.keys.labels[column].position) : displayText(figure.columns[column]);
        };
        parts.push_back(QStringLiteral("%1s %2–%3").arg(figure.points() ? QStringLiteral("key") : QString::fromStdString(figure.columnName), name(std::ceil(shown.left)), name(std::floor(shown.right))));
    }
    if (shown.low != whole.low || shown.high != whole.high) {
        const double range = shown.high - shown.low;
        const auto tick = [range](double at) { return QString::fromStdString(formatTick(at, range)); };
        parts.push_back(figure.kind == TrendKind::Rank ? QStringLiteral("ranks %1–%2").arg(std::llround(std::ceil(shown.low))).arg(std::llround(std::floor(shown.high)))
                                                       : QStringLiteral("values %1–%2").arg(tick(std::max(0.0, shown.low)), tick(shown.high)));
    }
    return QStringLiteral("only ") + parts.join(QStringLiteral(", "));
}

} // namespace

QString everyNth(int step)
{
    if (step <= 1)
        return {};
    return QStringLiteral("every %1%2").arg(step).arg(step == 2 ? QStringLiteral("nd") : QStringLiteral("th"));
}

std::vector<QString> footerLines(const HeatmapFigure& figure, const HeatmapLayout& layout, const Lettering& letters, double width)
{
    std::vector<QString> parts;
    append(parts, figure.text.footerStart);
    parts.push_back(thinningWords(figure, layout));
    parts.push_back(poolingWords(figure, layout));
    append(parts, figure.text.footerEnd);
    return wrappedParts(letters, Role::Label, parts, width, kMostFooterLines);
}

std::vector<QString> footerLines(const OverviewFigure& figure, const HeaderSteps& steps, bool stripShown, const Lettering& letters, double width)
{
    std::vector<QString> parts;
    append(parts, figure.text.footerStart);
    if (figure.scale.notNumbers > 0)
        parts.push_back(QStringLiteral("hatched: %1 not a number").arg(figure.scale.notNumbers));
    if (steps.heads > 1)
        parts.push_back(everyNth(steps.heads) + QStringLiteral(" head numbered"));
    if (steps.layers > 1)
        parts.push_back(everyNth(steps.layers) + QStringLiteral(" layer numbered"));
    if (figure.strip && !stripShown)
        parts.push_back(QStringLiteral("no room for ") + displayText(figure.strip->name));
    append(parts, figure.text.footerEnd);
    return wrappedParts(letters, Role::Label, parts, width, kMostFooterLines);
}

std::vector<QString> footerLines(const EvolutionFigure& figure, const EvolutionLayout& layout, bool stripsShown, const Lettering& letters, double width)
{
    std::vector<QString> parts;
    append(parts, figure.text.footerStart);
    if (!layout.shownKeys.empty() && layout.keyLabelStep > 1)
        parts.push_back(everyNth(layout.keyLabelStep) + QStringLiteral(" key label"));
    parts.push_back(poolingWords(figure, layout));
    if (!stripsShown)
        parts.push_back(QStringLiteral("no room for strips by head"));
    append(parts, figure.text.footerEnd);
    return wrappedParts(letters, Role::Label, parts, width, kMostFooterLines);
}

std::vector<QString> footerLines(const ImageFigure& figure, const QString& problem, const Lettering& letters, double width)
{
    std::vector<QString> parts;
    append(parts, figure.text.footerStart);
    if (figure.scale.notNumbers > 0)
        parts.push_back(QStringLiteral("hatched: %1 not a number").arg(figure.scale.notNumbers));
    const auto how = nameOf(figure.enlargement);
    parts.push_back(figure.enlargement == Enlargement::Nearest ? QStringLiteral("every patch one colour") : QStringLiteral("between patches: ") + QString::fromLatin1(how.data(), static_cast<int>(how.size())));
    if (figure.show == ImageShow::Overlay)
        parts.push_back(QStringLiteral("cover %1 %").arg(std::lround(100.0 * figure.strength)));
    parts.push_back(problem);
    append(parts, figure.text.footerEnd);
    return wrappedParts(letters, Role::Label, parts, width, kMostFooterLines);
}

std::vector<QString> footerLines(const TextFigure& figure, const Lettering& letters, double width)
{
    std::vector<QString> parts;
    append(parts, figure.text.footerStart);
    if (figure.scale.notNumbers > 0)
        parts.push_back(QStringLiteral("hatched: %1 not a number").arg(figure.scale.notNumbers));
    append(parts, figure.text.footerEnd);
    return wrappedParts(letters, Role::Label, parts, width, kMostFooterLines);
}

std::vector<QString> footerLines(const LinksFigure& figure, const LinksLayout& layout, bool onScreen, const Lettering& letters, double width)
{
    std::vector<QString> parts;
    append(parts, figure.text.footerStart);
    if (!onScreen) {
        parts.push_back(columnCut(figure.queries, layout, false));
        parts.push_back(columnCut(figure.keys, layout, true));
        if (layout.scrolls() && layout.inView > 0)
            parts.push_back(QStringLiteral("%1 links end there").arg(layout.inView));
        if (layout.inView > std::ssize(layout.lines))
            parts.push_back(QStringLiteral("the strongest %1 drawn").arg(layout.lines.size()));
    }
    append(parts, figure.text.footerEnd);
    return wrappedParts(letters, Role::Label, parts, width, kMostFooterLines);
}

std::vector<QString> footerLines(const WeightsFigure& figure, const WeightsLayout& layout, const Lettering& letters, double width)
{
    std::vector<QString> parts;
    append(parts, figure.text.footerStart);
    int step = 1;
    std::int64_t pooled = 1;
    for (const auto& chart : layout.charts) {
        step = std::max(step, chart.shownKeys.empty() ? 1 : chart.labelStep);
        pooled = std::max(pooled, chart.pooled);
    }
    if (step > 1)
        parts.push_back(everyNth(step) + QStringLiteral(" key label"));
    if (pooled > 1)
        parts.push_back(QStringLiteral("each bar = largest of %1").arg(pooled));
    append(parts, figure.text.footerEnd);
    return wrappedParts(letters, Role::Label, parts, width, kMostFooterLines);
}

std::vector<QString> footerLines(const HeadsFigure& figure, const HeadsLayout& layout, const Lettering& letters, double width)
{
    std::vector<QString> parts;
    append(parts, figure.text.footerStart);
    if (layout.headStep > 1)
        parts.push_back(everyNth(layout.headStep) + QStringLiteral(" head numbered"));
    if (layout.layerStep > 1)
        parts.push_back(everyNth(layout.layerStep) + QStringLiteral(" layer numbered"));
    if (figure.pending > 0)
        parts.push_back(QStringLiteral("%1 heads not known yet").arg(figure.pending));
    append(parts, figure.text.footerEnd);
    return wrappedParts(letters, Role::Label, parts, width, kMostFooterLines);
}

std::vector<QString> footerLines(const TrendFigure& figure, const TrendLayout& layout, const Lettering& letters, double width)
{
    std::vector<QString> parts;
    append(parts, figure.text.footerStart);
    if (layout.zoomed())
        parts.push_back(zoomedTo(figure, layout));
    if (layout.labelStep > 1)
        parts.push_back(everyNth(layout.labelStep) + (figure.points() ? QStringLiteral(" key label") : QStringLiteral(" column numbered")));
    append(parts, figure.text.footerEnd);
    return wrappedParts(letters, Role::Label, parts, width, kMostFooterLines);
}

std::vector<QString> footerLines(const TableFigure& figure, std::int64_t shownRows, const Lettering& letters, double width)
{
    std::vector<QString> parts;
    append(parts, figure.text.footerStart);
    if (shownRows < static_cast<std::int64_t>(figure.rows->size()))
        parts.push_back(QStringLiteral("the first %1 rows").arg(shownRows));
    append(parts, figure.text.footerEnd);
    return wrappedParts(letters, Role::Label, parts, width, kMostFooterLines);
}

void paintFooter(QPainter& painter, const std::vector<QString>& lines, const QRectF& place, const Lettering& letters, const Tokens& tokens)
{
    if (lines.empty() || place.isEmpty())
        return;
    const double pitch = place.height() / static_cast<double>(lines.size());
    double middle = place.top() + pitch / 2.0;
    for (const QString& line : lines) {
        letters.draw(painter, Role::Label, {place.left(), middle + letters.capMiddle(Role::Label)}, line, tokens.quietText);
        middle += pitch;
    }
}

TitleLines titleLines(const Lettering& letters, const std::string& title, double width, double oneLine)
{
    constexpr std::size_t kMostTitleLines = 3;
    const QString words = displayText(title);
    if (letters.width(Role::Title, words) <= width)
        return {Role::Title, {words}, oneLine};
    auto lines = wrappedParts(letters, Role::PanelTitle, {words}, width, kMostTitleLines);
    const double more = static_cast<double>(lines.size() - 1) * letters.lineHeight(Role::PanelTitle);
    return {Role::PanelTitle, std::move(lines), oneLine + more};
}

HeadPlaces placeHead(const FigureText& text, QPointF corner, double width, const Lettering& letters, const PaintStyle& style)
{
    HeadPlaces places;
    places.bottom = corner.y();
    if (!style.parts.title)
        return places;
    const double height = titleLines(letters, text.title, width, kTitleLine * style.textScale).height;
    places.title = QRectF(corner.x(), places.bottom, width, height);
    places.bottom += height;
    if (!text.subtitle.empty()) {
        places.subtitle = QRectF(corner.x(), places.bottom, width, kSubtitleLine * style.textScale);
        places.bottom += places.subtitle.height();
    }
    return places;
}

void paintHead(QPainter& painter, const FigureText& text, const QRectF& title, const QRectF& subtitle, const Lettering& letters, const Tokens& tokens)
{
    if (!title.isEmpty()) {
        const TitleLines set = titleLines(letters, text.title, title.width(), title.height());
        const double pitch = set.lines.size() == 1 ? 0.0 : letters.lineHeight(set.role);
        double middle = title.center().y() - pitch * static_cast<double>(set.lines.size() - 1) / 2.0;
        for (const QString& line : set.lines) {
            letters.draw(painter, set.role, {title.left(), middle + letters.capMiddle(set.role)}, line, tokens.text);
            middle += pitch;
        }
    }
    if (!subtitle.isEmpty())
        letters.draw(painter, Role::Subtitle, {subtitle.left(), subtitle.center().y() + letters.capMiddle(Role::Subtitle)},
                     letters.elidedEnd(Role::Subtitle, displayText(text.subtitle), subtitle.width()), tokens.quietText);
}

QString profileEnd(const Profile& profile)
{
    return QString::fromStdString(formatTick(profile.largest, profile.largest));
}

std::vector<QString> rowProfileWords(const Profile& profile)
{
    QString scale = QStringLiteral("0–") + profileEnd(profile);
    if (!profile.unit.empty())
        scale += u' ' + displayText(profile.unit);
    return {displayText(profile.name), scale};
}

} // namespace headlight::paint
