package io.mmcheck.conform;

import java.util.List;

/** Why the columns that are counted apart differ at times, although every stable column agrees. */
enum ApartReasons {
    /** The kernel shows a dirty page, the model a clean one. */
    DEVICE_PAGE_KEEPS_DIRTY(
            "PG_dirty set in the kernel only",
            "the page has been on the device. Freeing a device page does not clear its PG_dirty (free_zone_device_folio), and"
                    + " whoever gets it next takes the bit along, back to system memory. Device pages live longer than a"
                    + " recorded sequence, so the log does not say which carried the bit. The model clears it; the bit can"
                    + " only cause a write too many."),
    MLOCK_IN_BATCHES(
            "PG_unevictable",
            "mlock and munlock of a page go through a batch of their own on each CPU (mlock_fbatch), which is not modelled: in"
                    + " the model the flag follows at once, in the kernel when the batch is drained."),
    NONE("Unexplained", "no reason known.");

    private final String title;
    private final String text;

    ApartReasons(String title, String text) {
        this.title = title;
        this.text = text;
    }

    String title() {
        return title;
    }

    String text() {
        return text;
    }

    static ApartReasons of(KernelLog log, Difference difference) {
        List<LoggedOperation> operations = log.sequences().stream()
                .filter(sequence -> sequence.id().equals(difference.sequence()))
                .findFirst()
                .orElseThrow()
                .operations();
        if (difference.column() == Column.UNEVICTABLE) {
            return MLOCK_IN_BATCHES;
        }
        if (difference.column() != Column.DIRTY) {
            return NONE;
        }
        String[] place = difference.where().split(" ");
        int index = Integer.parseInt(place[2]);
        boolean kernelDirty = difference.kernel().endsWith("(true)");
        for (LoggedOperation operation : operations) {
            if (operation.line() > difference.line()) {
                break;
            }
            if (kernelDirty && onDevice(operation, place[1], index)) {
                return DEVICE_PAGE_KEEPS_DIRTY;
            }
        }
        return NONE;
    }

    private static boolean onDevice(LoggedOperation operation, String region, int index) {
        return operation.regions().stream()
                .filter(r -> r.region().equals(region))
                .anyMatch(r -> r.cells().get(index) instanceof Cell.SwapType swap && swap.type() >= 27);
    }
}
