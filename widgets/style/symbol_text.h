// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QFontMetricsF>
#include <QString>
#include <vector>

class QPaintDevice;
class QPainter;

namespace langevin::style {

/// A symbol as it is written in a table: "χ_abs" becomes a slanted χ with its index lowered,
/// "e^(−ΔH)" an e with its exponent raised, "R̂" an R with its hat above it. Or a title in which there are symbols,
/// "Binder cumulant U_L", whose letters stay upright. Laid out once, painted often.
class SymbolText {
  public:
    enum class Letters { slanted, upright };
    SymbolText(const QString& symbol, const QFont& font, const QPaintDevice* device = nullptr,
               Letters letters = Letters::slanted);

    double width() const { return width_; }
    /// With the painter's pen.
    void paint(QPainter& painter, const QPointF& baseline) const;

  private:
    struct Piece {
        QString text;
        double x = 0;
        double shift = 0;  ///< down
        bool small = false;
    };
    std::vector<Piece> pieces_;
    QFont font_, small_;
    double width_ = 0;
};

}  // namespace langevin::style
