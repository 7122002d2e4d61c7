// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/field/gl_context.h"

#include <QOpenGLFunctions>
#include <QSurfaceFormat>

namespace langevin::field {

std::unique_ptr<GlContext> GlContext::create(QString& why) {
    why = QObject::tr("The surface needs OpenGL 3.2, which this display does not offer.");
    QSurfaceFormat format;
    format.setRenderableType(QSurfaceFormat::OpenGL);
    format.setVersion(3, 2);
    format.setProfile(QSurfaceFormat::CoreProfile);
    format.setDepthBufferSize(24);

    auto result = std::unique_ptr<GlContext>(new GlContext);
    result->context_.setFormat(format);
    if (!result->context_.create()) return nullptr;
    const auto got = result->context_.format();
    if (result->context_.isOpenGLES() || got.version() < qMakePair(3, 2)) return nullptr;
    result->surface_.setFormat(got);
    result->surface_.create();
    if (!result->surface_.isValid() || !result->makeCurrent()) return nullptr;
    const auto* name = result->context_.functions()->glGetString(GL_RENDERER);
    result->renderer_ = QString::fromLatin1(reinterpret_cast<const char*>(name));
    result->doneCurrent();
    why.clear();
    return result;
}

bool GlContext::isSoftware() const {
    for (const auto* name : {"llvmpipe", "softpipe", "swrast", "SwiftShader", "Software"})
        if (renderer_.contains(QLatin1String(name), Qt::CaseInsensitive)) return true;
    return false;
}

}  // namespace langevin::field
