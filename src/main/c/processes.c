/* Finds all descendants of this process in /proc, without allocating. */
#define _GNU_SOURCE
#include "deadman.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* As getdents64 gives it; glibc has it only as struct dirent64, of another size. */
struct entry {
    uint64_t inode;
    int64_t offset;
    unsigned short length;
    unsigned char type;
    char name[];
};

enum kinship { STRANGER, DESCENDANT, UNKNOWN };

static int proc = -1;
static char entries[32768] __attribute__((aligned(8)));

bool processes_open(void)
{
    proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return proc >= 0;
}

/* False with errno ENOENT or ESRCH: there is no such process. */
static bool read_stat(pid_t pid, char *state, pid_t *parent)
{
    char path[32];
    char text[512];
    snprintf(path, sizeof path, "%d/stat", (int)pid);
    int fd = openat(proc, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t length = read(fd, text, sizeof text - 1);
    int why = length == 0 ? ESRCH : errno;
    close(fd);
    errno = why;
    if (length <= 0)
        return false;
    text[length] = '\0';
    /* "PID (NAME) STATE PARENT ...": a name may hold anything, brackets too. */
    char *end = strrchr(text, ')');
    int parent_pid;
    if (end == NULL || sscanf(end + 1, " %c %d", state, &parent_pid) != 2) {
        errno = EPROTO;
        return false;
    }
    *parent = parent_pid;
    return true;
}

bool process_is_stopped(pid_t pid)
{
    char state;
    pid_t parent;
    return read_stat(pid, &state, &parent) && (state == 'T' || state == 't');
}

static bool has_gone(void)
{
    return errno == ENOENT || errno == ESRCH;
}

/*
 * A parent that dies while its line is followed hands its children on to us (we are their
 * subreaper), so the walk begins again from the process itself.
 */
static enum kinship kinship(pid_t pid, bool *alive)
{
    char state;
    pid_t parent;
    for (int attempt = 0; attempt < 3; attempt++) {
        if (!read_stat(pid, &state, &parent))
            return has_gone() ? STRANGER : UNKNOWN;
        *alive = state != 'Z' && state != 'X';
        for (int depth = 0; depth < 256; depth++) {
            if (parent == getpid() || (parent == server_pid() && parent != 0))
                return DESCENDANT;
            if (parent <= 1)
                return STRANGER;
            if (!read_stat(parent, &state, &parent))
                break;
        }
    }
    return UNKNOWN;
}

static int signal_one(pid_t pid, int sig)
{
    bool alive = true;
    switch (kinship(pid, &alive)) {
    case STRANGER:
        return 0;
    case UNKNOWN:
        return 1; /* It may be one of ours: the caller looks again. */
    case DESCENDANT:
        break;
    }
    if (!alive)
        return 0;
    /* A number cannot be another process' by now: they are given out in turn, and all would have to
     * be used up since the line above. EPERM is a program of another user, which no backend is. */
    return kill(pid, sig) == 0 ? 1 : 0;
}

int processes_signal(int sig, pid_t spare)
{
    int living = 0;
    if (lseek(proc, 0, SEEK_SET) != 0)
        return 1;
    for (;;) {
        long length = syscall(SYS_getdents64, proc, entries, sizeof entries);
        if (length < 0)
            return living + 1;
        if (length == 0)
            return living;
        for (long at = 0; at < length;) {
            struct entry *entry = (struct entry *)(void *)(entries + at);
            at += entry->length;
            if (!isdigit((unsigned char)entry->name[0]))
                continue;
            pid_t pid = (pid_t)atoi(entry->name);
            if (pid != spare && pid != getpid())
                living += signal_one(pid, sig);
        }
    }
}
