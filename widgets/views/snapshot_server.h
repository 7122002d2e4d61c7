// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <functional>
#include <optional>
#include <vector>

#include "engine/core/snapshot.h"

namespace langevin::views {

class PanelTile;

/// Hands new numbers to the tiles that are seen, under a budget of time for each call: a field
/// first, then those that have waited longest, so that each gets its turn. A view that takes longer
/// than the whole budget gets every second snapshot. What a call had no time for comes soon after,
/// so that all tiles show the last snapshot once it is quiet.
class SnapshotServer : public QObject {
    Q_OBJECT
  public:
    explicit SnapshotServer(QObject* parent = nullptr);

    void setTiles(std::vector<PanelTile*> tiles);
    /// Which tiles are seen; asked anew at each turn.
    void setSeen(std::function<bool(const PanelTile&)> seen) { seen_ = std::move(seen); }
    void setBudget(double milliseconds) { budget_ = milliseconds; }
    /// False: views get panels without what theory says (a question is open). At once, for all that have numbers.
    void setTheoryShown(bool shown);

    void offer(const SnapshotPtr& snapshot);
    /// Tiles may have come into view.
    void seenChanged();
    /// Brings this tile up to date at once, seen or not: for a figure.
    void refresh(PanelTile* tile);
    /// The newest numbers of a panel, shown or not.
    std::optional<Panel> latest(const QString& id) const;
    /// Nothing that is seen waits for numbers.
    bool upToDate() const;

  private:
    struct Client {
        PanelTile* tile = nullptr;
        SnapshotPtr snapshot = nullptr;  ///< the last one with numbers of this panel
        bool waiting = false;
        bool slow = false;
        int offers_since = 2;  ///< since it was served
        double cost = 0;       ///< milliseconds of taking and painting, smoothed
        qint64 served_at = 0;
    };

    std::vector<Client*> queue();
    void serveUnderBudget();
    void serve(Client& client);
    void judge(Client& client, double milliseconds);

    std::vector<Client> clients_;
    std::function<bool(const PanelTile&)> seen_;
    double budget_ = 12;
    bool theory_shown_ = true;
    QElapsedTimer clock_;
    qint64 offered_at_ = 0;
    QTimer catch_up_;
};

}  // namespace langevin::views
