/* Lanes hold lines, lines hold deliveries. A line rests in its lane's heap, keyed by when its first
 * is due, except while that first is on its way. */
#include "delivery.h"

#include <stdlib.h>

#include "base/random.h"
#include "circuit.h"
#include "line.h"

enum { BUCKETS = 4096, LANES_MAX = 1024 };

struct lane {
    struct circuit circuit;
    struct line_heap heap;
    struct line *buckets[BUCKETS]; /* every line of the lane, by pid */
    size_t lines, waiting;
    int in_flight, flying;
    bool closed;
};

struct schedule {
    struct lane **lanes; /* owned, LANES_MAX places */
    size_t n_lanes, turn;
    size_t n, ceiling;
    struct random chance;
};

struct sweep {
    bool (*gone)(void *self, struct delivery *d);
    void *self;
    void (*drop)(void *self, struct delivery *d);
};

static const int64_t delays_s[DELIVERY_TRIES - 1] = { 5, 300, 1800, 7200, 18000, 36000, 50400,
    72000, 86400 };

enum rc schedule_new(struct schedule **ret, size_t ceiling, uint64_t seed, struct why *why)
{
    struct schedule *s = calloc(1, sizeof *s);
    struct lane **lanes = calloc(LANES_MAX, sizeof(struct lane *));
    if (!s || !lanes) {
        free(s);
        free(lanes);
        return why_set(why, RC_BROKEN, "schedule: out of memory");
    }
    *s = (struct schedule){ .lanes = lanes, .ceiling = ceiling, .chance = random_seeded(seed) };
    *ret = s;
    return RC_OK;
}

static void line_drop(struct line *l, void drop(struct delivery *d))
{
    while (l->first) {
        struct delivery *d = l->first;
        l->first = d->next;
        drop(d);
    }
    free(l);
}

static void lane_drop(struct lane *lane, void drop(struct delivery *d))
{
    for (size_t i = 0; i < BUCKETS; i++)
        while (lane->buckets[i]) {
            struct line *l = lane->buckets[i];
            lane->buckets[i] = l->chained;
            line_drop(l, drop);
        }
    free(lane->heap.at);
    free(lane);
}

struct schedule *schedule_free(struct schedule *s, void drop(struct delivery *d))
{
    if (!s) return NULL;
    for (size_t i = 0; i < s->n_lanes; i++) lane_drop(s->lanes[i], drop);
    free(s->lanes);
    free(s);
    return NULL;
}

enum rc schedule_lane_add(
    struct schedule *s, int in_flight, int per_minute, size_t *ret, struct why *why)
{
    struct lane *lane = s->n_lanes < LANES_MAX ? calloc(1, sizeof *lane) : NULL;
    if (!lane) return why_set(why, RC_BROKEN, "schedule: no room for another subscription");
    lane->in_flight = in_flight;
    lane->circuit = circuit_new(per_minute);
    s->lanes[s->n_lanes] = lane;
    *ret = s->n_lanes++;
    return RC_OK;
}

void schedule_lane_limit(struct schedule *s, size_t lane, int in_flight, int per_minute)
{
    s->lanes[lane]->in_flight = in_flight;
    s->lanes[lane]->circuit.per_minute = per_minute;
}

void schedule_lane_close(struct schedule *s, size_t lane) { s->lanes[lane]->closed = true; }

/* Somebody says that it is well again: what it failed at before does not hold it up. */
void schedule_lane_open(struct schedule *s, size_t lane)
{
    struct lane *l = s->lanes[lane];
    if (l->closed) l->circuit = circuit_new(l->circuit.per_minute);
    l->closed = false;
}

/* FNV-1a; pids are keyed hashes already. */
static struct line **bucket_of(struct lane *lane, const struct text *pid)
{
    uint32_t h = 2166136261u;
    for (const char *c = pid->at; *c; c++) h = (h ^ (uint8_t)*c) * 16777619u;
    return &lane->buckets[h % BUCKETS];
}

