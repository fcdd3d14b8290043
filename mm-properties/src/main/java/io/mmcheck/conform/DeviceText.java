package io.mmcheck.conform;

import io.mmcheck.driver.DeviceResult;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a command to the device returned, as the recorder writes it: {@code 0 cpages 2 faults 1 data 7 8}. */
final class DeviceText {
    private DeviceText() {}

    /** Migration to the device and reads: with the content of the pages. */
    static String withData(DeviceResult result) {
        return result.error() != null ? result.error().name() : counts(result) + " data " + values(result, "%d");
    }

    /** Migration back and writes. */
    static String withoutData(DeviceResult result) {
        return result.error() != null ? result.error().name() : counts(result);
    }

    /** A snapshot: one byte for each page. */
    static String snapshot(DeviceResult result) {
        return result.error() != null
                ? result.error().name()
                : "0 cpages " + result.cpages() + ": " + values(result, "%02x");
    }

    private static String counts(DeviceResult result) {
        return "0 cpages " + result.cpages() + " faults " + result.faults();
    }

    private static String values(DeviceResult result, String format) {
        return result.values().rows().asJava().stream()
                .map(value -> String.format(Locale.ROOT, format, value))
                .collect(Collectors.joining(" "));
    }
}
