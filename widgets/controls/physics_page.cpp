// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/controls/physics_page.h"

#include <QKeyEvent>
#include <QMimeData>
#include <QPointer>
#include <QRegularExpression>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextList>
#include <QTextTable>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "widgets/controls/formula/label.h"
#include "widgets/controls/formula/markdown.h"
#include "widgets/controls/formula/object.h"
#include "widgets/style/colours.h"

namespace langevin::controls {
namespace {

constexpr double text_size = 1.06;        // of the interface's type
constexpr double display_size = 1.08;     // of formulas within lines
constexpr double between_lines = 0.28;    // of the size of the type, on top of the font's own distance
constexpr double between_formulas = 0.6;  // on lines of their own
constexpr double widest = 46;             // of a line, in em

/// No line may begin with it: it is drawn with the formula before it.
bool ends_something(QChar character) {
    return QStringView(u".,;:").contains(character);
}

/// Gives a document made from Markdown the look of a book: sizes, weights and distances by the kind
/// of paragraph.
class Typesetter {
  public:
    Typesetter(QTextDocument& document, const style::Theme& theme, const QFont& body)
        : document_(document), theme_(theme), body_(body), unit_(body.pixelSize()) {}

    void run() {
        for (auto block = document_.begin(); block.isValid(); block = block.next()) {
            const int depth = block.textList() ? std::max(1, block.textList()->format().indent()) : 0;
            if (depth > 0) write_bullet(block);
            set(block, depth);
        }
    }

  private:
    /// The bullet becomes a part of the text: a list's own would hang too high beside a line with a
    /// fraction.
    void write_bullet(QTextBlock block) {
        auto* list = block.textList();
        const bool numbered = list->format().style() <= QTextListFormat::ListDecimal;
        const auto label = numbered ? list->itemText(block) : QString("•");
        list->remove(block);
        QTextCursor cursor(block);
        cursor.insertText(label + "\t", QTextCharFormat());
    }

    void set(const QTextBlock& block, int depth) {
        QTextCursor cursor(block);
        auto format = block.blockFormat();
        const int level = format.headingLevel();
        const bool quoted = format.intProperty(QTextFormat::BlockQuoteLevel) > 0;
        const bool first = block == document_.begin();
        format.setLineHeight(level > 0 ? 0 : between_lines * unit_, QTextBlockFormat::LineDistanceHeight);
        format.setTopMargin(first || level < 2 ? 0 : 1.15 * unit_);
        format.setBottomMargin((level > 0 ? 0.45 : depth > 0 ? 0.4 : 0.75) * unit_);
        if (quoted) format.setLeftMargin(1.2 * unit_);
        if (depth > 0) {
            format.setIndent(0);
            format.setLeftMargin(1.35 * unit_ * depth);
            format.setTextIndent(-1.1 * unit_);
            format.setTabPositions({QTextOption::Tab(1.1 * unit_, QTextOption::LeftTab)});
        }
        if (is_displayed(block)) {
            format.setAlignment(Qt::AlignHCenter);
            format.setTopMargin(0.25 * unit_);
            format.setBottomMargin((0.9 + between_lines - between_formulas) * unit_);
            format.setLineHeight(between_formulas * unit_, QTextBlockFormat::LineDistanceHeight);
            format.setLeftMargin(0);
            format.setIndent(0);
        }
        if (is_code(block)) format.setBottomMargin(is_code(block.next()) ? 0 : 0.75 * unit_);
        cursor.setBlockFormat(format);
        set_characters(block, level);
    }

    /// A line of a fenced block.
    static bool is_code(const QTextBlock& block) {
        return block.isValid() && block.blockFormat().hasProperty(QTextFormat::BlockCodeFence);
    }

    static bool is_displayed(const QTextBlock& block) {
        const auto text = block.text().remove(' ');
        return !text.isEmpty() && text.count(QChar::ObjectReplacementCharacter) == text.size() &&
               block.begin().fragment().charFormat().boolProperty(QTextFormat::UserProperty + 3);
    }

