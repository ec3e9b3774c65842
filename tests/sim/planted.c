/* Each bug in the smallest piece: most wrap one function of a service (the linker's --wrap). */
#include "planted.h"

#include <string.h>

#include "bus/writer.h"
#include "delivery.h"
#include "gate.h"
#include "line.h"
#include "park.h"
#include "places.h"
#include "runtime/speaker.h"
#include "world.h"

enum { ROOM_OF_TWO = 2, PATIENT_MS = 30000 };

static enum planted_bug chosen;

bool planted_choose(const char *name)
{
    static const char *const names[] = {
#define X(bug) #bug,
        PLANTED_BUGS(X)
#undef X
    };
    for (int i = 0; i < PLANTED_COUNT; i++)
        if (strcmp(names[i], name) == 0) {
            chosen = (enum planted_bug)i;
            return true;
        }
    return false;
}

bool planted(enum planted_bug bug) { return chosen == bug && !sim.clean; }

/* --- commit before apply: the door keeps its places before its facts are acknowledged --- */

struct post;
enum rc __real_post_settle(struct post *p, struct why *why);
enum rc __wrap_post_settle(struct post *p, struct why *why);

enum rc __wrap_post_settle(struct post *p, struct why *why)
{
    return planted(PLANTED_commit_before_apply) ? RC_OK : __real_post_settle(p, why);
}

/* --- mark ignored: an assessor speaks again of what was spoken of --- */

struct told;
struct told_conf;
enum rc __real_told_open(struct told **ret, const struct told_conf *conf,
    const struct text *opening, struct heard *ret_heard, struct why *why);
enum rc __wrap_told_open(struct told **ret, const struct told_conf *conf,
    const struct text *opening, struct heard *ret_heard, struct why *why);

enum rc __wrap_told_open(struct told **ret, const struct told_conf *conf,
    const struct text *opening, struct heard *ret_heard, struct why *why)
{
    enum rc rc = __real_told_open(ret, conf, opening, ret_heard, why);
    if (rc == RC_OK && planted(PLANTED_mark_ignored)) ret_heard->last = heard_nothing().last;
    return rc;
}

/* --- offset off by one: the courier's place is one too far --- */

int64_t __real_places_next(const struct places *p);
int64_t __wrap_places_next(const struct places *p);

int64_t __wrap_places_next(const struct places *p)
{
    int64_t next = __real_places_next(p);
    return next + (planted(PLANTED_offset_off_by_one) && p->n ? 1 : 0);
}

/* --- a stale writer is accepted; words are known apart by their offset only --- */

enum rc __real_word_read(
    struct heard *h, const struct record *r, struct arena *a, struct word *ret, struct why *why);
enum rc __wrap_word_read(
    struct heard *h, const struct record *r, struct arena *a, struct word *ret, struct why *why);

enum rc __wrap_word_read(
    struct heard *h, const struct record *r, struct arena *a, struct word *ret, struct why *why)
{
    const struct heard before = *h;
    enum rc rc = __real_word_read(h, r, a, ret, why);
    if (rc != RC_OK || ret->kind == WORD_OPENING) return rc;
    if (planted(PLANTED_stale_writer_accepted) && ret->hearing == HEARING_STRANGER) {
        ret->hearing = HEARING_NEW;
        h->last = ret->cause;
    }
    bool same = ret->kind == WORD_CHANGE && ret->cause.offset == before.last.offset;
    if (planted(PLANTED_dedupe_by_offset_only) && ret->hearing == HEARING_NEW && same) {
        ret->hearing = HEARING_REPEAT;
        *h = before;
    }
    return rc;
}

/* --- a retry goes behind those that waited for it --- */

static bool behind;

enum course __real_schedule_settle(
    struct schedule *s, struct delivery *d, enum outcome o, instant now, span wait);
enum course __wrap_schedule_settle(
    struct schedule *s, struct delivery *d, enum outcome o, instant now, span wait);
bool __real_line_insert(struct line *l, struct delivery *d);
bool __wrap_line_insert(struct line *l, struct delivery *d);

bool __wrap_line_insert(struct line *l, struct delivery *d)
{
    if (!behind || !l->last) return __real_line_insert(l, d);
    d->next = NULL;
    l->last->next = d;
    l->last = d;
    return true;
}

enum course __wrap_schedule_settle(
    struct schedule *s, struct delivery *d, enum outcome o, instant now, span wait)
{
    enum course course = __real_schedule_settle(s, d, o, now, wait);
    if (course != COURSE_RETRY || !planted(PLANTED_retry_loses_order)) return course;
    schedule_remove(s, d);
    behind = true;
    if (schedule_add(s, d, NULL) != RC_OK) violated("planted: there was no room");
    behind = false;
    return course;
}

/* --- the hour passes by the clock on the wall, whatever was read --- */

bool __real_gate_tick_due(const struct gate *g);
bool __wrap_gate_tick_due(const struct gate *g);

bool __wrap_gate_tick_due(const struct gate *g)
{
    if (!planted(PLANTED_timer_from_the_wall_clock)) return __real_gate_tick_due(g);
    return g->opened && !is_before(sim.now, g->tick);
}

/* --- a checkpoint is written before the words up to it are acknowledged --- */

struct part;
enum rc __real_part_keep(struct part *p, instant now, struct why *why);
enum rc __wrap_part_keep(struct part *p, instant now, struct why *why);

static bool keeping;

enum rc __wrap_part_keep(struct part *p, instant now, struct why *why)
{
    keeping = true;
    enum rc rc = __real_part_keep(p, now, why);
    keeping = false;
    return rc;
}

bool planted_settles_at_once(int32_t wait_ms)
{
    bool now = keeping && wait_ms == PATIENT_MS;
    keeping = false;
    return now && planted(PLANTED_snapshot_ahead_of_the_mark);
}

/* --- what does not fit is dropped --- */

bool __real_park_add(struct park *p, int32_t partition, struct slice pid, struct slice value);
bool __wrap_park_add(struct park *p, int32_t partition, struct slice pid, struct slice value);

bool __wrap_park_add(struct park *p, int32_t partition, struct slice pid, struct slice value)
{
    if (planted(PLANTED_drop_on_full_queue) && p->n >= ROOM_OF_TWO) return true;
    return __real_park_add(p, partition, pid, value);
}
