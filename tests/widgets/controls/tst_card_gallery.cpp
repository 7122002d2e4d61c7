// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/patience.h"
#include "widgets/controls/card_gallery.h"

using namespace langevin::controls;

class TestCardGallery : public QObject {
    Q_OBJECT

    static std::vector<CardItem> items() {
        return {{"phi4", "φ⁴ lattice field theory", "A scalar field.", "Labs", "ising"},
                {"gue", "Random matrices", "Eigenvalues repel.", "Labs"},
                {"critical", "Near criticality", "Slowing down.", "Presets"}};
    }
    static Card* card(const CardGallery& gallery, const char* id) {
        for (auto* each : gallery.findChildren<Card*>())
            if (each->item().id == id) return each;
        return nullptr;
    }

  private slots:
    void searches_in_everything() {
        CardGallery gallery;
        gallery.setCards(items());
        QCOMPARE(gallery.found(), (QStringList{"phi4", "gue", "critical"}));
        gallery.setSearch("ISING");
        QCOMPARE(gallery.found(), QStringList{"phi4"});
        gallery.setSearch("repel random");
        QCOMPARE(gallery.found(), QStringList{"gue"});
        gallery.setSearch("presets");
        QCOMPARE(gallery.found(), QStringList{"critical"});
    }

    void says_when_nothing_is_found() {
        CardGallery gallery;
        gallery.resize(600, 400);
        gallery.setCards(items());
        gallery.show();
        gallery.setSearch("zebra");
        bool said = false;
        for (const auto* label : gallery.findChildren<QLabel*>())
            said |= label->isVisible() && label->text().contains("zebra");
        QVERIFY(said);
        QTest::keyClick(gallery.findChild<QLineEdit*>(), Qt::Key_Escape);
        QCOMPARE(gallery.found().size(), 3);
    }

    void opens_by_mouse_and_by_keys() {
        CardGallery gallery;
        gallery.resize(700, 500);
        gallery.setCards(items());
        gallery.show();
        QVERIFY(QTest::qWaitForWindowActive(&gallery, langevin::test::patience));
        QSignalSpy spy(&gallery, &CardGallery::activated);
        QTest::mouseClick(card(gallery, "gue"), Qt::LeftButton);
        QCOMPARE(spy.takeFirst()[0].toString(), "gue");
        auto* search = gallery.findChild<QLineEdit*>();
        search->setFocus();
        QTest::keyClick(search, Qt::Key_Down);
        QVERIFY(card(gallery, "phi4")->hasFocus());
        QTest::keyClick(card(gallery, "phi4"), Qt::Key_Right);
        QVERIFY(card(gallery, "gue")->hasFocus());
        QTest::keyClick(card(gallery, "gue"), Qt::Key_Return);
        QCOMPARE(spy.takeFirst()[0].toString(), "gue");
        QTest::keyClick(card(gallery, "gue"), Qt::Key_Left);
        QTest::keyClick(card(gallery, "phi4"), Qt::Key_Down);
        QVERIFY(card(gallery, "critical")->hasFocus());
        QTest::keyClick(card(gallery, "critical"), Qt::Key_Space);
        QCOMPARE(spy.takeFirst()[0].toString(), "critical");
        search->setText("near");
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(spy.takeFirst()[0].toString(), "critical");
    }

    void columns_follow_the_width() {
        CardGallery gallery;
        gallery.setCards(items());
        gallery.resize(300, 500);
        gallery.show();
        QVERIFY(QTest::qWaitForWindowExposed(&gallery, langevin::test::patience));
        QVERIFY(card(gallery, "gue")->y() > card(gallery, "phi4")->y());
        gallery.resize(900, 500);
        QCoreApplication::processEvents();
        QCOMPARE(card(gallery, "gue")->y(), card(gallery, "phi4")->y());
        QVERIFY(card(gallery, "gue")->x() >= card(gallery, "phi4")->geometry().right());
    }

    /// Sixty pictures at the start would keep a user waiting.
    void pictures_are_read_when_they_are_painted() {
        const QTemporaryDir folder;
        auto cards = items();
        cards[1].picture = folder.filePath("red.png");
        cards[2].picture = folder.filePath("missing.png");
        CardGallery gallery;
        gallery.setCards(cards);
        QPixmap red(100, 100);
        red.fill(Qt::red);
        QVERIFY(red.save(cards[1].picture));  // after the card was made
        const auto colour = [&](const char* id) {
            auto* each = card(gallery, id);
            each->resize(each->sizeHint());
            return each->grab().toImage().pixelColor(each->width() / 2, 40);
        };
        QCOMPARE(colour("gue"), QColor(Qt::red));
        QCOMPARE(colour("critical"), colour("phi4"));  // as without a picture
    }
};

QTEST_MAIN(TestCardGallery)
#include "tst_card_gallery.moc"
