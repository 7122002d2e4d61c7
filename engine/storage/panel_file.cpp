// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/panel_file.h"

#include <charconv>
#include <cmath>
#include <map>
#include <set>

#include "engine/storage/atomic_file.h"

namespace langevin::storage {
namespace {

/// Shortest text that reads back as the same double; nothing for "not known".
std::string number(double value) {
    if (std::isnan(value)) return "";
    char buffer[32];
    return {buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr};
}

std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"\n") == std::string::npos) return text;
    std::string result = "\"";
    for (const char c : text) result += c == '"' ? "\"\"" : std::string(1, c);
    return result + "\"";
}

std::string one_line(std::string text) {
    for (char& c : text)
        if (c == '\n' || c == '\r') c = ' ';
    while (!text.empty() && text.back() == ' ') text.pop_back();
    return text;
}

std::string comment(const std::string& key, const std::string& text) {
    return text.empty() ? "" : "# " + key + ": " + one_line(text) + "\n";
}

std::string role_name(Role role) {
    return role == Role::measured ? "measured" : role == Role::theory ? "theory" : "guide";
}

std::string curve_rows(const std::string& name, const Curve& curve) {
    std::string rows;
    for (std::size_t i = 0; i < curve.x.size(); ++i) {
        const bool has_error = i < curve.error.size();
        rows += quoted(name) + "," + role_name(curve.role) + "," + number(curve.x[i]) + "," + number(curve.y[i]) + "," +
                (has_error ? number(curve.error[i]) : "") + "\n";
    }
    return rows;
}

/// Nameless members of a family are counted: "level 3".
std::string curve_table(const std::vector<Curve>& curves) {
    std::string text = "curve,role,x,y,error\n";
    std::map<std::string, int> members;
    for (const auto& curve : curves) {
        const bool nameless = curve.name.empty() && !curve.family.empty();
        const int member = ++members[curve.family];
        text += curve_rows(nameless ? curve.family + " " + std::to_string(member) : curve.name, curve);
    }
    return text;
}

std::string curve_comments(const std::vector<Curve>& curves) {
    std::string text;
    std::set<std::string> families;
    for (const auto& curve : curves) {
        const auto& name = curve.family.empty() ? curve.name : curve.family;
        if (curve.family.empty() || families.insert(curve.family).second)
            text += comment("source of " + name, curve.source);
    }
    return text;
}

struct CsvWriter {
    std::string operator()(const Field& field) const {
        std::string text = comment("quantity", field.value.title()) + comment("note", field.note) +
                           "chain,row,column," + quoted(field.value.label) + "\n";
        std::size_t next = 0;
        for (const int tile : field.tiles)
            for (int r = 0; r < field.rows; ++r)
                for (int k = 0; k < field.columns; ++k)
                    text += std::to_string(tile + 1) + "," + std::to_string(r * field.stride) + "," +
                            std::to_string(k * field.stride) + "," + number(field.values[next++]) + "\n";
        return text;
    }
    std::string operator()(const Curves& plot) const {
        std::string text = comment("x", plot.x.title()) + comment("y", plot.y.title()) + comment("note", plot.note) +
                           curve_comments(plot.curves);
        for (const auto& marker : plot.markers) text += comment("marker", number(marker.x) + " " + marker.label);
        return text + curve_table(plot.curves);
    }
    std::string operator()(const Histogram& h) const {
        std::string text = comment("x", h.x.title()) + comment("y", h.y.title()) + comment("note", h.note) +
                           curve_comments(h.references);
        if (h.fit) text += comment(h.fit->name, number(h.fit->statistic) + " " + h.fit->help);
        text += "bin_low,bin_high,density,error\n";
        for (std::size_t i = 0; i < h.density.size(); ++i)
            text += number(h.edges[i]) + "," + number(h.edges[i + 1]) + "," + number(h.density[i]) + "," +
                    (i < h.error.size() ? number(h.error[i]) : "") + "\n";
        return h.references.empty() ? text : text + "\n" + curve_table(h.references);
    }
    std::string operator()(const Table& table) const {
        std::string text = comment("note", table.note) +
                           "key,quantity,unit,value,error,autocorrelation_time,effective_samples,expected,"
                           "expected_error,distance,source,caution\n";
        for (const auto& row : table.rows) {
            const auto distance = row.distance();
            text += row.key + "," + quoted(row.label) + "," + quoted(row.unit) + "," + number(row.value) + "," +
                    number(row.error) + "," + number(row.autocorrelation_time) + "," + number(row.effective_samples) +
                    "," + (row.expected ? number(row.expected->value) : "") + "," +
                    (row.expected ? number(row.expected->error) : "") + "," + (distance ? number(*distance) : "") +
                    "," + (row.expected ? quoted(row.expected->source) : "") + "," +
                    (row.caution.empty() ? "" : quoted(row.caution)) + "\n";
        }
        return text;
    }
    std::string operator()(const Heatmap& map) const {
        std::string text = comment("x", map.x.title()) + comment("y", map.y.title()) +
                           comment("value", map.value.title()) + comment("note", map.note) + curve_comments(map.curves);
        for (std::size_t c = 0; c < map.categories.size(); ++c)
            text += comment("value " + std::to_string(c), map.categories[c]);
        text += "x,y,value,error,repeats,left,right,bottom,top,note\n";
        for (const auto& cell : map.cells) {
            for (const double part : {cell.x, cell.y, cell.value, cell.error}) text += number(part) + ",";
            text += std::to_string(cell.repeats);
            for (const double part : {cell.left, cell.right, cell.bottom, cell.top}) text += "," + number(part);
            text += "," + quoted(cell.note) + "\n";
        }
        return map.curves.empty() ? text : text + "\n" + curve_table(map.curves);
    }
};

}  // namespace

