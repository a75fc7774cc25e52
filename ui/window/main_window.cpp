// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/main_window.h"

#include "state/state_json.h"
#include "ui/charts/bar_chart_painter.h"
#include "ui/window/canvas.h"
#include "ui/window/chrome.h"
#include "ui/window/commands.h"
#include "ui/window/dump_desk.h"
#include "ui/window/dump_switcher.h"
#include "ui/window/dump_words.h"
#include "ui/window/export_desk.h"
#include "ui/window/findings.h"
#include "ui/window/icons.h"
#include "ui/window/help_page.h"
#include "ui/window/inspector.h"
#include "ui/window/key_sheet.h"
#include "ui/window/left_dock.h"
#include "ui/window/message_bar.h"
#include "ui/window/play_bar.h"
#include "ui/window/region_walk.h"
#include "ui/window/report_page.h"
#include "ui/window/state_bar.h"
#include "ui/window/status_bar.h"
#include "ui/window/text_label.h"
#include "ui/window/thin_splitter.h"
#include "ui/window/view_tabs.h"
#include "ui/window/welcome_page.h"
#include "ui/window/window_commands.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QScreen>
#include <QSettings>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <memory>

namespace headlight::ui {

namespace {

constexpr QSize kUsual{1600, 1000};
constexpr QSize kSmallest{1024, 640};
constexpr int kMenuHeight = 28;
constexpr int kFindWidth = 480;

QString droppedPath(const QMimeData* data)
{
    if (!data->hasUrls() || data->urls().isEmpty() || !data->urls().first().isLocalFile())
        return {};
    return data->urls().first().toLocalFile();
}

} // namespace

MainWindow::MainWindow(Session& session, Theme& theme, QSettings& settings, AskForFile ask)
    : m_session(session), m_theme(theme), m_settings(settings), m_kept(readKept(settings))
{
    charts::useQtCharts();
    setWindowTitle(tr("Headlight"));
    setWindowIcon(icon(QStringLiteral("headlight")));
    setAcceptDrops(true);
    makeParts(std::move(ask));
    makeCommands();
    layOut();
    connectParts();
    restore();
    showPage();
}

MainWindow::~MainWindow() = default;

void MainWindow::makeParts(AskForFile ask)
{
    m_messages = new MessageBar(this);
    m_desk = new DumpDesk(m_session, *m_messages, ask, this);
    m_welcome = new WelcomePage;
    m_report = new ReportPage(m_session, m_desk->noteActions(), ask);
    m_left = new LeftDock(m_session);
    m_inspector = new Inspector(m_session);
    m_tabs = new ViewTabs(m_session);
    m_canvas = new Canvas(m_session);
    auto* playBar = new PlayBar(m_session);
    m_tabs->setCorner(playBar);
    connect(m_canvas, &Canvas::viewChanged, playBar, [this, playBar] { playBar->setView(m_canvas->view()); });
    m_status = new StatusBar(m_session);
    m_exports = new ExportDesk(m_session, [this] { return m_canvas->view(); }, std::move(ask), this);
    m_place = new TextLabel({}, {12.5, QFont::Normal, Tone::Quiet});
}

void MainWindow::makeCommands()
{
    WindowActions actions;
    actions.openFile = [this] { m_desk->askForFile(); };
    actions.openFolder = [this] { m_desk->askForFolder(); };
    actions.choosePicture = [this] { m_desk->choosePicture(); };
    actions.report = [this] { m_reportShown ? hideReport() : showReport(); };
    actions.shownReport = [this] { return m_reportShown && !m_report->showsProblem() ? m_report : nullptr; };
    actions.exportFigure = [this] { m_exports->exportFigure(); };
    actions.exportBatch = [this] { m_exports->exportBatch(); };
    actions.saveTable = [this] { m_exports->saveTable(); };
    actions.close = [this] { m_session.closeDump(); };
    actions.stepDump = [this](int by) { m_session.showDump(neighbourOf(m_session, by)); };
    actions.quit = [this] { close(); };
    actions.find = [this] { find(); };
    actions.findSamples = [this] { m_left->focusSampleFilter(); };
    actions.escape = [this] { escape(); };
    actions.allKeys = [this] {
        delete m_sheet;
        m_sheet = new KeySheet(m_commands->all(), this);
        m_sheet->show();
        m_sheet->setFocus();
    };
    actions.about = [this] { about(); };
    actions.savingHelp = [this] { (new HelpPage(QStringLiteral("saving"), this))->show(); };
    actions.measuresHelp = [this] { (new HelpPage(QStringLiteral("measures"), this))->show(); };
    actions.walkRegions = [this](int by) { walkRegions(m_regions, focusWidget(), by); };
    actions.fullScreen = [this] { setFullScreen(!isFullScreen()); };
    actions.isFullScreen = [this] { return isFullScreen(); };
    actions.view = [this] { return m_canvas->view(); };
    m_commands = new Commands(windowCommands(m_session, m_theme, actions), this, menuBar());
}

void MainWindow::layOut()
{
    m_stateBar = new StateBar(m_session, {m_commands->action(QStringLiteral("open")), m_commands->action(QStringLiteral("back")),
                                          m_commands->action(QStringLiteral("forward")), m_commands->action(QStringLiteral("find")),
                                          m_commands->action(QStringLiteral("export"))});
    auto* middle = new QWidget;
    auto* column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_tabs);
    column->addWidget(m_messages);
    column->addWidget(m_canvas, 1);
    m_work = new ThinSplitter;
    m_work->addWidget(m_left);
    m_work->addWidget(middle);
    m_work->addWidget(m_inspector);
    m_work->setStretchFactor(1, 1);
    m_pages = new QStackedWidget;
    m_pages->addWidget(m_welcome);
    m_pages->addWidget(m_work);
    m_pages->addWidget(m_report);
    auto* central = new QWidget;
    auto* rows = new QVBoxLayout(central);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(m_stateBar);
    rows->addWidget(m_pages, 1);
    rows->addWidget(m_status);
    setCentralWidget(central);
    m_place->setContentsMargins(0, 0, 14, 0);
    m_place->setMinimumHeight(scaled(kMenuHeight));
    menuBar()->setFixedHeight(scaled(kMenuHeight));
    m_place->setObjectName(QStringLiteral("place"));
    menuBar()->setCornerWidget(m_place);
    m_regions = {m_stateBar, m_left, m_tabs, m_canvas, m_inspector, m_messages, m_welcome, m_report};
}

