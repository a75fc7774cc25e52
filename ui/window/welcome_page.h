// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What fills the window while no dump is open: where to drop a file, samples, recent files, snippets.
#pragma once

#include "ui/window/recent_files.h"

#include <QScrollArea>

class QAction;
class QBoxLayout;
class QGridLayout;
class QVBoxLayout;

namespace headlight::ui {

class SampleCard;
class TextLabel;

class WelcomePage : public QScrollArea {
    Q_OBJECT
public:
    explicit WelcomePage(QWidget* parent = nullptr);

    void setRecent(const RecentFiles& files);
    void setOpening(const QString& path); ///< "Reading attentions_0.pt…"; empty: nothing is being opened
    void showProblem(const QString& sentence);
    void setDropHighlighted(bool on);

signals:
    void openWanted();
    void pathChosen(const QString& path);
    void locateWanted(const headlight::ui::RecentFile& file);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    class DropTarget;

    void addHeading(QVBoxLayout& column);
    void addSamples();
    void addSnippets();
    void placeCards();
    void complete();

    QBoxLayout* m_columns = nullptr;
    QVBoxLayout* m_left = nullptr;
    DropTarget* m_drop = nullptr;
    std::vector<SampleCard*> m_cards;
    QGridLayout* m_cardGrid = nullptr;
    QVBoxLayout* m_recent = nullptr;
    TextLabel* m_recentTitle = nullptr;
    int m_cardColumns = 0;
    bool m_opening = false;
    bool m_isComplete = false;
};

/// Folders with sample dumps: beside the program, else in the source tree it was built from.
QString samplesFolder();

} // namespace headlight::ui
