// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/window_commands.h"

#include "ui/views/playback.h"
#include "ui/views/view.h"
#include "ui/window/measure_choice.h"
#include "ui/window/report_page.h"

#include <QCoreApplication>

#include <algorithm>

namespace headlight::ui {

namespace {

QString inCommands(const char* text)
{
    return QCoreApplication::translate("Commands", text);
}

using Keys = QList<QKeySequence>;

/// Collects commands; those that need an open dump are the most.
class List {
public:
    explicit List(Session& session) : m_session(session) {}

    Command& add(const char* id, const QString& menu, const QString& text, Keys keys, std::function<void()> run)
    {
        Command command;
        command.id = QLatin1String(id);
        command.menu = menu;
        command.text = text;
        command.keys = std::move(keys);
        command.run = std::move(run);
        return m_commands.emplace_back(std::move(command));
    }
    Command& addForDump(const char* id, const QString& menu, const QString& text, Keys keys, std::function<void()> run)
    {
        auto& command = add(id, menu, text, std::move(keys), std::move(run));
        command.possible = [&session = m_session] { return session.state().hasDump(); };
        return command;
    }
    Command& addAction(const char* id, const QString& menu, const QString& text, Keys keys, const Action& action)
    {
        return addForDump(id, menu, text, std::move(keys), [&session = m_session, action] { session.dispatch(action); });
    }
    std::vector<Command> take() { return std::move(m_commands); }

private:
    Session& m_session;
    std::vector<Command> m_commands;
};

void addFile(List& list, Session& session, const WindowActions& actions)
{
    const QString menu = inCommands("&File");
    list.add("open", menu, inCommands("&Open…"), {QKeySequence(Qt::CTRL | Qt::Key_O)}, actions.openFile);
    list.add("openFolder", menu, inCommands("Open &folder…"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O)}, actions.openFolder);
    list.addForDump("choosePicture", menu, inCommands("Choose picture for this sample…"), {}, actions.choosePicture).separatorBefore = true;
    list.addForDump("report", menu, inCommands("What is in this file"), {QKeySequence(Qt::CTRL | Qt::Key_I)}, actions.report);
    list.addForDump("export", menu, inCommands("&Export figure…"), {QKeySequence(Qt::Key_E)}, actions.exportFigure);
    list.addForDump("exportBatch", menu, inCommands("&Batch export…"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E)}, actions.exportBatch);
    auto& save = list.addForDump("saveTable", menu, inCommands("&Save table as CSV…"), {QKeySequence(Qt::CTRL | Qt::Key_S)}, actions.saveTable);
    save.possible = [&session] {
        const auto& state = session.state();
        return state.hasDump() && (state.view == ViewKind::Table || (state.view == ViewKind::Trends && state.display.trend != TrendKind::Weights));
    };
    list.addForDump("close", menu, inCommands("&Close file"), {QKeySequence(Qt::CTRL | Qt::Key_W)}, actions.close).separatorBefore = true;
    list.add("quit", menu, inCommands("&Quit"), {QKeySequence(Qt::CTRL | Qt::Key_Q)}, actions.quit);
}

void addEdit(List& list, Session& session, const WindowActions& actions)
{
    const QString menu = inCommands("&Edit");
    const auto naming = [](const QString& verb, const std::string& what) {
        return what.empty() ? verb : QStringLiteral("%1 %2").arg(verb, QCoreApplication::translate("Edits", what.c_str()).toLower());
    };
    auto& undo = list.add("undo", menu, inCommands("&Undo"), {QKeySequence(Qt::CTRL | Qt::Key_Z)}, [&session, report = actions.shownReport] { report() != nullptr ? report()->undo() : session.undo(); });
    undo.possible = [&session, report = actions.shownReport] { return report() != nullptr ? report()->canUndo() : session.history().canUndo(); };
    undo.naming = [&session, naming, report = actions.shownReport] { return naming(inCommands("&Undo"), report() != nullptr ? std::string("Reading") : session.history().undoName()); };
    auto& redo = list.add("redo", menu, inCommands("&Redo"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z)}, [&session, report = actions.shownReport] { report() != nullptr ? report()->redo() : session.redo(); });
    redo.possible = [&session, report = actions.shownReport] { return report() != nullptr ? report()->canRedo() : session.history().canRedo(); };
    redo.naming = [&session, naming, report = actions.shownReport] { return naming(inCommands("&Redo"), report() != nullptr ? std::string("Reading") : session.history().redoName()); };
    auto& copy = list.addForDump("copy", menu, inCommands("&Copy figure"), {QKeySequence(Qt::CTRL | Qt::Key_C)}, [view = actions.view] {
        if (const auto* shown = view(); shown != nullptr)
            shown->copy();
    });
    copy.separatorBefore = true;
    copy.naming = [&session] { return session.state().view == ViewKind::Table ? inCommands("&Copy rows") : inCommands("&Copy figure"); };
    list.addForDump("findSamples", menu, inCommands("&Filter samples"), {QKeySequence(Qt::CTRL | Qt::Key_F)}, actions.findSamples);
}

