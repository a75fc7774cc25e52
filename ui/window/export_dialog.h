// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Writes the figure on screen as PNG, PDF or SVG, with a live preview.
#pragma once

#include "figure/figure.h"
#include "ui/session/latest_job.h"
#include "ui/session/session.h"
#include "ui/window/export_settings.h"
#include "ui/window/file_questions.h"

#include <QDialog>
#include <QMap>

#include <memory>
#include <optional>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace headlight::ui {

class ExportForm;
class ExportPreview;
class TextLabel;

class ExportDialog : public QDialog {
    Q_OBJECT
public:
    /// `state` is that of the figure, on the session's dump; `kept` are the settings of each preset from before; `folder` is where the file is suggested.
    ExportDialog(Session& session, const State& state, const QMap<QString, QByteArray>& kept, const QString& folder, AskForFile ask, QWidget* parent);

signals:
    void exported(const QString& path, const QString& preset, const QByteArray& settings);

private:
    QWidget* makeSide();
    void build();
    void choosePreset(int index);
    void settingsChanged();
    void choosePath();
    void write();
    void finish(const QString& path, const std::optional<Error>& error);
    void say(const QString& sentence);
    [[nodiscard]] ExportSettings settingsOf(const QString& preset) const;

    Session& m_session;
    State m_state; ///< as it was when the dialog opened: what the preview shows is what is written
    QMap<QString, QByteArray> m_kept;
    AskForFile m_ask;
    std::shared_ptr<const Figure> m_figure;
    LatestJob<Result<Figure>> m_build;
    LatestJob<std::optional<Error>> m_write;
    ExportPreview* m_preview = nullptr;
    ExportForm* m_form = nullptr;
    QComboBox* m_preset = nullptr;
    QLineEdit* m_path = nullptr;
    TextLabel* m_problem = nullptr;
    QPushButton* m_export = nullptr;
    bool m_mayReplace = false;
};

/// The state as it is kept inside the file: its dump is found relative to the file.
std::string stateInside(const State& state, const QString& dumpPath, const QString& filePath);

} // namespace headlight::ui
