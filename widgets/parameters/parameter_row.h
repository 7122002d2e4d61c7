// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "engine/core/parameter.h"
#include "widgets/parameters/editors.h"
#include "widgets/style/theme.h"

class QLabel;

namespace langevin::style {
class SymbolLabel;
}

namespace langevin::parameters {

/// One parameter: symbol, label and unit, its editor, and room for a problem below.
class ParameterRow : public QWidget {
    Q_OBJECT
  public:
    ParameterRow(const ParameterSpec& spec, QWidget* parent);

    const ParameterSpec& spec() const { return spec_; }
    ValueEditor* editor() const { return editor_; }
    void setTheme(const style::Theme& theme);

    /// Shows a value without any signal, unless the person is in the middle of a gesture.
    void setValue(const Value& value);
    /// Empty: the problem is solved. Lines after the first show the place, in letters of one width.
    void showProblem(const QString& sentence);
    QString problem() const;
    /// Whether key, symbol, label or help contain all words of the text.
    bool matches(const QString& text) const;
    /// Whether the menu offers to hide the row.
    void setHidingAllowed(bool allowed) { hiding_allowed_ = allowed; }

  signals:
    void edited(const langevin::Value& value);
    void finished();
    void hideRequested();

  protected:
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QString tool_tip() const;
    void build();
    QWidget* label_line();
    void show_menu(const QPoint& position);
    void take(const Value& value);

    ParameterSpec spec_;
    ValueEditor* editor_;
    bool hiding_allowed_ = true;
    style::SymbolLabel* symbol_ = nullptr;
    QLabel* label_ = nullptr;
    QLabel* restart_ = nullptr;
    QLabel* problem_;
    QLabel* place_;  ///< a formula with a caret
};

}  // namespace langevin::parameters
