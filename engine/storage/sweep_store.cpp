// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/storage/sweep_store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <map>
#include <stdexcept>
#include <utility>

#include "engine/storage/atomic_file.h"
#include "engine/storage/session_file.h"
#include "engine/storage/sweep_json.h"

namespace langevin::storage {
namespace {

constexpr std::uint64_t store_version = 1;
constexpr std::size_t largest_store = std::size_t{4} << 30;
constexpr std::string_view check_mark = ",\"check\":\"";

std::string hash_of(std::string_view text) {
    return hexadecimal(XXH3_64bits(text.data(), text.size()));
}

std::string line_of(const Json& json) {
    auto text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    text.pop_back();  // the closing brace
    const auto hash = hash_of(text);
    return text + std::string(check_mark) + hash + "\"}\n";
}

bool sound(std::string_view line) {
    const auto mark = line.rfind(check_mark);
    return mark != std::string_view::npos &&
           line.substr(mark + check_mark.size()) == hash_of(line.substr(0, mark)) + "\"}";
}

Json number(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json header_json(const SweepPlan& plan) {
    return {{"sweep_store", store_version}, {"program", program_version()}, {"plan", plan_json(plan)}};
}

Json name_json(const ScalarName& name) {
    return {{"scalar", name.key}, {"symbol", name.symbol}, {"label", name.label}, {"unit", name.unit}};
}

Json record_json(const SweepRecord& record) {
    const auto& m = record.member;
    Json json = {{"run", {m.point.i, m.point.j, m.repeat}}};
    if (!record.failure.empty()) {
        json["failed"] = record.failure;
        return json;
    }
    json["values"] = Json::object();
    json["errors"] = Json::object();
    for (const auto& scalar : record.scalars) {
        json["values"][scalar.key] = number(scalar.value);
        json["errors"][scalar.key] = number(scalar.error);
    }
    return json;
}

double real(const Json& json) {
    return json.is_number() ? json.get<double>() : std::numeric_limits<double>::quiet_NaN();
}

SweepRecord parse_record(const Json& json) {
    const auto member = [&run = json.at("run")](std::size_t k) {
        if (const auto number = whole_number(run.at(k))) return *number;
        throw std::out_of_range("no run has such a number");
    };
    SweepRecord record{.member = {{member(0), member(1)}, member(2)}};
    if (json.contains("failed")) {
        record.failure = json.at("failed").get<std::string>();
        return record;
    }
    const auto& errors = json.at("errors");
    for (const auto& [key, value] : json.at("values").items())
        record.scalars.push_back({key, real(value), errors.contains(key) ? real(errors.at(key)) : real(nullptr)});
    return record;
}

class Reader {
  public:
    explicit Reader(std::string where) : where_(std::move(where)) {}

    /// `first`: the number of the first line, 1 where it is the header.
    SweepContents read(std::string_view text, std::size_t first) {
        std::size_t begin = 0, line = first;
        for (; begin < text.size(); ++line) {
            const auto end = text.find('\n', begin);
            if (end == std::string_view::npos) {
                contents_.torn = true;
                break;
            }
            take(text.substr(begin, end - begin), line);
            begin = end + 1;
        }
        if (line == 1) throw Failure({"is empty or cut off in its first line", where_, "Begin the sweep anew"});
        contents_.sound_bytes = begin;
        for (auto& [member, record] : records_) contents_.records.push_back(std::move(record));
        return std::move(contents_);
    }

  private:
    void take(std::string_view line, std::size_t number) {
        const auto json = Json::parse(line, nullptr, false);
        if (number == 1) {
            if (line.starts_with("{\"sweep_store\"") && !json.is_object())
                throw Failure({"is damaged in its first line", where_, "Get the file again from its origin"});
            return take_header(json, sound(line));
        }
        if (!json.is_object() || !sound(line)) return contents_.damaged.push_back(number);
        try {
            take(json);
        } catch (const std::exception&) {
            contents_.damaged.push_back(number);
        }
    }

    void take_header(const Json& json, bool is_sound) {
        if (!json.is_object() || !json.contains("sweep_store"))
            throw Failure({"is no store of a sweep", where_, "Name a file that langevin-run sweep has written"});
        const auto& version = json.at("sweep_store");
        if (!version.is_number_unsigned() || version.get<std::uint64_t>() != store_version)
            throw Failure({"is a store of format " + version.dump() + "; this program reads format " +
                               std::to_string(store_version),
                           where_, "Use a newer version of the program"});
        if (!is_sound) throw Failure({"is damaged in its first line", where_, "Get the file again from its origin"});
        ObjectReader reader(json, where_);
        contents_.program = reader.text("program");
        contents_.plan = plan_from_json(reader.object("plan"), where_);
    }

    void take(const Json& json) {
        if (json.contains("run")) {
            auto record = parse_record(json);
            records_.emplace(record.member, std::move(record));
        } else if (json.contains("scalar")) {
            const auto text = [&](const char* key) { return json.at(key).get<std::string>(); };
            ScalarName name{text("scalar"), text("symbol"), text("label"), text("unit")};
            if (std::find(contents_.names.begin(), contents_.names.end(), name) == contents_.names.end())
                contents_.names.push_back(std::move(name));
        } else {
            contents_.plan = plan_from_json(json.at("plan"), where_);
        }
    }

    std::string where_;
    SweepContents contents_;
    std::map<SweepMember, SweepRecord> records_;
};

double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Everything by which two shares of one sweep agree.
std::string identity(SweepPlan plan) {
    plan.repeats = 1;
    plan.refinements.clear();
    plan.shown.clear();
    plan.recipe.title.clear();
    plan.recipe.summary.clear();
    return plan_json(plan).dump();
}

bool same(const SweepRecord& a, const SweepRecord& b) {
    const auto equal = [](const auto& s, const auto& t) {
        return s.key == t.key && std::bit_cast<std::uint64_t>(s.value) == std::bit_cast<std::uint64_t>(t.value);
    };
    return a.failure == b.failure &&
           std::equal(a.scalars.begin(), a.scalars.end(), b.scalars.begin(), b.scalars.end(), equal);
}

}  // namespace

SweepContents parse_sweep(std::string_view text, const std::string& where) {
    return Reader(where).read(text, 1);
}

std::string to_lines(const std::vector<SweepRecord>& records, const std::vector<ScalarName>& names) {
    std::string lines;
    for (const auto& name : names) lines += line_of(name_json(name));
    for (const auto& record : records) lines += line_of(record_json(record));
    return lines;
}

SweepContents parse_lines(std::string_view lines) {
    auto contents = Reader("results").read(lines, 2);
    if (contents.torn || !contents.damaged.empty()) throw Failure({"were damaged on the way", "results", ""});
    return contents;
}

SweepContents read_sweep(const std::filesystem::path& path) {
    return parse_sweep(read_text(path, largest_store), path.string());
}

bool is_sweep_store(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string begin(14, '\0');
    file.read(begin.data(), static_cast<std::streamsize>(begin.size()));
    return begin == "{\"sweep_store\"";
}

SweepStore::SweepStore(std::filesystem::path path) : path_(std::move(path)) {
    file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (file_ < 0)
        throw Failure(
            {"cannot be written: " + std::string(std::strerror(errno)), path_.string(), "Choose another place"});
    if (::flock(file_, LOCK_EX | LOCK_NB) == 0) return;
    ::close(std::exchange(file_, -1));
    throw Failure({"is being written by another program", path_.string(),
                   "Wait until that one has ended, or stop it; reading is possible meanwhile"});
}

SweepStore::SweepStore(SweepStore&& other) noexcept
    : path_(std::move(other.path_)),
      file_(std::exchange(other.file_, -1)),
      end_(other.end_),
      last_flush_(other.last_flush_),
      contents_(std::move(other.contents_)) {}

SweepStore::~SweepStore() {
    if (file_ < 0) return;
    ::fdatasync(file_);
    ::close(file_);
}

SweepStore SweepStore::create(const std::filesystem::path& path, const SweepPlan& plan) {
    SweepStore store(path);
    if (std::filesystem::file_size(path) > 0)
        throw Failure(
            {"is there already", path.string(), "Go on with it (langevin-run sweep FILE), or choose another name"});
    store.contents_.program = program_version();
    store.contents_.plan = plan;
    store.write(line_of(header_json(plan)));
    return store;
}

SweepStore SweepStore::open(const std::filesystem::path& path) {
    if (!std::filesystem::exists(path)) throw Failure({"cannot be read: there is no such file", path.string(), ""});
    require_readable(path);
    SweepStore store(path);
    store.contents_ = read_sweep(path);
    store.end_ = store.contents_.sound_bytes;
    if (store.contents_.torn && ::ftruncate(store.file_, static_cast<off_t>(store.end_)) != 0)
        throw Failure(
            {"cannot be written: " + std::string(std::strerror(errno)), path.string(), "Choose another place"});
    return store;
}

void SweepStore::append(const std::vector<SweepRecord>& records, const std::vector<ScalarName>& names) {
    std::vector<ScalarName> fresh;
    for (const auto& name : names)
        if (std::find(contents_.names.begin(), contents_.names.end(), name) == contents_.names.end())
            fresh.push_back(name);
    write(to_lines(records, fresh));
    contents_.names.insert(contents_.names.end(), fresh.begin(), fresh.end());
}

void SweepStore::append(const SweepPlan& plan) {
    write(line_of({{"plan", plan_json(plan)}}));
    contents_.plan = plan;
}

void SweepStore::write(const std::string& lines) {
    const auto fail = [&](int error) {
        const bool cut = ::ftruncate(file_, static_cast<off_t>(end_)) == 0;
        throw Failure({"cannot be written: " +
                           std::string(error == ENOSPC || error == EDQUOT ? "the disk is full" : std::strerror(error)),
                       path_.string(),
                       std::string(cut ? "All earlier results are kept; " : "") + "free some space, then go on"});
    };
    for (std::size_t written = 0; written < lines.size();) {
        const auto count = ::write(file_, lines.data() + written, lines.size() - written);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) fail(count < 0 ? errno : ENOSPC);
        written += static_cast<std::size_t>(count);
    }
    if (now() - last_flush_ > 1) {
        if (::fdatasync(file_) != 0 && errno != EINVAL) fail(errno);
        last_flush_ = now();
    }
    end_ += lines.size();
}

void merge_sweeps(const std::vector<std::filesystem::path>& from, const std::filesystem::path& to) {
    std::map<SweepMember, SweepRecord> records;
    SweepContents all;
    for (const auto& path : from) {
        auto contents = read_sweep(path);
        if (path == from.front()) all.plan = contents.plan;
        if (identity(contents.plan) != identity(all.plan))
            throw Failure({"is another sweep than " + from.front().string(), path.string(),
                           "Join stores that began with the same plan"});
        all.plan.repeats = std::max(all.plan.repeats, contents.plan.repeats);
        for (const auto& refinement : contents.plan.refinements)
            if (std::find(all.plan.refinements.begin(), all.plan.refinements.end(), refinement) ==
                all.plan.refinements.end())
                all.plan.refinements.push_back(refinement);
        for (auto& record : contents.records) {
            const auto [known, added] = records.emplace(record.member, record);
            if (!added && !same(known->second, record))
                throw Failure({"disagrees with an earlier store about a run", path.string(),
                               "One of them was made by another version or kind of machine; keep them apart"});
        }
        for (auto& name : contents.names)
            if (std::find(all.names.begin(), all.names.end(), name) == all.names.end()) all.names.push_back(name);
    }
    std::vector<SweepRecord> joined;
    for (auto& [member, record] : records) joined.push_back(std::move(record));
    write_text(to, line_of(header_json(all.plan)) + to_lines(joined, all.names));
}

}  // namespace langevin::storage
