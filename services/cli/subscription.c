/* coastline subscription: which partner is told what. Every verb reads hub.subscriptions to its
 * end, does one thing, and writes what changed. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "commands.h"
#include "http/http.h"
#include "runtime/option.h"
#include "subscription/office.h"
#include "subscription/probe.h"
#include "subscription/words.h"

enum { ARENA_MAX = 16 * 1024 * 1024, ARGS_MAX = 32, URL_ROOM = 2 * WISH_URL_MAX };

struct subscription_conf {
    const char *brokers, *secrets, *file, *secrets_out, *to, *reason;
};

static const struct option_row options[] = {
    OPTION(struct subscription_conf, brokers, OPT_TEXT, .fallback = "127.0.0.1:9092",
        .help = "Kafka brokers, host:port with commas between"),
    OPTION(struct subscription_conf, secrets, OPT_TEXT, .fallback = "",
        .help = "folder that `coastline secrets init` made"),
    OPTION(struct subscription_conf, file, OPT_TEXT, .fallback = "",
        .help = "of apply: the subscriptions file (YAML); -f for short"),
    OPTION(struct subscription_conf, secrets_out, OPT_TEXT, .fallback = "",
        .help = "of apply and rotate: folder for the keys that partners are given"),
    OPTION(struct subscription_conf, to, OPT_TEXT, .fallback = "",
        .help = "of apply: scheme, host and port instead of those in the file, as "
                "http://127.0.0.1:8080"),
    OPTION(
        struct subscription_conf, reason, OPT_TEXT, .fallback = "by hand", .help = "of pause: why"),
};

struct job {
    const struct subscription_conf *conf;
    const char *name; /* NULL: the verb takes none */
    struct office office;
};

static enum rc named(struct job *j, const struct subscription **ret, struct why *why)
{
    *ret = subscription_find(j->office.table, slice_str(j->name));
    return *ret ? RC_OK : why_set(why, RC_REFUSED, "there is no subscription %.64s", j->name);
}

/* --- apply --- */

/* The file's URL with another scheme, host and port in front. */
static enum rc url_move(struct job *j, struct wish *w, struct why *why)
{
    char url[URL_ROOM];
    const char *old = (const char *)w->url.at, *path = strstr(old, "://");
    path = path ? strchr(path + 3, '/') : NULL;
    int n = snprintf(url, sizeof url, "%s%s", j->conf->to, path ? path : "");
    if (n < 0 || n > WISH_URL_MAX) return why_set(why, RC_REFUSED, "--to: too long");
    enum egress_trust trust = w->private_network ? EGRESS_PRIVATE : EGRESS_PUBLIC;
    enum rc rc = egress_check_url(url, trust, why);
    if (rc != RC_OK) return why_add(why, rc, "--to");
    struct slice moved = arena_copy(j->office.arena, slice_of(url, (size_t)n + 1));
    if (!moved.at) return why_set(why, RC_BROKEN, "out of memory");
    w->url = slice_of(moved.at, (size_t)n);
    return RC_OK;
}

static enum rc wish_apply(struct job *j, struct wish *w, struct why *why)
{
    struct draft draft;
    const struct subscription *known = subscription_find(j->office.table, w->name);
    enum rc rc = j->conf->to[0] ? url_move(j, w, why) : RC_OK;
    if (rc == RC_OK) rc = draft_make(&j->office, w, known, &draft, why);
    if (rc != RC_OK) return why_add(why, rc, "%.64s", (const char *)w->name.at);
    bool differs = draft_differs(&draft, known);
    if (differs) rc = draft_send(&j->office, &draft, why);
    if (rc == RC_OK && j->conf->secrets_out[0])
        rc = draft_hand_out(&draft, j->conf->secrets_out, why);
    if (rc == RC_OK)
        printf("%-32s %s\n", (const char *)w->name.at,
            !known    ? "applied"
            : differs ? "changed"
                      : "as it was");
    draft_zero(&draft);
    return rc;
}

static enum rc apply(struct job *j, struct why *why)
{
    struct wishes wishes = { .n = 0 };
    if (!j->conf->file[0]) return why_set(why, RC_REFUSED, "-f FILE is wanted");
    enum rc rc = wishes_read(j->conf->file, j->office.arena, &wishes, why);
    for (size_t i = 0; rc == RC_OK && i < wishes.n; i++) rc = wish_apply(j, &wishes.at[i], why);
    wishes_zero(&wishes);
    return rc;
}

