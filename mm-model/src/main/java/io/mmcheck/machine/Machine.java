package io.mmcheck.machine;

/**
 * The whole machine: what hardware and kernel share.
 *
 * @param config sizes and settings
 * @param pages page frames: the system's, then the devices'; the last row is the zero page
 * @param mms processes
 * @param tables page tables, room for all that can be in use, and for as many dead ones
 * @param anonVmas anon_vmas, room for two for each page table, at most 64
 * @param cpus CPUs
 * @param swap swap slots
 * @param devices devices
 * @param holds outstanding GUP references and pins, {@link Hold#NONE} where a slot is free
 * @param files files that can be mapped
 * @param charged pages charged to the memory cgroup, as its counter says
 * @param readers one bit for each thread inside an RCU read-side section (or with interrupts off) that may reach a page table
 *     without its lock
 */
public record Machine(
        Config config,
        Table<Page> pages,
        Table<Mm> mms,
        Table<PageTable> tables,
        Table<AnonVma> anonVmas,
        Table<Cpu> cpus,
        Table<SwapSlot> swap,
        Table<Device> devices,
        Table<Hold> holds,
        Table<AddressSpace> files,
        int charged,
        int readers)
        implements State {
    /** The parts that {@link #changedSince} tells apart. */
    public static final int PAGES = 1;

    public static final int MMS = 1 << 1;
    public static final int TABLES = 1 << 2;
    public static final int ANON_VMAS = 1 << 3;
    public static final int CPUS = 1 << 4;
    public static final int SWAP = 1 << 5;
    public static final int DEVICES = 1 << 6;
    public static final int HOLDS = 1 << 7;
    public static final int CHARGED = 1 << 8;
    public static final int FILES = 1 << 9;
    public static final int READERS = 1 << 10;

    /** A machine with one process that maps all its addresses as one private anonymous VMA, nothing touched yet. */
    public static Machine empty(Config config) {
        Table<Page> pages = Table.fill(config.frames(), Page.free(PageKind.SYSTEM));
        for (int i = 0; i < config.deviceFrames(); i++) {
            boolean coherent = config.isCoherent(config.ownerOf(config.frames() + i));
            pages = pages.plus(Page.free(coherent ? PageKind.DEVICE_COHERENT : PageKind.DEVICE_PRIVATE));
        }
        pages = pages.plus(Page.free(PageKind.ZERO).withRefs(1).withUptodate(true));
        int rows = config.processes() * config.addresses();
        int tables = rows / config.ptesPerTable();
        Mm none = Mm.none(config);
        Table<TlbEntry> noTlb = Table.fill(rows, TlbEntry.NONE);
        Table<DevicePte> noDpt = Table.fill(rows, DevicePte.NONE);
        Table<Hold> noHolds = Table.fill(config.holds(), Hold.NONE);
        return new Machine(
                config,
                pages,
                Table.fill(config.processes(), none)
                        .with(0, none.withLive(true).withVmas(Table.of(Vma.anonymous(0, config.addresses())))),
                Table.fill(2 * tables, PageTable.free(config.ptesPerTable())),
                Table.fill(Math.min(64, 2 * rows / config.ptesPerTable()), AnonVma.NONE),
                Table.fill(config.cpus(), new Cpu(noTlb)),
                Table.fill(config.swapSlots(), SwapSlot.FREE),
                Table.fill(config.devices(), new Device(-1, noDpt, Table.fill(config.processes(), Device.Mirror.IDLE))),
                noHolds,
                Table.fill(config.files(), AddressSpace.empty(config.filePages())),
                0,
                0);
    }

    @Override
    public long touch() {
        return pages.touch() + tables.touch();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // machines share what a step did not touch
    public int changedSince(State before) {
        Machine old = (Machine) before;
        return this == old
                ? 0
                : (pages == old.pages ? 0 : PAGES)
                        | (mms == old.mms ? 0 : MMS)
                        | (tables == old.tables ? 0 : TABLES)
                        | (anonVmas == old.anonVmas ? 0 : ANON_VMAS)
                        | (cpus == old.cpus ? 0 : CPUS)
                        | (swap == old.swap ? 0 : SWAP)
                        | (devices == old.devices ? 0 : DEVICES)
                        | (holds == old.holds ? 0 : HOLDS)
                        | (charged == old.charged ? 0 : CHARGED)
                        | (files == old.files ? 0 : FILES)
                        | (readers == old.readers ? 0 : READERS);
    }

    public Page page(int pfn) {
        return pages.get(pfn);
    }

    /** The frame number of the shared zero page. */
    public int zeroPage() {
        return pages.size() - 1;
    }

    public Mm mm(int process) {
        return mms.get(process);
    }

    /** The first of the frames of the folio that a frame belongs to. */
    public int head(int pfn) {
        return pfn - Math.max(0, pages.get(pfn).nth());
    }

    /** The page that keeps what belongs to the whole folio. */
    public Page folio(int pfn) {
        Page page = pages.get(pfn);
        return page.isTail() ? pages.get(pfn - page.nth()) : page;
    }

    /** How many pages the folio of a frame has. */
    public int folioSize(int pfn) {
        return pages.get(pfn).isHuge() ? config.ptesPerTable() : 1;
    }

    /** folio_mapcount(): by ptes of all its pages and by pmds. */
    public int folioMapcount(int pfn) {
        if (!pages.get(pfn).isHuge()) {
            return pages.get(pfn).mapcount();
        }
        int head = head(pfn);
        int count = pages.get(head).entireMapcount();
        for (int i = 0; i < config.ptesPerTable(); i++) {
            count += pages.get(head + i).mapcount();
        }
        return count;
    }

    /** The pmd of an address. */
    public Pmd pmd(int process, int va) {
        return mms.get(process).pmds().get(va / config.ptesPerTable());
    }

    /** The first address that the pmd of an address covers. */
    public int pmdStart(int va) {
        return va - va % config.ptesPerTable();
    }

    /**
     * The page table of an address, or -1 if its pmd is none.
     *
     * @throws Bug if it is anything else: whoever asks has not looked
     */
    public int tableOf(int process, int va) {
        Pmd pmd = pmd(process, va);
        if (pmd instanceof Pmd.ToTable to) {
            return to.table();
        }
        if (pmd instanceof Pmd.None) {
            return -1;
        }
        throw Bug.notModelled("a page table where the pmd is " + pmd.text());
    }

    /** The pte of an address; none where there is no page table. */
    public Pte pte(int process, int va) {
        int table = tableOf(process, va);
        return table < 0 ? Pte.NONE : tables.get(table).ptes().get(va % config.ptesPerTable());
    }

    /** The pte of an address in the page table that somebody has looked up, whether it is still the one of the address or not. */
    public Pte pteIn(int table, int va) {
        if (tables.get(table).isFree()) {
            throw new Bug("use after free", "page table " + table + " is read after its grace period");
        }
        return tables.get(table).ptes().get(va % config.ptesPerTable());
    }

    /** What translates an address, whatever level it is at: the part of a huge pmd that belongs to the address, or the pte. */
    public Pte leaf(int process, int va) {
        Pmd pmd = pmd(process, va);
        if (pmd instanceof Pmd.ToTable to) {
            return tables.get(to.table()).ptes().get(va % config.ptesPerTable());
        }
        int offset = va % config.ptesPerTable();
        if (pmd instanceof Pmd.Huge huge) {
            return huge.bits().withPfn(huge.pfn() + offset);
        }
        if (pmd instanceof Pmd.Migration migration) {
            return migration.bits().withPfn(migration.pfn() + offset);
        }
        return pmd instanceof Pmd.HugeZero
                ? new Pte.Present(zeroPage(), false, false, true, false, false, false)
                : Pte.NONE;
    }

    /** The thread that holds the lock of what translates an address: of its page table, or else of its pmd; or -1. */
    public int ptl(int process, int va) {
        return pmd(process, va) instanceof Pmd.ToTable to
                ? tables.get(to.table()).ptl()
                : mms.get(process).pmdLock();
    }

    public TlbEntry tlb(int cpu, int process, int va) {
        return cpus.get(cpu).entry(config.row(process, va));
    }

    public Machine withPage(int pfn, Page page) {
        return new Machine(
                config,
                pages.with(pfn, page),
                mms,
                tables,
                anonVmas,
                cpus,
                swap,
                devices,
                holds,
                files,
                charged,
                readers);
    }

    public Machine withMm(int process, Mm mm) {
        return new Machine(
                config,
                pages,
                mms.with(process, mm),
                tables,
                anonVmas,
                cpus,
                swap,
                devices,
                holds,
                files,
                charged,
                readers);
    }

    public Machine withTable(int index, PageTable table) {
        return new Machine(
                config,
                pages,
                mms,
                tables.with(index, table),
                anonVmas,
                cpus,
                swap,
                devices,
                holds,
                files,
                charged,
                readers);
    }

    /** Another pmd for an address. */
    public Machine withPmd(int process, int va, Pmd pmd) {
        return withMm(process, mms.get(process).withPmd(va / config.ptesPerTable(), pmd));
    }

    public Machine withReaders(int threads) {
        return threads == readers
                ? this
                : new Machine(
                        config, pages, mms, tables, anonVmas, cpus, swap, devices, holds, files, charged, threads);
    }

    /** Another pte at an address that has a page table. It changes nothing else: counts are the business of the caller. */
    public Machine withPte(int process, int va, Pte pte) {
        int table = tableOf(process, va);
        if (table < 0) {
            throw new Bug("page table", "there is none for " + pte + " at page " + va + " of process " + process);
        }
        return withTable(table, tables.get(table).with(va % config.ptesPerTable(), pte));
    }

    public Machine withAnonVma(int index, AnonVma anonVma) {
        return new Machine(
                config,
                pages,
                mms,
                tables,
                anonVmas.with(index, anonVma),
                cpus,
                swap,
                devices,
                holds,
                files,
                charged,
                readers);
    }

    public Machine withCpu(int index, Cpu cpu) {
        return new Machine(
                config,
                pages,
                mms,
                tables,
                anonVmas,
                cpus.with(index, cpu),
                swap,
                devices,
                holds,
                files,
                charged,
                readers);
    }

    /** Another TLB entry. */
    public Machine withTlb(int cpu, int process, int va, TlbEntry entry) {
        return withCpu(cpu, cpus.get(cpu).with(config.row(process, va), entry));
    }

    public Machine withSwap(int slot, SwapSlot to) {
        return new Machine(
                config,
                pages,
                mms,
                tables,
                anonVmas,
                cpus,
                swap.with(slot, to),
                devices,
                holds,
                files,
                charged,
                readers);
    }

    public Machine withDevice(int index, Device device) {
        return new Machine(
                config,
                pages,
                mms,
                tables,
                anonVmas,
                cpus,
                swap,
                devices.with(index, device),
                holds,
                files,
                charged,
                readers);
    }

    public Machine withHold(int slot, Hold hold) {
        return new Machine(
                config,
                pages,
                mms,
                tables,
                anonVmas,
                cpus,
                swap,
                devices,
                holds.with(slot, hold),
                files,
                charged,
                readers);
    }

    public Machine withFile(int index, AddressSpace file) {
        return new Machine(
                config,
                pages,
                mms,
                tables,
                anonVmas,
                cpus,
                swap,
                devices,
                holds,
                files.with(index, file),
                charged,
                readers);
    }

    public Machine withCharged(int count) {
        return new Machine(config, pages, mms, tables, anonVmas, cpus, swap, devices, holds, files, count, readers);
    }
}
