/* The postmaster: its start, its promotion, its end. */
#define _GNU_SOURCE
#include "deadman.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* How long a start may keep the loop waiting for the news that exec failed. */
#define EXEC_NEWS_MILLIS 150

struct failure {
    int why;
    bool of_log;
};

static pid_t server;
static int exit_status = -1;
static pid_t exited; /* an exit that nobody has been told of yet */
static pid_t promoter;
static char refusal[PATH_MAX + 128];

pid_t server_pid(void) { return server; }
int server_exit_status(void) { return exit_status; }
bool server_promoting(void) { return promoter != 0; }

bool server_take_exit(pid_t *pid, int *status)
{
    *pid = exited;
    *status = exit_status;
    exited = 0;
    return *pid != 0;
}

static void default_signals(void)
{
    for (int sig = 1; sig < NSIG; sig++)
        signal(sig, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* What the switch took for itself, its children do not get: they have what whoever started it had. */
static void back_to_common_life(void)
{
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd >= 0) {
        ssize_t ignored = write(fd, inherited_oom_score, strlen(inherited_oom_score));
        (void)ignored;
        close(fd);
    }
    default_signals();
}

static void become_server(pid_t parent, int news, const char *log, char *const argv[])
{
    struct failure failure = {0, true};
    /* A signal to the postmaster's process group must not reach the switch. */
    setsid();
    back_to_common_life();
    /* PostgreSQL does not outlive the switch either. The parent may have died before this line. */
    prctl(PR_SET_PDEATHSIG, SIGQUIT);
    if (getppid() != parent)
        _exit(127);
    int fd = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd >= 0) {
        dup2(fd, STDOUT_FILENO);
        dup2(fd, STDERR_FILENO);
        failure.of_log = false;
        execv(argv[0], argv);
    }
    failure.why = errno;
    ssize_t ignored = write(news, &failure, sizeof failure);
    (void)ignored;
    _exit(127);
}

/* True: exec or the log failed. No news in time counts as good: its exit would tell. */
static bool hear_failure(int news, struct failure *failure)
{
    int patience = EXEC_NEWS_MILLIS;
    if (guard_deadline() != 0) {
        int64_t left = (guard_deadline() - now()) / MILLIS;
        patience = left < 0 ? 0 : left < patience ? (int)left : patience;
    }
    struct pollfd fd = {news, POLLIN, 0};
    if (poll(&fd, 1, patience) <= 0)
        return false;
    return read(news, failure, sizeof *failure) == (ssize_t)sizeof *failure;
}

const char *server_start(const char *log, char *const argv[])
{
    int news[2];
    if (pipe2(news, O_CLOEXEC) != 0)
        return "no pipe";
    pid_t parent = getpid();
    pid_t child = fork();
    if (child == 0)
        become_server(parent, news[1], log, argv);
    int why = errno;
    close(news[1]);
    if (child < 0) {
        close(news[0]);
        snprintf(refusal, sizeof refusal, "cannot fork: %s", strerror(why));
        return refusal;
    }
    struct failure failure;
    bool failed = hear_failure(news[0], &failure);
    close(news[0]);
    if (failed) {
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
            continue;
        snprintf(refusal, sizeof refusal, "cannot %s %s: %s", failure.of_log ? "open" : "run",
                 failure.of_log ? log : argv[0], strerror(failure.why));
        return refusal;
    }
    server = child;
    return NULL;
}

const char *server_signal(int sig)
{
    if (server == 0 || kill(server, sig) != 0)
        return "no server";
    return NULL;
}

/* A child creates the file, because a hung disk must not keep us from the deadline. */
const char *server_promote(const char *data_dir)
{
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/promote", data_dir) >= (int)sizeof path)
        return "path too long";
    promoter = fork();
    if (promoter < 0) {
        promoter = 0;
        return "cannot fork";
    }
    if (promoter == 0) {
        back_to_common_life();
        int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        _exit(fd < 0 ? errno : 0);
    }
    return NULL;
}

static void promoter_ended(int status)
{
    promoter = 0;
    if (!WIFEXITED(status)) {
        clients_promoted("killed");
    } else if (WEXITSTATUS(status) != 0) {
        snprintf(refusal, sizeof refusal, "cannot create the file promote: %s",
                 strerror(WEXITSTATUS(status)));
        clients_promoted(refusal);
    } else if (server == 0) {
        clients_promoted("no server");
    } else if (!guard_allows()) {
        /* PostgreSQL is about to be killed, and removes the file when it starts again. */
        clients_promoted("deadline passed");
    } else {
        kill(server, SIGUSR1);
        clients_promoted(NULL);
    }
}

bool server_reap(void)
{
    for (;;) {
        int status;
        pid_t pid = waitpid(-1, &status, WNOHANG);
        if (pid == 0 || (pid < 0 && errno != ECHILD))
            return true;
        if (pid < 0)
            return false;
        if (pid == server) {
            server = 0;
            exited = pid;
            exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        } else if (pid == promoter) {
            promoter_ended(status);
        }
    }
}
