// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

/// The source tree as text, and the rules of the house over it (CONTRIBUTING.md).
namespace langevin::test {

struct Source {
    QString path;  ///< from the root of the project: "engine/core/lab.h"
    QStringList lines;

    bool in(const QString& folder) const { return path.startsWith(folder + "/"); }
    bool is_header() const { return path.endsWith(".h"); }
};

/// One file; without lines where it cannot be read.
Source read_source(const QString& root, const QString& path);

/// All files with these endings below these folders, sorted by path.
QList<Source> sources_below(const QString& root, const QStringList& folders, const QStringList& endings);

/// What an include line names, without quotes or brackets; empty for any other line.
QString included(const QString& line);

/// Whether a file of ours may include a header of ours.
bool may_include(const QString& from, const QString& header);

/// Whether a file of ours may include a header of Qt, Qt Charts, VTK or OpenMP; true for all other
/// libraries.
bool may_use_library(const Source& source, const QString& header);

/// Lines that break a rule, as "path:line: text".
using Rule = bool (*)(const Source& source, const QString& line);
QStringList offences(const QList<Source>& sources, Rule is_broken);

/// The rules that look at one line.
namespace rules {
bool includes_a_room_it_must_not_know(const Source& source, const QString& line);
bool includes_a_library_it_must_not_know(const Source& source, const QString& line);
bool has_an_unusual_include(const Source& source, const QString& line);
bool uses_openmp_outside_its_room(const Source& source, const QString& line);
bool reduces_in_any_order(const Source& source, const QString& line);
bool starts_threads_outside_their_room(const Source& source, const QString& line);
bool draws_outside_the_room_of_random_numbers(const Source& source, const QString& line);
bool opens_a_namespace_in_a_header(const Source& source, const QString& line);
bool names_a_machine(const Source& source, const QString& line);
bool says_untranslated_words(const Source& source, const QString& line);
bool postpones_work(const Source& source, const QString& line);
}  // namespace rules

}  // namespace langevin::test
