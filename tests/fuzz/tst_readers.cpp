// SPDX-License-Identifier: GPL-3.0-or-later
// Every reader with all that the fuzzers found worth keeping, and with much that is nearly that.
#include <QDirIterator>
#include <QTest>

#include "engine/random/random.h"
#include "tests/fuzz/readers.h"

using namespace langevin;

class TestReaders : public QObject {
    Q_OBJECT

    static QList<QByteArray> corpus(std::string_view reader) {
        QList<QByteArray> files;
        QDirIterator each(
            QString(SOURCE_DIR "/tests/fuzz/corpus/") + QString::fromUtf8(reader.data(), qsizetype(reader.size())),
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

    static void feed(const fuzz::Reader& reader, const QByteArray& bytes) {
        fuzz::feed(reader, std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
    }

    void rows() {
        QTest::addColumn<const fuzz::Reader*>("reader");
        for (const auto& reader : fuzz::readers()) QTest::newRow(reader.name.data()) << &reader;
    }

  private slots:
    void the_corpus_data() { rows(); }
    void the_corpus() {
        QFETCH(const fuzz::Reader*, reader);
        const auto files = corpus(reader->name);
        QVERIFY(!files.isEmpty());
        for (const auto& bytes : files) feed(*reader, bytes);
    }

    /// One file of each reader's corpus is understood: the fuzzers begin with something.
    void something_is_understood_data() { rows(); }
    void something_is_understood() {
        QFETCH(const fuzz::Reader*, reader);
        int understood = 0;
        for (const auto& bytes : corpus(reader->name)) try {
                reader->read(std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
                ++understood;
            } catch (const std::exception&) {
            }
        QVERIFY(understood > 0);
    }

    void what_is_nearly_that_data() { rows(); }
    void what_is_nearly_that() {
        QFETCH(const fuzz::Reader*, reader);
        // Old HDF5 files, as h5py writes them, have no checksums, and libhdf5 1.10 itself reads beyond damaged headers.
        if (reader->name == "ensemble") QSKIP("a fault of libhdf5 would end the test");
        const auto files = corpus(reader->name);
        constexpr std::uint64_t inputs = 2000;
        for (std::uint64_t n = 0; n < inputs; ++n)
            feed(*reader, damaged(files[static_cast<qsizetype>(n % static_cast<std::uint64_t>(files.size()))], n));
    }
};

QTEST_GUILESS_MAIN(TestReaders)
#include "tst_readers.moc"
