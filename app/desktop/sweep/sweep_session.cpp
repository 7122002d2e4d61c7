// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/sweep/sweep_session.h"

#include <algorithm>

#include "engine/parallel/parallel.h"
#include "engine/storage/sweep_file.h"

namespace langevin::desktop {
namespace {

/// One core is left to the window.
int sweep_threads() {
    return std::max(1, parallel::available_threads() - 1);
}

}  // namespace

SweepSession::SweepSession(QObject* parent) : QObject(parent) {
    timer_.setInterval(100);
    connect(&timer_, &QTimer::timeout, this, &SweepSession::poll);
    connect(&job_, &BackgroundJob::failed, this, &SweepSession::failed);
}

SweepSession::~SweepSession() = default;

void SweepSession::begin(const Lab& lab, const SweepPlan& plan, const QString& path) {
    const auto full = storage::full_plan(lab, plan);
    static_cast<void>(SweepGrid(lab, full));  // throws before a file is made
    close();
    if (left_.valid()) left_.wait();
    auto store = std::make_shared<storage::SweepStore>(storage::SweepStore::create(path.toStdString(), full));
    start(lab, std::move(store), false);
}

void SweepSession::open(const Registry& registry, const QString& path) {
    if (job_.running()) return;
    close();
    job_.start([this, &registry, path, left = left_](const std::stop_token&, const BackgroundJob::Reporter& reporter) {
        if (left.valid()) left.wait();
        auto store = std::make_shared<storage::SweepStore>(storage::SweepStore::open(path.toStdString()));
        const auto& lab = registry.find(store->contents().plan.recipe.lab);
        static_cast<void>(SweepGrid(lab, store->contents().plan));
        reporter.onGuiThread([this, &lab, store] {
            start(lab, store, true);
            const auto& contents = store->contents();
            if (!contents.damaged.empty() || contents.torn)
                emit said(tr("%1 damaged lines were left out; their runs are done again.")
                              .arg(contents.damaged.size() + (contents.torn ? 1 : 0)));
        });
    });
}

void SweepSession::start(const Lab& lab, std::shared_ptr<storage::SweepStore> store, bool paused) {
    store_ = std::move(store);
    store_mutex_ = std::make_shared<std::mutex>();
    path_ = QString::fromStdString(store_->path().string());
    SweepGrid grid(lab, store_->contents().plan);
    data_.emplace(grid);
    data_->add({store_->contents().records, store_->contents().names});
    SweepOptions options{.threads = sweep_threads(), .paused = paused};
    options.keep = [store = store_, mutex = store_mutex_](const SweepResults& results) {
        const std::lock_guard lock(*mutex);
        store->append(results.records, results.names);
    };
    message_.clear();
    phase_ = Phase::idle;
    sweep_ = std::make_unique<Sweep>(std::move(grid), store_->contents().records, std::move(options));
    timer_.start();
    published_.clear();
    maps_job_.start(
        [this, copy = *data_, store = store_](const std::stop_token&, const BackgroundJob::Reporter& reporter) {
            reporter.onGuiThread([this, store, maps = copy.published()] {
                if (store != store_ || maps.empty()) return;
                published_ = maps;
                emit publishedReady();
            });
        });
    emit opened();
    poll();
}

void SweepSession::close() {
    timer_.stop();
    if (sweep_) {
        sweep_->stop();
        const auto leave = [](std::unique_ptr<Sweep> sweep, std::shared_ptr<storage::SweepStore> store,
                              const std::shared_future<void>& before) {
            sweep.reset();
            store.reset();
            if (before.valid()) before.wait();
        };
        left_ = std::async(std::launch::async, leave, std::move(sweep_), std::move(store_), left_).share();
    }
    store_.reset();
    data_.reset();
    path_.clear();
}

SweepStatus SweepSession::status() const {
    return sweep_ ? sweep_->status() : SweepStatus{};
}

void SweepSession::setPaused(bool paused) {
    if (!sweep_) return;
    if (!paused && sweep_->status().phase == Phase::failed) sweep_->extend(data_->grid());  // the disk has room again
    sweep_->pause(paused);
    poll();
}

void SweepSession::prioritise(const SweepRectangle& region) {
    if (sweep_) sweep_->prioritise(region);
}

void SweepSession::refine(const SweepRectangle& region) {
    if (!sweep_) return;
    const auto refinement = data_->grid().refinement(region);
    if (!refinement) return emit failed(tr("No finer points are possible there."));
    auto plan = data_->grid().plan();
    plan.refinements.push_back(*refinement);
    extend(std::move(plan));
}

void SweepSession::setRepeats(int repeats) {
    if (!sweep_ || repeats <= data_->grid().plan().repeats) return;
    auto plan = data_->grid().plan();
    plan.repeats = repeats;
    extend(std::move(plan));
}

void SweepSession::extend(SweepPlan plan) {
    if (job_.running()) return emit failed(tr("The last change is still being written."));
    job_.start([this, plan = std::move(plan), store = store_, mutex = store_mutex_, &lab = data_->grid().lab()](
                   const std::stop_token&, const BackgroundJob::Reporter& reporter) {
        SweepGrid grid(lab, plan);
        {
            const std::lock_guard lock(*mutex);
            store->append(plan);
        }
        reporter.onGuiThread([this, store, grid = std::move(grid)] {
            if (store != store_) return;
            data_->set_grid(grid);
            sweep_->extend(grid);
            sweep_->pause(false);
            emit changed();
        });
    });
}

void SweepSession::poll() {
    if (!sweep_) return;
    const auto results = sweep_->take();
    data_->add(results);
    const auto status = sweep_->status();
    const auto message = QString::fromStdString(status.message);
    if (message != message_ && !message.isEmpty()) emit failed(message);
    message_ = message;
    if (!results.records.empty() || status.phase != phase_) {
        phase_ = status.phase;
        emit changed();
    }
}

}  // namespace langevin::desktop
