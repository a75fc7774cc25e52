// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/export_dialog.h"

#include "figure/build.h"
#include "state/state_json.h"
#include "ui/paint/paper.h"
#include "ui/window/chrome.h"
#include "ui/window/export_form.h"
#include "ui/window/export_preview.h"
#include "ui/window/form_rows.h"
#include "ui/window/text_label.h"

#include <QComboBox>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace headlight::ui {

std::string stateInside(const State& state, const QString& dumpPath, const QString& filePath)
{
    State inside = state;
    inside.dump.path = QFileInfo(filePath).absoluteDir().relativeFilePath(QFileInfo(dumpPath).absoluteFilePath()).toStdString();
    return headlight::toJson(inside);
}

ExportDialog::ExportDialog(Session& session, const State& state, const QMap<QString, QByteArray>& kept, const QString& folder, AskForFile ask, QWidget* parent)
    : QDialog(parent), m_session(session), m_state(state), m_kept(kept), m_ask(std::move(ask)), m_preview(new ExportPreview(this))
{
    setObjectName(QStringLiteral("exportDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Export figure"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_preview, 1);
    row->addWidget(makeSide());
    resize(QSize(scaled(1040), scaled(680)).boundedTo(parent->window()->size() - QSize(24, 40))); // over a small window as well
    const QString suffix = suffixOf(m_form->settings().format);
    m_path->setText(QDir::toNativeSeparators(QDir(folder).filePath(QString::fromStdString(fileStem(m_state)) + QLatin1Char('.') + suffix)));
    connect(m_preview, &ExportPreview::problem, this, &ExportDialog::say);
    build();
}

QWidget* ExportDialog::makeSide()
{
    auto* side = new QWidget;
    side->setFixedWidth(scaled(372));
    m_preset = new QComboBox;
    m_preset->setObjectName(QStringLiteral("exportPreset"));
    for (const auto& preset : exportPresets())
        m_preset->addItem(preset.title, preset.id);
    m_preset->setCurrentIndex(1);
    m_form = new ExportForm(m_state.view == ViewKind::Text);
    m_form->show(settingsOf(m_preset->currentData().toString()));
    m_path = new QLineEdit;
    m_path->setObjectName(QStringLiteral("exportPath"));
    m_path->setAccessibleName(tr("File"));
    m_problem = new TextLabel({}, {12.5, QFont::Normal, Tone::Error});
    m_problem->setObjectName(QStringLiteral("exportProblem"));
    m_problem->setWordWrap(true);
    m_problem->setMinimumHeight(scaled(50));
    auto* choose = new QPushButton(tr("Choose…"));
    auto* cancel = new QPushButton(tr("Cancel"));
    m_export = new QPushButton(tr("Export"));
    m_export->setObjectName(QStringLiteral("exportWrite"));
    m_export->setProperty("primary", true);
    m_export->setDefault(true);
    m_export->setEnabled(false);
    choose->setAutoDefault(false);
    cancel->setAutoDefault(false);

    auto* preset = new FormRows(84);
    preset->addRow(tr("Preset"), m_preset);
    auto* file = new QHBoxLayout;
    file->setSpacing(6);
    file->addWidget(m_path, 1);
    file->addWidget(choose);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_export);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(10);
    column->addLayout(preset);
    column->addWidget(m_form, 1);
    column->addWidget(new TextLabel(tr("File"), {12.5, QFont::Normal, Tone::Quiet}));
    column->addLayout(file);
    column->addWidget(m_problem);
    column->addLayout(buttons);
    connect(m_preset, &QComboBox::activated, this, &ExportDialog::choosePreset);
    connect(m_form, &ExportForm::changed, this, &ExportDialog::settingsChanged);
    connect(m_path, &QLineEdit::textChanged, this, [this] { say({}); });
    connect(choose, &QPushButton::clicked, this, &ExportDialog::choosePath);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_export, &QPushButton::clicked, this, &ExportDialog::write);
    return side;
}

