// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/measure_choice.h"

#include "ui/views/view.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace headlight::ui {

std::span<const MeasureKind> offeredMeasures()
{
    static constexpr std::array kMeasures{MeasureKind::Attention, MeasureKind::Rollout, MeasureKind::FusedRollout, MeasureKind::GradientRollout, MeasureKind::Relevance,
                                          MeasureKind::Flow};
    return kMeasures;
}

QStringList gradientTargets(const Session& session)
{
    QStringList names;
    const auto dump = session.dump();
    const auto stack = static_cast<std::size_t>(session.state().selection.stack.value);
    if (dump != nullptr && stack < dump->stacks().size())
        for (const auto& target : dump->stacks()[stack].gradientTargets)
            names << QString::fromStdString(target);
    return names;
}

QString whyNoMeasure(const Session& session, MeasureKind kind)
{
    if (!needsGradients(kind) || !gradientTargets(session).isEmpty())
        return {};
    return QCoreApplication::translate("MeasureChoice", "This dump has no gradients. Save them next to the attention as gradients_NAME.pt.");
}

void chooseMeasure(Session& session, MeasureKind kind)
{
    const auto& before = session.state().measure;
    if (kind == before.kind)
        return;
    auto measure = measureOptions(kind);
    const auto known = gradientTargets(session);
    const auto shown = QString::fromStdString(before.target);
    if (needsGradients(kind) && known.size() > 1)
        measure.target = (known.contains(shown) ? shown : known.front()).toStdString();
    session.dispatch(SetMeasure{measure});
    const auto view = std::ranges::find(views(), session.state().view, &ViewEntry::kind);
    if (isByQuery(kind) && view != views().end() && !view->unavailable(session).isEmpty())
        session.dispatch(SelectView{ViewKind::Evolution});
}

void chooseVariant(Session& session, MeasureVariant variant)
{
    const auto& before = session.state().measure;
    auto measure = measureOptions(before.kind, variant);
    measure.target = before.target;
    session.dispatch(SetMeasure{measure});
}

} // namespace headlight::ui
