/* A receiver that costs next to nothing: answers 204 to every POST on loopback and counts them:
 * sink PORT. The count goes to standard output, a line a second while it changes. */
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { ROOM = 65536, CONNECTIONS_MAX = 4096, EVENTS = 256 };

static const char answer[] = "HTTP/1.1 204 No Content\r\n\r\n";

struct connection {
    size_t n;
    size_t body; /* bytes of the present body that are still to come */
    char at[ROOM];
};

static struct connection *connections[CONNECTIONS_MAX]; /* by descriptor */
static long requests;

static _Noreturn void fail(const char *what)
{
    perror(what);
    exit(1);
}

static int listen_on(int port)
{
    struct sockaddr_in a = { .sin_family = AF_INET,
        .sin_port = htons((uint16_t)port),
        .sin_addr = { htonl(INADDR_LOOPBACK) } };
    int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&a, sizeof a) || listen(fd, 512)) fail("sink: listen");
    return fd;
}

static void watch(int epoll, int fd)
{
    struct epoll_event e = { .events = EPOLLIN, .data = { .fd = fd } };
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &e)) fail("sink: epoll_ctl");
}

static void accept_all(int epoll, int listener)
{
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) return;
        connections[fd % CONNECTIONS_MAX] = calloc(1, sizeof(struct connection));
        if (fd >= CONNECTIONS_MAX || !connections[fd]) fail("sink: too many connections");
        watch(epoll, fd);
    }
}

static void hang_up(int fd)
{
    free(connections[fd]);
    connections[fd] = NULL;
    (void)close(fd);
}

/* Takes one head out of the buffer; false: it is not whole yet. */
static bool head_take(struct connection *c)
{
    char *end = memmem(c->at, c->n, "\r\n\r\n", 4);
    if (!end) return false;
    *end = '\0';
    const char *length = strcasestr(c->at, "content-length:");
    c->body = length ? (size_t)atol(length + 15) : 0;
    size_t head = (size_t)(end + 4 - c->at);
    memmove(c->at, c->at + head, c->n - head);
    c->n -= head;
    return true;
}

static void body_skip(struct connection *c)
{
    size_t n = c->body < c->n ? c->body : c->n;
    memmove(c->at, c->at + n, c->n - n);
    c->n -= n;
    c->body -= n;
}

/* False: the other side is gone. */
static bool serve(int fd, struct connection *c)
{
    ssize_t n = read(fd, c->at + c->n, ROOM - c->n);
    if (n <= 0) return n < 0 && errno == EAGAIN;
    c->n += (size_t)n;
    bool open = c->body > 0; /* a head was seen and its body is on the way */
    for (;;) {
        if (!open && !head_take(c)) return true;
        open = true;
        body_skip(c);
        if (c->body) return true;
        open = false;
        requests++;
        if (write(fd, answer, sizeof answer - 1) != sizeof answer - 1) return false;
    }
}

static void tell(void)
{
    static long told;
    static time_t at;
    time_t now = time(NULL);
    if (told == requests || now == at) return;
    told = requests;
    at = now;
    printf("%ld\n", requests);
    (void)fflush(stdout);
}

int main(int argc, char *argv[])
{
    struct epoll_event events[EVENTS];
    if (argc != 2) return 2;
    int listener = listen_on(atoi(argv[1])), epoll = epoll_create1(EPOLL_CLOEXEC);
    watch(epoll, listener);
    for (;;) {
        int n = epoll_wait(epoll, events, EVENTS, 200);
        for (int i = 0; i < n; i++) {
            int fd = events[i].data.fd;
            if (fd == listener)
                accept_all(epoll, listener);
            else if (!serve(fd, connections[fd]))
                hang_up(fd);
        }
        tell();
    }
}
