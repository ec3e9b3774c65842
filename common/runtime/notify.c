/* One datagram to the socket of NOTIFY_SOCKET; a leading @ stands for an abstract name. */
#include "runtime/notify.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

bool notify_tell(const char *lines)
{
    const char *name = getenv("NOTIFY_SOCKET");
    struct sockaddr_un to = { .sun_family = AF_UNIX };
    if (!name || (name[0] != '/' && name[0] != '@') || strlen(name) >= sizeof to.sun_path)
        return false;
    size_t n = strlen(name);
    memcpy(to.sun_path, name, n);
    if (to.sun_path[0] == '@') to.sun_path[0] = '\0';
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return false;
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n);
    ssize_t sent = sendto(fd, lines, strlen(lines), MSG_NOSIGNAL, (struct sockaddr *)&to, size);
    (void)close(fd);
    return sent == (ssize_t)strlen(lines);
}

int notify_watch_s(void)
{
    const char *us = getenv("WATCHDOG_USEC");
    if (!us) return 0;
    long long half = strtoll(us, NULL, 10) / 2000000;
    return half < 1 ? 1 : (int)MIN(half, 3600);
}