void MainWindow::connectParts()
{
    connect(m_welcome, &WelcomePage::openWanted, m_desk, &DumpDesk::askForFile);
    connect(m_welcome, &WelcomePage::pathChosen, m_desk, &DumpDesk::open);
    connect(m_welcome, &WelcomePage::locateWanted, m_desk, &DumpDesk::locate);
    connect(m_desk, &DumpDesk::recentChanged, this, [this] { m_welcome->setRecent(m_desk->recent()); });
    connect(m_desk, &DumpDesk::refused, this, [this](const QString& path, const Error& error) {
        m_welcome->showProblem(QString::fromStdString(sentence(error)));
        m_report->showProblem(path, error);
        m_reportShown = true;
        showPage();
    });
    connect(m_desk, &DumpDesk::severalFound, this, [this](const QString& folder, const QStringList& dumps) {
        m_report->showDumps(folder, dumps);
        m_reportShown = true;
        showPage();
    });
    connect(&m_session, &Session::openFailed, this, [this](const QString& path, const Error& error) {
        const auto dump = m_session.dump();
        if (!m_reportShown || m_report->showsProblem() || dump == nullptr || path != QString::fromStdString(dump->path().string()))
            return;
        m_messages->remove(QStringLiteral("failed")); // said where it was chosen
        m_report->showRefused(error);
    });
    connect(m_report, &ReportPage::historyChanged, this, [this] { m_commands->refresh(); });
    connect(m_report, &ReportPage::pathChosen, m_desk, &DumpDesk::open);
    connect(&m_session, &Session::opening, m_welcome, &WelcomePage::setOpening);
    connect(&m_session, &Session::dumpChanged, this, &MainWindow::dumpChanged);
    connect(&m_session, &Session::stateChanged, m_commands, &Commands::refresh);
    connect(&m_session, &Session::historyChanged, m_commands, &Commands::refresh);
    connect(&m_theme, &Theme::changed, m_commands, &Commands::refresh);
    connect(&m_theme, &Theme::changed, this, &MainWindow::fitParts);
    connect(m_report, &ReportPage::closed, this, &MainWindow::hideReport);
    connect(m_canvas, &Canvas::figureChanged, m_inspector, &Inspector::showFigure);
    connect(m_canvas, &Canvas::statusText, m_status, &StatusBar::setText);
    connect(m_canvas, &Canvas::exportRequested, m_exports, &ExportDesk::exportFigure);
    connect(m_canvas, &Canvas::pictureWanted, m_desk, &DumpDesk::choosePicture);
    connect(m_canvas, &Canvas::saveRequested, m_exports, &ExportDesk::saveTable);
    connect(m_left, &LeftDock::statusText, m_status, &StatusBar::flash);
    connect(m_exports, &ExportDesk::statusText, m_status, &StatusBar::flash);
}

