/*
 * The dead man's switch: the parent of PostgreSQL's postmaster, which kills it and every process of
 * it when a deadline passes that nobody renewed. It shares nothing with the agent and outlives it.
 *
 * One thread, one poll loop. Nothing is allocated after the start, and nothing that can wait for a
 * disk (a log file, the file promote, the program itself) is opened by this process: a child does it.
 */
#ifndef DEADMAN_H
#define DEADMAN_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define MILLIS 1000000LL
#define NEVER INT64_MAX

/* ---- guard.c: the deadline, and the kill sequence ---- */

/* CLOCK_BOOTTIME in nanoseconds: it counts the time that a suspended machine sleeps. */
int64_t now(void);

bool guard_arm(int64_t deadline); /* false: it has passed */
void guard_disarm(void);
int64_t guard_deadline(void); /* 0: not armed */
bool guard_allows(void);      /* armed, and the deadline is ahead */
int guard_fired(void);        /* how often a deadline has passed */
bool guard_killing(void);
void guard_kill(void); /* begins the kill sequence; guard_run carries it out */

/* Does whatever is due; returns when it wants to run again. */
int64_t guard_run(void);

/* ---- processes.c: what descends from this process ---- */

bool processes_open(void);

/* Signals every living descendant but `spare`, 0 only counts; returns how many live, or may live. */
int processes_signal(int sig, pid_t spare);
bool process_is_stopped(pid_t pid);

/* ---- server.c: the postmaster ---- */

pid_t server_pid(void);       /* 0: none runs */
int server_exit_status(void); /* exit code, or 128 + signal; -1: none has ended yet */
bool server_reap(void);       /* false: there is no child at all any more */
bool server_take_exit(pid_t *pid, int *status); /* true once per exit */
bool server_promoting(void);

/* These return NULL, or why not. */
const char *server_start(const char *log, char *const argv[]);
const char *server_promote(const char *data_dir);
const char *server_signal(int sig);

/* ---- clients.c: the socket ---- */

#define CLIENTS 8
#define LINE_SIZE 16384

enum waiting { NOT_WAITING, FOR_DEATH, FOR_PROMOTION };

struct client {
    int fd; /* -1: free */
    bool watching;
    enum waiting waiting; /* its next line is read when this one has its answer */
    int64_t answer_by;    /* of FOR_DEATH */
    size_t filled;
    char line[LINE_SIZE];
};

const char *clients_open(const char *path); /* NULL, or why not */
void clients_close(void);
void clients_answer(struct client *client, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void clients_tell_watchers(const char *format, ...) __attribute__((format(printf, 1, 2)));
void clients_dead(void);                    /* answers those that wait for death */
void clients_promoted(const char *refusal); /* NULL: promoted */

/* Answers who has waited too long; returns when the next one will have. */
int64_t clients_expire(void);

/* Poll entries: what to wait for, and what has come. */
struct pollfd;
int clients_interest(struct pollfd *fds); /* fills CLIENTS + 1 */
void clients_serve(const struct pollfd *fds);

/* ---- commands.c: the protocol ---- */

void command(struct client *client, char *line);

/* ---- main.c ---- */

/* The kernel's score for the out-of-memory killer, as it was at the start. */
extern char inherited_oom_score[8];

/* ---- relay.c: the agent's words for systemd ---- */

int relay(void);

/* ---- wal.c: PostgreSQL's commands for its log ---- */

int wal_command(int argc, char *argv[]);

#endif
