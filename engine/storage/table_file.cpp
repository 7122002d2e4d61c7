// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/table_file.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/storage/atomic_file.h"
#include "engine/storage/hdf5/hdf5.h"

namespace langevin::storage {
namespace {

std::string number(double value) {
    if (std::isnan(value)) return "";
    char buffer[32];
    return {buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr};
}

const std::string& meaning_of(const NumberTable& table, std::size_t column) {
    static const std::string none;
    return table.meanings.empty() ? none : table.meanings[column];
}

/// In one line.
std::string comment_line(std::string comment) {
    std::replace(comment.begin(), comment.end(), '\n', ' ');
    return "# " + comment + "\n";
}

void write_group(hid_t file, const std::string& name, const NumberTable& table) {
    hdf5::Handle group(H5Gcreate2(file, name.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Gclose,
                       "\"" + name + "\" cannot be written");
    for (std::size_t c = 0; c < table.names.size(); ++c) {
        const auto what = "\"" + name + "/" + table.names[c] + "\" cannot be written";
        const auto space = hdf5::simple_space({table.columns[c].size()});
        hdf5::Handle dataset(
            H5Dcreate2(group, table.names[c].c_str(), H5T_NATIVE_DOUBLE, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
            H5Dclose, what);
        if (!table.columns[c].empty())
            hdf5::require(H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, table.columns[c].data()),
                          what);
        if (const auto& meaning = meaning_of(table, c); !meaning.empty())
            hdf5::write_attribute(dataset, "meaning", meaning);
        dataset.close(what);
    }
}

}  // namespace

void write_table_csv(const std::filesystem::path& path, const NumberTable& table, const std::string& comment) {
    std::string text;
    if (!comment.empty()) text = comment_line(comment);
    for (std::size_t c = 0; c < table.names.size(); ++c)
        if (const auto& meaning = meaning_of(table, c); !meaning.empty())
            text += comment_line(table.names[c] + ": " + meaning);
    for (std::size_t c = 0; c < table.names.size(); ++c) text += (c > 0 ? "," : "") + table.names[c];
    text += "\n";
    const std::size_t rows = table.columns.empty() ? 0 : table.columns.front().size();
    for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t c = 0; c < table.columns.size(); ++c) text += (c > 0 ? "," : "") + number(table.columns[c][r]);
        text += "\n";
    }
    write_text(path, text);
}

void write_tables_hdf5(const std::filesystem::path& path,
                       const std::vector<std::pair<std::string, const NumberTable*>>& tables,
                       const std::string& recipe_json) {
    const auto lock = hdf5::busy();
    replace_file(path, [&](const std::filesystem::path& temporary) {
        auto file = hdf5::create_file(temporary.string());
        hdf5::write_attribute(file, "recipe", recipe_json);
        for (const auto& [name, table] : tables) write_group(file, name, *table);
        file.close(path.string() + " cannot be written");
    });
}

}  // namespace langevin::storage