    void set_characters(const QTextBlock& block, int level) {
        static constexpr double sizes[] = {1, 1.5, 1.18, 1.04, 1, 1, 1};
        std::vector<std::pair<int, int>> ranges;
        std::vector<QTextCharFormat> formats;
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            ranges.emplace_back(it.fragment().position(), it.fragment().length());
            formats.push_back(it.fragment().charFormat());
        }
        for (std::size_t i = 0; i < ranges.size(); ++i) {
            auto format = formats[i];
            if (FormulaObject::is_formula(format)) continue;
            QTextCharFormat wanted;
            QFont font = body_;
            font.setPixelSize(qRound(unit_ * sizes[std::clamp(level, 0, 6)]));
            if (level > 0 || format.fontWeight() > QFont::Normal) font.setWeight(QFont::DemiBold);
            font.setItalic(format.fontItalic());
            if (format.fontFixedPitch() || is_code(block)) {
                font.setFamilies({"DejaVu Sans Mono", "monospace"});
                font.setPixelSize(qRound(unit_ * 0.9));
                wanted.setBackground(style::mix(theme_.surface, theme_.text, 0.06));
            }
            wanted.setFont(font);
            wanted.setForeground(format.isAnchor() ? theme_.accent : theme_.text);
            if (format.isAnchor()) {
                wanted.setAnchor(true);
                wanted.setAnchorHref(format.anchorHref());
                wanted.setFontUnderline(true);
            }
            QTextCursor cursor(&document_);
            cursor.setPosition(ranges[i].first);
            cursor.setPosition(ranges[i].first + ranges[i].second, QTextCursor::KeepAnchor);
            cursor.setCharFormat(wanted);
        }
    }

    QTextDocument& document_;
    const style::Theme& theme_;
    QFont body_;
    double unit_;
};

}  // namespace

PhysicsPage::PhysicsPage(QWidget* parent)
    : QTextBrowser(parent),
      theme_(style::make_theme(style::Scheme::light)),
      formulas_(std::make_unique<FormulaObject>()) {
    setOpenLinks(false);
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("The physics of this lab"));
    setWhatsThis(tr("What this lab computes, with formulas and sources; Tab goes from link to link."));
    setTextInteractionFlags(Qt::TextBrowserInteraction);
    connect(this, &QTextBrowser::anchorClicked, this, &PhysicsPage::linkActivated);
}

PhysicsPage::~PhysicsPage() {
    document()->documentLayout()->unregisterHandler(FormulaObject::object_type, formulas_.get());
}

void PhysicsPage::setPage(const QString& markdown) {
    markdown_ = markdown;
    rebuild();
    moveCursor(QTextCursor::Start);
    verticalScrollBar()->setValue(0);
}

void PhysicsPage::setTheme(const style::Theme& theme) {
    theme_ = theme;
    rebuild();
}

void PhysicsPage::setZoom(double zoom) {
    zoom = std::clamp(zoom, 0.6, 3.0);
    if (zoom == zoom_) return;
    zoom_ = zoom;
    rebuild();
    emit zoomChanged(zoom_);
}

