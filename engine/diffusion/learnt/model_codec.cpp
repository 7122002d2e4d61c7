// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/learnt/model_codec.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <span>
#include <string_view>
#include <utility>

#include "engine/core/error.h"

namespace langevin::diffusion {
namespace {

using networks::Architecture;
using tape::Function;

constexpr std::pair<const char*, Architecture> architectures[] = {
    {"sites", Architecture::sites}, {"equivariant", Architecture::equivariant}, {"unet", Architecture::unet}};
constexpr std::pair<const char*, Function> activations[] = {
    {"tanh", Function::tanh},         {"silu", Function::silu}, {"sigmoid", Function::sigmoid},
    {"softplus", Function::softplus}, {"relu", Function::relu}, {"leaky_relu", Function::leaky_relu}};
constexpr std::pair<const char*, Preconditioning> preconditionings[] = {
    {"none", Preconditioning::none}, {"scalar", Preconditioning::scalar}, {"modes", Preconditioning::modes}};
constexpr std::pair<const char*, bool> answers[] = {{"no", false}, {"yes", true}};

[[noreturn]] void refuse(const std::string& what, const std::string& where) {
    throw Failure({what, where, "The model may be damaged or made by another version"});
}

// ----- Values as text ------------------------------------------------------------------------------------------------

template <class T>
std::string text_of(T number) {
    char digits[40];
    return {digits, std::to_chars(digits, digits + sizeof(digits), number).ptr};
}

template <std::size_t n>
std::string text_of(const std::array<double, n>& numbers) {
    std::string text;
    for (const double x : numbers) text += (text.empty() ? "" : " ") + text_of(x);
    return text;
}

/// Writes "key = value" a line.
class Writer {
  public:
    template <class T>
    void value(const char* key, const T& v) {
        text_ += std::string(key) + " = " + text_of(v) + "\n";
    }
    template <class T, std::size_t n>
    void choice(const char* key, T v, const std::pair<const char*, T> (&names)[n]) {
        const auto* found = std::ranges::find(names, v, [](const auto& pair) { return pair.second; });
        if (found == std::end(names)) refuse("a value that cannot be written", key);
        text_ += std::string(key) + " = " + found->first + "\n";
    }
    std::string text() && { return std::move(text_); }

  private:
    std::string text_;
};

/// Reads them in any order; every key once.
class Reader {
  public:
    explicit Reader(std::string_view text) {
        while (!text.empty()) {
            const auto line = text.substr(0, text.find('\n'));
            text.remove_prefix(std::min(text.size(), line.size() + 1));
            if (line.empty()) continue;
            const auto equal = line.find(" = ");
            if (equal == line.npos) refuse("\"" + std::string(line) + "\" is no \"key = value\"", "model");
            if (!values_.emplace(line.substr(0, equal), line.substr(equal + 3)).second)
                refuse("there are two values of it", std::string(line.substr(0, equal)));
        }
    }
    template <class T>
    void value(const char* key, T& v) {
        v = number<T>(take(key), key);
    }
    template <std::size_t n>
    void value(const char* key, std::array<double, n>& v) {
        std::string_view text = take(key);
        for (std::size_t i = 0; i < v.size(); ++i) {
            const auto word = text.substr(0, text.find(' '));
            v[i] = number<double>(word, key);
            text.remove_prefix(std::min(text.size(), word.size() + 1));
        }
        if (!text.empty()) refuse(std::to_string(n) + " numbers are expected", key);
    }
    template <class T, std::size_t n>
    void choice(const char* key, T& v, const std::pair<const char*, T> (&names)[n]) {
        const std::string_view text = take(key);
        const auto found =
            std::ranges::find(names, text, [](const auto& pair) { return std::string_view(pair.first); });
        if (found == std::end(names)) refuse("there is no " + std::string(key) + " \"" + std::string(text) + "\"", key);
        v = found->second;
    }
    /// Nothing may be left.
    void finish() const {
        if (!values_.empty()) refuse("it is not known", std::string(values_.begin()->first));
    }

  private:
    std::string_view take(const char* key) {
        const auto found = values_.find(key);
        if (found == values_.end()) refuse("it is missing", key);
        const auto text = found->second;
        values_.erase(found);
        return text;
    }
    template <class T>
    static T number(std::string_view text, const char* key) {
        T v{};
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), v);
        bool possible = error == std::errc{} && end == text.data() + text.size();
        if constexpr (std::is_floating_point_v<T>) possible = possible && std::isfinite(v);
        if (!possible) refuse("\"" + std::string(text) + "\" is no number that can be used", key);
        return v;
    }

