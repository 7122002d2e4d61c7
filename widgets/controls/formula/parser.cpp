// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/formula/parser.h"

#include "widgets/controls/formula/grammar.h"

namespace langevin::controls::formula {

Parsed parse(const QString& tex) {
    return Grammar(tex).run();
}

}  // namespace langevin::controls::formula