ExportSettings ExportDialog::settingsOf(const QString& preset) const
{
    for (const auto& known : exportPresets()) {
        if (known.id != preset)
            continue;
        auto settings = exportSettingsFrom(m_kept.value(preset), known.settings);
        if (isMarkup(settings.format) && m_state.view != ViewKind::Text)
            settings.format = known.settings.format;
        return settings;
    }
    return {};
}

void ExportDialog::build()
{
    m_build.start([workspace = m_session.sharedWorkspace(), state = m_state](const JobContext& job) { return buildFigure(*workspace, state, job); },
                  [this](Result<Figure> figure) {
                      if (!figure) {
                          say(QString::fromStdString(sentence(figure.error())));
                          return;
                      }
                      m_figure = std::make_shared<const Figure>(std::move(*figure));
                      m_export->setEnabled(!std::holds_alternative<EmptyFigure>(*m_figure));
                      settingsChanged();
                  });
}

void ExportDialog::choosePreset(int)
{
    m_form->show(settingsOf(m_preset->currentData().toString()));
    settingsChanged();
}

void ExportDialog::settingsChanged()
{
    const auto& settings = m_form->settings();
    QFileInfo file(m_path->text());
    const QString suffix = suffixOf(settings.format);
    if (paint::formatOf(file.fileName().toStdString()) && file.suffix() != suffix)
        m_path->setText(QDir::toNativeSeparators(file.dir().filePath(file.completeBaseName() + QLatin1Char('.') + suffix)));
    if (m_figure == nullptr)
        return;
    say({});
    const auto options = optionsOf(settings);
    const QSize pixels = paint::pixelSize(*m_figure, options);
    m_form->showPixels(pixels, pixels.height() / options.dpi * paint::kMmPerInch);
    m_preview->show(m_figure, options);
}

void ExportDialog::choosePath()
{
    FileQuestion question{FileQuestion::Kind::SaveFile, tr("Export figure"), m_path->text(), {QStringLiteral("*.") + suffixOf(m_form->settings().format)}};
    m_ask(this, question, [this](const QString& path) { m_path->setText(QDir::toNativeSeparators(path)); });
}

void ExportDialog::write()
{
    const QString path = QFileInfo(QDir::fromNativeSeparators(m_path->text())).absoluteFilePath();
    if (QFileInfo::exists(path) && !m_mayReplace) {
        say(tr("%1 exists already.").arg(QFileInfo(path).fileName()));
        m_mayReplace = true;
        m_export->setText(tr("Replace"));
        return;
    }
    const auto dump = m_session.dump();
    auto options = optionsOf(m_form->settings());
    options.stateJson = stateInside(m_state, dump != nullptr ? QString::fromStdString(dump->path().string()) : QString(), path);
    options.title = fileStem(m_state);
    m_export->setEnabled(false);
    const auto work = [figure = m_figure, options, path](const JobContext&) -> std::optional<Error> {
        const auto content = paint::encode(*figure, options);
        if (!content)
            return content.error();
        const auto written = paint::writeWhole(path.toStdString(), *content);
        return written ? std::nullopt : std::optional(written.error());
    };
    if (paint::needsMainThread(*m_figure))
        finish(path, work({}));
    else
        m_write.start(work, [this, path](const std::optional<Error>& error) { finish(path, error); });
}

void ExportDialog::finish(const QString& path, const std::optional<Error>& error)
{
    m_export->setEnabled(true);
    if (error) {
        say(QString::fromStdString(sentence(*error)));
        return;
    }
    emit exported(path, m_preset->currentData().toString(), toJson(m_form->settings()));
    accept();
}

void ExportDialog::say(const QString& text)
{
    m_problem->setText(text);
    m_mayReplace = false;
    m_export->setText(tr("Export"));
}

} // namespace headlight::ui
