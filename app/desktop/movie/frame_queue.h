// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>

namespace langevin::desktop {

/// Pictures on their way from the window to the encoder. Few of them: what the encoder cannot take in time is left out.
/// Any thread.
class FrameQueue {
  public:
    struct Frame {
        QImage image;
        std::uint64_t slot = 0;  ///< its place in the movie
    };

    explicit FrameQueue(std::size_t most) : most_(most) {}

    /// False: there is no room, the frame is dropped.
    bool offer(Frame frame) {
        const std::lock_guard lock(mutex_);
        if (closed_ || frames_.size() >= most_) return false;
        frames_.push_back(std::move(frame));
        changed_.notify_one();
        return true;
    }
    /// No more frames will come; those that are here are still taken.
    void close() {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        changed_.notify_one();
    }
    /// Waits for the next frame; none at the end, or on a stop.
    std::optional<Frame> take(const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, stop, [this] { return closed_ || !frames_.empty(); });
        if (frames_.empty() || stop.stop_requested()) return std::nullopt;
        auto frame = std::move(frames_.front());
        frames_.pop_front();
        return frame;
    }

  private:
    const std::size_t most_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<Frame> frames_;
    bool closed_ = false;
};

}  // namespace langevin::desktop
