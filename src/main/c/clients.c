/* The socket and those connected to it. */
#define _GNU_SOURCE
#include "deadman.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static struct client clients[CLIENTS];
static struct sockaddr_un address = {.sun_family = AF_UNIX};
static int listener = -1;

const char *clients_open(const char *path)
{
    if (strlen(path) >= sizeof address.sun_path)
        return "path too long for a socket";
    strcpy(address.sun_path, path);
    for (int i = 0; i < CLIENTS; i++)
        clients[i].fd = -1;
    listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (listener < 0)
        return strerror(errno);
    /* The lock is ours, so whoever left this socket behind is dead. */
    unlink(path);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 ||
        listen(listener, 64) != 0)
        return strerror(errno);
    return NULL;
}

void clients_close(void) { unlink(address.sun_path); }

static void drop(struct client *client)
{
    close(client->fd);
    client->fd = -1;
}

/* Whoever does not read its answers is dropped: nobody makes us wait. */
static void send_text(struct client *client, const char *format, va_list values)
{
    static char text[PATH_MAX + 256];
    int length = vsnprintf(text, sizeof text, format, values);
    if (length >= (int)sizeof text)
        length = (int)sizeof text - 1;
    if (client->fd >= 0 && send(client->fd, text, (size_t)length, MSG_NOSIGNAL) != length)
        drop(client);
}

void clients_answer(struct client *client, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    send_text(client, format, values);
    va_end(values);
}

void clients_tell_watchers(const char *format, ...)
{
    for (int i = 0; i < CLIENTS; i++) {
        if (clients[i].fd < 0 || !clients[i].watching)
            continue;
        va_list values;
        va_start(values, format);
        send_text(&clients[i], format, values);
        va_end(values);
    }
}

/* Carries out each whole line, until one has to wait for its answer. */
static void carry_out(struct client *client)
{
    char *end;
    while (client->fd >= 0 && client->waiting == NOT_WAITING &&
           (end = memchr(client->line, '\n', client->filled)) != NULL) {
        size_t length = (size_t)(end - client->line) + 1;
        *end = '\0';
        command(client, client->line);
        client->filled -= length;
        memmove(client->line, client->line + length, client->filled);
    }
}

void clients_dead(void)
{
    for (int i = 0; i < CLIENTS; i++) {
        if (clients[i].fd >= 0 && clients[i].waiting == FOR_DEATH) {
            clients[i].waiting = NOT_WAITING;
            clients_answer(&clients[i], "dead\n");
        }
    }
}

void clients_promoted(const char *refusal)
{
    for (int i = 0; i < CLIENTS; i++) {
        if (clients[i].fd < 0 || clients[i].waiting != FOR_PROMOTION)
            continue;
        clients[i].waiting = NOT_WAITING;
        if (refusal == NULL)
            clients_answer(&clients[i], "ok\n");
        else
            clients_answer(&clients[i], "error %s\n", refusal);
    }
}

int64_t clients_expire(void)
{
    int64_t next = NEVER;
    for (int i = 0; i < CLIENTS; i++) {
        struct client *client = &clients[i];
        if (client->fd < 0)
            continue;
        if (client->waiting == FOR_DEATH && client->answer_by <= now()) {
            client->waiting = NOT_WAITING;
            clients_answer(client, "error %d left\n", processes_signal(0, 0));
        }
        if (client->fd >= 0 && client->waiting == FOR_DEATH && client->answer_by < next)
            next = client->answer_by;
        /* Lines that came behind the one that had to wait. */
        if (client->fd >= 0 && client->waiting == NOT_WAITING &&
            memchr(client->line, '\n', client->filled) != NULL) {
            carry_out(client);
            next = 0;
        }
    }
    return next;
}

int clients_interest(struct pollfd *fds)
{
    bool room = false;
    for (int i = 0; i < CLIENTS; i++) {
        struct client *client = &clients[i];
        room = room || client->fd < 0;
        /* A negative descriptor is passed over; a hang-up is told even when nothing is asked. */
        fds[i] = (struct pollfd){client->fd, client->waiting == NOT_WAITING ? POLLIN : 0, 0};
    }
    /* Without a free place a newcomer waits in the kernel's queue. */
    fds[CLIENTS] = (struct pollfd){room ? listener : -1, POLLIN, 0};
    return CLIENTS + 1;
}

static void accept_one(void)
{
    int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0)
        return;
    for (int i = 0; i < CLIENTS; i++) {
        if (clients[i].fd < 0) {
            clients[i].fd = fd;
            clients[i].watching = false;
            clients[i].waiting = NOT_WAITING;
            clients[i].filled = 0;
            return;
        }
    }
    close(fd);
}

static void take_in(struct client *client)
{
    if (client->filled == LINE_SIZE) {
        clients_answer(client, "error line too long\n");
        drop(client);
        return;
    }
    ssize_t length =
        read(client->fd, client->line + client->filled, LINE_SIZE - client->filled);
    if (length < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (length <= 0) {
        drop(client);
        return;
    }
    client->filled += (size_t)length;
    carry_out(client);
}

void clients_serve(const struct pollfd *fds)
{
    for (int i = 0; i < CLIENTS; i++) {
        if (clients[i].fd < 0 || fds[i].fd < 0)
            continue;
        /* Who hung up gave up waiting, and has perhaps asked for something newer since: an old
         * "disarm" carried out behind a newer "arm" would leave a primary unguarded. */
        if (fds[i].revents & (POLLHUP | POLLERR | POLLNVAL))
            drop(&clients[i]);
        else if (fds[i].revents & POLLIN)
            take_in(&clients[i]);
    }
    if (fds[CLIENTS].revents & POLLIN)
        accept_one();
}
