// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTextBrowser>
#include <QUrl>
#include <memory>

#include "widgets/style/theme.h"

namespace langevin::controls {

class FormulaObject;

/// Shows a page of Markdown with formulas between dollar signs: $...$ within a line, $$...$$ on a
/// line of its own. Text can be selected; a copied formula is its source. Ctrl with +, - and 0, or
/// with the wheel, zooms. Links are not followed but told.
class PhysicsPage : public QTextBrowser {
    Q_OBJECT
  public:
    explicit PhysicsPage(QWidget* parent = nullptr);
    ~PhysicsPage() override;

    void setPage(const QString& markdown);
    void setTheme(const style::Theme& theme);
    void setZoom(double zoom);
    double zoom() const { return zoom_; }
    /// What could not be read in the formulas, one sentence each with the formula; empty for a good
    /// page.
    const QStringList& problems() const { return problems_; }
    /// The page as text, formulas as their source.
    QString plainText() const;

  signals:
    void linkActivated(const QUrl& link);
    void zoomChanged(double zoom);

  protected:
    QMimeData* createMimeDataFromSelection() const override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void doSetSource(const QUrl& name, QTextDocument::ResourceType type) override;

  private:
    void rebuild();

    QString markdown_;
    style::Theme theme_;
    double zoom_ = 1;
    QStringList problems_;
    std::unique_ptr<FormulaObject> formulas_;
};

}  // namespace langevin::controls
