// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A session with a dump of pictures on it, and a view of it on a screen that is not there.
#pragma once

#include "support/map_pictures.h"
#include "ui/paint/fonts.h"
#include "ui/session/session.h"
#include "ui/views/figure_canvas.h"

#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace headlight::test {

/// Rows sum to one; every head of every layer differs, and so does every cell of a row.
inline Matrix slopedMap(std::int64_t size, std::int64_t seed)
{
    Matrix matrix(size, size);
    for (std::int64_t r = 0; r < size; ++r) {
        double sum = 0.0;
        for (std::int64_t c = 0; c < size; ++c) {
            const double value = std::exp(-std::abs(static_cast<double>(r - c)) / static_cast<double>(1 + seed)) + 0.001 * static_cast<double>((r * 7 + c * 3) % 11);
            matrix(r, c) = static_cast<float>(value);
            sum += value;
        }
        for (float& value : matrix.row(r))
            value = static_cast<float>(static_cast<double>(value) / sum);
    }
    return matrix;
}

inline SharedDump slopedDump(std::int64_t layers, std::int64_t heads, const std::vector<std::string>& tokens)
{
    std::vector<std::vector<Matrix>> maps;
    for (std::int64_t layer = 0; layer < layers; ++layer) {
        maps.emplace_back();
        for (std::int64_t head = 0; head < heads; ++head)
            maps.back().push_back(slopedMap(static_cast<std::int64_t>(tokens.size()), layer * heads + head));
    }
    return std::make_shared<PictureDump>(std::vector<Maps>{mapsOf(std::move(maps), axisOf(tokens))});
}

inline std::vector<std::string> words(int count, int padding = 0)
{
    std::vector<std::string> tokens;
    for (int i = 0; i < count; ++i)
        tokens.push_back("word" + std::to_string(i));
    for (int i = 0; i < padding; ++i)
        tokens.emplace_back("[PAD]");
    return tokens;
}

/// The view is up to date when the constructor is done.
template <typename T>
class ShownView {
public:
    explicit ShownView(const SharedDump& dump, QSize size = {1100, 900}, std::vector<Action> actions = {})
        : session(worldOf(dump)), view(session), status(&view, &ui::View::statusText)
    {
        paint::loadFonts();
        QSignalSpy opened(&session, &ui::Session::dumpChanged);
        session.open(QStringLiteral("picture"));
        opened.wait();
        for (const Action& action : actions)
            session.dispatch(action);
        view.resize(size);
        view.show();
        view.activateWindow();
        (void)QTest::qWaitForWindowActive(&view);
        view.setFocus();
        settle();
    }

    /// Until the survey and the figure have caught up with the state.
    void settle()
    {
        (void)QTest::qWaitFor([this] {
            QCoreApplication::sendPostedEvents();
            return !session.surveying() && view.upToDate();
        });
        view.repaint();
    }

    void act(const Action& action)
    {
        session.dispatch(action);
        settle();
    }

    void wheel(QPointF at, QPoint angle, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QWheelEvent event(at, view.mapToGlobal(at), QPoint(), angle, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&view, &event);
        accepted = event.isAccepted();
        settle();
    }

    void drag(QPointF from, QPointF to, Qt::MouseButton button = Qt::LeftButton, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::mousePress(&view, button, modifiers, from.toPoint());
        // QTest::mouseMove has no buttons before Qt 6.5
        for (const double part : {0.5, 1.0}) {
            const QPointF at = from + (to - from) * part;
            QMouseEvent move(QEvent::MouseMove, at, view.mapToGlobal(at), Qt::NoButton, button, modifiers);
            QCoreApplication::sendEvent(&view, &move);
        }
        QTest::mouseRelease(&view, button, modifiers, to.toPoint());
        settle();
    }

    void hover(QPointF at)
    {
        QMouseEvent move(QEvent::MouseMove, at, view.mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&view, &move);
    }

    void click(QPointF at, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::mouseClick(&view, Qt::LeftButton, modifiers, at.toPoint());
        settle();
    }

    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(&view, key, modifiers);
        settle();
    }

    [[nodiscard]] const Selection& selection() const { return session.state().selection; }
    [[nodiscard]] QString said() const { return status.isEmpty() ? QString() : status.last()[0].toString(); }

    ui::Session session;
    T view;
    QSignalSpy status;
    bool accepted = false;

private:
    static ui::Session::World worldOf(const SharedDump& dump)
    {
        auto world = ui::Session::world();
        world.open = [dump](const std::filesystem::path&, const ReadingChoices&, const JobContext&) -> Result<SharedDump> { return dump; };
        return world;
    }
};

} // namespace headlight::test