static struct line *line_find(struct lane *lane, const struct text *pid)
{
    struct line *l = *bucket_of(lane, pid);
    while (l && strcmp(l->pid.at, pid->at) != 0) l = l->chained;
    return l;
}

static struct line *line_new(struct lane *lane, const struct text *pid)
{
    if (!line_heap_reserve(&lane->heap, lane->lines + 1)) return NULL;
    struct line *l = calloc(1, sizeof *l);
    if (!l) return NULL;
    struct line **bucket = bucket_of(lane, pid);
    *l = (struct line){ .pid = *pid, .chained = *bucket };
    *bucket = l;
    lane->lines++;
    return l;
}

static void line_end(struct lane *lane, struct line *l)
{
    struct line **at = bucket_of(lane, &l->pid);
    while (*at != l) at = &(*at)->chained;
    *at = l->chained;
    lane->lines--;
    free(l);
}

/* What flies stays first: it cannot be called back. */
static bool line_join(struct line *l, struct delivery *d)
{
    struct delivery *flying = l->flying ? l->first : NULL;
    if (!line_insert(l, d)) return false;
    if (!flying || l->first != d) return true;
    l->first = flying;
    d->next = flying->next;
    flying->next = d;
    if (!d->next) l->last = d;
    return true;
}

enum rc schedule_add(struct schedule *s, struct delivery *d, struct why *why)
{
    if (s->n >= s->ceiling) return RC_AGAIN;
    struct lane *lane = s->lanes[d->lane];
    struct line *l = line_find(lane, &d->pid);
    bool fresh = !l;
    if (fresh) l = line_new(lane, &d->pid);
    if (!l) return why_set(why, RC_BROKEN, "schedule: out of memory");
    if (!line_join(l, d)) return RC_REFUSED;
    s->n++;
    lane->waiting++;
    if (fresh)
        line_heap_add(&lane->heap, l);
    else if (!l->flying)
        line_heap_moved(&lane->heap, l);
    return RC_OK;
}

static bool lane_ready(const struct lane *lane, instant now)
{
    return !lane->closed && lane->heap.n > 0 && lane->flying < lane->in_flight &&
           circuit_allows(&lane->circuit, now) &&
           !is_before(now, lane->heap.at[0]->first->next_try);
}

struct delivery *schedule_take(struct schedule *s, instant now)
{
    for (size_t i = 0; i < s->n_lanes; i++) {
        struct lane *lane = s->lanes[s->turn++ % s->n_lanes];
        if (!lane_ready(lane, now)) continue;
        struct line *l = lane->heap.at[0];
        line_heap_remove(&lane->heap, l);
        l->flying = true;
        lane->flying++;
        circuit_began(&lane->circuit, now);
        return l->first;
    }
    return NULL;
}

static struct line *line_landed(struct schedule *s, struct delivery *d)
{
    struct lane *lane = s->lanes[d->lane];
    struct line *l = line_find(lane, &d->pid);
    assert(l && l->flying && l->first == d);
    l->flying = false;
    lane->flying--;
    return l;
}

void schedule_untake(struct schedule *s, struct delivery *d)
{
    struct lane *lane = s->lanes[d->lane];
    lane->circuit.probing = false;
    line_heap_add(&lane->heap, line_landed(s, d));
}

static instant retry_at(struct schedule *s, int tries, instant now, span wait)
{
    span delay = SECONDS(delays_s[tries - 1]);
    delay.us += (int64_t)random_below(&s->chance, (uint64_t)delay.us / 10);
    return instant_plus(now, (span){ MAX(delay.us, wait.us) });
}

static enum course line_shift(struct schedule *s, struct line *l, enum course course)
{
    struct delivery *d = l->first;
    struct lane *lane = s->lanes[d->lane];
    l->first = d->next;
    d->next = NULL;
    s->n--;
    lane->waiting--;
    if (l->first)
        line_heap_add(&lane->heap, l);
    else
        line_end(lane, l);
    return course;
}

