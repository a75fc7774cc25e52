// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A column of sections beside the canvas. In narrow windows it folds to a rail of icons that open it over the canvas.
#pragma once

#include <QFrame>
#include <QStringList>

#include <vector>

class QScrollArea;
class QVBoxLayout;

namespace headlight::ui {

class Section;

struct DockSizes {
    int usual = 268;
    int least = 220;
    int most = 400;
};

class Dock : public QFrame {
    Q_OBJECT
public:
    enum class Side : std::uint8_t { Left, Right };

    Dock(Side side, const QString& name, const DockSizes& sizes, QWidget* parent = nullptr);

    void addSection(Section* section, const QString& icon);
    [[nodiscard]] const std::vector<Section*>& sections() const { return m_sections; }

    [[nodiscard]] bool folded() const { return m_folded; }
    void setFolded(bool folded);
    [[nodiscard]] bool overlayOpen() const;
    void openOverlay(const QString& section); ///< only while folded; scrolls to the section
    void closeOverlay();

    /// Ids of folded sections, for the kept state.
    [[nodiscard]] QStringList foldedSections() const;
    void setFoldedSections(const QStringList& ids);

    [[nodiscard]] const DockSizes& sizes() const { return m_sizes; }
    [[nodiscard]] int bodyHeight() const;

signals:
    void resized();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void placeOverlay();
    void applyWidth();

    Side m_side;
    DockSizes m_sizes;
    bool m_folded = false;
    std::vector<Section*> m_sections;
    QVBoxLayout* m_column = nullptr; ///< of this widget: the rail or the scroll area
    QWidget* m_rail = nullptr;
    QVBoxLayout* m_railColumn = nullptr;
    QScrollArea* m_scroll = nullptr;
    QVBoxLayout* m_body = nullptr;
    QFrame* m_overlay = nullptr;
};

} // namespace headlight::ui
