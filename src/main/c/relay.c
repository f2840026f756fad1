/*
 * The other thing that this program can do: `matriarch-switch notify` sends each line of its input as a
 * datagram to the socket that systemd named in NOTIFY_SOCKET, until its input ends. Java has no such
 * sockets. The agent's death is the end of the input, so a relay never speaks for a dead agent.
 */
#define _GNU_SOURCE
#include "deadman.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

int relay(void)
{
    const char *name = getenv("NOTIFY_SOCKET");
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    if (name == NULL || (name[0] != '/' && name[0] != '@') || strlen(name) >= sizeof to.sun_path) {
        fprintf(stderr, "matriarch-switch: NOTIFY_SOCKET names no socket\n");
        return 2;
    }
    memcpy(to.sun_path, name, strlen(name));
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(name) + 1);
    if (name[0] == '@') {
        to.sun_path[0] = '\0';
        size--;
    }
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        fprintf(stderr, "matriarch-switch: socket: %s\n", strerror(errno));
        return 1;
    }
    /* Old news is worth nothing: what cannot be sent within a second is dropped. */
    struct timeval patience = {.tv_sec = 1};
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    char line[2048];
    while (fgets(line, sizeof line, stdin) != NULL) {
        size_t length = strcspn(line, "\n");
        if (length > 0)
            sendto(fd, line, length, MSG_NOSIGNAL, (struct sockaddr *)&to, size);
    }
    return 0;
}
