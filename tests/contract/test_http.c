/* The poster against a sink of our own (a child process) with a mode a path, and against URLs that
 * want to reach the inside. */
#include "check.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "http/http.h"

struct sink {
    int listener;
    int port;
    pid_t child;
};

static void reply_say(int c, const char *words)
{
    if (write(c, words, strlen(words)) < 0) return;
}

static void reply_flood(int c)
{
    char block[4096];
    memset(block, 'x', sizeof block);
    reply_say(c, "HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n");
    for (int i = 0; i < 1000; i++)
        if (write(c, block, sizeof block) < 0) return;
}

static void reply_reset(int c)
{
    struct linger l = { .l_onoff = 1, .l_linger = 0 };
    (void)setsockopt(c, SOL_SOCKET, SO_LINGER, &l, sizeof l);
}

static void reply_drip(int c)
{
    reply_say(c, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
    for (int i = 0; i < 100; i++) {
        reply_say(c, "x");
        usleep(100000);
    }
}

/* The mode is the path. A post of these tests fits one read. */
static void sink_answer(int c)
{
    char asked[8192] = "";
    if (read(c, asked, sizeof asked - 1) <= 0) return;
    static const struct {
        const char *path, *words;
    } says[] = {
        { "/ok ", "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n" },
        { "/500 ", "HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n" },
        { "/410 ", "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n" },
        { "/429 ", "HTTP/1.1 429 Slow\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n" },
        { "/301 ", "HTTP/1.1 301 No\r\nLocation: /ok\r\nContent-Length: 0\r\n\r\n" },
        { "/cut ", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf" },
        { "/junk ", "what?\r\n\r\n" },
    };
    for (size_t i = 0; i < COUNT(says); i++)
        if (strstr(asked, says[i].path)) reply_say(c, says[i].words);
    if (strstr(asked, "/huge ")) reply_flood(c);
    if (strstr(asked, "/reset ")) reply_reset(c);
    if (strstr(asked, "/slow ")) reply_drip(c);
    if (strstr(asked, "/hang ")) sleep(10);
}

static void sink_serve(int listener)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)signal(SIGPIPE, SIG_IGN);
    (void)signal(SIGCHLD, SIG_IGN);
    for (;;) {
        int c = accept(listener, NULL, NULL);
        if (c < 0) _exit(1);
        if (fork() == 0) {
            (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
            sink_answer(c);
            close(c);
            _exit(0);
        }
        close(c);
    }
}

static int sink_open(void **state)
{
    static struct sink s;
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t n = sizeof a;
    s.listener = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(s.listener, (struct sockaddr *)&a, n) || listen(s.listener, 64)) return -1;
    if (getsockname(s.listener, (struct sockaddr *)&a, &n)) return -1;
    s.port = ntohs(a.sin_port);
    s.child = fork();
    if (s.child == 0) sink_serve(s.listener);
    *state = &s;
    return s.child > 0 ? 0 : -1;
}

static int sink_close(void **state)
{
    struct sink *s = *state;
    kill(s->child, SIGKILL);
    close(s->listener);
    return waitpid(s->child, NULL, 0) == s->child ? 0 : -1;
}

static struct http *pool(void)
{
    struct http_conf conf = http_conf_default();
    conf.in_flight = 16;
    conf.connect = SECONDS(1);
    conf.total = SECONDS(1);
    struct http *h = NULL;
    assert_int_equal(http_new(&h, &conf, NULL), RC_OK);
    return h;
}

static struct http_result post(struct http *h, const char *url, enum egress_trust trust)
{
    struct http_request r = { .url = url, .trust = trust, .body = slice_str("{}") };
    assert_int_equal(http_post(h, &r, NULL), RC_OK);
    struct http_result result;
    while (!http_next(h, &result)) assert_int_equal(http_turn(h, -1, SECONDS(1), NULL), RC_OK);
    return result;
}

static void a_receivers_answer_is_told_by_its_class(void **state)
{
    const struct sink *s = *state;
    static const struct {
        const char *path;
        int status;
        enum http_error error;
        int64_t retry_after_s;
    } rows[] = {
        { "/ok", 204, HTTP_ERROR_NONE, 0 },
        { "/500", 500, HTTP_ERROR_STATUS, 0 },
        { "/410", 410, HTTP_ERROR_STATUS, 0 },
        { "/429", 429, HTTP_ERROR_STATUS, 7 },
        { "/301", 301, HTTP_ERROR_STATUS, 0 },
        { "/cut", 200, HTTP_ERROR_PROTOCOL, 0 },
        { "/junk", 0, HTTP_ERROR_PROTOCOL, 0 },
        { "/huge", 200, HTTP_ERROR_TOO_LARGE, 0 },
        { "/reset", 0, HTTP_ERROR_PROTOCOL, 0 },
        { "/slow", 200, HTTP_ERROR_TIMEOUT, 0 },
        { "/hang", 0, HTTP_ERROR_TIMEOUT, 0 },
    };
    CLEANUP(http_freep) struct http *h = pool();
    for (size_t i = 0; i < COUNT(rows); i++) {
        char url[64];
        snprintf(url, sizeof url, "http://127.0.0.1:%d%s", s->port, rows[i].path);
        struct http_result r = post(h, url, EGRESS_PRIVATE);
        if (r.status != rows[i].status || r.error != rows[i].error ||
            r.retry_after.us != SECONDS(rows[i].retry_after_s).us)
            fail_msg("%s: %d %s", rows[i].path, r.status, http_error_name(r.error));
    }
}

