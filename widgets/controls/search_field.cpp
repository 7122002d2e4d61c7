// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/search_field.h"

#include <QAction>
#include <QKeyEvent>

#include "widgets/style/icons.h"

namespace langevin::controls {

SearchField::SearchField(const QString& placeholder, QWidget* parent)
    : QLineEdit(parent), icon_(addAction(QIcon(), QLineEdit::LeadingPosition)) {
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    setClearButtonEnabled(true);
    setTheme(style::make_theme(style::Scheme::light));
}

void SearchField::setTheme(const style::Theme& theme) {
    auto muted = theme;
    muted.text = theme.mutedText;
    icon_->setIcon(style::icon("search", muted));
}

void SearchField::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        return event->accept();
    }
    QLineEdit::keyPressEvent(event);
}

}  // namespace langevin::controls
