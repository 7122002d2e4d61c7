// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/field/surface_scene.h"

#include <vtkActor.h>
#include <vtkCamera.h>
#include <vtkCellArray.h>
#include <vtkCommand.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkLight.h>
#include <vtkLookupTable.h>
#include <vtkMatrix4x4.h>
#include <vtkNew.h>
#include <vtkObject.h>
#include <vtkOpenGLPolyDataMapper.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkShaderProperty.h>
#include <vtkUniforms.h>
#include <vtkUnsignedCharArray.h>

#include <QFile>
#include <QOpenGLShader>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <numbers>

#include "widgets/field/gl_context.h"
#include "widgets/field/surface_mesh.h"
#include "widgets/style/colours.h"

// VTK's factories register themselves from static objects that a linker may drop.
#include <vtkAutoInit.h>
VTK_MODULE_INIT(vtkRenderingOpenGL2)

namespace langevin::field {
namespace {

constexpr int most_points_in_software = 128;  // a side
constexpr double natural_height = SurfaceMesh::natural_height;
constexpr double floor_depth = -1.15;  // of the block, in the same unit
constexpr double margin = 1.03;        // around the surface, as a factor of the distance
constexpr double view_angle = 26;

std::string shader_source() {
    QFile file(":/langevin/shaders/field_surface.frag.glsl");
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

std::array<float, 3> floats(const QColor& c) {
    return {static_cast<float>(c.redF()), static_cast<float>(c.greenF()), static_cast<float>(c.blueF())};
}

}  // namespace

struct SurfaceScene::Parts {
    std::unique_ptr<GlContext> gl;
    vtkNew<vtkGenericOpenGLRenderWindow> window;
    vtkNew<vtkRenderer> renderer;
    vtkNew<vtkOpenGLPolyDataMapper> mapper;
    vtkNew<vtkActor> actor;
    vtkNew<vtkLookupTable> colours;
    vtkNew<vtkPolyData> frame;
    vtkNew<vtkActor> frame_actor, sides_actor;
    vtkNew<vtkUnsignedCharArray> bytes;
    SurfaceMesh mesh;
    std::vector<double> values;  // a copy: heights may change without new data
    Tile tile;
    QPoint shift;
    Interval interval;
    int thinning = 1;
    double height = -1;
    bool stale = false;

    void make_current(vtkObject*, unsigned long, void*) {
        if (!gl->isCurrent()) gl->makeCurrent();
    }
    void is_current(vtkObject*, unsigned long, void* answer) { *static_cast<bool*>(answer) = gl->isCurrent(); }

