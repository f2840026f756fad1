/* The protocol: lines of ASCII, one answer for each. */
#define _GNU_SOURCE
#include "deadman.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ARGUMENTS 256
#define DEATH_WITHIN (2000 * MILLIS)

static const struct {
    const char *name;
    int number;
} signals[] = {{"HUP", SIGHUP},   {"INT", SIGINT},   {"TERM", SIGTERM}, {"QUIT", SIGQUIT},
               {"USR1", SIGUSR1}, {"STOP", SIGSTOP}, {"CONT", SIGCONT}};

static void ok_or(struct client *client, const char *refusal)
{
    if (refusal == NULL)
        clients_answer(client, "ok\n");
    else
        clients_answer(client, "error %s\n", refusal);
}

static const char *arm(const char *text)
{
    char *end;
    errno = 0;
    long long at = strtoll(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0')
        return "arm wants nanoseconds";
    return guard_arm(at) ? NULL : "deadline passed";
}

/* A promotion that is under way would make a primary that nobody guards. */
static const char *disarm(void)
{
    if (server_promoting())
        return "promotion under way";
    guard_disarm();
    return NULL;
}

static const char *start(char *text)
{
    bool guarded = strncmp(text, "guarded ", 8) == 0;
    if (!guarded && strncmp(text, "free ", 5) != 0)
        return "start wants guarded or free";
    char *argv[ARGUMENTS + 1];
    int count = 0;
    char *rest = strchr(text, ' ') + 1;
    const char *log = strsep(&rest, "\t");
    while (rest != NULL && count < ARGUMENTS)
        argv[count++] = strsep(&rest, "\t");
    argv[count] = NULL;
    if (rest != NULL)
        return "too many arguments";
    if (count == 0)
        return "start wants LOGFILE<TAB>PROGRAM";
    if (server_pid() != 0)
        return "already running";
    if (guard_killing())
        return "processes of the last server are left";
    if (guarded && !guard_allows())
        return guard_deadline() == 0 ? "not armed" : "deadline passed";
    return server_start(log, argv);
}

static const char *send_signal(const char *name)
{
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
        if (strcmp(name, signals[i].name) == 0)
            return server_signal(signals[i].number);
    return "no such signal";
}

static const char *promote(const char *data_dir)
{
    if (server_pid() == 0)
        return "no server";
    if (server_promoting())
        return "promotion under way";
    if (!guard_allows())
        return guard_deadline() == 0 ? "not armed" : "deadline passed";
    return server_promote(data_dir);
}

static void status(struct client *client)
{
    char exit[16] = "-";
    if (server_exit_status() >= 0)
        snprintf(exit, sizeof exit, "%d", server_exit_status());
    clients_answer(client, "status pid=%d armed=%lld fired=%d exit=%s left=%d\n",
                   (int)server_pid(), (long long)guard_deadline(), guard_fired(), exit,
                   processes_signal(0, 0));
}

static void wait_for_death(struct client *client)
{
    client->waiting = FOR_DEATH;
    client->answer_by = now() + DEATH_WITHIN;
    guard_kill();
}

static void quit(struct client *client)
{
    if (server_pid() != 0 || guard_killing()) {
        clients_answer(client, "error server runs\n");
        return;
    }
    clients_answer(client, "bye\n");
    clients_close();
    _exit(0);
}

static bool is(const char *line, const char *verb) { return strcmp(line, verb) == 0; }

static char *after(char *line, const char *verb)
{
    size_t length = strlen(verb);
    return strncmp(line, verb, length) == 0 && line[length] == ' ' ? line + length + 1 : NULL;
}

void command(struct client *client, char *line)
{
    char *rest;
    const char *refusal;
    if (is(line, "now")) {
        clients_answer(client, "now %lld\n", (long long)now());
    } else if ((rest = after(line, "arm")) != NULL) {
        ok_or(client, arm(rest));
    } else if (is(line, "disarm")) {
        ok_or(client, disarm());
    } else if (is(line, "status")) {
        status(client);
    } else if (is(line, "kill")) {
        wait_for_death(client);
    } else if ((rest = after(line, "signal")) != NULL) {
        ok_or(client, send_signal(rest));
    } else if ((rest = after(line, "promote")) != NULL) {
        if ((refusal = promote(rest)) == NULL)
            client->waiting = FOR_PROMOTION;
        else
            ok_or(client, refusal);
    } else if ((rest = after(line, "start")) != NULL) {
        if ((refusal = start(rest)) == NULL)
            clients_answer(client, "started %d\n", (int)server_pid());
        else
            ok_or(client, refusal);
    } else if (is(line, "watch")) {
        client->watching = true;
        ok_or(client, NULL);
    } else if (is(line, "hello")) {
        clients_answer(client, "matriarch-switch 1 %d\n", (int)getpid());
    } else if (is(line, "quit")) {
        quit(client);
    } else {
        ok_or(client, "no such request");
    }
}