/* --- looking --- */

static void line_show(const struct subscription *s)
{
    const struct hub_subscription *h = &s->said;
    printf("%-32s %-9s %-18s %.*s\n", s->name.at, hub_subscription_state_name(h->state),
        hub_role_name(h->role), (int)h->url.n, (const char *)h->url.at);
}

static enum rc list(struct job *j, struct why *why)
{
    (void)why;
    for (size_t i = 0; i < subscriptions_count(j->office.table); i++) {
        const struct subscription *s = subscription_at(j->office.table, i);
        if (!s->removed) line_show(s);
    }
    return RC_OK;
}

static void field_show(const char *key, struct slice value)
{
    if (value.at) printf("%-16s %.*s\n", key, (int)value.n, (const char *)value.at);
}

static void lists_show(const struct hub_subscription *h)
{
    printf("%-16s", "regions");
    for (size_t i = 0; i < h->regions.n; i++)
        printf(" %.*s", (int)h->regions.at[i].n, (const char *)h->regions.at[i].at);
    printf("%s\n%-16s", h->regions.n ? "" : " every place", "signals");
    for (size_t i = 0; i < h->signals.n; i++) printf(" %s", signal_word(h->signals.at[i]).at);
    printf("%s\n%-16s", h->signals.n ? "" : " every kind", "from");
    for (size_t i = 0; i < h->from.n; i++) printf(" %" PRId64, h->from.at[i]);
    printf("\n");
}

/* All but keys. */
static enum rc show(struct job *j, struct why *why)
{
    const struct subscription *s;
    enum rc rc = named(j, &s, why);
    if (rc != RC_OK) return rc;
    const struct hub_subscription *h = &s->said;
    field_show("name", h->name);
    field_show("state", slice_str(hub_subscription_state_name(h->state)));
    field_show("reason", h->state_reason);
    field_show("partner", h->partner);
    field_show("role", slice_str(hub_role_name(h->role)));
    field_show("url", h->url);
    field_show("purpose", h->purpose);
    lists_show(h);
    printf("%-16s %d, %d at once\n", "per minute", (int)h->per_minute, (int)h->in_flight);
    printf("%-16s %s\n", "private network", h->private_network ? "true" : "false");
    printf("%-16s %zu\n", "secrets", s->n_secrets);
    if (h->has_until) field_show("until", slice_str(instant_text(h->until).at));
    return RC_OK;
}

/* --- turning it off and on --- */

static enum rc state_set(
    struct job *j, enum hub_subscription_state state, const char *reason, struct why *why)
{
    const struct subscription *s;
    enum rc rc = named(j, &s, why);
    if (rc != RC_OK) return rc;
    struct draft draft = draft_of(s);
    draft.said.state = state;
    draft.said.state_reason = reason ? slice_str(reason) : slice_of(NULL, 0);
    rc = draft_send(&j->office, &draft, why);
    draft_zero(&draft);
    if (rc == RC_OK) printf("%s: %s\n", j->name, hub_subscription_state_name(state));
    return rc;
}

static enum rc pause_it(struct job *j, struct why *why)
{
    return state_set(j, HUB_SUBSCRIPTION_STATE_PAUSED, j->conf->reason, why);
}

static enum rc resume(struct job *j, struct why *why)
{
    return state_set(j, HUB_SUBSCRIPTION_STATE_ACTIVE, NULL, why);
}

static enum rc remove_it(struct job *j, struct why *why)
{
    const struct subscription *s;
    enum rc rc = named(j, &s, why);
    struct slice name = slice_str(j->name);
    if (rc == RC_OK) rc = subscription_write(j->office.writer, j->office.topic, name, NULL, why);
    if (rc == RC_OK) rc = writer_settle(j->office.writer, 30000, why);
    if (rc == RC_OK) printf("%s: removed\n", j->name);
    return rc;
}

/* --- keys --- */

static enum rc rotate(struct job *j, struct why *why)
{
    const struct subscription *s;
    if (!j->conf->secrets_out[0])
        return why_set(why, RC_REFUSED, "--secrets-out DIR is wanted: the new secret goes there");
    enum rc rc = named(j, &s, why);
    if (rc != RC_OK) return rc;
    struct draft draft = draft_of(s);
    rc = draft_rotate(&j->office, &draft, why);
    if (rc == RC_OK) rc = draft_hand_out(&draft, j->conf->secrets_out, why);
    if (rc == RC_OK) rc = draft_send(&j->office, &draft, why);
    draft_zero(&draft);
    if (rc == RC_OK) printf("%s: signed with the new secret and the one before it\n", j->name);
    return rc;
}

