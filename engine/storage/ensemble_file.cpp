// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/ensemble_file.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <system_error>

#include "engine/core/error.h"
#include "engine/storage/atomic_file.h"
#include "engine/storage/hdf5/hdf5.h"
#include "engine/storage/hdf5/reading.h"
#include "engine/storage/recipe_file.h"
#include "engine/storage/session_file.h"

namespace langevin::storage {
namespace {

const char* const dataset_name = "configurations";
const char* const layout_wanted =
    "Write the fields as one dataset \"configurations\", [field, row, column] or [configuration, chain, row, column]";
constexpr hsize_t largest_chunk = hsize_t{1} << 28;  // bytes; a wrong bit must not ask for more memory than there is
constexpr double most_chunks = 1 << 20;

/// A dataset of which every `every`-th item along its first extent is read.
struct Series {
    hdf5::Handle dataset;
    std::vector<hsize_t> extents = {};
    hsize_t every = 1;

    hsize_t kept() const { return (extents[0] + every - 1) / every; }
    hsize_t item() const {
        hsize_t size = 1;
        for (std::size_t d = 1; d < extents.size(); ++d) size *= extents[d];
        return size;
    }
};

std::vector<hsize_t> extents_of(hid_t dataset) {
    const std::string what = "its extents cannot be read";
    const hdf5::Handle space(H5Dget_space(dataset), H5Sclose, what);
    const int directions = H5Sget_simple_extent_ndims(space);
    if (directions < 0) throw Failure({what, "", "The file may be damaged"});
    std::vector<hsize_t> extents(static_cast<std::size_t>(directions));
    if (directions > 0) hdf5::require(H5Sget_simple_extent_dims(space, extents.data(), nullptr), what);
    return extents;
}

H5T_class_t kind_of(hid_t dataset) {
    const hdf5::Handle type(H5Dget_type(dataset), H5Tclose, "its type cannot be read");
    return H5Tget_class(type);
}

/// Kept items from the `first` one on, as far as `to` has room for them.
template <class T>
void read_items(const Series& series, hsize_t first, std::span<T> to, hid_t type) {
    const std::string what = "configurations from the " + std::to_string(first * series.every) + "th on cannot be read";
    auto count = series.extents;
    count[0] = to.size() / series.item();
    std::vector<hsize_t> start(count.size(), 0), stride(count.size(), 1);
    start[0] = first * series.every;
    stride[0] = series.every;
    const hdf5::Handle space(H5Dget_space(series.dataset), H5Sclose, what);
    hdf5::require(H5Sselect_hyperslab(space, H5S_SELECT_SET, start.data(), stride.data(), count.data(), nullptr), what);
    const auto memory = hdf5::simple_space(count);
    hdf5::require(H5Dread(series.dataset, type, memory, space, H5P_DEFAULT, to.data()), what);
}

/// HDF5 believes what the file says of the size of a chunk, and reads beyond it when that is wrong.
void demand_whole_chunks(hid_t dataset, std::span<const hsize_t> chunk, hsize_t bytes) {
    const auto extents = extents_of(dataset);
    if (extents.size() != chunk.size())
        throw Failure({"its chunks are not of its dimensions", "", "The file is damaged"});
    double count = 1;
    for (std::size_t d = 0; d < chunk.size(); ++d)
        count *= std::ceil(static_cast<double>(extents[d]) / static_cast<double>(chunk[d]));
    if (count > most_chunks)
        throw Failure({"it is stored in too many small chunks", "", "Write it with one configuration or more a chunk"});
    std::vector<hsize_t> place(extents.size(), 0);
    for (bool more = true; more;) {
        unsigned mask = 0;
        haddr_t address = HADDR_UNDEF;
        hsize_t size = 0;
        hdf5::require(H5Dget_chunk_info_by_coord(dataset, place.data(), &mask, &address, &size),
                      "a chunk is not found");
        if (address != HADDR_UNDEF && size != bytes)
            throw Failure({"a chunk is not of the size it should be", "", "The file is damaged"});
        more = false;
        for (std::size_t d = place.size(); d-- > 0 && !more;) {
            place[d] += chunk[d];
            more = place[d] < extents[d];
            if (!more) place[d] = 0;
        }
    }
}

constexpr hsize_t checksum_bytes = 4;

/// As our own are: a checksum after every chunk, and no compression.
bool checked_only(hid_t properties) {
    unsigned flags = 0, config = 0;
    std::size_t values = 0;
    return H5Pget_nfilters(properties) == 1 &&
           H5Pget_filter2(properties, 0, &flags, &values, nullptr, 0, nullptr, &config) == H5Z_FILTER_FLETCHER32;
}

void demand_readable_storage(hid_t dataset) {
    const std::string what = "its properties cannot be read";
    const hdf5::Handle properties(H5Dget_create_plist(dataset), H5Pclose, what);
    if (H5Pget_layout(properties) != H5D_CHUNKED) return;
    for (int i = 0; i < H5Pget_nfilters(properties); ++i) {
        unsigned flags = 0, config = 0;
        std::size_t values = 0;
        std::array<char, 64> name = {};
        const auto filter = H5Pget_filter2(properties, static_cast<unsigned>(i), &flags, &values, nullptr, name.size(),
                                           name.data(), &config);
        if (filter >= 0 && H5Zfilter_avail(filter) > 0) continue;
        name.back() = '\0';
        throw Failure(
            {"\"configurations\" is compressed in a way that is not known here (\"" + std::string(name.data()) + "\")",
             "", "Write it with compression=\"gzip\", or without"});
    }
    std::array<hsize_t, H5S_MAX_RANK> chunk = {};
    const int directions = H5Pget_chunk(properties, static_cast<int>(chunk.size()), chunk.data());
    if (directions < 0) throw Failure({what, "", "The file may be damaged"});
    const hdf5::Handle type(H5Dget_type(dataset), H5Tclose, what);
    hsize_t bytes = H5Tget_size(type);
    for (int d = 0; d < directions; ++d) {
        bytes *= chunk[static_cast<std::size_t>(d)];
        if (bytes > largest_chunk)
            throw Failure(
                {"\"configurations\" is stored in chunks of more than " + std::to_string(largest_chunk >> 20) + " MB",
                 "", "Write it with smaller chunks"});
    }
    const bool plain = H5Pget_nfilters(properties) == 0;
    if (plain || checked_only(properties))
        demand_whole_chunks(dataset, std::span(chunk).first(static_cast<std::size_t>(directions)),
                            plain ? bytes : bytes + checksum_bytes);
}

hdf5::Handle open_configurations(hid_t file) {
    const hdf5::Handle access(H5Pcreate(H5P_DATASET_ACCESS), H5Pclose, "an HDF5 property list cannot be made");
    // A chunk that does not fit would be read and unpacked again for every block of fields.
    hdf5::require(H5Pset_chunk_cache(access, 10007, largest_chunk, H5D_CHUNK_CACHE_W0_DEFAULT), "no chunk cache");
    const Failure none({"there is no dataset \"configurations\" in it", "", layout_wanted});
    if (H5Lexists(file, dataset_name, H5P_DEFAULT) == 0) throw none;
    const std::string what = "\"configurations\" cannot be found in it or opened";
    if (const hdf5::Handle object(H5Oopen(file, dataset_name, H5P_DEFAULT), H5Oclose, what);
        H5Iget_type(object) != H5I_DATASET)
        throw none;
    return {H5Dopen2(file, dataset_name, access), H5Dclose, what};
}

std::string text_of(const std::vector<hsize_t>& extents) {
    std::string text;
    for (const auto extent : extents) text += (text.empty() ? "[" : ", ") + std::to_string(extent);
    return text + "]";
}

/// Which items are kept, so that they are no more than `most` numbers.
Series kept_configurations(hid_t file, std::size_t most) {
    Series series{open_configurations(file)};
    if (kind_of(series.dataset) != H5T_FLOAT)
        throw Failure({"\"configurations\" holds no floating-point numbers", "", "Write them as float32 or float64"});
    series.extents = extents_of(series.dataset);
    if (series.extents.size() != 3 && series.extents.size() != 4)
        throw Failure({"\"configurations\" has " + std::to_string(series.extents.size()) + " dimensions, not 3 or 4",
                       "", layout_wanted});
    if (std::ranges::find(series.extents, 0u) != series.extents.end())
        throw Failure({"\"configurations\" is empty: " + text_of(series.extents), "", layout_wanted});
    hsize_t item = 1;
    for (std::size_t d = 1; d < series.extents.size(); ++d) {
        if (series.extents[d] <= most) item *= series.extents[d];
        if (series.extents[d] > most || item > most)
            throw Failure({"\"configurations\" is " + text_of(series.extents) +
                               ": one of them alone has more than the " + std::to_string(most) +
                               " numbers that are kept in memory",
                           "", "Write smaller lattices, or fewer chains side by side"});
    }
    demand_readable_storage(series.dataset);
    series.every = (series.extents[0] - 1) / (most / item) + 1;
    return series;
}

std::vector<float> read_fields(const Series& series) {
    constexpr hsize_t at_once = 1 << 18;  // numbers
    const hsize_t item = series.item(), block = std::max<hsize_t>(1, at_once / item);
    std::vector<float> values(series.kept() * item);
    for (hsize_t first = 0; first < series.kept(); first += block) {
        const auto count = std::min(block, series.kept() - first);
        read_items(series, first, std::span(values).subspan(first * item, count * item), H5T_NATIVE_FLOAT);
    }
    return values;
}

void demand_finite(const Series& series, const std::vector<float>& values) {
    const auto found = std::ranges::find_if(values, [](float v) { return !std::isfinite(v); });
    if (found == values.end()) return;
    auto place = static_cast<hsize_t>(found - values.begin());
    std::vector<hsize_t> index(series.extents.size());
    for (std::size_t d = index.size(); d-- > 1; place /= series.extents[d]) index[d] = place % series.extents[d];
    index[0] = place * series.every;
    throw Failure({"configurations" + text_of(index) + " is NaN, infinite or beyond single precision", "",
                   "Counted from 0; leave that field out"});
}

std::vector<std::uint64_t> read_steps(hid_t file, const Series& configurations) {
    if (H5Lexists(file, "steps", H5P_DEFAULT) <= 0) return {};
    Series series{hdf5::Handle(H5Dopen2(file, "steps", H5P_DEFAULT), H5Dclose, "\"steps\" cannot be read")};
    series.extents = extents_of(series.dataset);
    series.every = configurations.every;
    if (series.extents != std::vector{configurations.extents[0]} || kind_of(series.dataset) != H5T_INTEGER) return {};
    demand_readable_storage(series.dataset);
    std::vector<std::uint64_t> items(series.kept()), steps;
    read_items(series, 0, std::span(items), H5T_NATIVE_UINT64);
    const auto chains = configurations.extents.size() == 4 ? configurations.extents[1] : 1;
    for (const auto step : items) steps.insert(steps.end(), chains, step);
    return steps;
}

std::optional<Recipe> read_recipe_attribute(hid_t file) {
    const auto text = hdf5::read_attribute(file, "recipe");
    if (text.empty()) return std::nullopt;
    try {
        return parse_recipe(text, "recipe");
    } catch (const Failure&) {  // somebody else's
        return std::nullopt;
    }
}

Ensemble read_open(hid_t file, std::size_t most) {
    if (const auto number = hdf5::format_number(file, ensemble_format); number && *number > newest_ensemble_format)
        throw Failure({"was written by a newer version of Langevin Lab (\"" + std::string(ensemble_format) + " " +
                           std::to_string(*number) + "\")",
                       "", "Open it with that version"});
    const auto series = kept_configurations(file, most);
    const auto& extents = series.extents;
    Ensemble result;
    result.rows = static_cast<int>(extents[extents.size() - 2]);
    result.columns = static_cast<int>(extents.back());
    result.values = read_fields(series);
    demand_finite(series, result.values);
    result.steps = read_steps(file, series);
    result.available = extents[0] * (extents.size() == 4 ? extents[1] : 1);
    result.lab = hdf5::read_attribute(file, "lab");
    result.recipe = read_recipe_attribute(file);
    return result;
}

Ensemble read_file(const std::filesystem::path& path, std::size_t most) {
    if (!hdf5::is_hdf5(path.string()))
        throw Failure({"is no HDF5 file, and so no ensemble", "", "Choose another file"});
    return read_open(hdf5::open_file(path.string(), "it is damaged or cut off"), most);
}

/// HDF5 does not say which file it could not read.
template <class Read>
Ensemble named(const std::filesystem::path& path, Read read) {
    require_readable(path);
    try {
        return read();
    } catch (const Failure& failure) {
        const auto& p = failure.problem();
        const bool whole = p.what.starts_with("is ") || p.what.starts_with("was ");
        throw Failure({whole ? p.what : "is no ensemble that can be read: " + p.what, path.string(), p.remedy});
    }
}

Parcel packed(const Ensemble& ensemble) {
    Parcel parcel;
    parcel.put(ensemble.rows);
    parcel.put(ensemble.columns);
    parcel.put(ensemble.values);
    parcel.put(ensemble.steps);
    parcel.put(ensemble.available);
    parcel.put(ensemble.lab);
    parcel.put(ensemble.recipe ? to_json(*ensemble.recipe) : "");
    return parcel;
}

Ensemble unpacked(Parcel parcel) {
    Ensemble ensemble;
    ensemble.rows = parcel.number<int>();
    ensemble.columns = parcel.number<int>();
    ensemble.values = parcel.numbers<float>();
    ensemble.steps = parcel.numbers<std::uint64_t>();
    ensemble.available = parcel.number<std::uint64_t>();
    ensemble.lab = parcel.text();
    if (const auto recipe = parcel.text(); !recipe.empty()) ensemble.recipe = parse_recipe(recipe, "recipe");
    return ensemble;
}

}  // namespace

const hdf5::Reader hdf5::ensemble_reader{"ensemble", [](Parcel request) {
                                             const auto path = request.text();
                                             return packed(read_file(path, request.number<std::size_t>()));
                                         }};

Ensemble read_ensemble(const std::filesystem::path& path, std::size_t most) {
    Parcel request;
    request.put(path.string());
    request.put(most);
    return named(path, [&] { return unpacked(hdf5::read_apart(hdf5::ensemble_reader, request)); });
}

Ensemble read_ensemble_here(const std::filesystem::path& path, std::size_t most) {
    const auto lock = hdf5::busy();
    return named(path, [&] { return read_file(path, most); });
}

}  // namespace langevin::storage
