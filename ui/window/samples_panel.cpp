// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/samples_panel.h"

#include "ui/window/chrome.h"
#include "ui/window/icons.h"
#include "ui/window/sample_model.h"
#include "ui/window/text_label.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QScrollBar>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace headlight::ui {

namespace {

class SampleDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {180, scaled(41)}; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const auto& tokens = tokensOf(option.palette);
        const bool current = option.state.testFlag(QStyle::State_Selected);
        const QRect row = option.rect;
        if (current) {
            painter->fillRect(row, tokens.soft);
            painter->fillRect(QRect(row.left(), row.top(), 3, row.height()), tokens.accent);
        } else if (option.state.testFlag(QStyle::State_MouseOver)) {
            painter->fillRect(row, tokens.hover);
        }
        painter->setFont(chromeText(11));
        painter->setPen(current ? tokens.quietText : tokens.hintText);
        drawTabular(*painter, QRectF(row.left() + 4, row.top(), 34, row.height()), Qt::AlignRight, index.data(SampleModel::NumberRole).toString());
        const QRect text = row.adjusted(47, 4, -12, -4);
        painter->setFont(chromeText(12.5, current ? QFont::Medium : QFont::Normal));
        painter->setPen(tokens.text);
        painter->drawText(QRect(text.left(), text.top(), text.width(), text.height() / 2), Qt::AlignVCenter | Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, text.width()));
        painter->setFont(chromeText(11));
        painter->setPen(tokens.quietText);
        painter->drawText(QRect(text.left(), text.center().y() + 1, text.width(), text.height() / 2), Qt::AlignVCenter | Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(index.data(SampleModel::DetailRole).toString(), Qt::ElideRight, text.width()));
        if (option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange))
            drawFocusRing(*painter, row, 2.0, tokens);
    }
};

std::vector<QString> tokensOfSamples(const Workspace& workspace, MapsKey key, std::int64_t samples, const JobContext& job)
{
    constexpr std::int64_t kMost = 20000;
    std::vector<QString> out;
    for (std::int64_t i = 0; i < std::min(samples, kMost) && !job.stopped(); ++i) {
        key.sample = SampleIndex{i};
        QString text;
        if (const auto maps = workspace.maps(key); maps && (*maps)->axes().keys->labelled) {
            for (const auto& item : (*maps)->axes().keys->items)
                text += QString::fromStdString(item.label) + (item.continues ? QString() : QStringLiteral(" "));
        }
        out.push_back(text);
    }
    return out;
}

} // namespace

SamplesPanel::SamplesPanel(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_model(new SampleModel(this)), m_shown(new QSortFilterProxyModel(this)), m_filter(new QLineEdit(this)),
      m_count(new TextLabel({}, {11.0, QFont::Normal, Tone::Quiet}, this)), m_list(new QListView(this)),
      m_nothing(new TextLabel(tr("No sample passes the filter."), {12.5, QFont::Normal, Tone::Quiet}, this))
{
    m_shown->setSourceModel(m_model);
    m_shown->setFilterRole(SampleModel::SearchRole);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_filter->setObjectName(QStringLiteral("sampleFilter"));
    m_filter->setAccessibleName(tr("Filter samples"));
    m_filter->setPlaceholderText(tr("Filter captions, ids, tokens"));
    m_filter->setClearButtonEnabled(false);
    m_filter->addAction(icon(QStringLiteral("search"), IconColour::Quiet), QLineEdit::LeadingPosition);
    m_count->setObjectName(QStringLiteral("sampleCount"));
    m_list->setObjectName(QStringLiteral("sampleList"));
    m_list->setAccessibleName(tr("Samples"));
    m_list->setModel(m_shown);
    m_list->setItemDelegate(new SampleDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setUniformItemSizes(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->viewport()->setAutoFillBackground(false);
    m_nothing->setContentsMargins(12, 4, 12, 4);
    m_nothing->hide();
    auto* top = new QHBoxLayout;
    top->setContentsMargins(12, 0, 12, 0);
    top->addWidget(m_filter, 1);
    auto* inside = new QHBoxLayout(m_filter); // the count stands in the field, at its end
    inside->setContentsMargins(0, 0, 9, 0);
    inside->addStretch(1);
    inside->addWidget(m_count);
    m_count->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_filter->setTextMargins(0, 0, scaled(46), 0);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addLayout(top);
    column->addWidget(m_list);
    column->addWidget(m_nothing);
    connect(m_filter, &QLineEdit::textChanged, this, &SamplesPanel::applyFilter);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& now) {
        if (now.isValid())
            m_session.dispatch(SelectSample{SampleIndex{m_shown->mapToSource(now).row()}});
    });
    connect(&m_session, &Session::dumpChanged, this, &SamplesPanel::showDump);
    connect(&m_session, &Session::stateChanged, this, &SamplesPanel::showCurrent);
    showDump();
}

void SamplesPanel::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void SamplesPanel::setMostHeight(int height)
{
    m_most = height;
    fitHeight();
}

void SamplesPanel::showDump()
{
    m_tokens.cancel();
    m_tokensKnown = false;
    const QSignalBlocker blocker(m_list->selectionModel()); // the first row of a new model is not a choice
    m_model->setDump(m_session.dump());
    m_filter->clear();
    applyFilter({});
    showCurrent();
}

void SamplesPanel::showCurrent()
{
    const QModelIndex wanted = m_shown->mapFromSource(m_model->index(static_cast<int>(m_session.state().selection.sample.value)));
    if (m_list->currentIndex() == wanted)
        return;
    const QSignalBlocker blocker(m_list->selectionModel());
    if (wanted.isValid()) {
        m_list->setCurrentIndex(wanted);
        m_list->selectionModel()->select(wanted, QItemSelectionModel::ClearAndSelect);
        m_list->scrollTo(wanted);
    } else {
        m_list->selectionModel()->clear();
    }
    m_list->viewport()->update();
}

void SamplesPanel::applyFilter(const QString& text)
{
    if (!text.isEmpty() && !m_tokensKnown && m_session.state().hasDump())
        readTokens();
    {
        const QSignalBlocker blocker(m_list->selectionModel());
        m_shown->setFilterFixedString(text);
    }
    m_count->setText(tr("%1 of %2").arg(m_shown->rowCount()).arg(m_model->rowCount()));
    m_nothing->setVisible(m_shown->rowCount() == 0 && m_model->rowCount() > 0);
    fitHeight();
    showCurrent();
}

void SamplesPanel::readTokens()
{
    m_tokensKnown = true;
    const auto workspace = m_session.sharedWorkspace();
    MapsKey key = mapsKey(m_session.state());
    key.measure = {}; // tokens are those of the attention
    key.fused = {};
    const std::int64_t samples = m_model->rowCount();
    m_tokens.start([workspace, key, samples](const JobContext& job) { return tokensOfSamples(*workspace, key, samples, job); },
                   [this](const std::vector<QString>& tokens) {
                       m_model->setTokens(tokens);
                       applyFilter(m_filter->text());
                   });
}

void SamplesPanel::fitHeight()
{
    const int wanted = m_shown->rowCount() * scaled(41);
    m_list->setFixedHeight(std::min(wanted, std::max(m_most, scaled(41))));
}

} // namespace headlight::ui
