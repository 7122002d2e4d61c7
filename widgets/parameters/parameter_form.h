// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>
#include <memory>
#include <vector>

#include "engine/core/parameter.h"
#include "widgets/style/theme.h"

class QLabel;
class QLineEdit;
class QScrollArea;
class QToolButton;
class QVBoxLayout;

namespace langevin::parameters {

class ParameterRow;

/// The form for a schema: groups as sections, one row a parameter. It knows declarations and
/// values, never a lab. What a person does comes out as edited(), once per change; what the program
/// sets makes no echo.
class ParameterForm : public QWidget {
    Q_OBJECT
  public:
    explicit ParameterForm(std::shared_ptr<const ParameterSchema> schema, QWidget* parent = nullptr);
    ~ParameterForm() override;

    /// What the form shows at present.
    const ParameterSet& values() const { return values_; }
    /// Shows these values, without signals. A slider that is held and text that is being typed stay
    /// as they are.
    void setValues(const ParameterSet& values);
    /// Under the row of the parameter, until its next good edit; with an unknown or empty key at
    /// the top of the form. An empty sentence takes the problem away.
    void showProblem(const QString& key, const QString& sentence);
    void clearProblems();
    /// Values were edited that the running simulation does not have yet.
    void setPending(bool pending);
    void setTheme(const style::Theme& theme);
    /// Puts the cursor into the search field (Ctrl+F), if there is one.
    void focusSearch();
    /// For a few controls beside others: neither search nor reset, and no higher than its rows need.
    void setCompact(bool compact);
    bool showsAdvanced() const;
    void setShowsAdvanced(bool shown);

    /// Keys of controls that are left out of the form, by the person (menu of a row) or for a lesson.
    QStringList hidden() const { return hidden_; }
    void setHidden(const QStringList& keys);
    /// Off: the person can neither hide controls nor bring hidden ones back.
    void setHidingAllowed(bool allowed);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  signals:
    /// Every change, continuously while a slider is dragged.
    void edited(const QString& key, const langevin::Value& value);
    /// The gesture is over: the slider was let go, the text was entered, an option was chosen.
    void editingFinished(const QString& key);
    /// By the person, from the menu of a row or the button below the form.
    void hiddenChanged();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    struct Section;

    void build();
    QWidget* header();
    void add_row(const ParameterSpec& spec);
    Section& section(const QString& title);
    void take(const ParameterRow& row, const Value& value);
    void reset_all();
    void update_visibility();
    ParameterRow* row(const QString& key) const;

    void hide_row(const QString& key);

    ParameterSet values_;
    QStringList hidden_;
    bool hiding_allowed_ = true, compact_ = false;
    std::vector<ParameterRow*> rows_;
    std::vector<std::unique_ptr<Section>> sections_;
    QVBoxLayout* content_ = nullptr;
    QScrollArea* scroll_ = nullptr;
    QWidget *header_ = nullptr, *header_line_ = nullptr;
    QLineEdit* search_ = nullptr;
    QToolButton* more_ = nullptr;
    QToolButton* bring_back_ = nullptr;
    QToolButton* reset_ = nullptr;
    QLabel* problem_ = nullptr;
    QLabel* pending_ = nullptr;
    QLabel* nothing_ = nullptr;
};

}  // namespace langevin::parameters