void MainWindow::restore()
{
    m_theme.setTextPercent(m_kept.textPercent);
    m_theme.setChoice(m_kept.theme);
    m_desk->setLastFolder(m_kept.lastFolder);
    m_desk->setRecent(m_kept.recent);
    m_exports->setKept(m_kept.exports);
    m_report->setOnlyForDecisions(m_kept.reportOnlyForDecisions);
    m_left->setFoldedSections(m_kept.foldedSections);
    m_inspector->setFoldedSections(m_kept.foldedSections);
    m_work->setSizes({m_kept.leftWidth, kUsual.width(), m_kept.rightWidth});
    if (const auto kept = stateFromJson(m_kept.display.toStdString()); kept) {
        State state = m_session.state();
        state.display = kept->state.display;
        state.measure = kept->state.measure;
        m_session.dispatch(ReplaceState{state});
    }
    const QRect screen = this->screen()->availableGeometry();
    setMinimumSize(kSmallest.boundedTo(screen.size()));
    if (m_kept.window.isValid()) {
        setGeometry(fitted(m_kept.window, screen));
        if (m_kept.maximised)
            setWindowState(Qt::WindowMaximized);
    } else {
        resize(kUsual.boundedTo(screen.size()));
    }
}

void MainWindow::keep()
{
    m_kept.window = isMaximized() || isFullScreen() ? normalGeometry() : geometry();
    m_kept.maximised = isMaximized();
    keepWidths();
    m_kept.foldedSections = m_left->foldedSections() + m_inspector->foldedSections();
    m_kept.theme = m_theme.choice();
    m_kept.textPercent = m_theme.textPercent();
    m_kept.reportOnlyForDecisions = m_report->onlyForDecisions();
    m_kept.lastFolder = m_desk->lastFolder();
    m_kept.recent = m_desk->recent();
    m_kept.exports = m_exports->kept();
    State display;
    display.display = m_session.state().display;
    display.measure = m_session.state().measure;
    m_kept.display = QByteArray::fromStdString(headlight::toJson(display));
    writeKept(m_settings, m_kept);
}

/// Only where both docks have the width people gave them.
void MainWindow::keepWidths()
{
    if (!m_work->isVisible() || m_left->folded() || m_inspector->folded())
        return;
    m_kept.leftWidth = m_left->width();
    m_kept.rightWidth = m_inspector->width();
}

void MainWindow::open(const QString& path)
{
    m_desk->open(path);
}

void MainWindow::openAll(const QStringList& paths)
{
    m_desk->openAll(paths);
}

void MainWindow::dumpChanged()
{
    const auto dump = m_session.dump();
    m_place->setText(dump != nullptr ? placeWords(*dump) : QString());
    menuBar()->setCornerWidget(m_place); // takes the new width
    setWindowTitle(dump != nullptr ? tr("%1 — Headlight").arg(placeWords(*dump)) : tr("Headlight"));
    const QString path = dump != nullptr ? QString::fromStdString(dump->path().string()) : QString();
    const bool another = !m_decided.contains(path);
    m_decided.clear();
    for (const auto& open : m_session.openDumps())
        m_decided << QString::fromStdString(open->path().string());
    if (dump == nullptr) {
        m_reportShown = false;
    } else if (another || m_report->showsProblem()) {
        const bool decision = std::any_of(dump->notes().begin(), dump->notes().end(), [](const Note& note) { return note.weight == NoteWeight::Decision; });
        m_reportShown = decision || !m_report->onlyForDecisions();
    }
    if (m_reportShown)
        m_report->showDump();
    m_commands->refresh();
    showPage();
}

void MainWindow::showReport()
{
    m_report->showDump();
    m_reportShown = true;
    showPage();
}

void MainWindow::hideReport()
{
    m_reportShown = false;
    showPage();
}

