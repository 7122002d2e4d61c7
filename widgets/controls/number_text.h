// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// Numbers as a status line shows them: short, and of steady width.
namespace langevin::controls {

/// "12 340": groups of three.
QString count_text(quint64 count);
/// Three significant digits and an SI prefix: "1.25 k", "340", "0.80".
QString si_text(double value);
/// "0:07", "12:34", "1:02:03".
QString duration_text(double seconds);

}  // namespace langevin::controls
