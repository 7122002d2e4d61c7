// SPDX-License-Identifier: GPL-3.0-or-later
// Every reader with all that the fuzzers found worth keeping, and with much that is nearly that.
#include <QDirIterator>
#include <QTest>
#include <string>

#include "engine/core/error.h"
#include "engine/random/random.h"
#include "tests/fuzz/readers.h"

using namespace langevin;

class TestReaders : public QObject {
    Q_OBJECT

    static QList<QByteArray> files_in(std::string_view folder) {
        QList<QByteArray> files;
        QDirIterator each(
            QString(SOURCE_DIR "/tests/fuzz/") + QString::fromUtf8(folder.data(), qsizetype(folder.size())),
            QDir::Files);
        QStringList paths;
        while (each.hasNext()) paths.append(each.next());
        paths.sort();
        for (const auto& path : paths) {
            QFile file(path);
            if (file.open(QIODevice::ReadOnly)) files.append(file.readAll());
        }
        return files;
    }

    /// A few bytes changed, removed, doubled, or taken from elsewhere in the file.
    static QByteArray damaged(QByteArray bytes, std::uint64_t n) {
        const Random random(20261128);
        std::uint64_t draw = 0;
        const auto below = [&](qsizetype most) {
            return static_cast<qsizetype>(random.uniform(Stream::of(1, 0), n, draw++) * static_cast<double>(most));
        };
        for (qsizetype changes = 1 + below(4); changes > 0 && !bytes.isEmpty(); --changes) {
            const auto at = below(bytes.size());
            switch (below(5)) {
                case 0:
                    bytes[at] = static_cast<char>(below(256));
                    break;
                case 1:
                    bytes.remove(at, 1 + below(8));
                    break;
                case 2:
                    bytes.insert(at, bytes.mid(below(bytes.size()), 1 + below(16)));
                    break;
                case 3:
                    bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
                    break;
                default:
                    bytes.truncate(at);
            }
        }
        return bytes;
    }

    static std::string file(const std::string& name) {
        QFile file(QString(SOURCE_DIR "/tests/fuzz/corpus/") + name.c_str());
        return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
    }

    static QList<QByteArray> corpus(const fuzz::Reader& reader) {
        return files_in("corpus/" + std::string(reader.name));
    }

    static void feed(fuzz::Reader::Read read, const QByteArray& bytes) {
        fuzz::feed(read, std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
    }

    void rows() {
        QTest::addColumn<const fuzz::Reader*>("reader");
        for (const auto& reader : fuzz::readers()) QTest::newRow(reader.name.data()) << &reader;
    }

  private slots:
    void the_corpus_data() { rows(); }
    void the_corpus() {
        QFETCH(const fuzz::Reader*, reader);
        const auto files = corpus(*reader);
        QVERIFY(!files.isEmpty());
        for (const auto& bytes : files) feed(reader->read, bytes);
    }

    /// What breaks the HDF5 library (address sanitizer) breaks it where it does no harm.
    void what_breaks_hdf5() {
        int files = 0;
        for (const auto& reader : fuzz::readers())
            for (const auto& bytes : files_in("breaks_hdf5/" + std::string(reader.name))) {
                feed(reader.apart, bytes);
                ++files;
            }
        QVERIFY(files > 0);
    }

    /// One file of each reader's corpus is understood: the fuzzers begin with something.
    void something_is_understood_data() { rows(); }
    void something_is_understood() {
        QFETCH(const fuzz::Reader*, reader);
        int understood = 0;
        for (const auto& bytes : corpus(*reader)) try {
                reader->read(std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
                ++understood;
            } catch (const std::exception&) {
            }
        QVERIFY(understood > 0);
    }

    void what_is_nearly_that_data() { rows(); }
    void what_is_nearly_that() {
        QFETCH(const fuzz::Reader*, reader);
        const auto files = corpus(*reader);
        const auto feed_many = [&](fuzz::Reader::Read read, std::uint64_t inputs, fuzz::Reader::Mend mend = nullptr) {
            for (std::uint64_t n = 0; n < inputs; ++n) {
                const auto bytes = damaged(files[static_cast<qsizetype>(n % std::uint64_t(files.size()))], n);
                feed(read, mend ? QByteArray::fromStdString(mend(bytes.toStdString())) : bytes);
            }
        };
        // libhdf5 1.10 itself reads and frees what it should not in damaged files without checksums: each gets a
        // process, as in the program.
        const bool breaks = reader->name == "ensemble" || reader->name == "model";
        if (!breaks) feed_many(reader->read, 2000);
        if (reader->apart) feed_many(reader->apart, breaks ? 200 : 100);
        if (reader->mend && reader->apart) feed_many(reader->apart, 100, reader->mend);
        if (reader->mend && !reader->apart) feed_many(reader->read, 2000, reader->mend);
    }

    void sound_checksums_stay_data() {
        QTest::addColumn<const fuzz::Reader*>("reader");
        for (const char* file : {"store/phi4.sweep", "model/small.h5", "checkpoint/nine.h5", "ensemble/own.h5"})
            QTest::newRow(file) << fuzz::find(std::string_view(file).substr(0, std::string_view(file).find('/')));
    }
    void sound_checksums_stay() {
        QFETCH(const fuzz::Reader*, reader);
        const auto bytes = file(QTest::currentDataTag());
        QVERIFY(reader->mend(bytes) == bytes);
    }

    /// Behind the checksum, it is our own code that refuses.
    void what_is_mended_is_read_data() {
        QTest::addColumn<QByteArray>("original");
        QTest::addColumn<QByteArray>("changed");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* file, const QByteArray& original, const QByteArray& changed, const char* part) {
            QTest::newRow(file) << original << changed << part;
        };
        row("store/phi4.sweep", "\"sweep\":1", "\"sweep\":2", "is a sweep of format 2");
        row("model/small.h5", "-lab model 1", "-lab model 2", "was written by a newer version");
        row("ensemble/own.h5", "-lab ensemble 1", "-lab ensemble 2", "was written by a newer version");
    }
    void what_is_mended_is_read() {
        QFETCH(const QByteArray, original);
        QFETCH(const QByteArray, changed);
        QFETCH(const QString, sentence);
        const std::string name = QTest::currentDataTag();
        const auto* reader = fuzz::find(std::string_view(name).substr(0, name.find('/')));
        auto bytes = file(name);
        const auto at = bytes.find(original.toStdString());
        QVERIFY(at != std::string::npos);
        bytes.replace(at, static_cast<std::size_t>(original.size()), changed.toStdString());
        const auto said = [&] {
            try {
                reader->read(std::as_bytes(std::span(bytes)));
            } catch (const Failure& failure) {
                return QString::fromStdString(failure.problem().what);
            }
            return QString();
        };
        QVERIFY(!said().isEmpty() && !said().contains(sentence));
        bytes = reader->mend(bytes);
        QVERIFY2(said().contains(sentence), qPrintable(said()));
    }
};

QTEST_GUILESS_MAIN(TestReaders)
#include "tst_readers.moc"
