package io.mmcheck.kernel.memory;

/** What {@link HandleMmFault} returns (vm_fault_t). */
public enum FaultResult {
    /** The fault is handled: the access is to be tried again, and finds what it needs unless somebody was faster. */
    DONE,
    /** Something moved under the fault, or it waited: the access is to be tried again from the start. */
    RETRY,
    /** No VMA, or one that does not allow the access. */
    SIGSEGV,
    /** The page cannot be had. */
    SIGBUS,
    /** No memory. */
    OOM,
    /** No huge page: small ones have to do. It does not leave the fault handler. */
    FALLBACK
}
