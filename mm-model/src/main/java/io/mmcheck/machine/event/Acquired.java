package io.mmcheck.machine.event;

import io.mmcheck.machine.Event;
import io.mmcheck.machine.LockClass;

/** A blocking acquire of a lock succeeded in this step. A trylock says nothing: it is no edge of the lock order.
 *
 * @param id which one: a process for mmap_lock, a page frame, an anon_vma, a page table, a device */
public record Acquired(LockClass lock, int id) implements Event {
    @Override
    public String toString() {
        return "takes " + lock + " " + id;
    }
}
