/* A service from its first word to its last: options, hardening, log, metrics, health, watchdog,
 * the loop, and the way back in reverse. */
#include "runtime/service.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "runtime/loop.h"
#include "runtime/notify.h"

enum { EXIT_DONE = 0, EXIT_BROKEN = 1, EXIT_MISUSED = 2, DRAIN_S = 10 };

static const struct option_row common_options[] = {
    OPTION(struct common_conf, brokers, OPT_TEXT, .fallback = "127.0.0.1:9092",
        .help = "Kafka brokers, host:port with commas between"),
    OPTION(struct common_conf, secrets, OPT_TEXT, .fallback = "",
        .help = "folder that `coastline secrets init` made"),
    OPTION(struct common_conf, redis, OPT_TEXT, .fallback = "127.0.0.1:6379",
        .help = "Redis, as host:port or path of its socket"),
    OPTION(struct common_conf, member, OPT_TEXT, .fallback = "",
        .help = "a name no other process of this service has; a quick restart then moves nothing"),
    OPTION(struct common_conf, metrics_host, OPT_TEXT, .fallback = "127.0.0.1",
        .help = "address for /healthz, /readyz and /metrics"),
    OPTION(struct common_conf, metrics_port, OPT_INTEGER, .fallback = "0", .max = 65535,
        .help = "its port; 0: none"),
    OPTION(struct common_conf, batch_records, OPT_INTEGER, .fallback = "1000", .min = 1,
        .max = 1000000, .help = "settle after so many records"),
    OPTION(struct common_conf, batch_bytes, OPT_INTEGER, .fallback = "4194304", .min = 1,
        .max = 1 << 30, .help = "settle after so many bytes"),
    OPTION(struct common_conf, batch_age, OPT_SPAN, .fallback = "200ms", .max = 60000000,
        .help = "settle at least so often while records come"),
    OPTION(struct common_conf, watchdog, OPT_SPAN, .fallback = "60s", .min = 5000000,
        .max = 3600000000, .help = "end the process after so long without progress"),
};

/* --- signals: they only raise a flag --- */

static volatile sig_atomic_t leaving;

static void on_signal(int number) { leaving = number; }

bool loop_leaving(void) { return leaving != 0; }

static void signals_set(void)
{
    struct sigaction leave = { .sa_handler = on_signal }, ignore = { .sa_handler = SIG_IGN };
    (void)sigaction(SIGTERM, &leave, NULL);
    (void)sigaction(SIGINT, &leave, NULL);
    (void)sigaction(SIGPIPE, &ignore, NULL);
}

