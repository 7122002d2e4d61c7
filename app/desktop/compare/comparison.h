// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <functional>
#include <string>
#include <vector>

#include "app/desktop/session.h"
#include "widgets/style/theme.h"

class QWidget;

namespace langevin::desktop {

class ComparisonBar;
class Exporter;
class LabPage;

/// A second page beside a lab's page: side B runs the same lab under the same parameters as side A, but for those that
/// are set apart, on the same transport. Each side draws the other's curves behind its own, so that both have one
/// scale. GUI thread only; nothing here waits.
class Comparison : public QObject {
    Q_OBJECT
  public:
    /// Both must outlive this; the second page is put into the first, and shown while a comparison is active.
    Comparison(Session& first, LabPage& first_page, QWidget* window);
    ~Comparison() override;

    /// Side B goes on from the present moment of side A, with the same random numbers.
    void begin();
    /// Side B begins with a recipe; what differs is set apart. Throws Failure for a recipe of another lab, or one that
    /// does not fit.
    void begin(const Recipe& recipe);
    /// Side B goes on from a saved session, paused. apart: what may differ; what does differ is set apart, too. Throws
    /// Failure as above.
    void begin(const storage::Session& saved, CheckpointPtr checkpoint, std::vector<std::string> apart);
    void end();
    bool active() const { return active_; }
    /// Whether the first page showed its page of physics before.
    bool physicsBefore() const { return physics_before_; }

    Session& second() { return second_; }
    LabPage& secondPage() { return *second_page_; }
    ComparisonBar& bar() { return *bar_; }

    /// Keys of the parameters that may differ.
    const std::vector<std::string>& apart() const { return apart_; }
    /// A parameter that is linked again takes the value of side A.
    void setApart(const std::string& key, bool apart);
    bool ownSeed() const { return own_seed_; }
    /// Another seed for side B, or that of side A.
    void setOwnSeed(bool own);
    bool overlaid() const { return overlaid_; }
    void setOverlaid(bool overlaid);
    /// Side B goes on alone, in the place of side A; ends the comparison.
    void keepSecond();
    void setTheme(const style::Theme& theme);

  signals:
    /// It began, ended, or links changed.
    void changed();
    void said(const QString& sentence);
    void failed(const QString& sentence);

  private:
    using Command = std::function<void(Session&)>;

    void show(std::vector<std::string> apart);
    void setShown(bool shown);
    void connectSessions();
    void mirror(Session& to, const Command& command);
    void followFirst();
    void followTransport();
    void showLinks();
    void showNumbers();
    void showGhosts(Session& of, LabPage& from, LabPage& on, const QString& mark);
    void followLayout();
    void removeGhosts();
    QString name(const QString& mark, const Session& session) const;
    QStringList numbers(const Session& session) const;

    Session& first_;
    LabPage& first_page_;
    Session second_;
    LabPage* second_page_;
    ComparisonBar* bar_;
    QWidget* second_form_;
    Exporter* exporter_;
    std::vector<std::string> apart_;
    bool active_ = false, own_seed_ = false, overlaid_ = true, physics_before_ = true;
    bool mirroring_ = false;  // a command does not come back
    QTimer numbers_timer_;
};

}  // namespace langevin::desktop
