package io.mmcheck.machine;

/**
 * What would crash or corrupt the kernel at once: BUG_ON, a reference on a freed folio, a lock in a freed page, or a place
 * that is not modelled. The interpreter turns it into an oops of the run; it is never an error of the search.
 */
public final class Bug extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String what;
    private final String why;

    public Bug(String what, String why) {
        super(what + ": " + why, null, false, false);
        this.what = what;
        this.why = why;
    }

    /** What is not modelled yet is an oops, never silently something else. */
    public static Bug notModelled(String what) {
        return new Bug("not modelled", what);
    }

    /** The kind of crash, short and stable. */
    public String what() {
        return what;
    }

    /** Which object, which number. */
    public String why() {
        return why;
    }
}