std::string to_csv(const Panel& panel, const std::string& title, const std::string& recipe_json) {
    return comment("title", title) + comment("recipe", recipe_json) + std::visit(CsvWriter{}, panel);
}

void write_csv(const std::filesystem::path& path, const Panel& panel, const std::string& title,
               const std::string& recipe_json) {
    write_text(path, to_csv(panel, title, recipe_json));
}

std::string to_vti(const Field& field, const std::string& recipe_json) {
    const auto recipe = one_line(recipe_json);
    const auto chain_name = [&](std::size_t t) {
        return t < field.tiles.size() ? "chain " + std::to_string(field.tiles[t] + 1) : std::string();
    };
    const auto number_or_nan = [](double value) { return std::isnan(value) ? "nan" : number(value); };
    const auto extent = "0 " + std::to_string(field.columns - 1) + " 0 " + std::to_string(field.rows - 1) + " 0 0";
    const auto spacing = std::to_string(field.stride);
    std::string text =
        "<?xml version=\"1.0\"?>\n<VTKFile type=\"ImageData\" version=\"0.1\" byte_order=\"LittleEndian\">\n"
        "<ImageData WholeExtent=\"" +
        extent + "\" Origin=\"0 0 0\" Spacing=\"" + spacing + " " + spacing +
        " 1\">\n"
        "<FieldData>\n<Array type=\"String\" Name=\"recipe\" NumberOfTuples=\"1\" format=\"ascii\">\n";
    for (const char c : recipe)
        text += std::to_string(static_cast<unsigned char>(c)) + " ";  // the format's strings are character codes
    text +=
        "0\n</Array>\n</FieldData>\n<Piece Extent=\"" + extent + "\">\n<PointData Scalars=\"" + chain_name(0) + "\">\n";
    const std::size_t sites = static_cast<std::size_t>(field.rows) * static_cast<std::size_t>(field.columns);
    for (std::size_t t = 0; t < field.tiles.size(); ++t) {
        text += "<DataArray type=\"Float64\" Name=\"" + chain_name(t) + "\" format=\"ascii\">\n";
        for (std::size_t x = 0; x < sites; ++x)
            text += number_or_nan(field.values[t * sites + x]) +
                    ((x + 1) % static_cast<std::size_t>(field.columns) == 0 ? "\n" : " ");
        text += "</DataArray>\n";
    }
    return text + "</PointData>\n</Piece>\n</ImageData>\n</VTKFile>\n";
}

void write_vti(const std::filesystem::path& path, const Field& field, const std::string& recipe_json) {
    write_text(path, to_vti(field, recipe_json));
}

}  // namespace langevin::storage
