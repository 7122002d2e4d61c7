// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/background_job.h"

#include <QMetaObject>

namespace langevin::desktop {

void BackgroundJob::Reporter::progress(double done, const QString& text) const {
    onGuiThread([&job = job_, done, text] { emit job.progressed(done, text); });
}

void BackgroundJob::Reporter::onGuiThread(std::function<void()> call) const {
    // Posted to the job as the receiver: dropped when the job is gone.
    QMetaObject::invokeMethod(&job_, std::move(call), Qt::QueuedConnection);
}

BackgroundJob::~BackgroundJob() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
}

void BackgroundJob::start(Work work) {
    if (running_) return;
    running_ = true;
    thread_ = std::jthread([this, work = std::move(work)](const std::stop_token& stop) {
        const Reporter reporter(*this);
        QString problem;
        try {
            work(stop, reporter);
        } catch (const std::exception& failure) {
            problem = QString::fromUtf8(failure.what());
        }
        reporter.onGuiThread([this, problem] {
            running_ = false;
            problem.isEmpty() ? emit finished() : emit failed(problem);
        });
    });
}

void BackgroundJob::wait() {
    if (thread_.joinable()) thread_.join();
}

void BackgroundJob::stop() {
    thread_.request_stop();
}

}  // namespace langevin::desktop
