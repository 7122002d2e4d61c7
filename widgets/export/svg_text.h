// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace langevin::figures {

/// The picture with the bundled fonts that it uses embedded, so that it looks the same where they are not installed.
QByteArray with_embedded_fonts(const QByteArray& svg);
/// The picture with a text as metadata.
QByteArray with_metadata(const QByteArray& svg, const QString& text);

}  // namespace langevin::figures
