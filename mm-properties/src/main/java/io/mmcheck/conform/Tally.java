package io.mmcheck.conform;

/** How many were compared, and how many of those agreed. */
public record Tally(int agreed, int compared) {
    public static final Tally NONE = new Tally(0, 0);

    public Tally plus(boolean agrees) {
        return new Tally(agreed + (agrees ? 1 : 0), compared + 1);
    }

    public Tally plus(Tally other) {
        return new Tally(agreed + other.agreed, compared + other.compared);
    }

    /** In per cent; 100 if nothing was compared. */
    public double percent() {
        return compared == 0 ? 100 : 100.0 * agreed / compared;
    }

    @Override
    public String toString() {
        return agreed + "/" + compared;
    }
}
