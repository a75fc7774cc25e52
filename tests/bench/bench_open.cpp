// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// From a file to its first heat map, for a small and a large dump in turn, each in a process of its own.

#include "bench_dump.h"
#include "dump/dump.h"
#include "figure/build.h"
#include "state/action.h"
#include "ratios.h"
#include "timing.h"
#include "ui/paint/fonts.h"
#include "ui/paint/painter.h"

#include <QGuiApplication>
#include <QImage>
#include <QPainter>

#include <array>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

using namespace headlight;
using namespace headlight::bench;

namespace {

/// What one process measures: milliseconds since main() and megabytes of its own.
struct Opened {
    double dump = 0.0;
    double figure = 0.0;
    double picture = 0.0;
    double megabytes = 0.0;
};

int openOne(int argc, char** argv)
{
    const Stopwatch clock;
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication application(argc, argv);
    paint::loadFonts();
    Opened opened;
    auto dump = openDump(argv[2]);
    if (!dump) {
        std::fprintf(stderr, "%s\n", sentence(dump.error()).c_str());
        return 1;
    }
    opened.dump = clock.milliseconds();

    Workspace workspace;
    workspace.open(*dump);
    State state = update(State{}, ShowDump{{(*dump)->title(), (*dump)->fingerprint(), ""}, shapeOf(**dump)});
    state = update(state, SelectView{ViewKind::Heatmap});
    state = update(state, SelectHeads{HeadSet::one({LayerIndex{5}, HeadIndex{6}})});
    const auto figure = buildFigure(workspace, state, {});
    if (!figure)
        return 1;
    opened.figure = clock.milliseconds();

    QImage image(1600, 1000, QImage::Format_RGB32);
    QPainter painter(&image);
    paint::paint(painter, *figure, QSizeF(1600, 1000), {});
    painter.end();
    opened.picture = clock.milliseconds();
    opened.megabytes = ownMegabytes();
    std::printf("%f %f %f %f\n", opened.dump, opened.figure, opened.picture, opened.megabytes);
    return 0;
}

/// Runs this program again for one file.
bool inAnotherProcess(const std::string& self, const std::string& file, Opened& opened)
{
    std::FILE* pipe = ::popen(("'" + self + "' --one '" + file + "'").c_str(), "r");
    if (pipe == nullptr)
        return false;
    const int read = std::fscanf(pipe, "%lf %lf %lf %lf", &opened.dump, &opened.figure, &opened.picture, &opened.megabytes);
    return ::pclose(pipe) == 0 && read == 4;
}

struct Series {
    std::string name;
    std::string file;
    std::vector<double> dump, picture, megabytes;
};

} // namespace

int main(int argc, char** argv)
{
    if (argc == 3 && std::strcmp(argv[1], "--one") == 0)
        return openOne(argc, argv);

    std::array<Series, 2> series{{{"36 MB, 12 x 12 x 252 x 252", benchFolder() / "small.npy", {}, {}, {}}, {"2.1 GB, 12 x 12 x 1900 x 1900", benchFolder() / "large.npy", {}, {}, {}}}};
    writeDump(series[0].file, {12, 12, 252});
    writeDump(series[1].file, {12, 12, 1900});
    constexpr int kRounds = 7;
    for (int round = 0; round < kRounds; ++round)
        for (auto& one : series) {
            Opened opened;
            if (!inAnotherProcess(argv[0], one.file, opened)) {
                std::fprintf(stderr, "%s could not be opened\n", one.file.c_str());
                return 1;
            }
            one.dump.push_back(opened.dump);
            one.picture.push_back(opened.picture);
            one.megabytes.push_back(opened.megabytes);
        }
    for (const auto& one : series) {
        std::printf("%s\n", one.name.c_str());
        report("  start of main() to the dump being understood", one.dump);
        report("  start of main() to its first heat map", one.picture);
        std::printf("%-44s largest %.1f MB\n", "  own memory", percentileOf(one.megabytes, 100));
    }
    keepRatio("open, 36 MB against 2.1 GB", percentileOf(series[0].picture, 50) / percentileOf(series[1].picture, 50));
    std::printf("large / small, medians: %.2f\n", percentileOf(series[1].picture, 50) / percentileOf(series[0].picture, 50));
    return 0;
}
