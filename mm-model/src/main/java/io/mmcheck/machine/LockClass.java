package io.mmcheck.machine;

/**
 * The classes of locks that the lock order speaks of, outermost first (mm/rmap.c, the comment at its head). Page locks are in
 * the list: lockdep cannot see those.
 */
public enum LockClass {
    /** mm->mmap_lock. */
    MMAP,
    /** The folio lock. */
    FOLIO,
    /** mapping->i_mmap_rwsem, of the file that a page belongs to. */
    I_MMAP,
    /** anon_vma->rwsem. */
    ANON_VMA,
    /** The lock of a process's page of pmds. */
    PMD,
    /** The page table lock. */
    PTL,
    /** A driver's own mutex, taken in its notifier and when it fills its page table. */
    DEVICE
}
