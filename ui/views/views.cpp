// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/evolution_view.h"
#include "figure/image.h"
#include "figure/text.h"
#include "ui/views/heads_view.h"
#include "ui/views/heatmap_view.h"
#include "ui/views/image_view.h"
#include "ui/views/links_view.h"
#include "ui/views/overview_view.h"
#include "ui/views/table_view.h"
#include "ui/views/text_view.h"
#include "ui/views/trends_view.h"
#include "ui/views/view.h"

#include <QCoreApplication>

namespace headlight::ui {

namespace {

QString ofViews(const char* text)
{
    return QCoreApplication::translate("Views", text);
}

template <typename T>
std::function<View*(Session&, QWidget*)> maker()
{
    return [](Session& session, QWidget* parent) -> View* { return new T(session, parent); };
}

std::function<QString(const Session&)> always()
{
    return [](const Session&) { return QString(); };
}

/// The view needs every map, and of this measure that is the work of minutes each.
QString needsWholeMaps(const Session& session)
{
    return isByQuery(session.state().measure.kind) ? ofViews(QT_TRANSLATE_NOOP("Views", "Attention flow is computed for one query: see Evolution, Text, Image or Heatmap.")) : QString();
}

/// The keys of the shown stack are patches of a picture.
QString missingPatches(const Session& session)
{
    const SharedDump dump = session.dump();
    if (dump == nullptr || !session.state().hasDump())
        return {}; // nothing to be said about it
    const auto& selection = session.state().selection;
    const auto maps = dump->attention(selection.stack, selection.sample);
    if (!maps || patchesOf(*(*maps)->axes().keys) != nullptr)
        return {};
    const auto sample = static_cast<std::size_t>(selection.sample.value);
    const bool picture = sample < dump->samples().size() && dump->samples()[sample].hasPicture();
    return picture ? ofViews(QT_TRANSLATE_NOOP("Views", "The keys of this stack are no patches of the picture. If they are, give their grid in the report (Ctrl+I)."))
                   : ofViews(QT_TRANSLATE_NOOP("Views", "No picture in this dump: its keys are no patches. If they are, give their grid in the report (Ctrl+I)."));
}

/// Some key of the shown stack is a word.
QString missingWords(const Session& session)
{
    const SharedDump dump = session.dump();
    if (dump == nullptr || !session.state().hasDump())
        return {};
    const auto& selection = session.state().selection;
    const auto maps = dump->attention(selection.stack, selection.sample);
    if (!maps || hasWords(*(*maps)->axes().keys))
        return {};
    return ofViews(QT_TRANSLATE_NOOP("Views", "The keys of this stack are no words."));
}

/// Layers of different sizes have no product.
QString withoutEvolution(const Session& session)
{
    if (session.dump() == nullptr)
        return {};
    const auto maps = session.workspace().maps(mapsKey(session.state()));
    const bool sizes = !maps && (maps.error().kind == ErrorKind::Shape || maps.error().kind == ErrorKind::NotSquare);
    return sizes ? QString::fromStdString(sentence(maps.error())) : QString();
}

std::vector<ViewEntry> allViews()
{
    const QString overview = ofViews(QT_TRANSLATE_NOOP("Views", "Overview"));
    const QString heatmap = ofViews(QT_TRANSLATE_NOOP("Views", "Heatmap"));
    const QString evolution = ofViews(QT_TRANSLATE_NOOP("Views", "Evolution"));
    const QString text = ofViews(QT_TRANSLATE_NOOP("Views", "Text"));
    const QString links = ofViews(QT_TRANSLATE_NOOP("Views", "Links"));
    const QString image = ofViews(QT_TRANSLATE_NOOP("Views", "Image"));
    const QString trends = ofViews(QT_TRANSLATE_NOOP("Views", "Trends"));
    const QString table = ofViews(QT_TRANSLATE_NOOP("Views", "Table"));
    const QString heads = ofViews(QT_TRANSLATE_NOOP("Views", "Heads"));
    return {
        {ViewKind::Overview, overview, maker<OverviewView>(), needsWholeMaps},
        {ViewKind::Heatmap, heatmap, maker<HeatmapView>(), always()},
        {ViewKind::Evolution, evolution, maker<EvolutionView>(), withoutEvolution},
        {ViewKind::Text, text, maker<TextView>(), missingWords},
        {ViewKind::Links, links, maker<LinksView>(), needsWholeMaps},
        {ViewKind::Image, image, maker<ImageView>(), missingPatches},
        {ViewKind::Trends, trends, maker<TrendsView>(), needsWholeMaps},
        {ViewKind::Table, table, maker<TableView>(), needsWholeMaps},
        {ViewKind::Heads, heads, maker<HeadsView>(), needsWholeMaps},
    };
}

} // namespace

const std::vector<ViewEntry>& views()
{
    static const std::vector<ViewEntry> entries = allViews();
    return entries;
}

} // namespace headlight::ui