void addView(List& list, Session& session, const WindowActions& actions)
{
    const QString menu = inCommands("&View");
    for (std::size_t i = 0; i < views().size(); ++i) {
        const auto& entry = views()[i];
        if (entry.make == nullptr)
            continue;
        auto& command = list.addAction(qPrintable(QStringLiteral("view%1").arg(i + 1)), menu, entry.name, {QKeySequence(Qt::Key_1 + static_cast<int>(i))}, SelectView{entry.kind});
        command.possible = [&session, &entry] { return session.state().hasDump() && entry.unavailable(session).isEmpty(); };
        command.checked = [&session, &entry] { return session.state().hasDump() && session.state().view == entry.kind; };
    }
    const auto zoom = [&](const char* id, const QString& text, Keys keys, void (View::*what)()) -> Command& {
        return list.addForDump(id, menu, text, std::move(keys), [view = actions.view, what] {
            if (auto* shown = view(); shown != nullptr)
                (shown->*what)();
        });
    };
    zoom("fit", inCommands("&Fit"), {QKeySequence(Qt::CTRL | Qt::Key_0)}, &View::fit).separatorBefore = true;
    zoom("zoomIn", inCommands("Zoom &in"), {QKeySequence(Qt::CTRL | Qt::Key_Plus), QKeySequence(Qt::CTRL | Qt::Key_Equal)}, &View::zoomIn);
    zoom("zoomOut", inCommands("Zoom &out"), {QKeySequence(Qt::CTRL | Qt::Key_Minus)}, &View::zoomOut);
    auto& full = list.add("fullScreen", menu, inCommands("F&ull screen"), {QKeySequence(Qt::Key_F)}, actions.fullScreen);
    full.separatorBefore = true;
    full.checked = actions.isFullScreen;
    list.add("nextRegion", menu, inCommands("Next part of the window"), {QKeySequence(Qt::Key_F6)}, [walk = actions.walkRegions] { walk(1); });
    list.add("previousRegion", menu, inCommands("Part of the window before"), {QKeySequence(Qt::SHIFT | Qt::Key_F6)}, [walk = actions.walkRegions] { walk(-1); });
}

void addLook(List& list, Theme& theme)
{
    const QString themes = inCommands("&View") + QLatin1Char('/') + inCommands("&Theme");
    const auto addTheme = [&](const char* id, const QString& text, ThemeChoice choice) {
        auto& command = list.add(id, themes, text, {}, [&theme, choice] { theme.setChoice(choice); });
        command.checked = [&theme, choice] { return theme.choice() == choice; };
    };
    addTheme("themeSystem", inCommands("As the &system"), ThemeChoice::System);
    addTheme("themeLight", inCommands("&Light"), ThemeChoice::Light);
    addTheme("themeDark", inCommands("&Dark"), ThemeChoice::Dark);
    const QString sizes = inCommands("&View") + QLatin1Char('/') + inCommands("Te&xt size");
    for (const int percent : {85, 100, 115, 130, 150}) {
        auto& command = list.add(qPrintable(QStringLiteral("text%1").arg(percent)), sizes, inCommands("%1 %").arg(percent), {}, [&theme, percent] { theme.setTextPercent(percent); });
        command.checked = [&theme, percent] { return theme.textPercent() == percent; };
    }
}

