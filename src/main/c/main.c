/* Start-up and the loop. */
#define _GNU_SOURCE
#include "deadman.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

static int timer = -1;
static int signal_queue = -1;
static bool stopping;
char inherited_oom_score[8];

static void fail(const char *what, const char *why)
{
    fprintf(stderr, "matriarch-switch: %s: %s\n", what, why);
    exit(1);
}

/* One switch per socket: the lock is held until this process dies, however it dies. */
static void lock(const char *socket_path)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s.lock", socket_path);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        fail(path, strerror(errno));
    if (flock(fd, LOCK_EX | LOCK_NB) != 0)
        fail(path, errno == EWOULDBLOCK ? "another switch holds this lock" : strerror(errno));
}

static void take_signals(void)
{
    signal(SIGHUP, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGCHLD, SIG_DFL); /* an inherited "ignore" would hide exits */
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGCHLD);
    sigaddset(&wanted, SIGTERM);
    sigprocmask(SIG_SETMASK, &wanted, NULL);
    signal_queue = signalfd(-1, &wanted, SFD_NONBLOCK | SFD_CLOEXEC);
    if (signal_queue < 0)
        fail("signalfd", strerror(errno));
}

/* Each helps where it is allowed, and is done without where it is not. */
static void survive_hard_times(void)
{
    int fd = open("/proc/self/oom_score_adj", O_RDWR | O_CLOEXEC);
    if (fd >= 0) {
        ssize_t length = read(fd, inherited_oom_score, sizeof inherited_oom_score - 1);
        inherited_oom_score[length > 0 ? length : 0] = '\0';
        ssize_t ignored = pwrite(fd, "-1000", 5, 0);
        (void)ignored;
        close(fd);
    }
    /* The stack is locked as far as it has been used. */
    volatile char stack[65536];
    for (size_t i = 0; i < sizeof stack; i += 1024)
        stack[i] = 0;
    struct sched_param first = {.sched_priority = 1};
    sched_setscheduler(0, SCHED_RR | SCHED_RESET_ON_FORK, &first);
    mlockall(MCL_CURRENT | MCL_FUTURE);
}

static void set_up(const char *socket_path)
{
    umask(077);
    setsid();
    lock(socket_path);
    take_signals();
    if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0)
        fail("subreaper", strerror(errno));
    if (!processes_open())
        fail("/proc", strerror(errno));
    timer = timerfd_create(CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC);
    if (timer < 0)
        fail("timerfd", strerror(errno));
    const char *why = clients_open(socket_path);
    if (why != NULL)
        fail(socket_path, why);
    if (chdir("/") != 0)
        fail("/", strerror(errno));
    survive_hard_times();
}

static void wake_at(int64_t when)
{
    struct itimerspec at = {0};
    if (when != NEVER) {
        /* Zero would switch the timer off. */
        at.it_value.tv_sec = when / (1000 * MILLIS);
        at.it_value.tv_nsec = when <= 0 ? 1 : when % (1000 * MILLIS);
    }
    timerfd_settime(timer, TFD_TIMER_ABSTIME, &at, NULL);
}

static void drain(void)
{
    struct signalfd_siginfo info;
    while (read(signal_queue, &info, sizeof info) == (ssize_t)sizeof info)
        if (info.ssi_signo == SIGTERM)
            stopping = true;
    uint64_t expirations;
    ssize_t ignored = read(timer, &expirations, sizeof expirations);
    (void)ignored;
}

static void loop(void)
{
    struct pollfd fds[CLIENTS + 3];
    bool kill_begun = false;
    for (;;) {
        if (stopping && !kill_begun) {
            kill_begun = true;
            guard_kill();
        }
        wake_at(guard_run());
        if (stopping && !guard_killing() && server_pid() == 0)
            return;
        int count = clients_interest(fds);
        fds[count] = (struct pollfd){signal_queue, POLLIN, 0};
        fds[count + 1] = (struct pollfd){timer, POLLIN, 0};
        if (poll(fds, (nfds_t)count + 2, -1) < 0)
            continue;
        drain();
        /* What is due goes before the clients. */
        if (fds[count + 1].revents == 0)
            clients_serve(fds);
    }
}

/* Descriptors and standard streams of whoever started us keep nothing of theirs open. */
static void let_go(void)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0)
        fail("/dev/null", strerror(errno));
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    close(null);
}

static void close_inherited(void)
{
    if (syscall(SYS_close_range, 3U, ~0U, 0U) == 0)
        return;
    for (int fd = 3; fd < 4096; fd++)
        close(fd);
}

int main(int argc, char *argv[])
{
    if (argc == 2 && strcmp(argv[1], "notify") == 0)
        return relay();
    if (argc >= 2 && (strcmp(argv[1], "wal-push") == 0 || strcmp(argv[1], "wal-fetch") == 0))
        return wal_command(argc, argv);
    if (argc != 2 || argv[1][0] != '/') {
        fprintf(stderr, "usage: matriarch-switch SOCKET (an absolute path), or: matriarch-switch"
                        " notify|wal-push|wal-fetch\n");
        return 2;
    }
    close_inherited();
    /* PostgreSQL would tell systemd of its own start and stop, and systemd would take it for the agent's. */
    unsetenv("NOTIFY_SOCKET");
    unsetenv("WATCHDOG_USEC");
    unsetenv("WATCHDOG_PID");
    int ready[2];
    if (pipe2(ready, O_CLOEXEC) != 0)
        fail("pipe", strerror(errno));
    pid_t child = fork();
    if (child < 0)
        fail("fork", strerror(errno));
    if (child > 0) {
        /* The starter ends when the socket listens, so that it can be waited for. */
        char byte;
        close(ready[1]);
        return read(ready[0], &byte, 1) == 1 ? 0 : 1;
    }
    set_up(argv[1]);
    let_go();
    if (write(ready[1], "", 1) != 1)
        return 1;
    close(ready[0]);
    close(ready[1]);
    loop();
    clients_close();
    return 0;
}
