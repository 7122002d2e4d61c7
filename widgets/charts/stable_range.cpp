// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/charts/stable_range.h"

namespace langevin::charts {

const Extent& StableRange::update(const Extent& needed) {
    if (!range_) return range_.emplace(needed);
    if (!range_->contains(needed)) {
        roomy_updates_ = 0;
        const double room = room_to_grow * united(*range_, needed).span();
        // An axis that begins at zero goes on to begin at zero.
        if (needed.low < range_->low) range_->low = needed.low == 0 ? 0 : needed.low - room;
        if (needed.high > range_->high) range_->high = needed.high == 0 ? 0 : needed.high + room;
        return *range_;
    }
    const bool too_large = needed.span() < roomy * range_->span();
    roomy_updates_ = too_large ? roomy_updates_ + 1 : 0;
    if (roomy_updates_ >= patience) {
        range_ = needed;
        roomy_updates_ = 0;
    }
    return *range_;
}

}  // namespace langevin::charts
