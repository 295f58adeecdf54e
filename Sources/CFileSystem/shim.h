// The system calls that Swift's C modules do not import: glibc declares them for GNU sources only.
#ifndef EXHIBIT_FILE_SYSTEM_H
#define EXHIBIT_FILE_SYSTEM_H

#include <stdbool.h>

#if defined(__linux__)
// Not <fcntl.h>: the declarations it brings along (struct stat among them) would then be this module's.
#include <linux/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define EXHIBIT_AT_FDCWD (-100)

// Exchanges two paths as one change, or returns -1 with errno. See rename(2), RENAME_EXCHANGE.
static inline int exhibit_swap(const char *a, const char *b) {
    return (int)syscall(SYS_renameat2, EXHIBIT_AT_FDCWD, a, EXHIBIT_AT_FDCWD, b, 2u);
}

// Whether something is mounted at this path; false where the kernel (before 5.8) does not say. See statx(2).
static inline bool exhibit_is_mount(const char *path) {
    struct statx facts;
    const unsigned long long root = 0x2000;  // STATX_ATTR_MOUNT_ROOT
    return syscall(SYS_statx, EXHIBIT_AT_FDCWD, path, 0x100 /* AT_SYMLINK_NOFOLLOW */, 0u, &facts) == 0
        && (facts.stx_attributes & root) != 0;
}
#elif defined(__APPLE__)
#include <stdio.h>

static inline int exhibit_swap(const char *a, const char *b) { return renamex_np(a, b, RENAME_SWAP); }

static inline bool exhibit_is_mount(const char *path) { return false; }
#endif

#endif
