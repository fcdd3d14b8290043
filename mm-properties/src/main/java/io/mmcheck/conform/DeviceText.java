package io.mmcheck.conform;

import io.mmcheck.machine.Errno;
import org.jspecify.annotations.Nullable;

/** What an operation of the device returned, as the recorder writes it: {@code 0 cpages 2 faults 1 data 7 8}. */
final class DeviceText {
    private DeviceText() {}

    static String of(String kind, @Nullable Object result, boolean data) {
        if (result instanceof Errno errno) {
            return errno.name();
        }
        return String.valueOf(result);
    }
}
