package io.mmcheck.machine;

/**
 * One page frame and what struct page knows of it. A huge folio is as many frames as a page table has ptes: its head keeps what
 * belongs to the folio (references, lock, ledger, PG_* bits, swap slot, LRU), each of its pages keeps its own content, mapcount,
 * PG_anon_exclusive and charge. The mapping is kept with each page, where page_folio() would find it.
 *
 * @param kind system memory, the zero page, or device memory
 * @param data the content: the last value stored, 0 for zeroes
 * @param refs the reference count; 0 is a free page. A pin of a small folio counts {@value #PIN}
 * @param mapcount how many present and device-private ptes map it
 * @param lockedBy the thread that holds the folio lock, or -1
 * @param held ledger of the references that running operations hold: four bits for each thread. It is no part of the kernel:
 *     it lets properties balance the books
 * @param dirty PG_dirty
 * @param uptodate PG_uptodate
 * @param writeback PG_writeback
 * @param swapBacked PG_swapbacked; false for an anonymous folio after MADV_FREE (lazyfree)
 * @param swapSlot the slot of the swap cache that it is in, or -1
 * @param lru on or off the LRU, or isolated
 * @param addBatch the CPU in whose lru_add batch it waits (one reference), or -1
 * @param lazyfreeBatch the CPU in whose lru_lazyfree batch it waits (one reference), or -1
 * @param anonVma its mapping, one tagged word as in the kernel: the anon_vma that it points to, -1 for none, or a file
 *     ({@link #file})
 * @param index the page offset within the mapping: what rmap computes the address from
 * @param exclusive PG_anon_exclusive
 * @param mlocked PG_mlocked: the folio is unevictable
 * @param charged whether it is charged to the memory cgroup
 * @param nth which page of a huge folio it is: 0 is the head, more is a tail; -1 is a small folio
 * @param entireMapcount how many pmds map the folio as a whole; the head of a huge folio keeps it
 */
