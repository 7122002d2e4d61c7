// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/compare/sides.h"

#include <QCoreApplication>
#include <QStringList>

#include "app/desktop/lab_page.h"

namespace langevin::desktop {

void require_same_lab(const Lab& lab, const Recipe& recipe) {
    if (recipe.lab == lab.id) return;
    throw Failure({"both sides of a comparison show the same lab, and this recipe is of another", recipe.lab,
                   "Open a recipe of " + lab.id});
}

std::vector<std::string> differences(const ParameterSet& a, const ParameterSet& b) {
    std::vector<std::string> keys;
    for (const auto& spec : a.schema().specs())
        if (a.value(spec.key) != b.value(spec.key)) keys.push_back(spec.key);
    return keys;
}

QString side_name(const QString& mark, const ParameterSet& values, const std::vector<std::string>& keys,
                  std::optional<std::uint64_t> seed) {
    QStringList words;
    for (const auto& key : keys) words << short_text(values, key);
    if (seed) words << QCoreApplication::translate("langevin::desktop", "seed %1").arg(*seed);
    const auto listed = words.mid(0, 3).join(", ");
    return listed.isEmpty() ? mark : mark + ": " + listed;
}

}  // namespace langevin::desktop