void MainWindow::showPage()
{
    const bool open = m_session.state().hasDump();
    QWidget* page = m_reportShown ? static_cast<QWidget*>(m_report) : open ? static_cast<QWidget*>(m_work) : m_welcome;
    const bool changed = m_pages->currentWidget() != page;
    m_pages->setCurrentWidget(page);
    m_stateBar->setVisible(open || m_reportShown);
    m_stateBar->setSelectionShown(page == m_work);
    if (changed)
        m_commands->refresh(); // what is undone depends on the page
    fitParts();
    if (changed && page == m_work && m_canvas->view() != nullptr) {
        m_canvas->view()->setFocus();
        QMetaObject::invokeMethod(this, &MainWindow::fitParts, Qt::QueuedConnection); // once it is laid out
    }
    if (changed && page == m_report)
        m_report->focusFirst();
}

void MainWindow::fitParts()
{
    constexpr int kLabels = 1400;
    constexpr int kInspector = 1360; // and the box "Find or run"
    constexpr int kBoth = 1100;
    constexpr int kNarrowLeft = 232;
    const int room = width() * 100 / m_theme.textPercent();
    m_stateBar->setLabelsShown(room >= kLabels);
    m_stateBar->setFindCollapsed(room < kInspector);
    const bool foldRight = room < kInspector;
    const bool foldLeft = room < kBoth;
    const bool refold = foldRight != m_inspector->folded() || foldLeft != m_left->folded();
    if (refold) {
        keepWidths();
        m_inspector->setFolded(foldRight);
        m_left->setFolded(foldLeft);
    }
    if (!refold && !foldRight && !foldLeft)
        return; // people may move the handles
    const int left = foldLeft ? m_left->maximumWidth() : foldRight ? kNarrowLeft : m_kept.leftWidth;
    const int right = foldRight ? m_inspector->maximumWidth() : m_kept.rightWidth;
    m_work->setSizes({left, std::max(1, width() - left - right - 2), right});
}

/// Below its box; on the welcome page, which has none, at the upper edge of the window.
void MainWindow::find()
{
    const auto finder = std::make_shared<Finder>(m_session, findProviders(m_session, *m_commands));
    auto* popup = new ChoicePopup(tr("Find or run"), [finder](const QString& text) { return finder->offer(text); }, this);
    popup->setHint(tr("A command, sample, token, or L6 H1,7 · q=21,23-25 · s=0"));
    connect(popup, &ChoicePopup::chosen, this, [finder](int index) { finder->run(index); });
    const int across = std::min(scaled(kFindWidth), width() - 40);
    const QWidget* box = m_stateBar->findBox();
    const QPoint corner = box->isVisible() ? box->mapToGlobal(QPoint(box->width(), box->height() + 4)) : mapToGlobal(QPoint((width() + across) / 2, scaled(kMenuHeight) + 12));
    popup->openAt(corner, across);
}

void MainWindow::escape()
{
    const auto& selection = m_session.state().selection;
    if (m_sheet != nullptr)
        m_sheet->close();
    else if (m_left->overlayOpen() || m_inspector->overlayOpen())
        m_left->overlayOpen() ? m_left->closeOverlay() : m_inspector->closeOverlay();
    else if (m_reportShown)
        hideReport();
    else if (selection.key)
        m_session.dispatch(Unpin{});
    else if (selection.block != SegmentBlock{})
        m_session.dispatch(SetBlock{});
    else if (selection.window)
        m_session.dispatch(SetWindow{});
    else if (isFullScreen())
        setFullScreen(false);
}

void MainWindow::setFullScreen(bool on)
{
    setWindowState(windowState().setFlag(Qt::WindowFullScreen, on));
}

void MainWindow::about()
{
    auto* box = new QMessageBox(QMessageBox::NoIcon, tr("About Headlight"),
                                tr("Headlight %1\n\nShows the attention of transformers from saved dumps. Needs no model and no network, and never runs code from files.\n\n"
                                   "Free software under the GNU General Public License, version 3 or later.")
                                    .arg(QCoreApplication::applicationVersion()),
                                QMessageBox::Ok, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    if (m_sheet != nullptr)
        m_sheet->resize(size());
    fitParts();
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    keep();
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (droppedPath(event->mimeData()).isEmpty())
        return;
    event->acceptProposedAction();
    m_welcome->setDropHighlighted(true);
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*)
{
    m_welcome->setDropHighlighted(false);
}

void MainWindow::dropEvent(QDropEvent* event)
{
    m_welcome->setDropHighlighted(false);
    const QString path = droppedPath(event->mimeData());
    if (path.isEmpty())
        return;
    event->acceptProposedAction();
    m_desk->drop(path);
}

} // namespace headlight::ui