    void join();
    void add_lights();
    bool shader_compiles();
    void add_shader();
    void add_frame();
    void update_mesh(double wanted_height);
    void place_camera(const Orbit& orbit, double aspect);
    void set_uniforms(const SurfaceLook& look);
};

void SurfaceScene::Parts::join() {
    window->SetOwnContext(0);
    window->SetReadyForRendering(true);
    window->SetFrameBlitModeToNoBlit();
    window->SetMultiSamples(gl->isSoftware() ? 0 : 4);
    window->SetShowWindow(false);
    window->SwapBuffersOff();
    window->AddObserver(vtkCommand::WindowMakeCurrentEvent, this, &Parts::make_current);
    window->AddObserver(vtkCommand::WindowIsCurrentEvent, this, &Parts::is_current);
    window->AddRenderer(renderer);

    colours->SetNumberOfTableValues(256);
    mapper->SetInputData(mesh.surface());
    mapper->SetLookupTable(colours);
    mapper->UseLookupTableScalarRangeOn();
    mapper->InterpolateScalarsBeforeMappingOn();
    mapper->MapDataArrayToVertexAttribute("fieldLevel", "levels", vtkDataObject::FIELD_ASSOCIATION_POINTS, -1);
    actor->SetMapper(mapper);
    auto* material = actor->GetProperty();
    material->SetInterpolationToPhong();
    material->SetAmbient(0);  // the hemispheric light of the shader takes its place
    material->SetDiffuse(0.64);
    material->SetSpecular(0.10);
    material->SetSpecularPower(24);
    renderer->AddActor(actor);
    renderer->GetActiveCamera()->SetViewAngle(view_angle);
    add_lights();
    add_shader();
    add_frame();
}

/// A key light from the upper left and a weak fill light from the right, both fixed to the camera.
void SurfaceScene::Parts::add_lights() {
    renderer->AutomaticLightCreationOff();
    const auto add = [this](double x, double y, double z, double intensity) {
        vtkNew<vtkLight> light;
        light->SetLightTypeToCameraLight();
        light->SetPosition(x, y, z);
        light->SetFocalPoint(0, 0, 0);
        light->SetIntensity(intensity);
        renderer->AddLight(light);
    };
    add(-0.7, 0.9, 0.7, 0.85);
    add(0.9, 0.2, 0.6, 0.22);
}

/// VTK does not survive a shader that a driver refuses: tried beforehand, and left out where it
/// fails.
bool SurfaceScene::Parts::shader_compiles() {
    const auto whole =
        "#version 150\nuniform float wallStrength, wallWidth;\n"
        "uniform vec3 wallColour, upVC, skyLight, groundLight;\n" +
        QByteArray::fromStdString(shader_source()) +
        "out vec4 colour;\nvoid main() {\n"
        "  colour = vec4(withDomainWalls(ambientFromHemisphere(vec3(1.0), upVC)), 1.0);\n}\n";
    gl->makeCurrent();
    QOpenGLShader trial(QOpenGLShader::Fragment);
    const bool good = trial.compileSourceCode(whole);
    gl->doneCurrent();
    return good;
}

void SurfaceScene::Parts::add_shader() {
    if (!shader_compiles()) return actor->GetProperty()->SetAmbient(0.35);
    auto* shader = actor->GetShaderProperty();
    shader->AddVertexShaderReplacement("//VTK::PositionVC::Dec", true,
                                       "//VTK::PositionVC::Dec\nin float fieldLevel;\nout float levelVSOutput;\n",
                                       false);
    shader->AddVertexShaderReplacement("//VTK::PositionVC::Impl", true,
                                       "//VTK::PositionVC::Impl\n  levelVSOutput = fieldLevel;\n", false);
    shader->AddFragmentShaderReplacement("//VTK::Normal::Dec", true, "//VTK::Normal::Dec\n" + shader_source(), false);
    shader->AddFragmentShaderReplacement(
        "//VTK::Light::Impl", true,
        "//VTK::Light::Impl\n"
        "  gl_FragData[0].rgb += ambientFromHemisphere(diffuseColor, normalVCVSOutput);\n"
        "  gl_FragData[0].rgb = withDomainWalls(gl_FragData[0].rgb);\n",
        false);
}

/// The sides of a block under the surface, and its lower edge: they give the eye a plane to hold on
/// to, and hide the dark underside.
void SurfaceScene::Parts::add_frame() {
    vtkNew<vtkPoints> corners;
    corners->SetNumberOfPoints(4);
    vtkNew<vtkCellArray> lines;
    const vtkIdType loop[] = {0, 1, 2, 3, 0};
    lines->InsertNextCell(5, loop);
    frame->SetPoints(corners);
    frame->SetLines(lines);
    vtkNew<vtkOpenGLPolyDataMapper> flat;
    flat->SetInputData(frame);
    frame_actor->SetMapper(flat);
    frame_actor->GetProperty()->LightingOff();
    renderer->AddActor(frame_actor);
    vtkNew<vtkOpenGLPolyDataMapper> plain;
    plain->SetInputData(mesh.sides());
    sides_actor->SetMapper(plain);
    sides_actor->GetProperty()->SetAmbient(0.72);
    sides_actor->GetProperty()->SetDiffuse(0.35);
    renderer->AddActor(sides_actor);
}

void SurfaceScene::Parts::update_mesh(double wanted_height) {
    if (!stale && wanted_height == height) return;
    stale = false;
    height = wanted_height;
    tile.values = values;
    mesh.update(tile, shift, interval, height, thinning);
    const double x = mesh.width() / 2, y = mesh.depth() / 2, z = floor_depth * natural_height * height;
    mesh.update_sides(static_cast<float>(z));
    auto* corners = frame->GetPoints();
    corners->SetPoint(0, -x, -y, z);
    corners->SetPoint(1, x, -y, z);
    corners->SetPoint(2, x, y, z);
    corners->SetPoint(3, -x, y, z);
    corners->Modified();
    frame->Modified();
}

/// As near as the whole block can be seen, whichever way it is turned: the picture must not breathe
/// while it is turned.
void SurfaceScene::Parts::place_camera(const Orbit& orbit, double aspect) {
    const double azimuth = orbit.azimuth * std::numbers::pi / 180, elevation = orbit.elevation * std::numbers::pi / 180;
    const double radius = std::hypot(mesh.width(), mesh.depth()) / 2;
    const double high = std::tan(view_angle * std::numbers::pi / 360), wide = high * aspect;
    double distance = 0;
    for (int i = 0; i < 24; ++i)
        for (const double level : {floor_depth, 1.0}) {
            const double angle = i * std::numbers::pi / 12, z = level * natural_height * height;
            const double across = radius * std::sin(angle), away = radius * std::cos(angle);
            const double up = away * std::sin(elevation) + z * std::cos(elevation);
            const double towards = -away * std::cos(elevation) + z * std::sin(elevation);
            distance = std::max({distance, std::abs(across) / wide + towards, std::abs(up) / high + towards});
        }
    distance *= margin / orbit.zoom;
    auto* camera = renderer->GetActiveCamera();
    camera->SetPosition(distance * std::cos(elevation) * std::sin(azimuth),
                        -distance * std::cos(elevation) * std::cos(azimuth), distance * std::sin(elevation));
    camera->SetFocalPoint(0, 0, 0);
    camera->SetViewUp(0, 0, 1);
    renderer->ResetCameraClippingRange();
}

void SurfaceScene::Parts::set_uniforms(const SurfaceLook& look) {
    auto* uniforms = actor->GetShaderProperty()->GetFragmentCustomUniforms();
    double up[4] = {0, 0, 1, 0}, seen[4];
    renderer->GetActiveCamera()->GetModelViewTransformMatrix()->MultiplyPoint(up, seen);
    const float up_seen[] = {static_cast<float>(seen[0]), static_cast<float>(seen[1]), static_cast<float>(seen[2])};
    uniforms->SetUniform3f("upVC", up_seen);
    const float sky = look.dark ? 0.50F : 0.46F, ground = look.dark ? 0.24F : 0.28F;
    const float sky_light[] = {sky, sky, sky * 1.04F}, ground_light[] = {ground * 1.04F, ground, ground};
    uniforms->SetUniform3f("skyLight", sky_light);
    uniforms->SetUniform3f("groundLight", ground_light);
    uniforms->SetUniform3f("wallColour", floats(look.wall).data());
    uniforms->SetUniformf("wallStrength", look.walls ? 0.75F : 0.0F);
    uniforms->SetUniformf("wallWidth", static_cast<float>(0.7 * look.line_scale));
}

SurfaceScene::SurfaceScene() : parts_(std::make_unique<Parts>()) {}

std::unique_ptr<SurfaceScene> SurfaceScene::create(QString& why) {
    auto gl = GlContext::create(why);
    if (!gl) return nullptr;
    vtkObject::GlobalWarningDisplayOff();  // a failure is told by a sentence, not by VTK's own
                                           // window
    auto result = std::unique_ptr<SurfaceScene>(new SurfaceScene);
    auto& parts = *result->parts_;
    parts.gl = std::move(gl);
    parts.join();
    parts.gl->makeCurrent();
    const bool good = parts.window->InitializeFromCurrentContext();
    parts.gl->doneCurrent();
    if (good) return result;
    why = QObject::tr("The surface needs OpenGL functions that this display does not offer.");
    return nullptr;
}

SurfaceScene::~SurfaceScene() {
    if (!parts_->gl || !parts_->gl->makeCurrent()) return;
    parts_->window->Finalize();
    parts_->gl->doneCurrent();
    parts_->window->RemoveAllObservers();
}

void SurfaceScene::setTile(const Tile& tile, QPoint shift, const Interval& interval, const style::ColourMap& map) {
    auto& parts = *parts_;
    parts.values.assign(tile.values.begin(), tile.values.end());
    parts.tile = tile;
    parts.shift = shift;
    parts.interval = interval;
    const int longest = std::max(tile.columns, tile.rows);
    parts.thinning = 1;
    while (parts.gl->isSoftware() && longest / parts.thinning > most_points_in_software) ++parts.thinning;
    parts.stale = true;
    for (int i = 0; i < 256; ++i) {
        const QColor c(map.entries()[static_cast<std::size_t>(i)]);
        parts.colours->SetTableValue(i, c.redF(), c.greenF(), c.blueF());
    }
    parts.colours->SetRange(interval.low, interval.high);
}

void SurfaceScene::render(QImage& picture, QSize pixels, const SurfaceLook& look) {
    auto& parts = *parts_;
    if (parts.values.empty() || pixels.isEmpty() || !parts.gl->makeCurrent()) {
        picture = {};
        return;
    }
    parts.update_mesh(look.height);
    parts.place_camera(look.orbit, static_cast<double>(pixels.width()) / pixels.height());
    const auto ground = floats(look.background), edge = floats(look.frame), side = floats(look.side);
    parts.renderer->SetBackground(ground[0], ground[1], ground[2]);
    parts.frame_actor->GetProperty()->SetColor(edge[0], edge[1], edge[2]);
    parts.frame_actor->GetProperty()->SetLineWidth(static_cast<float>(1.2 * look.line_scale));
    parts.sides_actor->GetProperty()->SetColor(side[0], side[1], side[2]);
    parts.set_uniforms(look);
    parts.window->SetSize(pixels.width(), pixels.height());
    parts.window->Render();

    if (picture.size() != pixels || picture.format() != QImage::Format_RGBX8888)
        picture = QImage(pixels, QImage::Format_RGBX8888);
    parts.window->GetRGBACharPixelData(0, 0, pixels.width() - 1, pixels.height() - 1, 0, parts.bytes);
    const auto stride = static_cast<std::size_t>(pixels.width()) * 4;
    for (int y = 0; y < pixels.height(); ++y)  // OpenGL begins at the bottom
        std::memcpy(picture.scanLine(pixels.height() - 1 - y),
                    parts.bytes->GetPointer(static_cast<vtkIdType>(stride) * y), stride);
    parts.gl->doneCurrent();
}

QPointF SurfaceScene::project(QSizeF size, double x, double y, double z) const {
    auto* camera = parts_->renderer->GetActiveCamera();
    const double aspect = size.width() / size.height();
    auto* matrix = camera->GetCompositeProjectionTransformMatrix(aspect, -1, 1);
    const double point[4] = {x * parts_->mesh.width() / 2, y * parts_->mesh.depth() / 2,
                             z * natural_height * parts_->height, 1};
    double seen[4];
    matrix->MultiplyPoint(point, seen);
    return {(seen[0] / seen[3] + 1) / 2 * size.width(), (1 - seen[1] / seen[3]) / 2 * size.height()};
}

bool SurfaceScene::isSoftware() const {
    return parts_->gl->isSoftware();
}

QString SurfaceScene::renderer() const {
    return parts_->gl->renderer();
}

int SurfaceScene::thinning() const {
    return parts_->thinning;
}

}  // namespace langevin::field