enum course schedule_settle(
    struct schedule *s, struct delivery *d, enum outcome o, instant now, span wait)
{
    struct lane *lane = s->lanes[d->lane];
    struct line *l = line_landed(s, d);
    if (d->tries++ == 0) d->first_try = now;
    if (o == OUTCOME_DELIVERED) {
        circuit_delivered(&lane->circuit);
        return line_shift(s, l, COURSE_DONE);
    }
    if (o == OUTCOME_GONE) {
        lane->closed = true;
        d->tries--; /* it is no failure of this webhook */
        line_heap_add(&lane->heap, l);
        return COURSE_DISABLED;
    }
    circuit_failed(&lane->circuit, now, wait);
    if (d->tries >= DELIVERY_TRIES) return line_shift(s, l, COURSE_GIVEN_UP);
    d->next_try = retry_at(s, d->tries, now, wait);
    line_heap_add(&lane->heap, l);
    return COURSE_RETRY;
}

/* --- one by one --- */

struct delivery *schedule_find(
    struct schedule *s, size_t lane, const struct text *pid, int64_t cause, int32_t index)
{
    struct line *l = line_find(s->lanes[lane], pid);
    struct delivery *d = l ? l->first : NULL;
    while (d && (d->cause != cause || d->index != index)) d = d->next;
    return d;
}

bool schedule_is_flying(struct schedule *s, const struct delivery *d)
{
    const struct line *l = line_find(s->lanes[d->lane], &d->pid);
    return l && l->flying && l->first == d;
}

void schedule_remove(struct schedule *s, struct delivery *d)
{
    struct lane *lane = s->lanes[d->lane];
    if (schedule_is_flying(s, d)) {
        lane->circuit.probing = false;
        (void)line_shift(s, line_landed(s, d), COURSE_DONE);
        return;
    }
    struct line *l = line_find(lane, &d->pid);
    assert(l);
    bool led = l->first == d;
    line_take_out(l, d);
    s->n--;
    lane->waiting--;
    if (!l->first) {
        line_heap_remove(&lane->heap, l);
        line_end(lane, l);
    } else if (led) {
        line_heap_moved(&lane->heap, l);
    }
}

void schedule_moved(struct schedule *s, struct delivery *d)
{
    struct lane *lane = s->lanes[d->lane];
    struct line *l = line_find(lane, &d->pid);
    if (l && l->first == d && !l->flying) line_heap_moved(&lane->heap, l);
}

static void line_sweep(struct schedule *s, struct line *l, struct sweep *sweep)
{
    struct delivery *d = l->first;
    bool flying = l->flying;
    while (d) {
        struct delivery *next = d->next; /* the line ends with its last */
        bool gone = sweep->gone(sweep->self, d);
        if (gone && !flying) {
            schedule_remove(s, d);
            sweep->drop(sweep->self, d);
        }
        flying = false;
        d = next;
    }
}

void schedule_sweep(struct schedule *s, bool gone(void *self, struct delivery *d), void *self,
    void drop(void *self, struct delivery *d))
{
    struct sweep sweep = { gone, self, drop };
    for (size_t i = 0; i < s->n_lanes; i++)
        for (size_t b = 0; b < BUCKETS; b++)
            for (struct line *l = s->lanes[i]->buckets[b], *next; l; l = next) {
                next = l->chained;
                line_sweep(s, l, &sweep);
            }
}

instant schedule_when(const struct schedule *s)
{
    instant when = { INT64_MAX };
    for (size_t i = 0; i < s->n_lanes; i++) {
        const struct lane *lane = s->lanes[i];
        if (lane->closed || lane->heap.n == 0 || lane->flying >= lane->in_flight) continue;
        instant at = later_of(lane->heap.at[0]->first->next_try, circuit_when(&lane->circuit));
        if (is_before(at, when)) when = at;
    }
    return when;
}

size_t schedule_waiting(const struct schedule *s) { return s->n; }
size_t schedule_lane_waiting(const struct schedule *s, size_t lane)
{
    return s->lanes[lane]->waiting;
}