void PhysicsPage::rebuild() {
    const auto* bar = verticalScrollBar();
    const double read = bar->maximum() > 0 ? static_cast<double>(bar->value()) / bar->maximum() : 0;
    QFont body = theme_.text_font();
    body.setPixelSize(qRound(body.pointSizeF() * logicalDpiY() / 72 * text_size * zoom_));
    const double em = formula_em(body, this);

    problems_.clear();
    formulas_->clear();
    formulas_->setTheme(theme_);
    const auto page = take_out_formulas(markdown_);
    auto* text = new QTextDocument(this);  // laid out once, when it is shown
    text->setUndoRedoEnabled(false);
    text->setDocumentMargin(18 * theme_.scale);
    text->setMarkdown(page.markdown, QTextDocument::MarkdownDialectGitHub);

    text->setDefaultFont(body);
    static const QRegularExpression marked(QString("%1(\\d+)%1").arg(QChar(MarkdownWithFormulas::mark)));
    for (auto found = text->find(marked); !found.isNull(); found = text->find(marked, found)) {
        const auto number = found.selectedText().mid(1).chopped(1).toULongLong();
        if (number >= page.formulas.size()) break;
        const auto& each = page.formulas[number];
        const double size = em * (each.display ? display_size : 1);
        const auto next = text->characterAt(found.selectionEnd());
        const auto tail = !each.display && ends_something(next) ? QString(next) : QString();
        if (!tail.isEmpty()) found.setPosition(found.selectionEnd() + 1, QTextCursor::KeepAnchor);
        for (auto& piece : formulas_->add(each.tex, tail, each.display, body, size, problems_)) {
            if (each.display) piece.format.setProperty(QTextFormat::UserProperty + 3, true);
            piece.format.setToolTip(each.tex.simplified());
            found.insertText(QString(QChar::ObjectReplacementCharacter), piece.format);
            found.insertText(piece.blanks, QTextCharFormat());
        }
    }
    Typesetter(*text, theme_, body).run();
    text->documentLayout()->registerHandler(FormulaObject::object_type, formulas_.get());
    const QPointer<QTextDocument> before(document());  // the very first one is not ours to delete
    setDocument(text);
    delete before.data();
    setAccessibleDescription(plainText());
    verticalScrollBar()->setValue(qRound(read * verticalScrollBar()->maximum()));
}

QString PhysicsPage::plainText() const {
    QString result;
    for (auto block = document()->begin(); block.isValid(); block = block.next()) {
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const auto format = it.fragment().charFormat();
            if (FormulaObject::is_formula(format)) {
                result += FormulaObject::source(format);
            } else {
                result += it.fragment().text();
            }
        }
        result += '\n';
    }
    return result;
}

/// Object characters become the source of their formulas.
QMimeData* PhysicsPage::createMimeDataFromSelection() const {
    const auto cursor = textCursor();
    QString result;
    for (auto block = document()->findBlock(cursor.selectionStart());
         block.isValid() && block.position() < cursor.selectionEnd(); block = block.next()) {
        if (!result.isEmpty()) result += '\n';
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const auto piece = it.fragment();
            const int begin = std::max(piece.position(), cursor.selectionStart());
            const int end = std::min(piece.position() + piece.length(), cursor.selectionEnd());
            if (begin >= end) continue;
            const bool formula = FormulaObject::is_formula(piece.charFormat());
            result += formula ? FormulaObject::source(piece.charFormat())
                              : piece.text().mid(begin - piece.position(), end - begin);
        }
    }
    auto* copied = new QMimeData;
    copied->setText(result);
    return copied;
}

void PhysicsPage::keyPressEvent(QKeyEvent* event) {
    if (event->modifiers() & Qt::ControlModifier) {
        if (event->key() == Qt::Key_Plus || event->key() == Qt::Key_Equal) return setZoom(zoom_ * 1.1);
        if (event->key() == Qt::Key_Minus) return setZoom(zoom_ / 1.1);
        if (event->key() == Qt::Key_0) return setZoom(1);
    }
    QTextBrowser::keyPressEvent(event);
}

void PhysicsPage::wheelEvent(QWheelEvent* event) {
    if (!(event->modifiers() & Qt::ControlModifier)) return QTextBrowser::wheelEvent(event);
    setZoom(zoom_ * std::pow(1.1, event->angleDelta().y() / 120.0));
    event->accept();
}

/// Lines longer than a hand's breadth are hard to read: a wide page gets wide margins.
void PhysicsPage::resizeEvent(QResizeEvent* event) {
    const double em = theme_.text_font().pointSizeF() * logicalDpiY() / 72 * text_size * zoom_;
    const int spare = std::max(0, static_cast<int>(contentsRect().width() - widest * em - 36 * theme_.scale));
    setViewportMargins(spare / 2, 0, spare / 2, 0);
    QTextBrowser::resizeEvent(event);
}

void PhysicsPage::doSetSource(const QUrl&, QTextDocument::ResourceType) {}  // links are the caller's business

}  // namespace langevin::controls