    std::map<std::string_view, std::string_view> values_;
};

/// The one list of what there is, for writing and for reading.
template <class Form, class Description>
void visit(Form& form, Description& d) {
    auto& n = d.network;
    form.choice("architecture", n.architecture, architectures);
    form.value("inputs", n.inputs);
    form.value("outputs", n.outputs);
    form.value("width", n.width);
    form.value("depth", n.depth);
    form.choice("activation", n.activation, activations);
    form.choice("odd", n.odd, answers);
    form.choice("square", n.square, answers);
    form.value("propagated", n.propagated);
    form.choice("preconditioning", d.preconditioning, preconditionings);
    form.value("scale", d.scale);
    form.value("spectrum", d.spectrum.inverse);
    form.value("zero_mode", d.spectrum.zero_mode);
    form.value("zero_mode_exponent", d.spectrum.zero_mode_exponent);
    form.value("spectrum_extent", d.spectrum.extent);
    form.value("curvature", d.spectrum.curvature);
}

void demand_possible(const ScoreDescription& d) {
    if (d.scale <= 0) refuse("it must be positive", "scale");
    const auto& spectrum = d.spectrum;
    if (spectrum.zero_mode <= 0) refuse("it must be positive", "zero_mode");
    const auto& [mass, slope] = spectrum.curvature;
    if (spectrum.curvature != std::array<double, 2>{} && !(mass > 0 && mass + 8 * slope > 0))
        refuse("it must be positive for all momenta, or 0 0 where it is not known", "curvature");
    if (spectrum.extent < 1) refuse("it must be positive", "spectrum_extent");
    for (double k = 0; k <= 8; k += 0.05) {
        const auto& a = spectrum.inverse;
        if (!(a[0] + k * (a[1] + k * (a[2] + k * a[3])) > 0)) refuse("some variances are not positive", "spectrum");
    }
    if (with_channels(d) != d) refuse("channels and preconditioning do not go together", "preconditioning");
}

// ----- Arrays --------------------------------------------------------------------------------------------------------

std::string text_of(const std::vector<int>& extents) {
    std::string text;
    for (const int extent : extents) text += (text.empty() ? "[" : ", ") + std::to_string(extent);
    return text + "]";
}

const NamedArray& demand_array(const networks::ParameterArray& array, const NamedArrays& from) {
    const auto found = from.arrays.find(array.name);
    if (found == from.arrays.end()) refuse("the network has it, the file has not", array.name);
    const auto& [extents, values] = found->second;
    if (extents != array.extents || values.size() != array.size())
        refuse("it is " + text_of(extents) + " in the file, the network has " + text_of(array.extents), array.name);
    if (!std::ranges::all_of(values, [](float v) { return std::isfinite(v); }))
        refuse("not all of it are numbers", array.name);
    return found->second;
}

}  // namespace

NamedArrays encode(const ScoreModel& model) {
    NamedArrays result;
    Writer writer;
    visit(writer, model.denoiser->description());
    result.attributes["model"] = std::move(writer).text();
    for (const auto& array : model.denoiser->network().layout().arrays()) {
        const auto values = std::span(model.parameters).subspan(array.offset, array.size());
        result.arrays[array.name] = {array.extents, {values.begin(), values.end()}};
    }
    return result;
}

ScoreModel decode(const NamedArrays& arrays) {
    const auto text = arrays.attributes.find("model");
    if (text == arrays.attributes.end()) refuse("nothing says what kind of model it is", "model");
    ScoreDescription description;
    Reader reader(text->second);
    visit(reader, description);
    reader.finish();
    demand_possible(description);
    ScoreModel model{std::make_shared<Denoiser>(description), {}};
    const auto& layout = model.denoiser->network().layout();
    for (const auto& array : layout.arrays()) demand_array(array, arrays);
    for (const auto& [name, array] : arrays.arrays)
        if (std::ranges::none_of(layout.arrays(), [&wanted = name](const auto& known) { return known.name == wanted; }))
            refuse("the file has it, the network has not", name);
    model.parameters.resize(layout.size());  // only now: a wrong word can make it a network of gigabytes
    for (const auto& array : layout.arrays())
        std::ranges::copy(demand_array(array, arrays).values, model.parameters.begin() + array.offset);
    return model;
}

}  // namespace langevin::diffusion
