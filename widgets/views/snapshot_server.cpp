// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/snapshot_server.h"

#include <algorithm>

#include "widgets/views/panel_tile.h"

namespace langevin::views {
namespace {

constexpr int catch_up_interval = 16;        // milliseconds
constexpr qint64 quiet = 100 * 1000 * 1000;  // nanoseconds without a snapshot, after which slow views get theirs
constexpr double smoothing = 0.3;

}  // namespace

SnapshotServer::SnapshotServer(QObject* parent) : QObject(parent), seen_([](const PanelTile&) { return true; }) {
    clock_.start();
    catch_up_.setInterval(catch_up_interval);
    connect(&catch_up_, &QTimer::timeout, this, &SnapshotServer::serveUnderBudget);
}

void SnapshotServer::setTiles(std::vector<PanelTile*> tiles) {
    clients_.clear();
    catch_up_.stop();
    for (auto* tile : tiles) clients_.push_back({.tile = tile});
}

void SnapshotServer::offer(const SnapshotPtr& snapshot) {
    if (!snapshot) return;
    offered_at_ = clock_.nsecsElapsed();
    for (auto& client : clients_) {
        if (!snapshot->panel(client.tile->spec().id)) continue;
        client.snapshot = snapshot;
        client.waiting = true;
        ++client.offers_since;
    }
    serveUnderBudget();
}

void SnapshotServer::seenChanged() {
    if (!upToDate()) catch_up_.start();
}

std::vector<SnapshotServer::Client*> SnapshotServer::queue() {
    const bool is_quiet = clock_.nsecsElapsed() - offered_at_ > quiet;
    std::vector<Client*> waiting;
    for (auto& client : clients_) {
        const bool its_turn = !client.slow || client.offers_since >= 2 || is_quiet;
        if (client.waiting && its_turn && seen_(*client.tile)) waiting.push_back(&client);
    }
    std::stable_sort(waiting.begin(), waiting.end(), [](const Client* a, const Client* b) {
        const bool a_field = a->tile->spec().kind == PanelKind::field,
                   b_field = b->tile->spec().kind == PanelKind::field;
        return a_field != b_field ? a_field : a->served_at < b->served_at;
    });
    return waiting;
}

void SnapshotServer::serveUnderBudget() {
    double spent = 0;
    int others = 0;
    for (auto* client : queue()) {
        const bool is_field = client->tile->spec().kind == PanelKind::field;
        // At least one besides the field, however slow it is: nobody starves.
        if (spent + client->cost > budget_ && spent > 0 && (is_field || others > 0)) break;
        serve(*client);
        spent += client->cost;
        others += is_field ? 0 : 1;
    }
    upToDate() ? catch_up_.stop() : catch_up_.start();
}

void SnapshotServer::serve(Client& client) {
    auto* view = client.tile->view();
    const double painting = view->lastPaintMilliseconds();  // of the time before: this one is painted after the call
    const auto begin = clock_.nsecsElapsed();
    const auto& panel = *client.snapshot->panel(client.tile->spec().id);
    view->setPanel(theory_shown_ ? panel : without_theory(panel));
    client.served_at = clock_.nsecsElapsed();
    client.waiting = false;
    client.offers_since = 0;
    judge(client, painting + static_cast<double>(client.served_at - begin) * 1e-6);
}

void SnapshotServer::judge(Client& client, double milliseconds) {
    client.cost += (client.cost == 0 ? 1 : smoothing) * (milliseconds - client.cost);
    // With some slack, so that it does not change its mind all the time.
    const bool slow = client.cost > (client.slow ? 0.7 : 1.2) * budget_;
    client.slow = slow;
    client.tile->setSlow(slow ? client.cost : 0);
}

void SnapshotServer::setTheoryShown(bool shown) {
    if (shown == theory_shown_) return;
    theory_shown_ = shown;
    for (auto& client : clients_)
        if (client.snapshot) client.waiting = true;
    serveUnderBudget();
}

void SnapshotServer::refresh(PanelTile* tile) {
    for (auto& client : clients_)
        if (client.tile == tile && client.waiting) serve(client);
}

std::optional<Panel> SnapshotServer::latest(const QString& id) const {
    for (const auto& client : clients_)
        if (client.tile->id() == id && client.snapshot) return *client.snapshot->panel(client.tile->spec().id);
    return std::nullopt;
}

bool SnapshotServer::upToDate() const {
    return std::none_of(clients_.begin(), clients_.end(),
                        [this](const Client& client) { return client.waiting && seen_(*client.tile); });
}

}  // namespace langevin::views
