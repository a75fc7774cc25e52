// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// From nothing to the first heat map, as a file and in the window, for dumps of 37 MB, 151 MB and 2.1 GB, beside a notebook that imports, loads and draws
// (notebook_start.py beside this file), in turn, every time in new processes. Then a sparse dump of 34 GB, which no notebook loads.
//
//   bench_start [ROUNDS]

#include "bench_dump.h"
#include "child.h"
#include "python_side.h"
#include "ratios.h"
#include "resources/resources.h"
#include "timing.h"
#include "ui/paint/fonts.h"
#include "ui/session/survey_store.h"
#include "ui/views/figure_canvas.h"
#include "ui/window/main_window.h"

#include <headlight_samples.h>

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

using namespace headlight;
using namespace headlight::bench;

namespace {

namespace fs = std::filesystem;

// ---- the window, in a process of its own

/// Tells when something of the window is painted, and when the figure of another dump is.
class PaintWatch : public QObject {
public:
    std::function<void()> firstFrame;
    std::function<void()> figure;
    const ui::Session* shown = nullptr;
    std::string before; ///< fingerprint of the dump that was there

    bool eventFilter(QObject* object, QEvent* event) override
    {
        if (event->type() != QEvent::Paint)
            return false;
        if (firstFrame)
            QTimer::singleShot(0, this, std::exchange(firstFrame, {}));
        const auto* canvas = dynamic_cast<const ui::FigureCanvas*>(object);
        if (figure && canvas != nullptr && canvas->upToDate() && shown->state().dump.fingerprint != before && !std::holds_alternative<EmptyFigure>(*canvas->figure()))
            QTimer::singleShot(0, this, std::exchange(figure, {})); // once it is painted
        return false;
    }
};

/// As the program starts with `file`: prints the milliseconds from before the start of the process to the first frame and to the figure, and the megabytes of
/// its own. With a second file: those from opening it, in the window that shows the first, to its figure.
int showInWindow(int argc, char** argv)
{
    constexpr int kRest = 1000; // the surveys of the first dump are through
    const QString first = QString::fromLocal8Bit(argv[2]);
    const QString second = argc > 3 ? QString::fromLocal8Bit(argv[3]) : QString();
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("headlight"));
    initResources();
    paint::loadFonts();
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("kept.ini")), QSettings::IniFormat);
    ui::Theme theme(application);
    ui::Session session;
    session.keepSurveysIn(std::make_shared<const ui::SurveyStore>(folder.filePath(QStringLiteral("surveys"))));
    ui::MainWindow window(session, theme, settings);
    PaintWatch watch;
    application.installEventFilter(&watch);
    double frame = 0.0;
    Stopwatch opening;
    const auto end = [&](double figure) {
        std::printf("%f %f %f\n", frame, figure, ownMegabytes());
        QApplication::exit(0);
    };
    const auto openSecond = [&] {
        opening = {};
        watch.shown = &session;
        watch.before = session.state().dump.fingerprint;
        watch.figure = [&] { end(opening.milliseconds()); };
        window.openAll({second});
    };
    watch.shown = &session;
    watch.firstFrame = [&] { frame = sinceStarted(); };
    watch.figure = [&] {
        if (second.isEmpty())
            end(sinceStarted());
        else
            QTimer::singleShot(kRest, &application, openSecond);
    };
    window.resize(1600, 1000);
    window.openAll({first});
    window.show();
    QTimer::singleShot(120'000, &application, [] { QApplication::exit(1); });
    return QApplication::exec();
}

// ---- both sides

struct Times {
    std::vector<double> notebook, running, file, frame, window, again, megabytes, fileMegabytes;
};

std::string self()
{
    return fs::read_symlink("/proc/self/exe").string();
}

struct Shown {
    double frame = 0.0;
    double figure = 0.0;
    double megabytes = 0.0;
};

Shown inWindow(const std::vector<std::string>& dumps)
{
    std::vector<std::string> words{self(), "window"};
    words.insert(words.end(), dumps.begin(), dumps.end());
    Shown shown;
    if (std::sscanf(run(words).output.c_str(), "%lf %lf %lf", &shown.frame, &shown.figure, &shown.megabytes) != 3)
        std::exit(1);
    return shown;
}

void oneRound(const fs::path& dump, Times& times)
{
    const std::string picture = (benchFolder() / "start" / "first.png").string();
    const Ran there = run({PythonSide::kInterpreter, HEADLIGHT_BENCH_SOURCE_DIR "/notebook_start.py", "cold", dump.string(), picture});
    double imports = 0.0;
    double loading = 0.0;
    double drawing = 0.0;
    if (std::sscanf(there.output.c_str(), "%lf %lf %lf", &imports, &loading, &drawing) != 3)
        std::exit(1);
    times.notebook.push_back(there.milliseconds);
    times.running.push_back(loading + drawing);

    const Ran file = run({HEADLIGHT_BENCH_PROGRAM, "figure", dump.string(), "--view", "heatmap", "--select", "L6 H7", "--width", "25.4cm", "--dpi", "100", "-o", picture});
    times.file.push_back(file.milliseconds);
    times.fileMegabytes.push_back(file.largestMegabytes);

    const Shown window = inWindow({dump.string()});
    times.frame.push_back(window.frame);
    times.window.push_back(window.figure);
    times.megabytes.push_back(window.megabytes);
    times.again.push_back(inWindow({HEADLIGHT_SAMPLES_DIR "/covr_blip2", dump.string()}).figure);
}