static void hanging_receivers_do_not_hold_up_a_healthy_one(void **state)
{
    const struct sink *s = *state;
    CLEANUP(http_freep) struct http *h = pool();
    char hang[64], ok[64];
    snprintf(hang, sizeof hang, "http://127.0.0.1:%d/hang", s->port);
    snprintf(ok, sizeof ok, "http://localhost:%d/ok", s->port); /* another host: own connections */
    for (int i = 0; i < 15; i++) {
        struct http_request r = { .url = hang, .trust = EGRESS_PRIVATE, .about = NULL };
        assert_int_equal(http_post(h, &r, NULL), RC_OK);
    }
    int here = 0;
    struct http_request r = { .url = ok, .trust = EGRESS_PRIVATE, .about = &here };
    assert_int_equal(http_post(h, &r, NULL), RC_OK);
    assert_int_equal(http_post(h, &r, NULL), RC_AGAIN);
    struct http_result first;
    while (!http_next(h, &first)) assert_int_equal(http_turn(h, -1, SECONDS(1), NULL), RC_OK);
    assert_ptr_equal(first.about, &here);
    assert_int_equal(first.status, 204);
}

/* reliability.md 4.4; the https forms pass what can be said of the URL alone, so that it is the
 * address that stops them. */
static void no_url_of_a_partner_reaches_the_inside(void **state)
{
    (void)state;
    static const struct {
        const char *url;
        bool by_address;
    } rows[] = {
        { "https://127.0.0.1/", true },
        { "https://2130706433/", true },
        { "https://0x7f000001/", true },
        { "https://0177.0.0.1/", true },
        { "https://127.1/", true },
        { "https://localhost/", true },
        { "https://[::1]/", true },
        { "https://[::ffff:127.0.0.1]/", true },
        { "https://169.254.169.254/latest/meta-data", true },
        { "https://[fe80::1]/", true },
        { "https://0.0.0.0/", true },
        { "https://example.org@127.0.0.1/", false },
        { "http://127.0.0.1:18080\\@example.org/", false },
        { "file:///etc/passwd", false },
        { "gopher://127.0.0.1:6379/_FLUSHALL", false },
        { "dict://127.0.0.1:6379/INFO", false },
        { "unix:///run/redis.sock", false },
        { "http://example.org/", false },
        { "https://example.org:6379/", false },
        { "https://example.org/ x", false },
        { "", false },
    };
    CLEANUP(http_freep) struct http *h = pool();
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct http_request r = { .url = rows[i].url, .trust = EGRESS_PUBLIC };
        if (!rows[i].by_address) {
            assert_int_equal(http_post(h, &r, NULL), RC_REFUSED);
            continue;
        }
        struct http_result result = post(h, rows[i].url, EGRESS_PUBLIC);
        if (result.error != HTTP_ERROR_REFUSED_ADDRESS)
            fail_msg("%s: %s", rows[i].url, http_error_name(result.error));
    }
}

static void the_exception_opens_private_addresses_and_nothing_else(void **state)
{
    (void)state;
    static const struct {
        const char *address;
        bool open, excepted;
    } rows[] = {
        { "8.8.8.8", true, true },
        { "10.1.2.3", false, true },
        { "127.0.0.1", false, true },
        { "172.15.0.1", true, true },
        { "172.16.0.1", false, true },
        { "172.32.0.1", true, true },
        { "192.168.1.1", false, true },
        { "100.64.0.1", false, false },
        { "100.128.0.1", true, true },
        { "169.254.169.254", false, false },
        { "0.0.0.0", false, false },
        { "224.0.0.1", false, false },
        { "255.255.255.255", false, false },
        { "::1", false, true },
        { "::", false, false },
        { "fe80::1", false, false },
        { "fd00::1", false, true },
        { "::ffff:10.0.0.1", false, true },
        { "::ffff:169.254.169.254", false, false },
        { "::ffff:8.8.8.8", true, true },
        { "2002:7f00:1::", false, false },
        { "2001:0:1::", false, false },
        { "2400:3200::1", true, true },
        { "64:ff9b::7f00:1", false, false },
        { "ff02::1", false, false },
        { "localhost", false, false },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (egress_allows_text(rows[i].address, EGRESS_PUBLIC) != rows[i].open ||
            egress_allows_text(rows[i].address, EGRESS_PRIVATE) != rows[i].excepted)
            fail_msg("%s", rows[i].address);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_receivers_answer_is_told_by_its_class, sink_open, sink_close),
        cmocka_unit_test_setup_teardown(
            hanging_receivers_do_not_hold_up_a_healthy_one, sink_open, sink_close),
        cmocka_unit_test(no_url_of_a_partner_reaches_the_inside),
        cmocka_unit_test(the_exception_opens_private_addresses_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
