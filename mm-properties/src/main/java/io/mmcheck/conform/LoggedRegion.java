package io.mmcheck.conform;

import java.util.List;

/**
 * What the kernel showed of one region of one process.
 *
 * @param line where it stands in the log
 * @param process the number of the process
 * @param region its name, such as {@code r0}
 * @param kind what was mapped: {@code anon}, {@code shm} ...
 * @param cells one for each page
 */
public record LoggedRegion(int line, int process, String region, String kind, List<Cell> cells) {}
