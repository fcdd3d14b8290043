package io.mmcheck.machine;

/** What an operation returns instead of 0, by its name in errno.h. */
public enum Errno {
    EAGAIN,
    EBUSY,
    EEXIST,
    EFAULT,
    EINVAL,
    EIO,
    ENOENT,
    ENOMEM,
    ENXIO,
    EPERM,
    ESRCH
}
