// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/saving/last_runs.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#include "app/desktop/saving/page_moment.h"
#include "app/desktop/session.h"

namespace langevin::desktop {
namespace {

constexpr std::size_t largest = std::size_t{32} << 20;  // bytes; written in a fraction of a second
const QString ending = QStringLiteral(".langevin.json");

QDir folder() {
    return QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation)).filePath("left");
}

}  // namespace

bool LastRuns::keep(Session& session, Comparison* comparison, double least_seconds) {
    const auto& latest = session.latest();
    const bool worth = latest && latest->step > 0 && latest->rates.elapsed_seconds >= least_seconds;
    if (!worth || writer_.running() || !folder().mkpath(".")) return false;
    const auto moment = moment_now(session, comparison);
    if (!moment || moment->step() == 0 || moment->bytes() > largest) return false;
    const auto path = folder().filePath(QString::fromStdString(session.lab()->id) + ending);
    writer_.start([this, path, page = *moment](const std::stop_token&, const BackgroundJob::Reporter& reporter) {
        page.write(path);
        reporter.onGuiThread([this] { emit changed(); });
    });
    return true;
}

std::vector<LastRuns::Run> LastRuns::list() {
    std::vector<Run> runs;
    for (const auto& file : folder().entryInfoList({"*" + ending}, QDir::Files, QDir::Time)) try {
            const auto saved = storage::read_session(file.filePath().toStdString());
            runs.push_back({QString::fromStdString(saved.recipe.lab), file.filePath(), saved.recipe.steps,
                            !saved.second.empty(), file.lastModified()});
        } catch (const Failure&) {  // of another version, or damaged
        }
    return runs;
}

}  // namespace langevin::desktop
