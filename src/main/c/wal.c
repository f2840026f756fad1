/*
 * The third thing that this program can do: `wal-push` and `wal-fetch` are PostgreSQL's archive_command
 * and restore_command. They ask the running agent over its socket, and end with the exit code that it
 * names. Without its answer, what may be taken for "the archive has no such file" is never said to a
 * recovery: that would end it, and what was not fetched would be lost.
 */
#define _GNU_SOURCE
#include "deadman.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define NO 1            /* archive_command: again later; restore_command: there is none */
#define WRONG_USAGE 2   /* of wal-push, which PostgreSQL takes for "again later" */
#define UNKNOWN 255     /* above 125 PostgreSQL gives up rather than believe that this is the end */
#define QUESTION_SIZE (16 * 1024)

/* Seconds; each is more than the agent takes for it. */
#define PUSH_WITHIN 10
#define STANDBY_WITHIN 5
#define RECOVERY_WITHIN 120
#define LONGEST_WITHIN 3600

static char question[QUESTION_SIZE];
static size_t asked; /* bytes of the question */
static char answer[8192];
static size_t heard; /* bytes of the answer */
static int64_t give_up_at;

/* Words are ended by a zero byte each, and the question by one more. */
static bool add(const char *folder, const char *word)
{
    int room = (int)(sizeof question - asked) - 1;
    int length = snprintf(question + asked, (size_t)room, "%s%s%s", folder, *folder ? "/" : "", word);
    if (length < 0 || length >= room)
        return false;
    asked += (size_t)length + 1;
    question[asked] = '\0';
    return true;
}

static bool add_path(const char *here, const char *path)
{
    return add(path[0] == '/' ? "" : here, path);
}

static bool wait_for(int fd, short events)
{
    for (;;) {
        int64_t left = give_up_at - now();
        struct pollfd one = {fd, events, 0};
        int count = left <= 0 ? 0 : poll(&one, 1, (int)(left / MILLIS) + 1);
        if (count > 0)
            return true;
        if (left <= 0)
            errno = ETIMEDOUT;
        if (left <= 0 || (count < 0 && errno != EINTR))
            return false;
    }
}

static bool reach(int fd, const struct sockaddr_un *to)
{
    while (connect(fd, (const struct sockaddr *)to, sizeof *to) != 0) {
        /* The agent's queue is full, and nothing tells when it no longer is. */
        if (errno != EAGAIN && errno != EINTR)
            return false;
        if (now() >= give_up_at) {
            errno = ETIMEDOUT;
            return false;
        }
        poll(NULL, 0, 10);
    }
    return true;
}

static bool tell(int fd)
{
    /* The zero byte that ends the question is part of it. */
    for (size_t sent = 0; sent < asked + 1;) {
        ssize_t length = send(fd, question + sent, asked + 1 - sent, MSG_NOSIGNAL);
        if (length > 0)
            sent += (size_t)length;
        else if (errno != EINTR && (errno != EAGAIN || !wait_for(fd, POLLOUT)))
            return false;
    }
    return true;
}

/* Until the agent hangs up; of a long answer the beginning is enough. */
static bool hear(int fd)
{
    while (heard < sizeof answer - 1) {
        ssize_t length = read(fd, answer + heard, sizeof answer - 1 - heard);
        if (length == 0)
            return true;
        if (length > 0)
            heard += (size_t)length;
        else if (errno != EINTR && (errno != EAGAIN || !wait_for(fd, POLLIN)))
            return false;
    }
    return true;
}

/* The exit code and a space begin it: a "25" may be all that is left of a "255 ...". Or -1. */
static int code_of(const char *text)
{
    char *end;
    long code = strtol(text, &end, 10);
    bool digits = text[0] >= '0' && text[0] <= '9';
    return digits && *end == ' ' && code <= 255 ? (int)code : -1;
}

/* NULL, or why there is no answer. */
static const char *ask(const char *path)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof to.sun_path)
        return "path too long for a socket";
    strcpy(to.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    bool done = fd >= 0 && reach(fd, &to) && tell(fd) && hear(fd);
    if (!done)
        return errno == ETIMEDOUT ? "it takes too long" : strerror(errno);
    return code_of(answer) < 0 ? "the agent ended before it answered" : NULL;
}

static int answered(void)
{
    const char *line = strchr(answer, ' ') + 1;
    if (*line != '\0')
        fprintf(stderr, "matriarch: %s\n", line);
    return code_of(answer);
}

static int usage(bool push)
{
    fprintf(stderr, "matriarch: usage: %s [--socket PATH] [--within SECONDS (1 to %d)] %s\n",
            push ? "wal-push" : "wal-fetch", LONGEST_WITHIN, push ? "FILE (%p)" : "NAME TARGET (%f %p)");
    return push ? WRONG_USAGE : UNKNOWN;
}

static long seconds(const char *text)
{
    char *end;
    long number = strtol(text, &end, 10);
    return text[0] >= '0' && text[0] <= '9' && *end == '\0' && number <= LONGEST_WITHIN ? number : 0;
}

/* False: wrong usage. */
static bool read_options(int argc, char *argv[], int *next, const char **path, long *within)
{
    for (*next = 2; *next + 1 < argc && argv[*next][0] == '-'; *next += 2) {
        const char *value = argv[*next + 1];
        if (strcmp(argv[*next], "--socket") == 0)
            *path = value;
        else if (strcmp(argv[*next], "--within") != 0 || (*within = seconds(value)) == 0)
            return false;
    }
    return true;
}

int wal_command(int argc, char *argv[])
{
    bool push = strcmp(argv[1], "wal-push") == 0;
    /* PostgreSQL runs its commands in the data directory. */
    bool standby = access("standby.signal", F_OK) == 0;
    char here[PATH_MAX];
    char beside[PATH_MAX + 32];
    if (getcwd(here, sizeof here) == NULL) {
        fprintf(stderr, "matriarch: the current directory: %s\n", strerror(errno));
        return push ? NO : UNKNOWN;
    }
    snprintf(beside, sizeof beside, "%s.matriarch/wal.sock", here);
    const char *path = beside;
    long within = push ? PUSH_WITHIN : standby ? STANDBY_WITHIN : RECOVERY_WITHIN;
    int next;
    if (!read_options(argc, argv, &next, &path, &within) || argc - next != (push ? 1 : 2) ||
        *argv[next] == '\0' || *argv[next] == '-' || *argv[argc - 1] == '\0')
        return usage(push);
    bool fits = push ? add("", "push") && add_path(here, argv[next])
                     : add("", "fetch") && add("", argv[next]) && add_path(here, argv[next + 1]) &&
                           add("", standby ? "standby" : "recovery");
    give_up_at = now() + within * 1000 * MILLIS;
    const char *why = fits ? ask(path) : "the question is too long";
    if (why == NULL)
        return answered();
    fprintf(stderr, "matriarch: the agent does not answer at %s: %s\n", path, why);
    return push || standby ? NO : UNKNOWN;
}
