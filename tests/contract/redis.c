/* See redis.h. */
#include "redis.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static int port_free(void)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t n = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&at, n), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &n), 0);
    close(fd);
    return ntohs(at.sin_port);
}

void redis_start(struct redis *r)
{
    char port[8];
    (void)snprintf(port, sizeof port, "%d", r->port);
    r->pid = fork();
    assert_true(r->pid >= 0);
    if (r->pid == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* no server outlives its test */
        if (!freopen("/dev/null", "w", stdout)) _exit(1);
        execlp("redis-server", "redis-server", "--port", port, "--bind", "127.0.0.1",
            "--unixsocket", r->socket, "--dir", r->folder, "--save", "", "--appendonly", "no",
            NULL);
        _exit(127);
    }
}

void redis_end(struct redis *r, int signal_number)
{
    assert_int_equal(kill(r->pid, signal_number), 0);
    assert_int_equal(waitpid(r->pid, NULL, 0), r->pid);
}

enum rc ask1(struct store *s, struct answer *ret, const char *words, struct why *why)
{
    struct slice at[16];
    size_t n = 0;
    for (const char *p = words; *p && n < COUNT(at);) {
        size_t length = strcspn(p, " ");
        at[n++] = slice_of(p, length);
        p += length + (p[length] == ' ');
    }
    enum rc rc = store_ask(s, at, n, why);
    return rc == RC_OK ? store_answer(s, ret, why) : rc;
}

struct store *store_at(const char *where, int32_t wait_ms)
{
    struct store_conf conf = { where, wait_ms };
    struct store *s = NULL;
    struct why why = { "" };
    assert_int_equal(store_open(&s, &conf, &why), RC_OK);
    return s;
}

void redis_await(const struct redis *r)
{
    struct store *s = store_at(r->where, 0);
    struct answer a;
    struct why why;
    enum rc rc = RC_AGAIN;
    for (int i = 0; i < 500 && rc != RC_OK; i++) {
        rc = ask1(s, &a, "PING", &why);
        if (rc != RC_OK) usleep(20000);
    }
    assert_int_equal(rc, RC_OK);
    store_close(s);
}

int redis_setup(void **state)
{
    struct redis *r = calloc(1, sizeof *r);
    assert_non_null(r);
    (void)signal(SIGPIPE, SIG_IGN);
    (void)snprintf(r->folder, sizeof r->folder, "%s", P_tmpdir "/coastline-store-XXXXXX");
    assert_non_null(mkdtemp(r->folder));
    (void)snprintf(r->socket, sizeof r->socket, "%.60s/socket", r->folder);
    r->port = port_free();
    (void)snprintf(r->where, sizeof r->where, "127.0.0.1:%d", r->port);
    redis_start(r);
    redis_await(r);
    *state = r;
    return 0;
}

int redis_teardown(void **state)
{
    struct redis *r = *state;
    char command[128];
    redis_end(r, SIGKILL);
    (void)snprintf(command, sizeof command, "rm -rf '%.60s'", r->folder);
    int rc = system(command);
    free(r);
    return rc;
}

void expect_text(struct store *s, const char *words, const char *want)
{
    struct answer a;
    struct why why = { "" };
    assert_int_equal(ask1(s, &a, words, &why), RC_OK);
    if (!want) {
        assert_int_equal(a.kind, ANSWER_NONE);
        return;
    }
    assert_int_equal(a.kind, ANSWER_TEXT);
    assert_true(slice_is(a.text, want));
}