void addGo(List& list, Session& session, const WindowActions& actions)
{
    const QString menu = inCommands("&Go");
    list.add("find", menu, inCommands("&Find or run…"), {QKeySequence(Qt::CTRL | Qt::Key_K)}, actions.find);
    auto& back = list.add("back", menu, inCommands("&Back"), {QKeySequence(Qt::ALT | Qt::Key_Left)}, [&session] { session.back(); });
    back.separatorBefore = true;
    back.icon = QStringLiteral("back");
    back.possible = [&session] { return session.history().canGoBack(); };
    auto& forward = list.add("forward", menu, inCommands("&Forward"), {QKeySequence(Qt::ALT | Qt::Key_Right)}, [&session] { session.forward(); });
    forward.icon = QStringLiteral("forward");
    forward.possible = [&session] { return session.history().canGoForward(); };
    list.addAction("sampleBefore", menu, inCommands("Sample before"), {QKeySequence(Qt::Key_BracketLeft), QKeySequence(Qt::CTRL | Qt::Key_PageUp)}, StepSample{-1}).separatorBefore = true;
    list.addAction("sampleAfter", menu, inCommands("Sample after"), {QKeySequence(Qt::Key_BracketRight), QKeySequence(Qt::CTRL | Qt::Key_PageDown)}, StepSample{1});
    const auto severalOpen = [&session] { return session.openDumps().size() > 1; };
    auto& next = list.add("nextDump", menu, inCommands("Next open dump"), {QKeySequence(Qt::CTRL | Qt::Key_Tab)}, [step = actions.stepDump] { step(1); });
    next.separatorBefore = true;
    next.possible = severalOpen;
    list.add("previousDump", menu, inCommands("Open dump before"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Tab)}, [step = actions.stepDump] { step(-1); }).possible = severalOpen;
    const auto stepQuery = [&](const char* id, const QString& text, Keys keys, int by) -> Command& {
        return list.addForDump(id, menu, text, std::move(keys), [&session, view = actions.view, by] {
            if (auto* shown = view(); shown != nullptr && shown->playback() != nullptr)
                shown->playback()->step(by); // past padding that is hidden
            else
                session.dispatch(StepQuery{by});
        });
    };
    stepQuery("queryBefore", inCommands("Query before"), {QKeySequence(Qt::Key_Comma)}, -1).separatorBefore = true;
    stepQuery("queryAfter", inCommands("Query after"), {QKeySequence(Qt::Key_Period)}, 1);
    const auto playing = [view = actions.view] {
        auto* shown = view();
        return shown == nullptr ? nullptr : shown->playback();
    };
    auto& play = list.addForDump("playQueries", menu, inCommands("Play through queries"), {}, [playing] {
        if (auto* playback = playing())
            playback->toggle();
    });
    play.possible = [&session, playing] { return session.state().hasDump() && playing() != nullptr; };
    list.addAction("layerBelow", menu, inCommands("Layer below"), {QKeySequence(Qt::Key_J)}, StepHeads{1, 0}).separatorBefore = true;
    list.addAction("layerAbove", menu, inCommands("Layer above"), {QKeySequence(Qt::Key_K)}, StepHeads{-1, 0});
    list.addAction("headLeft", menu, inCommands("Head left"), {QKeySequence(Qt::Key_H)}, StepHeads{0, -1});
    list.addAction("headRight", menu, inCommands("Head right"), {QKeySequence(Qt::Key_L)}, StepHeads{0, 1});
}

void addSelect(List& list, Session& session)
{
    const QString menu = inCommands("&Select");
    list.addAction("allHeads", menu, inCommands("&All heads"), {QKeySequence(Qt::Key_A)}, SelectAllHeads{});
    list.addAction("allLayers", menu, inCommands("All &layers"), {QKeySequence(Qt::SHIFT | Qt::Key_A)}, SelectAllLayers{});
    list.addAction("extendBelow", menu, inCommands("Extend a layer down"), {QKeySequence(Qt::SHIFT | Qt::Key_J)}, StepHeads{1, 0, true}).separatorBefore = true;
    list.addAction("extendAbove", menu, inCommands("Extend a layer up"), {QKeySequence(Qt::SHIFT | Qt::Key_K)}, StepHeads{-1, 0, true});
    list.addAction("extendLeft", menu, inCommands("Extend a head left"), {QKeySequence(Qt::SHIFT | Qt::Key_H)}, StepHeads{0, -1, true});
    list.addAction("extendRight", menu, inCommands("Extend a head right"), {QKeySequence(Qt::SHIFT | Qt::Key_L)}, StepHeads{0, 1, true});
    auto& unpin = list.addAction("unpin", menu, inCommands("&Unpin the cell"), {}, Unpin{});
    unpin.separatorBefore = true;
    unpin.possible = [&session] { return session.state().hasDump() && session.state().selection.query && session.state().selection.key; };
    auto& block = list.addAction("allSegments", menu, inCommands("All &segments"), {}, SetBlock{});
    block.possible = [&session] { return session.state().hasDump() && session.state().selection.block != SegmentBlock{}; };
}

