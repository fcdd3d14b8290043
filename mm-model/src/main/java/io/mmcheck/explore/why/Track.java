package io.mmcheck.explore.why;

import java.util.ArrayList;
import java.util.List;

/**
 * Follows a run with a few orders and answers in mind. What it has to remember is one number: how often the run has come to each
 * of their events, a few bits for each.
 */
final class Track {
    static final long BROKEN = -1;
    private static final int BITS = 62;

    /** Later occurrences are not followed. */
    static final int MOST_TIMES = 15;

    /** What fits, whatever orders are followed beside them. */
    static final int MOST_ANSWERS = 7;

    private final List<Counter> counters = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private final List<Said> said = new ArrayList<>();
    private int bits;

    /** How often a run has come to a site, up to a number of times that matters; each round anew if that is 0. */
    private record Counter(int site, int times, int shift) {
        int count(long state) {
            return (int) (state >>> shift) & mask();
        }

        /** Whether a step at a site is the one meant. */
        boolean comes(long state, int at) {
            return site == at && count(state) + 1 == times;
        }

        int mask() {
            return times == Event.EACH ? 1 : (Integer.highestOneBit(times) << 1) - 1;
        }
    }

    /** An order of two counters; in each round only the first one counts. */
    private record Rule(Counter first, Counter then) {}

    private record Said(Counter at, int alternative) {}

    Track(Graph<?> graph, List<Order> orders, List<Answer> answers) {
        for (Order order : orders) {
            rules.add(new Rule(counter(graph, order.first()), counter(graph, order.then())));
        }
        for (Answer answer : answers) {
            said.add(new Said(counter(graph, answer.at()), answer.alternative()));
        }
    }

    private Counter counter(Graph<?> graph, Event event) {
        int site = graph.siteNumber(new Graph.Site(event.thread(), event.operation(), event.label()));
        for (Counter counter : counters) {
            if (counter.site == site && counter.times == event.occurrence() && counter.times != Event.EACH) {
                return counter;
            }
        }
        Counter counter = new Counter(site, event.occurrence(), bits);
        counters.add(counter);
        bits += Integer.bitCount(counter.mask());
        if (bits > BITS) {
            throw new IllegalArgumentException("too many events to follow: " + counters.size());
        }
        return counter;
    }

    /** What there is to remember after a step at a site, or {@link #BROKEN}. */
    long step(long state, int site) {
        long next = state;
        for (Counter counter : counters) {
            if (counter.site == site && counter.times != Event.EACH && counter.count(state) < counter.times) {
                next += 1L << counter.shift;
            }
        }
        for (Rule rule : rules) {
            if (rule.first.times == Event.EACH) {
                if (rule.then.site == site) {
                    if (rule.first.count(state) == 0) {
                        return BROKEN;
                    }
                    next &= ~(1L << rule.first.shift);
                }
                if (rule.first.site == site) {
                    next |= 1L << rule.first.shift;
                }
            } else if (rule.then.comes(state, site) && rule.first.count(state) < rule.first.times) {
                return BROKEN;
            }
        }
        return next;
    }

    /** The answer that the environment gives at a site now. */
    int answer(long state, int site) {
        for (Said s : said) {
            if (s.at.comes(state, site)) {
                return s.alternative;
            }
        }
        return 0;
    }
}
