// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/batch_dialog.h"

#include "ui/window/batch_form.h"
#include "ui/window/batch_words.h"
#include "ui/window/chrome.h"
#include "ui/window/text_label.h"

#include <QHBoxLayout>
#include <QListView>
#include <QPushButton>
#include <QStringListModel>
#include <QVBoxLayout>

namespace headlight::ui {

namespace {

constexpr int kSoonMs = 120; ///< after typing
constexpr int kNamesHeight = 112; ///< of five

} // namespace

BatchDialog::BatchDialog(Session& session, const QString& folder, const BatchSettings& settings, bool running, AskForFile ask, QWidget* parent)
    : QDialog(parent), m_dump(session.dump()), m_state(session.state()), m_running(running), m_ask(std::move(ask))
{
    setObjectName(QStringLiteral("batchDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Batch export"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(makeListing(), 1);
    row->addWidget(makeSide(folder, settings));
    resize(QSize(scaled(980), scaled(600)).boundedTo(parent->window()->size() - QSize(24, 40)));
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoonMs);
    connect(&m_soon, &QTimer::timeout, this, &BatchDialog::plan);
    plan();
}

QWidget* BatchDialog::makeListing()
{
    auto* listing = new QWidget;
    m_count = new TextLabel(tr("Counting…"), {17.0, QFont::DemiBold});
    m_count->setObjectName(QStringLiteral("batchCount"));
    m_names = new QStringListModel(this);
    auto* list = new QListView;
    list->setObjectName(QStringLiteral("batchFirstNames"));
    list->setAccessibleName(tr("The first names"));
    list->setModel(m_names);
    list->setFont(codeText(12.0));
    list->setSpacing(scaled(3));
    list->setTextElideMode(Qt::ElideMiddle);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    list->setSelectionMode(QAbstractItemView::NoSelection);
    list->setFocusPolicy(Qt::NoFocus);
    list->setFixedHeight(scaled(kNamesHeight));
    m_more = new TextLabel({}, {12.5, QFont::Normal, Tone::Quiet});
    m_remarks = new TextLabel({}, {12.5, QFont::Normal, Tone::Warning});
    m_remarks->setObjectName(QStringLiteral("batchRemarks"));
    m_remarks->setWordWrap(true);
    auto* column = new QVBoxLayout(listing);
    column->setContentsMargins(28, 28, 28, 28);
    column->setSpacing(12);
    column->addWidget(m_count);
    column->addWidget(new TextLabel(tr("The first names"), {12.5, QFont::Normal, Tone::Quiet}));
    column->addWidget(list);
    column->addWidget(m_more);
    column->addWidget(m_remarks);
    column->addStretch(1);
    return listing;
}

QWidget* BatchDialog::makeSide(const QString& folder, const BatchSettings& settings)
{
    auto* side = new QWidget;
    side->setFixedWidth(scaled(420));
    m_form = new BatchForm(m_state, m_dump->samples().size(), folder, settings);
    m_problem = new TextLabel({}, {12.5, QFont::Normal, Tone::Error});
    m_problem->setObjectName(QStringLiteral("batchProblem"));
    m_problem->setWordWrap(true);
    m_problem->setMinimumHeight(scaled(50));
    auto* cancel = new QPushButton(tr("Cancel"));
    cancel->setAutoDefault(false);
    m_start = new QPushButton(tr("Export"));
    m_start->setObjectName(QStringLiteral("batchStart"));
    m_start->setProperty("primary", true);
    m_start->setDefault(true);
    m_start->setEnabled(false);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_start);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(10);
    column->addWidget(m_form, 1);
    column->addWidget(m_problem);
    column->addLayout(buttons);
    connect(m_form, &BatchForm::changed, this, &BatchDialog::orderChanged);
    connect(m_form, &BatchForm::folderWanted, this, [this] {
        m_ask(this, {FileQuestion::Kind::OpenFolder, tr("Folder for the figures"), m_form->folder(), {}}, [this](const QString& path) { m_form->setFolder(path); });
    });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_start, &QPushButton::clicked, this, &BatchDialog::start);
    return side;
}

void BatchDialog::orderChanged()
{
    m_start->setEnabled(false);
    m_estimate.cancel();
    m_soon.start();
}

void BatchDialog::plan()
{
    m_plan.start([order = m_form->order(), dump = m_dump](const JobContext& job) { return paint::previewOf(order, dump, job); },
                 [this](const Result<paint::BatchPreview>& preview) { showPreview(preview); });
}

void BatchDialog::showPreview(const Result<paint::BatchPreview>& preview)
{
    QString problem = m_running ? tr("Another batch export is running. It can be cancelled in the status bar.") : m_form->problem();
    if (problem.isEmpty() && !preview && preview.error().kind != ErrorKind::Cancelled)
        problem = QString::fromStdString(sentence(preview.error()));
    m_problem->setText(problem);
    m_shown = preview ? std::optional(*preview) : std::nullopt;
    m_start->setEnabled(m_shown && problem.isEmpty());
    QStringList names;
    QStringList remarks;
    if (m_shown) {
        for (const auto& name : m_shown->firstNames)
            names << QString::fromStdString(name);
        for (const auto& remark : m_shown->remarks)
            remarks << QString::fromStdString(remark);
    }
    m_names->setStringList(names);
    const auto more = m_shown ? static_cast<qsizetype>(m_shown->files) - names.size() : 0;
    m_more->setText(more > 0 ? tr("and %1 more").arg(more) : QString());
    m_remarks->setText(remarks.join(QLatin1Char('\n')));
    showCount(std::nullopt);
    if (m_shown)
        estimate();
}

void BatchDialog::estimate()
{
    m_estimate.start([order = m_form->order(), dump = m_dump](const JobContext& job) { return paint::estimatedBytes(order, dump, job); },
                     [this](const Result<std::uint64_t>& bytes) { showCount(bytes ? std::optional(*bytes) : std::nullopt); });
}

void BatchDialog::showCount(std::optional<std::uint64_t> bytes)
{
    if (!m_shown) {
        m_count->setText(tr("Nothing to write"));
        return;
    }
    QString text = m_form->order().onePdf ? tr("1 file of %1").arg(pagesWords(m_shown->figures)) : filesWords(m_shown->files);
    if (bytes && *bytes > 0)
        text += tr(", about %1").arg(sizeWords(*bytes));
    m_count->setText(text);
}

void BatchDialog::start()
{
    emit ordered(m_form->order(), m_form->settings(), m_dump);
    accept();
}

} // namespace headlight::ui
