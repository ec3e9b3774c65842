/* The new generation is written by the projector itself, as a process of its own that keeps one
 * generation at a rate; here it is only watched in Redis: how far it is, whether it is like the
 * live one, and then one write. If we are killed it leaves too, and the same command goes on from
 * the places that Redis has. */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "projection/compare.h"
#include "projection/desk.h"
#include "projector.h"
#include "stop.h"

enum {
    LOOK_US = 200 * 1000,
    TELL_LOOKS = 15,         /* looks between two lines of progress */
    NEAR = 1000,             /* places behind: then it is held against the live one */
    MEET_LOOKS = 5 * 60,     /* to see both at one place, while facts come */
    LINGER_US = 5 * 1000000, /* until the projectors that follow have the new one */
    GENERATIONS_MAX = 1000,
};

struct rebuild {
    struct desk desk;
    struct generation live, fresh;
    struct likeness likeness;
    pid_t projector;
    int64_t told; /* places, when it was last told */
};

/* --- the projector --- */

static _Noreturn void projector_be(const struct projection_conf *c, const char *generation)
{
    char rate[24], member[96],
        *argv[] = { (char[]){ "projector" }, (char[]){ "--brokers" }, strdup(c->brokers),
            (char[]){ "--secrets" }, strdup(c->secrets), (char[]){ "--redis" }, strdup(c->redis),
            (char[]){ "--generation" }, strdup(generation), (char[]){ "--rate" }, rate,
            (char[]){ "--member" }, member, (char[]){ "--metrics-port" }, (char[]){ "0" }, NULL };
    sigset_t none;
    (void)snprintf(rate, sizeof rate, "%" PRId64, c->rate);
    (void)snprintf(member, sizeof member, "rebuild-%s", generation);
    (void)sigemptyset(&none); /* cannot fail */
    bool ready = sigprocmask(SIG_SETMASK, &none, NULL) == 0;
    _exit(ready ? service_main((int)COUNT(argv) - 1, argv, &projector_service) : 1);
}

static enum rc projector_start(struct rebuild *r, struct why *why)
{
    pid_t parent = getpid();
    (void)fflush(stdout);
    r->projector = fork();
    if (r->projector < 0) return why_set(why, RC_BROKEN, "no process for the projector");
    if (r->projector > 0) return RC_OK;
    if (prctl(PR_SET_PDEATHSIG, SIGTERM) != 0 || getppid() != parent) _exit(1);
    projector_be(r->desk.conf, r->fresh.name.at);
}

static void projector_end(struct rebuild *r)
{
    if (r->projector <= 0) return;
    (void)kill(r->projector, SIGTERM);
    (void)waitpid(r->projector, NULL, 0);
    r->projector = 0;
}

/* Between two looks; RC_AGAIN: we were asked to stop. RC_BROKEN: the projector ended. */
static enum rc wait_look(struct rebuild *r, int64_t us, struct why *why)
{
    int status = 0;
    if (stop_asked(us))
        return why_set(why, RC_AGAIN, "stopped as asked; the same command goes on from here");
    if (waitpid(r->projector, &status, WNOHANG) != r->projector) return RC_OK;
    r->projector = 0;
    return why_set(
        why, RC_BROKEN, "the projector of %s ended: it says why above", r->fresh.name.at);
}

/* --- which generation --- */

static enum rc name_free(struct desk *d, struct text *ret, struct why *why)
{
    struct text version = { "" };
    for (int i = 1; i <= GENERATIONS_MAX; i++) {
        text_print(ret, "g%d", i);
        enum rc rc = desk_field(d, ret->at, "version", &version, why);
        if (rc != RC_OK || !version.at[0]) return rc;
    }
    return why_set(why, RC_REFUSED, "no name is free: `coastline projection drop` old generations");
}

/* The one that is named, or that was begun, or a new one. */
static enum rc name_choose(struct desk *d, struct text *ret, struct why *why)
{
    const char *named = d->conf->generation;
    enum rc rc = RC_OK;
    if (named[0] && !meta_is_name(slice_str(named)))
        return why_set(why, RC_REFUSED, "--generation: " META_NAME_RULE);
    text_print(ret, "%s", named);
    if (!ret->at[0]) rc = desk_field(d, d->live.at, META_BUILDING, ret, why);
    if (rc == RC_OK && !ret->at[0]) rc = name_free(d, ret, why);
    if (rc != RC_OK) return rc;
    if (text_compare(ret, &d->live) == 0)
        return why_set(why, RC_REFUSED, "%s is live: a rebuild needs another name", ret->at);
    return desk_note(d, d->live.at, META_BUILDING, ret->at, why);
}

/* --- watching --- */

/* A Redis that is away is waited for by the projector, and here. */
static enum rc look(struct rebuild *r, bool *ret_away, struct why *why)
{
    enum rc rc = generation_look(&r->fresh, &r->desk, why);
    if (rc == RC_OK) rc = generation_look(&r->live, &r->desk, why);
    *ret_away = rc == RC_AGAIN;
    return rc == RC_AGAIN ? RC_OK : rc;
}

