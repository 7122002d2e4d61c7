// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTextObjectInterface>
#include <vector>

#include "widgets/controls/formula/drawing.h"
#include "widgets/controls/formula/font.h"
#include "widgets/controls/formula/tree.h"
#include "widgets/style/theme.h"

namespace langevin::controls {

/// Formulas as objects in a QTextDocument, on the baseline of the text around them.
class FormulaObject : public QObject, public QTextObjectInterface {
    Q_OBJECT
    Q_INTERFACES(QTextObjectInterface)
  public:
    static constexpr int object_type = QTextFormat::UserObject + 17;

    explicit FormulaObject(QObject* parent = nullptr);

    void clear() { entries_.clear(); }
    /// An object character, with the blanks that follow it.
    struct Piece {
        QTextCharFormat format;
        QString blanks;
    };
    /// Makes room for one more formula. `tail` is a full stop, or its like, behind it; `problems` gets what could not
    /// be read. A displayed formula that is wide has as many pieces as may stand on lines of their own, any other one;
    /// a piece that is wider than the page is shown smaller.
    std::vector<Piece> add(const QString& tex, const QString& tail, bool display, const QFont& text_font, double em,
                           QStringList& problems);
    void setTheme(const style::Theme& theme) { theme_ = theme; }

    static bool is_formula(const QTextCharFormat& format) { return format.objectType() == object_type; }
    /// Its source between dollar signs; of a formula in parts, the first has it.
    static QString source(const QTextCharFormat& format);

    /// Where the baseline lies, for an object that is painted into this rectangle.
    static double baseline(const QRectF& area, const QTextDocument* document, int position, const QTextFormat& format);

    QSizeF intrinsicSize(QTextDocument* document, int position, const QTextFormat& format) override;
    void drawObject(QPainter* painter, const QRectF& area, QTextDocument* document, int position,
                    const QTextFormat& format) override;

  private:
    struct Entry {
        formula::Drawing drawing;
        bool display = false;
    };
    QTextCharFormat add_part(const formula::Node& part, bool display, const QFont& text_font, double em);
    const Entry* entry(const QTextFormat& format) const;
    double scale(const Entry& entry, const QTextDocument* document) const;

    formula::FormulaFont font_;
    style::Theme theme_;
    std::vector<Entry> entries_;
};

}  // namespace langevin::controls
