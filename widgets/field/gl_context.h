// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QString>
#include <memory>

namespace langevin::field {

/// An OpenGL 3.2 context of its own, without a window: pictures are rendered into it and read back,
/// so that no window has to be composed by OpenGL because of one surface. GUI thread only.
class GlContext {
  public:
    /// Null where there is no OpenGL, with a sentence that says so.
    static std::unique_ptr<GlContext> create(QString& why);

    bool makeCurrent() { return context_.makeCurrent(&surface_); }
    void doneCurrent() { context_.doneCurrent(); }
    bool isCurrent() const { return QOpenGLContext::currentContext() == &context_; }
    /// GL_RENDERER: "llvmpipe (LLVM 15.0.6, 256 bits)".
    const QString& renderer() const { return renderer_; }
    /// Whether the processor renders, not a graphics card.
    bool isSoftware() const;

  private:
    GlContext() = default;

    QOffscreenSurface surface_;
    QOpenGLContext context_;
    QString renderer_;
};

}  // namespace langevin::field
