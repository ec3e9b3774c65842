#include "province_inside.h"

#include "check.h"

#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "made.h"
#include "runtime/topology.h"

void good(enum rc rc, const struct why *why)
{
    if (rc != RC_OK) print_error("%s\n", why->text);
    assert_int_equal(rc, RC_OK);
}

/* --- programs --- */

static pid_t program_start(const char *const *argv, const char *log)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid > 0) return pid;
    int out = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (out < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0) _exit(127);
    execv(argv[0], (char *const *)(uintptr_t)argv);
    _exit(127);
}

int door_end(pid_t door, int number)
{
    int status = 0;
    if (number) assert_int_equal(kill(door, number), 0);
    assert_int_equal(waitpid(door, &status, 0), door);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void path_of(const struct province *p, const char *name, char path[160])
{
    (void)snprintf(path, 160, "%s/%s", p->folder, name);
}

pid_t door_start(struct province *p, const char *member, const char *clock)
{
    char secrets[160], log[160];
    path_of(p, "secrets", secrets);
    path_of(p, member, log);
    const char *argv[] = { p->intake, "--brokers", p->brokers, "--secrets", secrets, "--member",
        member, "--clock", clock, NULL };
    return program_start(argv, log);
}

bool door_said(struct province *p, const char *member, const char *words)
{
    char log[160];
    static char text[1 << 20];
    path_of(p, member, log);
    FILE *in = fopen(log, "rb");
    if (!in) return false;
    size_t n = fread(text, 1, sizeof text, in);
    fclose(in);
    return memmem(text, n, words, strlen(words)) != NULL;
}

/* --- up and down --- */

const char *topic_of(enum event_source source)
{
    static const char *const names[SOURCES] = { "police.events.v1", "hr.events.v1",
        "civil.events.v1", "health.events.v1", "justice.events.v1", TOPIC_DECISIONS };
    return names[source];
}

static int32_t parts_of(enum event_source source) { return source == SOURCE_HUB ? 1 : PARTS; }

static void topics_make_all(struct province *p)
{
    char log[160];
    const char *argv[] = { p->coastline, "topics", "create", "--brokers", p->brokers,
        "--partitions", "3", "--clock", "topics", NULL };
    path_of(p, "topics", log);
    assert_int_equal(door_end(program_start(argv, log), 0), 0);
}

void province_make(struct province *p, const char *intake, const char *coastline)
{
    char secrets[160];
    struct why why = { "" };
    *p = (struct province){
        .brokers = getenv("COASTLINE_BROKERS"), .intake = intake, .coastline = coastline
    };
    (void)snprintf(p->folder, sizeof p->folder, "/tmp/coastline-door-XXXXXX");
    assert_non_null(mkdtemp(p->folder));
    path_of(p, "secrets", secrets);
    good(secrets_init(secrets, &why), &why);
    good(secrets_open(&p->secrets, secrets, (1u << SECRETS) - 1, &why), &why);
    topics_make_all(p);
    struct writer_conf conf = { .brokers = p->brokers, .client = "province" };
    good(writer_open(&p->writer, &conf, &why), &why);
    p->arena = arena_new(1 << 20);
    p->bytes = buffer_new(1 << 20);
    for (int s = 0; s < SOURCES; s++) {
        good(writer_topic(p->writer, topic_of((enum event_source)s), &p->topics[s], &why), &why);
        for (int32_t i = 0; i < PARTS; i++) p->sent[s][i] = calloc(SENT_MAX, sizeof(struct sent));
    }
}

void province_drop(struct province *p)
{
    char command[200];
    writer_close(p->writer);
    secrets_free(p->secrets);
    arena_free(p->arena);
    buffer_deinit(&p->bytes);
    for (int s = 0; s < SOURCES; s++)
        for (int32_t i = 0; i < PARTS; i++) free(p->sent[s][i]);
    (void)snprintf(command, sizeof command, "rm -rf '%s'", p->folder);
    assert_int_equal(system(command), 0);
}

/* --- sending --- */

static void send(struct province *p, enum event_source source, instant stamp, struct sent sent)
{
    struct why why = { "" };
    int32_t part = (int32_t)(p->serial % parts_of(source));
    struct text number = made_document(sent.person);
    struct record_header headers[] = { { slice_str("x-person"), slice_text(&number) } };
    struct outgoing out = { .topic = p->topics[source],
        .partition = part,
        .key = slice_text(&number),
        .value = buffer_slice(&p->bytes),
        .headers = headers,
        .n_headers = p->serial % 2 ? 1 : 0,
        .stamp = stamp };
    assert_true(p->n_sent[source][part] < SENT_MAX);
    sent.serial = p->serial;
    sent.stamp = stamp;
    p->sent[source][part][p->n_sent[source][part]++] = sent;
    good(writer_send(p->writer, &out, &why), &why);
}

static void event_write_made(struct province *p, const struct event *e)
{
    struct why why = { "" };
    buffer_reset(&p->bytes);
    good(event_write(e, &p->bytes, &why), &why);
}

/* Seven ways to be refused, each with the number somewhere. */
static void spoil(struct province *p, struct event *e)
{
    const char *number = (const char *)e->subject.doc_no.at;
    char text[64];
    (void)snprintf(text, sizeof text, "see %.18s", number);
    switch (p->serial % 7) {
    case 0: e->fact.id = slice_str(text); break;
    case 1: e->fact.actor = slice_str(text); break;
    case 2: e->subject.doc_no.n = 17; break;
    case 3: e->fact.event_time = instant_plus(e->fact.event_time, HOURS(2)); break;
    case 4: e->has_subject = false; break;
    default: break;
    }
    event_write_made(p, e);
    if (p->serial % 7 == 5) p->bytes.n -= 1;
    if (p->serial % 7 != 6) return;
    buffer_reset(&p->bytes);
    buffer_printf(&p->bytes, "{\"doc_no\":\"%.18s\"}", number);
}

static void event_send(
    struct province *p, enum event_source source, instant stamp, struct sent sent)
{
    arena_reset(p->arena);
    struct event e =
        made_event(p->arena, made_type(source, p->serial), sent.person, p->serial, stamp);
    if (sent.fate == FATE_GOOD)
        event_write_made(p, &e);
    else
        spoil(p, &e);
    send(p, source, stamp, sent);
}

void province_event(struct province *p, enum event_source source, instant stamp, bool is_good)
{
    p->serial++;
    struct sent sent = { .fate = is_good ? FATE_GOOD : FATE_BAD,
        .person = (int)(p->serial % PEOPLE) };
    event_send(p, source, stamp, sent);
}

void province_event_of(struct province *p, enum event_source source, instant stamp, int person)
{
    p->serial++;
    event_send(p, source, stamp, (struct sent){ .fate = FATE_GOOD, .person = person });
}

void flush(struct province *p)
{
    struct why why = { "" };
    good(writer_settle(p->writer, 60000, &why), &why);
}

void province_moment(struct province *p, enum event_type type, instant stamp)
{
    p->serial++;
    struct event e = { .fact = { .type = type, .version = 1, .id = slice_str("of-nobody") } };
    e.fact.event_time = e.fact.recorded_at = stamp;
    event_write_made(p, &e);
    flush(p);
    send(p, SOURCE_HUB, stamp, (struct sent){ .fate = FATE_MOMENT });
    flush(p);
}

void province_ruleset(struct province *p, const char *text, instant stamp, bool is_good)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    char hex[2 * sizeof hash + 1];
    struct event e = { .fact = { .type = EVENT_HUB_RULESET_ACTIVATED, .version = 1 } };
    p->serial++;
    (void)crypto_hash_sha256(hash, (const unsigned char *)text, strlen(text));
    (void)sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
    e.fact.id = slice_str("of-nobody");
    e.fact.event_time = e.fact.recorded_at = stamp;
    e.fact.values[HUB_RULESET_ACTIVATED_RULESET] =
        (struct fact_value){ .there = true, .text = slice_str(text) };
    e.fact.values[HUB_RULESET_ACTIVATED_SHA256] =
        (struct fact_value){ .there = true, .text = slice_str(hex) };
    event_write_made(p, &e);
    send(p, SOURCE_HUB, stamp, (struct sent){ .fate = is_good ? FATE_MOMENT : FATE_BAD });
    flush(p);
}

void province_hour(struct province *p, instant end, int n)
{
    instant begin = instant_minus(end, HOURS(1));
    for (int i = 0; i < n; i++) {
        span into = { (int64_t)((double)HOURS(1).us * i / n) / 1000 * 1000 };
        instant stamp = i == n - 1 ? instant_minus(end, (span){ 1000 }) : instant_plus(begin, into);
        province_event(p, (enum event_source)(i % SOURCE_HUB), stamp, i % 10 != 3);
    }
    province_moment(p, EVENT_HUB_HEARTBEAT, end);
}
