package io.mmcheck.machine;

/**
 * The whole machine: what hardware and kernel share.
 *
 * @param config sizes and settings
 * @param pages page frames: the system's, then the devices'; the last row is the zero page
 * @param mms processes
 * @param tables page tables, room for all; a pmd says which are in use
 * @param anonVmas anon_vmas, room for two for each page table, at most 64
 * @param cpus CPUs
 * @param swap swap slots
 * @param devices devices
 * @param holds outstanding GUP references and pins, {@link Hold#NONE} where a slot is free
 * @param charged pages charged to the memory cgroup, as its counter says
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
        int charged)
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

    /** A machine with one process that maps all its addresses as one private anonymous VMA, nothing touched yet. */
    public static Machine empty(Config config) {
        Table<Page> pages = Table.fill(config.frames(), Page.free(PageKind.SYSTEM));
        for (int i = 0; i < config.deviceFrames(); i++) {
            pages = pages.plus(Page.free(PageKind.DEVICE_PRIVATE));
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
                Table.fill(tables, new PageTable(-1, Table.fill(config.ptesPerTable(), Pte.NONE))),
                Table.fill(Math.min(64, 2 * rows / config.ptesPerTable()), AnonVma.NONE),
                Table.fill(config.cpus(), new Cpu(noTlb)),
                Table.fill(config.swapSlots(), SwapSlot.FREE),
                Table.fill(config.devices(), new Device(-1, noDpt, Table.fill(config.processes(), Device.Mirror.IDLE))),
                noHolds,
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
                        | (charged == old.charged ? 0 : CHARGED);
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

    /** The page table of an address, or -1 if its pmd is none. Other kinds of pmd are not modelled yet. */
    public int tableOf(int process, int va) {
        Pmd pmd = mms.get(process).pmds().get(va / config.ptesPerTable());
        if (pmd instanceof Pmd.ToTable to) {
            return to.table();
        }
        if (pmd instanceof Pmd.None) {
            return -1;
        }
        throw Bug.notModelled("pmd " + pmd);
    }

    /** The pte of an address; none where there is no page table. */
    public Pte pte(int process, int va) {
        int table = tableOf(process, va);
        return table < 0 ? Pte.NONE : tables.get(table).ptes().get(va % config.ptesPerTable());
    }

    /** The thread that holds the page table lock of an address, or -1 if nobody does or there is no table. */
    public int ptl(int process, int va) {
        int table = tableOf(process, va);
        return table < 0 ? -1 : tables.get(table).ptl();
    }

    public TlbEntry tlb(int cpu, int process, int va) {
        return cpus.get(cpu).entry(config.row(process, va));
    }

    public Machine withPage(int pfn, Page page) {
        return new Machine(config, pages.with(pfn, page), mms, tables, anonVmas, cpus, swap, devices, holds, charged);
    }

    public Machine withMm(int process, Mm mm) {
        return new Machine(config, pages, mms.with(process, mm), tables, anonVmas, cpus, swap, devices, holds, charged);
    }

    public Machine withTable(int index, PageTable table) {
        return new Machine(
                config, pages, mms, tables.with(index, table), anonVmas, cpus, swap, devices, holds, charged);
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
                config, pages, mms, tables, anonVmas.with(index, anonVma), cpus, swap, devices, holds, charged);
    }

    public Machine withCpu(int index, Cpu cpu) {
        return new Machine(config, pages, mms, tables, anonVmas, cpus.with(index, cpu), swap, devices, holds, charged);
    }

    /** Another TLB entry. */
    public Machine withTlb(int cpu, int process, int va, TlbEntry entry) {
        return withCpu(cpu, cpus.get(cpu).with(config.row(process, va), entry));
    }

    public Machine withSwap(int slot, SwapSlot to) {
        return new Machine(config, pages, mms, tables, anonVmas, cpus, swap.with(slot, to), devices, holds, charged);
    }

    public Machine withDevice(int index, Device device) {
        return new Machine(
                config, pages, mms, tables, anonVmas, cpus, swap, devices.with(index, device), holds, charged);
    }

    public Machine withHold(int slot, Hold hold) {
        return new Machine(config, pages, mms, tables, anonVmas, cpus, swap, devices, holds.with(slot, hold), charged);
    }

    public Machine withCharged(int count) {
        return new Machine(config, pages, mms, tables, anonVmas, cpus, swap, devices, holds, count);
    }
}