static void tell(struct rebuild *r)
{
    int64_t have = generation_places(&r->fresh), of = generation_places(&r->live);
    int64_t left = generation_behind(&r->fresh, &r->live);
    int64_t rate = (have - r->told) * 1000000 / (TELL_LOOKS * LOOK_US);
    printf("%s: %" PRId64 " of %" PRId64 " places, %" PRId64 " a second", r->fresh.name.at, have,
        of, rate);
    if (rate > 0) printf(", %" PRId64 " s to go", left / rate);
    printf("\n");
    (void)fflush(stdout);
    r->told = have;
}

static enum rc catch_up(struct rebuild *r, struct why *why)
{
    bool away = false;
    enum rc rc = look(r, &away, why);
    r->told = generation_places(&r->fresh);
    for (int i = 1; rc == RC_OK; i++) {
        if (!away && generation_behind(&r->fresh, &r->live) <= NEAR) return RC_OK;
        rc = wait_look(r, LOOK_US, why);
        if (rc == RC_OK) rc = look(r, &away, why);
        if (rc == RC_OK && i % TELL_LOOKS == 0) tell(r);
    }
    return rc;
}

/* Until every partition was seen at one place in both; then notes say of the rest. */
static enum rc meet(struct rebuild *r, struct why *why)
{
    struct likeness *l = &r->likeness;
    bool away = false;
    enum rc rc = likeness_new(l, r->fresh.n, why);
    for (int i = 0; rc == RC_OK && i < MEET_LOOKS && l->n_met < l->n && l->differs < 0; i++) {
        rc = look(r, &away, why);
        if (rc == RC_OK && !away) likeness_look(l, &r->fresh, &r->live);
        if (rc == RC_OK && l->n_met < l->n) rc = wait_look(r, LOOK_US / 4, why);
    }
    return rc == RC_OK ? likeness_notes(l, &r->desk, &r->fresh, &r->live, why) : rc;
}

static enum rc judge(struct rebuild *r, struct why *why)
{
    const struct likeness *l = &r->likeness;
    const char *fresh = r->fresh.name.at, *live = r->live.name.at;
    bool alike = l->differs < 0 && l->n_met == l->n;
    if (alike)
        printf("%s is like %s: the digests of %d partitions and %" PRId64 " notes are the same\n",
            fresh, live, (int)l->n, l->notes);
    if (l->notes_differ)
        printf("%" PRId64 " older notes differ: people who were erased since, or damage before\n",
            l->notes_differ);
    if (alike || r->desk.conf->anyway) return RC_OK;
    if (l->differs >= 0)
        return why_set(why, RC_REFUSED,
            "%s differs from %s in partition %d at offset %" PRId64
            " of hub.changes (alike at note "
            "%" PRId64
            "): `coastline projection switch --generation %s --anyway` believes the new one",
            fresh, live, (int)l->differs, l->at, l->alike_to, fresh);
    return why_set(why, RC_AGAIN, "%s and %s were not seen at one place in %d of %d partitions",
        fresh, live, (int)(l->n - l->n_met), (int)l->n);
}

/* --- the command --- */

static enum rc switch_over(struct rebuild *r, struct why *why)
{
    const char *fresh = r->fresh.name.at, *live = r->live.name.at;
    if (r->desk.conf->hold) {
        printf(
            "%s is live as before; `coastline projection switch --generation %s` makes %s live\n",
            live, fresh, fresh);
        return RC_OK;
    }
    enum rc rc = desk_switch(&r->desk, fresh, why);
    if (rc != RC_OK) return rc;
    printf("%s is live; back: `coastline projection back`; %s is kept until `coastline projection "
           "drop --generation %s`\n",
        fresh, live, live);
    (void)fflush(stdout);
    (void)stop_asked(LINGER_US);
    return RC_OK;
}

static enum rc rebuild_begin(struct rebuild *r, struct why *why)
{
    struct text name = { "" };
    enum rc rc = name_choose(&r->desk, &name, why);
    if (rc == RC_OK) rc = generation_open(&r->fresh, &r->desk, name.at, why);
    if (rc == RC_OK) rc = generation_open(&r->live, &r->desk, r->desk.live.at, why);
    if (rc == RC_OK) rc = generation_look(&r->fresh, &r->desk, why);
    if (rc != RC_OK) return rc;
    printf("building %s beside %s, from place %" PRId64 "\n", name.at, r->desk.live.at,
        generation_places(&r->fresh));
    return projector_start(r, why);
}

enum rc projection_rebuild(const struct projection_conf *c, struct why *why)
{
    if (c->person[0]) return projection_heal(c, why);
    struct rebuild r = { .projector = 0 };
    enum rc rc = desk_open(&r.desk, c, why);
    if (rc == RC_OK) rc = rebuild_begin(&r, why);
    if (rc == RC_OK) rc = catch_up(&r, why);
    if (rc == RC_OK) rc = meet(&r, why);
    if (rc == RC_OK) rc = judge(&r, why);
    if (rc == RC_OK) rc = switch_over(&r, why);
    projector_end(&r);
    likeness_free(&r.likeness);
    generation_close(&r.live);
    generation_close(&r.fresh);
    desk_close(&r.desk);
    return rc;
}
