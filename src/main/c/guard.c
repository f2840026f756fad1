/* The deadline, and what happens when it passes. */
#define _GNU_SOURCE
#include "deadman.h"

#include <signal.h>
#include <time.h>

/*
 * PostgreSQL's own shutdown may take this long; then the kill sequence begins. A fast shutdown comes
 * first: it ends the clients, and then sends the standbys what had been acknowledged to them. An
 * immediate one cuts the standbys off in the same instant, and loses that.
 */
#define FAST_GRACE (200 * MILLIS)
#define QUIT_GRACE (400 * MILLIS)

static int64_t deadline; /* 0: not armed */
static int fired;
static int64_t quit_due = NEVER; /* when a fast shutdown that is not over becomes an immediate one */
static int64_t kill_due = NEVER; /* when the next pass of the kill sequence is due */
static int passes;
static int empty_passes;

int64_t now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_BOOTTIME, &at);
    return (int64_t)at.tv_sec * 1000 * MILLIS + at.tv_nsec;
}

bool guard_arm(int64_t new_deadline)
{
    if (new_deadline <= now())
        return false;
    deadline = new_deadline;
    return true;
}

void guard_disarm(void) { deadline = 0; }
int64_t guard_deadline(void) { return deadline; }
bool guard_allows(void) { return deadline != 0 && now() < deadline; }
int guard_fired(void) { return fired; }
bool guard_killing(void) { return kill_due != NEVER; }

static void kill_from(int64_t when)
{
    if (kill_due == NEVER) {
        passes = 0;
        empty_passes = 0;
    }
    if (when < kill_due)
        kill_due = when;
}

void guard_kill(void) { kill_from(now()); }

static void fire(void)
{
    deadline = 0;
    fired++;
    clients_tell_watchers("fired\n");
    if (server_pid() == 0)
        return;
    if (process_is_stopped(server_pid())) {
        /* It would not hear SIGQUIT, while its backends go on committing. */
        guard_kill();
        return;
    }
    int64_t begin = now();
    kill(server_pid(), SIGINT);
    quit_due = begin + FAST_GRACE;
    kill_from(begin + QUIT_GRACE);
}

static void quit(void)
{
    quit_due = NEVER;
    if (server_pid() != 0)
        kill(server_pid(), SIGQUIT);
}

/* The postmaster is stopped before anything else, so that it cannot fork, and dies last. */
static int kill_pass(void)
{
    pid_t server = server_pid();
    if (server != 0)
        kill(server, SIGSTOP);
    int living = processes_signal(SIGKILL, server);
    if (server != 0) {
        kill(server, SIGKILL);
        living++;
    }
    return living;
}

/*
 * Orphans become our children, so "no child" is the kernel's own word that none is left. A program
 * of another user, which we may not kill and which is no backend, must not hold us up for ever:
 * twice in a row nothing to kill is enough too. Once is not: a child may be born behind the walk.
 */
static void run_kill_sequence(void)
{
    int living = kill_pass();
    bool any_child = server_reap();
    empty_passes = living == 0 ? empty_passes + 1 : 0;
    if (any_child && empty_passes < 2) {
        passes++;
        kill_due = now() + (passes < 100 ? 2 : 20) * MILLIS;
        return;
    }
    kill_due = NEVER;
    pid_t pid;
    int status;
    if (server_take_exit(&pid, &status))
        clients_tell_watchers("exited %d %d\n", (int)pid, status);
    clients_dead();
}

int64_t guard_run(void)
{
    pid_t before = server_pid();
    server_reap();
    /* A backend whose postmaster has gone, for whatever reason, goes on committing. */
    if (before != 0 && server_pid() == 0)
        guard_kill();
    if (deadline != 0 && now() >= deadline)
        fire();
    if (kill_due <= now())
        run_kill_sequence();
    if (server_pid() == 0)
        quit_due = NEVER; /* it was not meant for the next server */
    if (quit_due <= now())
        quit();
    int64_t next = clients_expire();
    if (deadline != 0 && deadline < next)
        next = deadline;
    if (quit_due < next)
        next = quit_due;
    return kill_due < next ? kill_due : next;
}
