// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/sample_model.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace headlight::ui {

QString sampleDetail(const Sample& sample)
{
    QStringList parts{SampleModel::tr("%1 tokens").arg(sample.tokens)};
    if (sample.padding > 0)
        parts << SampleModel::tr("%1 padding").arg(sample.padding);
    const auto named = std::find_if(sample.fields.begin(), sample.fields.end(), [](const auto& field) { return field.first == "label"; });
    if (named != sample.fields.end())
        parts << QString::fromStdString(named->second);
    else if (!sample.id.empty())
        parts << QString::fromStdString(sample.id);
    return parts.join(QStringLiteral(" · "));
}

void SampleModel::setDump(SharedDump dump)
{
    beginResetModel();
    m_dump = std::move(dump);
    m_tokens.clear();
    endResetModel();
}

void SampleModel::setTokens(const std::vector<QString>& tokens)
{
    m_tokens = tokens;
    if (rowCount() > 0)
        emit dataChanged(index(0), index(rowCount() - 1), {SearchRole});
}

int SampleModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || m_dump == nullptr ? 0 : static_cast<int>(m_dump->samples().size());
}

QVariant SampleModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto row = static_cast<std::size_t>(index.row());
    const auto& sample = m_dump->samples()[row];
    const QString caption = QString::fromStdString(sample.caption.empty() ? sample.file : sample.caption);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return role == Qt::ToolTipRole ? caption.toHtmlEscaped() : caption;
    case Qt::AccessibleTextRole:
        return tr("Sample %1: %2, %3").arg(index.row()).arg(caption, sampleDetail(sample));
    case NumberRole:
        return index.row();
    case DetailRole:
        return sampleDetail(sample);
    case SearchRole:
        return QStringList{QString::number(index.row()), caption, QString::fromStdString(sample.id), sampleDetail(sample), row < m_tokens.size() ? m_tokens[row] : QString()}
            .join(QLatin1Char('\n'));
    default:
        return {};
    }
}

} // namespace headlight::ui