static enum rc test(struct job *j, struct why *why)
{
    const struct subscription *s;
    struct http_result result;
    struct timespec t;
    if (clock_gettime(CLOCK_REALTIME, &t) != 0) return why_set(why, RC_BROKEN, "no clock");
    enum rc rc = named(j, &s, why);
    if (rc == RC_OK) rc = probe_send(s, (instant){ (int64_t)t.tv_sec * 1000000 }, &result, why);
    if (rc != RC_OK) return rc;
    printf("%s: status %d, %s, %" PRId64 " ms\n", j->name, result.status,
        result.error == HTTP_ERROR_NONE ? "delivered" : http_error_name(result.error),
        result.duration.us / 1000);
    return result.error == HTTP_ERROR_NONE ? RC_OK
                                           : why_set(why, RC_REFUSED, "it was not delivered");
}

/* --- the command --- */

static const struct verb {
    const char *name, *purpose;
    bool takes_name;
    enum rc (*run)(struct job *j, struct why *why);
} verbs[] = {
    { "apply", "brings subscriptions to what -f FILE asks for", false, apply },
    { "list", "one line a subscription", false, list },
    { "show", "everything but the keys of NAME", true, show },
    { "pause", "holds what is due to NAME", true, pause_it },
    { "resume", "sends it again, what was held first", true, resume },
    { "rotate", "gives NAME another secret; the one before it still signs", true, rotate },
    { "test", "posts a signed test event to NAME", true, test },
    { "remove", "ends NAME; what was held is dropped", true, remove_it },
};

static int usage(FILE *to, int status)
{
    fprintf(to, "usage: coastline subscription VERB [NAME] [OPTION]…\n\n");
    for (size_t i = 0; i < COUNT(verbs); i++)
        fprintf(to, "  %-8s %-5s %s\n", verbs[i].name, verbs[i].takes_name ? "NAME" : "",
            verbs[i].purpose);
    fprintf(to, "\n`coastline subscription apply --help` says more.\n");
    return status;
}

static int run(const struct verb *verb, struct job *j)
{
    struct why why = { "" };
    enum rc rc = office_open(&j->office, j->conf->brokers, j->conf->secrets, &why);
    if (rc == RC_OK) rc = verb->run(j, &why);
    office_close(&j->office);
    if (rc == RC_OK) return 0;
    fprintf(stderr, "coastline subscription: %s\n", why.text);
    return 1;
}

/* -f FILE is --file FILE. */
static bool args_spell(char *argv[], char *ret[ARGS_MAX])
{
    static char file[] = "--file";
    size_t n = 0;
    for (; argv[n] && n + 1 < ARGS_MAX; n++) ret[n] = strcmp(argv[n], "-f") == 0 ? file : argv[n];
    ret[n] = NULL;
    return argv[n] == NULL;
}

static int verb_run(const struct verb *verb, char *args[])
{
    const struct option_row *tables[] = { options };
    const size_t counts[] = { COUNT(options) };
    const struct option_set set = { "coastline subscription", verb->purpose, tables, counts, 1 };
    CLEANUP(options_freep) struct options *values = NULL;
    struct subscription_conf conf;
    struct why why = { "" };
    if (options_asked(&set, args, stdout)) return 0;
    bool named_first = args[0] && args[0][0] != '-';
    if (verb->takes_name != named_first) return usage(stderr, 2);
    enum rc rc = options_read(&values, &set, args + verb->takes_name, environ, &conf, &why);
    if (rc != RC_OK) {
        fprintf(stderr, "coastline subscription: %s\n", why.text);
        return 2;
    }
    struct job job = { .conf = &conf, .name = verb->takes_name ? args[0] : NULL };
    return run(verb, &job);
}

int command_subscription(int argc, char *argv[])
{
    const struct verb *verb = NULL;
    char *args[ARGS_MAX];
    for (size_t i = 0; argc > 1 && i < COUNT(verbs); i++)
        if (strcmp(argv[1], verbs[i].name) == 0) verb = &verbs[i];
    if (argc > 1 && strcmp(argv[1], "--help") == 0) return usage(stdout, 0);
    if (!verb || !args_spell(argv + 2, args)) return usage(stderr, 2);
    return verb_run(verb, args);
}