void addMeasure(List& list, Session& session)
{
    const QString menu = inCommands("&Measure");
    const auto words = [](std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); };
    for (const MeasureKind kind : offeredMeasures()) {
        auto& command = list.addForDump(("measure." + std::string(nameOf(kind))).c_str(), menu, words(titleOf(kind)), {}, [&session, kind] { chooseMeasure(session, kind); });
        command.possible = [&session, kind] { return session.state().hasDump() && whyNoMeasure(session, kind).isEmpty(); };
        command.checked = [&session, kind] { return session.state().measure.kind == kind; };
    }
    const QString variants = menu + QLatin1Char('/') + inCommands("&Variant");
    for (const auto variant : {MeasureVariant::Paper, MeasureVariant::Published, MeasureVariant::Corrected}) {
        auto& command = list.addForDump(("variant." + std::string(nameOf(variant))).c_str(), variants, words(titleOf(variant)), {}, [&session, variant] { chooseVariant(session, variant); });
        command.possible = [&session, variant] {
            const auto known = variantsOf(session.state().measure.kind);
            return session.state().hasDump() && known.size() > 1 && std::find(known.begin(), known.end(), variant) != known.end();
        };
        command.checked = [&session, variant] { return variantsOf(session.state().measure.kind).size() > 1 && session.state().measure.variant == variant; };
    }
    const auto addAggregate = [&](const char* id, const QString& text, Aggregate aggregate) {
        auto& command = list.addAction(id, menu, text, {}, SetAggregate{aggregate});
        command.checked = [&session, aggregate] { return session.state().selection.aggregate == aggregate; };
        return &command;
    };
    addAggregate("aggregateEach", inCommands("Each head"), Aggregate::Each)->separatorBefore = true;
    addAggregate("aggregateMean", inCommands("Mean of the heads"), Aggregate::Mean);
    addAggregate("aggregateMax", inCommands("Maximum of the heads"), Aggregate::Max);
    addAggregate("aggregateMin", inCommands("Minimum of the heads"), Aggregate::Min);
    list.addAction("nextAggregate", menu, inCommands("Next way to combine heads"), {QKeySequence(Qt::Key_M)}, NextAggregate{});
    list.addAction("nextRange", menu, inCommands("Next kind of range"), {QKeySequence(Qt::Key_R)}, NextRange{}).separatorBefore = true;
}

void addHelp(List& list, const WindowActions& actions)
{
    const QString menu = inCommands("&Help");
    list.add("allKeys", menu, inCommands("All &keys"), {QKeySequence(Qt::Key_Question), QKeySequence(Qt::SHIFT | Qt::Key_Question)}, actions.allKeys);
    list.add("savingHelp", menu, inCommands("&Saving attention from Python"), {QKeySequence(Qt::Key_F1)}, actions.savingHelp);
    list.add("measuresHelp", menu, inCommands("&Measures and their variants"), {}, actions.measuresHelp);
    list.add("about", menu, inCommands("&About Headlight"), {}, actions.about);
    list.add("escape", {}, inCommands("Clear step by step"), {QKeySequence(Qt::Key_Escape)}, actions.escape);
}

} // namespace

std::vector<Command> windowCommands(Session& session, Theme& theme, const WindowActions& actions)
{
    List list(session);
    addFile(list, session, actions);
    addEdit(list, session, actions);
    addView(list, session, actions);
    addLook(list, theme);
    addGo(list, session, actions);
    addSelect(list, session);
    addMeasure(list, session);
    addHelp(list, actions);
    return list.take();
}

} // namespace headlight::ui
