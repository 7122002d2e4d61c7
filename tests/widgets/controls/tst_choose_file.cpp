// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "tests/support/patience.h"
#include "widgets/controls/choose_file.h"
#include "widgets/field/range_dialog.h"

using namespace langevin;
using namespace langevin::controls;

class TestChooseFile : public QObject {
    Q_OBJECT

    const QTemporaryDir folder;

    /// Once a dialog is there.
    template <class Act>
    void meanwhile(Act act) {
        QTimer::singleShot(0, this, [=, this] {
            auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget());
            dialog ? act(dialog) : meanwhile(act);
        });
    }

  private slots:
    void initTestCase() { QApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }

    /// A session that arrives, an exhibit that begins anew: the window that asked may be gone before the answer.
    void theParentMayGo() {
        const auto kill_parent = [](QDialog* dialog) { delete dialog->parentWidget(); };
        const auto asked = [&](auto ask) {
            auto* parent = new QWidget;
            parent->show();
            meanwhile(kill_parent);
            return ask(parent);
        };
        const auto path = folder.filePath("a.csv");
        QCOMPARE(asked([&](QWidget* w) { return choose_file_to_write(w, "Write", path, "CSV (*.csv)"); }), QString());
        QCOMPARE(asked([&](QWidget* w) { return choose_file_to_read(w, "Read", folder.path(), "CSV (*.csv)"); }),
                 QString());
        QCOMPARE(asked([&](QWidget* w) { return choose_folder(w, "Folder", folder.path()); }), QString());
        QVERIFY(!asked([](QWidget* w) { return field::ask_for_interval(w, {0, 1}); }));
    }

    void whatIsProposedIsTaken() {
        QWidget parent;
        const auto path = folder.filePath("figure.svg");
        QString filter = "SVG (*.svg)";
        meanwhile([&](QDialog* dialog) {
            auto* files = qobject_cast<QFileDialog*>(dialog);
            QCOMPARE(files->selectedNameFilter(), QString("SVG (*.svg)"));
            QCOMPARE(files->acceptMode(), QFileDialog::AcceptSave);
            files->selectNameFilter("PDF (*.pdf)");
            dialog->accept();
        });
        QCOMPARE(choose_file_to_write(&parent, "Save", path, "PDF (*.pdf);;SVG (*.svg)", &filter),
                 folder.filePath("figure.pdf"));
        QCOMPARE(filter, QString("PDF (*.pdf)"));
        QVERIFY(parent.findChildren<QFileDialog*>().isEmpty() ||
                QTest::qWaitFor([&] { return parent.findChildren<QFileDialog*>().isEmpty(); }, test::patience));
    }

    void aNameWithoutAnEndingGetsTheProposedOne_data() {
        QTest::addColumn<QString>("proposed");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("taken");
        QTest::newRow("session") << "phi4.langevin.json"
                                 << "friday"
                                 << "friday.langevin.json";
        QTest::newRow("lesson") << "phi4.lesson.md"
                                << "friday"
                                << "friday.lesson.md";
        QTest::newRow("a point in the name") << "gas-1.5.h5"
                                             << "gas"
                                             << "gas.h5";
        QTest::newRow("an ending of its own") << "phi4.langevin.json"
                                              << "friday.json"
                                              << "friday.json";
    }
    void aNameWithoutAnEndingGetsTheProposedOne() {
        QFETCH(const QString, proposed);
        QFETCH(const QString, typed);
        QFETCH(const QString, taken);
        QWidget parent;
        meanwhile([&](QDialog* dialog) {
            auto* name = dialog->findChild<QLineEdit*>("fileNameEdit");
            QVERIFY(name);
            name->setText(typed);
            dialog->accept();
        });
        QCOMPARE(choose_file_to_write(&parent, "Save", folder.filePath(proposed), "All (*)"), folder.filePath(taken));
    }

    void nothingIsTakenFromACancelledDialog() {
        QWidget parent;
        QString filter = "PDF (*.pdf)";
        meanwhile([](QDialog* dialog) { dialog->reject(); });
        QCOMPARE(choose_file_to_write(&parent, "Save", folder.path(), "PDF (*.pdf)", &filter), QString());
        meanwhile([](QDialog* dialog) { dialog->reject(); });
        QCOMPARE(choose_folder(&parent, "Folder", folder.path()), QString());
        meanwhile([](QDialog* dialog) { dialog->reject(); });
        QVERIFY(!field::ask_for_interval(&parent, {0, 1}));
    }

    void filesAndFoldersAreFound() {
        QWidget parent;
        QFile file(folder.filePath("run.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        meanwhile([&](QDialog* dialog) {
            qobject_cast<QFileDialog*>(dialog)->selectFile(file.fileName());
            dialog->accept();
        });
        QCOMPARE(choose_file_to_read(&parent, "Open", folder.path(), "Sessions (*.json)"), file.fileName());
        QVERIFY(QDir(folder.path()).mkdir("inside"));
        meanwhile([&](QDialog* dialog) {
            qobject_cast<QFileDialog*>(dialog)->selectFile(folder.filePath("inside"));
            dialog->accept();
        });
        QCOMPARE(choose_folder(&parent, "Folder", folder.path()), folder.filePath("inside"));
        meanwhile([](QDialog* dialog) { dialog->accept(); });
        const auto same = field::ask_for_interval(&parent, {-1, 2});
        QVERIFY(same && same->low == -1 && same->high == 2);
    }
};

QTEST_MAIN(TestChooseFile)
#include "tst_choose_file.moc"