void compare(const char* what, const std::string& name, const std::vector<double>& here, const std::vector<double>& other)
{
    const double medians = percentileOf(other, 50) / percentileOf(here, 50);
    std::printf("  %-44s min %8.1f   median %8.1f ms   %6.1f times by the minima, %6.1f by the medians\n", what, percentileOf(here, 0), percentileOf(here, 50),
                percentileOf(other, 0) / percentileOf(here, 0), medians);
    keepRatio("start, " + name + ", " + what, medians);
}

void print(const std::string& name, const Times& times)
{
    std::printf("%s\n", name.c_str());
    std::printf("  %-44s min %8.1f   median %8.1f ms, without the imports %8.1f and %8.1f ms\n", "notebook: imports, load, figure", percentileOf(times.notebook, 0),
                percentileOf(times.notebook, 50), percentileOf(times.running, 0), percentileOf(times.running, 50));
    compare("as a file, from nothing", name, times.file, times.notebook);
    compare("in the window, from nothing", name, times.window, times.notebook);
    compare("in the window, against Python running", name, times.window, times.running);
    compare("in a window that runs, against Python running", name, times.again, times.running);
    std::printf("  first frame of the window: min %.1f, median %.1f ms; its own memory %.1f MB, largest; of the file's process %.1f MB with mapped pages\n",
                percentileOf(times.frame, 0), percentileOf(times.frame, 50), percentileOf(times.megabytes, 100), percentileOf(times.fileMegabytes, 100));
}

// ---- 34 GB

constexpr std::int64_t kSparseTokens = 7680;

/// float32 [12, 12, 7680, 7680] as .npy, all of it a hole.
fs::path sparseDump()
{
    const auto path = benchFolder() / "start" / "sparse" / "attentions.npy"; // a name that says what holds nothing but zeros
    std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (12, 12, 7680, 7680), }";
    header.resize(117, ' ');
    header += '\n';
    fs::create_directories(path.parent_path());
    std::ofstream file(path, std::ios::binary);
    file << "\x93NUMPY\x01" << '\0' << static_cast<char>(header.size()) << '\0' << header;
    file.close();
    fs::resize_file(path, 10 + header.size() + std::uint64_t{12} * 12 * kSparseTokens * kSparseTokens * 4);
    return path;
}

void sparse(int rounds, const std::vector<double>& small)
{
    const std::string dump = sparseDump().string();
    std::vector<double> info;
    std::vector<double> window;
    std::vector<double> megabytes;
    for (int round = 0; round < rounds; ++round) {
        const Ran ran = run({HEADLIGHT_BENCH_PROGRAM, "info", dump});
        info.push_back(ran.milliseconds);
        const Shown shown = inWindow({dump});
        window.push_back(shown.figure);
        megabytes.push_back(shown.megabytes);
    }
    std::printf("34 GB, sparse, 12 x 12 x 7680 x 7680\n");
    report("  headlight info", info);
    report("  in the window, from nothing", window);
    std::printf("  own memory %.1f MB, largest; %.1f times as long as the smallest dump\n", percentileOf(megabytes, 100), percentileOf(window, 50) / percentileOf(small, 50));
    keepRatio("start, the smallest dump against 34 GB, in the window", percentileOf(small, 50) / percentileOf(window, 50));
}

} // namespace

int main(int argc, char** argv)
{
    if (argc > 2 && std::string(argv[1]) == "window")
        return showInWindow(argc, argv);
    const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 5;
    const auto folder = benchFolder() / "start";
    fs::create_directories(folder);
    run({PythonSide::kInterpreter, HEADLIGHT_BENCH_SOURCE_DIR "/notebook_start.py", "make", folder.string()});

    Times patches;
    Times text;
    Times large;
    for (int round = 0; round < rounds; ++round) {
        oneRound(folder / "patches.pt", patches);
        oneRound(folder / "text.pt", text);
        if (round % 2 == 0) // the notebook takes long
            oneRound(folder / "large.pt", large);
    }
    print("37 MB, 63 tokens", patches);
    print("151 MB, 512 tokens", text);
    print("2.1 GB, 1900 tokens", large);
    std::printf("2.1 GB against 37 MB: %.2f times as long as a file, %.2f in the window\n", percentileOf(large.file, 50) / percentileOf(patches.file, 50),
                percentileOf(large.window, 50) / percentileOf(patches.window, 50));
    keepRatio("start, 37 MB against 2.1 GB, as a file", percentileOf(patches.file, 50) / percentileOf(large.file, 50));
    keepRatio("start, 37 MB against 2.1 GB, in the window", percentileOf(patches.window, 50) / percentileOf(large.window, 50));
    sparse(rounds, patches.window);
    return 0;
}
