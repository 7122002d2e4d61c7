// SPDX-License-Identifier: GPL-3.0-or-later
// Files compiled in: byte for byte what lies in the source tree; the models among them can be read.
#include <QDir>
#include <QFile>
#include <QtTest>

#include "engine/diffusion/learnt/model_codec.h"
#include "engine/labs/embedded.h"
#include "engine/labs/labs.h"
#include "engine/run/sweep_grid.h"
#include "engine/storage/weights_file.h"

namespace langevin::labs {
std::span<const EmbeddedModel> embedded_test_files();  // by the same function of CMake: see CMakeLists.txt
std::span<const EmbeddedModel> no_embedded_files();
}  // namespace langevin::labs

using namespace langevin;
using namespace langevin::labs;

namespace {

void compare(const EmbeddedModel& found, const QString& path) {
    QFile file(path);
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(path));
    const auto expected = file.readAll();
    QCOMPARE(QString::fromUtf8(found.name.data(), static_cast<qsizetype>(found.name.size())),
             QFileInfo(path).fileName());
    QCOMPARE(QByteArray(reinterpret_cast<const char*>(found.bytes.data()), static_cast<qsizetype>(found.bytes.size())),
             expected);
}

}  // namespace

class TestEmbedded : public QObject {
    Q_OBJECT

  private slots:
    void any_files() {
        const auto files = embedded_test_files();
        QCOMPARE(files.size(), std::size_t{2});
        compare(files[0], SOURCE_DIR "/resources/icons/book.svg");
        compare(files[1], SOURCE_DIR "/resources/thumbnails/phi4-1.png");
        QVERIFY(no_embedded_files().empty());
    }

    void sweeps_can_be_carried_out() {
        const auto registry = all();
        QVERIFY(sweeps().size() > 2);
        for (const auto& [id, plan] : sweeps()) {
            QVERIFY2(!find_problem(registry.find(plan.recipe.lab), plan), id.c_str());
            QVERIFY(!plan.recipe.title.empty() && !plan.recipe.summary.empty());
            QVERIFY(QFile::exists(QString(SOURCE_DIR "/resources/thumbnails/sweep-%1.png").arg(id.c_str())));
        }
    }

    void models() {
        const QDir folder(SOURCE_DIR "/resources/models");
        const auto names = folder.entryList({"*.h5"}, QDir::Files, QDir::Name);
        const auto models = embedded_models();
        QCOMPARE(static_cast<qsizetype>(models.size()), names.size());
        for (std::size_t k = 0; k < models.size(); ++k) {
            compare(models[k], folder.filePath(names[static_cast<qsizetype>(k)]));
            const auto arrays = storage::read_weights(models[k].bytes, std::string(models[k].name));
            QVERIFY(!diffusion::decode(arrays).parameters.empty());
        }
    }
};

QTEST_GUILESS_MAIN(TestEmbedded)
#include "tst_embedded.moc"
