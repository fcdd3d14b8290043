package io.mmcheck.explore;

import java.util.ArrayList;
import java.util.List;

/** Numbers values from 0 so that equal ones, and only they, share a number. */
final class Ids {
    private final LongMap byHash = new LongMap(1024);
    private final List<Object> values = new ArrayList<>();

    /** The number of a value with this hash; a hash that another value has already tries its neighbours. */
    int id(Object value, long hash) {
        for (long h = hash; ; h++) {
            int id = byHash.putIfAbsent(h, values.size());
            if (id == values.size()) {
                values.add(value);
                return id;
            }
            if (value == values.get(id) || value.equals(values.get(id))) {
                return id;
            }
        }
    }
}
