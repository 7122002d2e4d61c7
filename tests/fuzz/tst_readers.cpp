// SPDX-License-Identifier: GPL-3.0-or-later
// Every reader with all that the fuzzers found worth keeping, and with much that is nearly that.
#include <QDirIterator>
#include <QTest>

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
        const auto feed_many = [&](fuzz::Reader::Read read, std::uint64_t inputs) {
            for (std::uint64_t n = 0; n < inputs; ++n)
                feed(read, damaged(files[static_cast<qsizetype>(n % static_cast<std::uint64_t>(files.size()))], n));
        };
        // Old HDF5 files, as h5py writes them, have no checksums, and libhdf5 1.10 itself reads beyond damaged headers.
        if (reader->name != "ensemble") feed_many(reader->read, 2000);
        if (reader->apart) feed_many(reader->apart, 100);  // a process each
    }
};

QTEST_GUILESS_MAIN(TestReaders)
#include "tst_readers.moc"