/* Nothing of ours reaches a core file, and no other process of the user looks inside. */
static void harden(void)
{
    const struct rlimit none = { 0, 0 };
    (void)setrlimit(RLIMIT_CORE, &none);
#ifndef __SANITIZE_ADDRESS__ /* its leak check looks at its own process */
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

instant loop_clock(void)
{
    struct timespec t;
    if (clock_gettime(CLOCK_REALTIME, &t) != 0) return (instant){ 0 };
    return (instant){ (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000 };
}

/* --- the world that a service is given --- */

void world_beat(const struct world *w)
{
    const struct loop *l = w->loop;
    watchdog_beat(l->watchdog);
}

bool world_leaving(const struct world *w)
{
    (void)w;
    return loop_leaving();
}

bool world_pause(const struct world *w, span pause) { return loop_pause(w->loop, pause); }

struct reader *world_reader(const struct world *w)
{
    const struct loop *l = w->loop;
    return l->reader;
}

static void ear_waiting(void *self)
{
    struct loop *l = self;
    watchdog_beat(l->watchdog);
}

static void ear_say(void *self, int level, const char *words)
{
    (void)self;
    if (level <= 4) log_warning("the Kafka client says", KV("words", words));
}

static void world_make(struct loop *l)
{
    l->world = (struct world){ .service = l->service->name,
        .metrics = l->metrics,
        .ear = { .self = l, .say = ear_say, .waiting = ear_waiting },
        .loop = l };
}

/* --- up and down --- */

static enum rc reader_make(struct loop *l, struct why *why)
{
    if (!l->service->topic) return RC_OK;
    const struct service *s = l->service;
    struct reader_conf conf = { .brokers = l->conf->brokers,
        .client = s->name,
        .group = s->group_of ? s->group_of(l->self) : s->group,
        .topic = s->topic,
        .member = l->conf->member,
        .ear = l->world.ear };
    return reader_open(&l->reader, &conf, why);
}

static enum rc up(struct loop *l, struct why *why)
{
    const struct common_conf *c = l->conf;
    l->metrics = metrics_new(l->service->name);
    if (!l->metrics) return why_set(why, RC_BROKEN, "out of memory");
    world_make(l);
    enum rc rc = watchdog_open(&l->watchdog, (int)(c->watchdog.us / 1000000), why);
    if (rc == RC_OK && c->metrics_port)
        rc = health_open(&l->health, c->metrics_host, (int)c->metrics_port, l->metrics, why);
    struct step open = { .kind = STEP_OPEN };
    if (rc == RC_OK) rc = step_do(l, &open, why);
    if (rc == RC_OK) rc = reader_make(l, why);
    if (rc == RC_OK) (void)notify_tell("READY=1");
    return rc;
}

static void down(struct loop *l)
{
    l->reader = reader_close(l->reader);
    l->health = health_close(l->health); /* its thread shows labels that belong to the service */
    if (l->service->close) l->self = l->service->close(l->self);
    l->watchdog = watchdog_close(l->watchdog);
    l->metrics = metrics_free(l->metrics);
}

/* An orderly end: what was passed is settled, and the service has a last word. */
static enum rc leave(struct loop *l, struct why *why)
{
    struct step stop = { .kind = STEP_STOP };
    (void)notify_tell("STOPPING=1");
    watchdog_drain(l->watchdog, DRAIN_S);
    log_fact("leaving", KV_INT("signal", leaving));
    l->now = loop_clock();
    enum rc rc = loop_settle(l, why);
    if (rc == RC_OK) rc = step_do(l, &stop, why);
    return rc;
}

/* Brokers that are not up yet are waited for; then the service runs until it is asked to leave. */
static int run(struct loop *l)
{
    struct why why = { "" };
    log_fact("starting", KV("purpose", l->service->purpose), KV("brokers", l->conf->brokers));
    enum rc rc = up(l, &why);
    if (rc == RC_OK) rc = loop_run(l, &why);
    if (rc == RC_OK) rc = leave(l, &why);
    bool asked = rc == RC_OK || (rc == RC_AGAIN && loop_leaving());
    if (asked)
        log_fact("stopped");
    else
        (void)log_rc(RC_BROKEN, "the service ends", &why);
    down(l);
    return asked ? EXIT_DONE : EXIT_BROKEN;
}

int service_main(int argc, char *argv[], const struct service *service)
{
    const struct option_row *tables[] = { common_options, service->options };
    const size_t counts[] = { COUNT(common_options), service->n_options };
    const struct option_set set = { service->name, service->purpose, tables, counts, 2 };
    CLEANUP(options_freep) struct options *options = NULL;
    struct why why = { "" };
    (void)argc;
    if (options_asked(&set, argv + 1, stdout)) return EXIT_DONE;
    assert(service->conf_size >= sizeof(struct common_conf));
    void *conf = calloc(1, service->conf_size);
    struct loop *loop = calloc(1, sizeof *loop);
    enum rc rc = !conf || !loop ? why_set(&why, RC_BROKEN, "out of memory")
                                : options_read(&options, &set, argv + 1, environ, conf, &why);
    int status = EXIT_MISUSED;
    if (rc != RC_OK) {
        fprintf(stderr, "%s: %s\n", service->name, why.text);
    } else {
        harden();
        signals_set();
        log_open(service->name);
        *loop = (struct loop){ .service = service, .conf = conf };
        status = run(loop);
    }
    free(loop);
    free(conf);
    return status;
}
