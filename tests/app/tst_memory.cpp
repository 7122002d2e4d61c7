// SPDX-License-Identifier: GPL-3.0-or-later
#include <malloc.h>

#include <QTest>
#include <cstdlib>

#include "app/desktop/startup/memory.h"

using namespace langevin;

class TestMemory : public QObject {
    Q_OBJECT
  private slots:
    /// Without it, the second block comes from the heap, since a bigger one was freed before.
    void big_blocks_go_back_at_once() {
#ifdef __SANITIZE_ADDRESS__
        QSKIP("the sanitizer has an allocator of its own");
#endif
        constexpr std::size_t bigger = 24 << 20, big = 8 << 20;
        desktop::give_back_what_is_freed();
        void* volatile block = std::malloc(bigger);  // volatile: else the compiler leaves both calls out
        std::free(block);
        const auto mapped = [] { return mallinfo2().hblkhd; };
        const auto before = mapped();
        block = std::malloc(big);
        QVERIFY(mapped() >= before + big);
        std::free(block);
        QCOMPARE(mapped(), before);
    }
};

QTEST_GUILESS_MAIN(TestMemory)
#include "tst_memory.moc"