public record Page(
        PageKind kind,
        int data,
        int refs,
        int mapcount,
        int lockedBy,
        int held,
        boolean dirty,
        boolean uptodate,
        boolean writeback,
        boolean swapBacked,
        int swapSlot,
        Lru lru,
        int addBatch,
        int lazyfreeBatch,
        int anonVma,
        int index,
        boolean exclusive,
        boolean mlocked,
        boolean charged,
        int nth,
        int entireMapcount) {
    /** What a pin adds to the reference count of a small folio (GUP_PIN_COUNTING_BIAS). */
    public static final int PIN = 1024;

    /** What tags a mapping as the one of a file, and of file 0 at that. */
    private static final int FILE = -2;

    /** A free page of a kind. */
    public static Page free(PageKind kind) {
        return new Page(
                kind, 0, 0, 0, -1, 0, false, false, false, false, -1, Lru.OFF, -1, -1, -1, 0, false, false, false, -1,
                0);
    }

    /** On the free list: whoever allocates may take it. */
    public boolean isFree() {
        return refs == 0 && nth < 0 && kind != PageKind.ZERO && !isLocked() && lru == Lru.OFF;
    }

    /**
     * Somebody has frozen its references (folio_ref_freeze()): the count reads 0 whatever the sources are, and nobody can take
     * one, until it is thawed or the page is freed.
     */
    public boolean isFrozen() {
        return refs == 0 && !isTail() && kind != PageKind.ZERO && !isFree();
    }

    public boolean isLocked() {
        return lockedBy >= 0;
    }

    /** Memory of a device, private or coherent: never on the LRU (folio_is_zone_device()). */
    public boolean isDevice() {
        return kind == PageKind.DEVICE_PRIVATE || kind == PageKind.DEVICE_COHERENT;
    }

    /** The CPU cannot reach it: entries that name it are not present (folio_is_device_private()). */
    public boolean isDevicePrivate() {
        return kind == PageKind.DEVICE_PRIVATE;
    }

    public boolean inSwapCache() {
        return swapSlot >= 0;
    }

    /** Whether a pte maps this very page, or a pmd the folio that it is the head of. */
    public boolean isMapped() {
        return mapcount > 0 || entireMapcount > 0;
    }

    /** A page of a huge folio, head or tail (folio_test_large() of its folio). */
    public boolean isHuge() {
        return nth >= 0;
    }

    /** A page of a huge folio that is not its head: its references and its lock are those of the head. */
    public boolean isTail() {
        return nth > 0;
    }

    public boolean isAnon() {
        return anonVma >= 0;
    }

    /** In the page cache of a file (folio_test_anon() is false and there is a mapping). */
    public boolean isFile() {
        return anonVma <= FILE;
    }

    /** folio_mapping() or an anon_vma: rmap has somewhere to start from. */
    public boolean hasMapping() {
        return anonVma != -1;
    }

    /** The file that its mapping points to. */
    public int file() {
        return FILE - anonVma;
    }

    /** In the page cache of a file at an offset. */
    public Page withFile(int file, int offset) {
        return withMapping(FILE - file, offset);
    }

    /** Out of the page cache. */
    public Page withoutMapping() {
        return withMapping(-1, 0);
    }

    /** The page may be pinned for DMA: false positives with many plain references, no false negatives. */
    public boolean maybePinned() {
        return refs >= PIN;
    }

    /** How many references the running operation of a thread holds, by the ledger. */
    public int heldBy(ThreadId thread) {
        return held >>> 4 * thread.index() & 15;
    }

    /** How many references running operations hold in all, by the ledger. */
    public int heldByAll() {
        int n = 0;
        for (int h = held; h != 0; h >>>= 4) {
            n += h & 15;
        }
        return n;
    }

    public Page withData(int value) {
        return new Page(
                kind,
                value,
                refs,
                mapcount,
                lockedBy,
                held,
                dirty,
                uptodate,
                writeback,
                swapBacked,
                swapSlot,
                lru,
                addBatch,
                lazyfreeBatch,
                anonVma,
                index,
                exclusive,
                mlocked,
                charged,
                nth,
                entireMapcount);
    }

    public Page withRefs(int count) {
        return new Page(
                kind,
                data,
                count,
                mapcount,
                lockedBy,
                held,
                dirty,
                uptodate,
                writeback,
                swapBacked,
                swapSlot,
                lru,
                addBatch,
                lazyfreeBatch,
                anonVma,
                index,
                exclusive,
                mlocked,
                charged,
                nth,
                entireMapcount);
    }

    /** One reference more or less for the running operation of a thread, in the count and in the ledger. */
    public Page withHeld(ThreadId thread, int change) {
        int now = heldBy(thread) + change;
        if (now < 0 || now > 15) {
            throw new Bug("reference count", "the ledger of " + thread + " would hold " + now + " references");
        }
        int ledger = held & ~(15 << 4 * thread.index()) | now << 4 * thread.index();
        return new Page(
                kind,
                data,
                refs + change,
                mapcount,
                lockedBy,
                ledger,
                dirty,
                uptodate,
                writeback,
                swapBacked,
                swapSlot,
                lru,
                addBatch,
                lazyfreeBatch,
                anonVma,
                index,
                exclusive,
                mlocked,
                charged,
                nth,
                entireMapcount);
    }

    /** The ledger alone: a reference of a running operation becomes one of the machine, or the other way round. */
    public Page withLedger(ThreadId thread, int change) {
        return withHeld(thread, change).withRefs(refs);
    }

    public Page withMapcount(int count) {
        return new Page(
                kind,
                data,
                refs,
                count,
                lockedBy,
                held,
                dirty,
                uptodate,
                writeback,
                swapBacked,
                swapSlot,
                lru,
                addBatch,
                lazyfreeBatch,
                anonVma,
                index,
                exclusive,
                mlocked,
                charged,
                nth,
                entireMapcount);
    }

    public Page withLockedBy(int thread) {
        return new Page(
                kind,
                data,
                refs,
                mapcount,
                thread,
                held,
                dirty,
                uptodate,
                writeback,
                swapBacked,
                swapSlot,
                lru,
                addBatch,
                lazyfreeBatch,
                anonVma,
                index,
                exclusive,
                mlocked,
                charged,
                nth,
                entireMapcount);
    }

    public Page withDirty(boolean value) {
        return new Page(
                kind,
                data,
                refs,
                mapcount,
                lockedBy,
                held,
                value,
                uptodate,
                writeback,
                swapBacked,
                swapSlot,
                lru,
                addBatch,
                lazyfreeBatch,
                anonVma,
                index,
                exclusive,
                mlocked,
                charged,
                nth,
                entireMapcount);
    }

    public Page withUptodate(boolean value) {
        return new Page(
                kind,
                data,
                refs,
                mapcount,
                lockedBy,
                held,
                dirty,
                value,
                writeback,
                swapBacked,
                swapSlot,
                lru,
                addBatch,
                lazyfreeBatch,
                anonVma,
                index,
                exclusive,
                mlocked,
                charged,
                nth,
                entireMapcount);
    }

    public Page withWriteback(boolean value) {
        return new Page(
                kind,
                data,
                refs,
                mapcount,
                lockedBy,
                held,
                dirty,
                uptodate,
                value,
                swapBacked,
                swapSlot,
                lru,
                addBatch,
                lazyfreeBatch,
                anonVma,
                index,
                exclusive,
                mlocked,
                charged,
                nth,
                entireMapcount);
    }

    public Page withSwapBacked(boolean value) {
        return new Page(
                kind,
                data,
                refs,
                mapcount,
                lockedBy,
                held,
                dirty,
                uptodate,
                writeback,
                value,
                swapSlot,
                lru,
                addBatch,
                lazyfreeBatch,
                anonVma,
                index,
                exclusive,
                mlocked,
                charged,
                nth,
                entireMapcount);
    }

    public Page withSwapSlot(int slot) {
        return new Page(
                kind,
                data,
                refs,
                mapcount,
                lockedBy,
                held,
                dirty,
                uptodate,
                writeback,
                swapBacked,
                slot,
                lru,
                addBatch,
                lazyfreeBatch,
                anonVma,
                index,
                exclusive,
                mlocked,
                charged,
                nth,
                entireMapcount);
    }

    public Page withLru(Lru where) {
        return new Page(
                kind,
                data,
                refs,
                mapcount,
                lockedBy,
                held,
                dirty,
                uptodate,
                writeback,
                swapBacked,
                swapSlot,
                where,
                addBatch,
                lazyfreeBatch,
                anonVma,
                index,
                exclusive,
                mlocked,
                charged,
                nth,
                entireMapcount);
    }

    public Page withAddBatch(int cpu) {
        return new Page(
                kind,
                data,
                refs,
                mapcount,
                lockedBy,
                held,
                dirty,
                uptodate,
                writeback,
                swapBacked,
                swapSlot,
                lru,
                cpu,
                lazyfreeBatch,
                anonVma,
                index,
                exclusive,
                mlocked,
                charged,
                nth,
                entireMapcount);
    }

    public Page withLazyfreeBatch(int cpu) {
        return new Page(
                kind,
                data,
                refs,
                mapcount,
                lockedBy,
                held,
                dirty,
                uptodate,
                writeback,
                swapBacked,
                swapSlot,
                lru,
                addBatch,
                cpu,
                anonVma,
                index,
                exclusive,
                mlocked,
                charged,
                nth,
                entireMapcount);
    }

    /** The mapping and the offset in it; -1 for no mapping. */
    public Page withMapping(int toAnonVma, int atIndex) {
        return new Page(
                kind,
                data,
                refs,
                mapcount,
                lockedBy,
                held,
                dirty,
                uptodate,
                writeback,
                swapBacked,
                swapSlot,
                lru,
                addBatch,
                lazyfreeBatch,
                toAnonVma,
                atIndex,
                exclusive,
                mlocked,
                charged,
                nth,
                entireMapcount);
    }

    public Page withExclusive(boolean value) {
        return new Page(
                kind,
                data,
                refs,
                mapcount,
                lockedBy,
                held,
                dirty,
                uptodate,
                writeback,
                swapBacked,
                swapSlot,
                lru,
                addBatch,
                lazyfreeBatch,
                anonVma,
                index,
                value,
                mlocked,
                charged,
                nth,
                entireMapcount);
    }

    public Page withMlocked(boolean value) {
        return new Page(
                kind,
                data,
                refs,
                mapcount,
                lockedBy,
                held,
                dirty,
                uptodate,
                writeback,
                swapBacked,
                swapSlot,
                lru,
                addBatch,
                lazyfreeBatch,
                anonVma,
                index,
                exclusive,
                value,
                charged,
                nth,
                entireMapcount);
    }

    public Page withCharged(boolean value) {
        return new Page(
                kind,
                data,
                refs,
                mapcount,
                lockedBy,
                held,
                dirty,
                uptodate,
                writeback,
                swapBacked,
                swapSlot,
                lru,
                addBatch,
                lazyfreeBatch,
                anonVma,
                index,
                exclusive,
                mlocked,
                value,
                nth,
                entireMapcount);
    }

    /** As a page of a huge folio, or -1 as a small one. */
    public Page withNth(int value) {
        return new Page(
                kind,
                data,
                refs,
                mapcount,
                lockedBy,
                held,
                dirty,
                uptodate,
                writeback,
                swapBacked,
                swapSlot,
                lru,
                addBatch,
                lazyfreeBatch,
                anonVma,
                index,
                exclusive,
                mlocked,
                charged,
                value,
                entireMapcount);
    }

    /** Mapped as a whole by so many pmds. */
    public Page withEntireMapcount(int value) {
        return new Page(
                kind,
                data,
                refs,
                mapcount,
                lockedBy,
                held,
                dirty,
                uptodate,
                writeback,
                swapBacked,
                swapSlot,
                lru,
                addBatch,
                lazyfreeBatch,
                anonVma,
                index,
                exclusive,
                mlocked,
                charged,
                nth,
                value);
    }
}
