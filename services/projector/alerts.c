/* alerts:<region>: a sorted set of open alerts, "<pid> <alert> <observed region>" by the time of
 * the first observation; under the region observed, the region where the person is registered, and
 * 460000 for the province. The newest are kept. */
#include "filed.h"

#define PROVINCE "460000"

static struct slice observed_of(const struct filed *f)
{
    const uint8_t *blank = memchr(f->id.at, ' ', f->id.n);
    return slice_of(blank + 1, f->id.n - (size_t)(blank + 1 - f->id.at));
}

static void member(struct view *v, const struct row *row, const struct filed *f)
{
    buffer_reset(v->scratch);
    buffer_add(v->scratch, row->pid);
    buffer_byte(v->scratch, ' ');
    buffer_add(v->scratch, f->id);
    writes_word(v->writes, buffer_slice(v->scratch));
}

/* The lists in which an alert stands, without repeats; at most three. */
static size_t regions_of(const struct filed *f, struct slice regions[3])
{
    size_t n = 0;
    regions[n++] = observed_of(f);
    if (!slice_equal(f->where, regions[0])) regions[n++] = f->where;
    if (!slice_is(regions[0], PROVINCE) && !slice_is(f->where, PROVINCE))
        regions[n++] = slice_str(PROVINCE);
    return n;
}

static void put(struct view *v, const struct row *row, const struct filed *f)
{
    struct slice regions[3];
    size_t n = regions_of(f, regions);
    for (size_t i = 0; i < n; i++) {
        writes_begin(v->writes, "ZADD");
        view_key(v, "alerts:", regions[i]);
        writes_number(v->writes, f->score);
        member(v, row, f);
        writes_end(v->writes);
        writes_begin(v->writes, "ZREMRANGEBYRANK");
        view_key(v, "alerts:", regions[i]);
        writes_number(v->writes, 0);
        writes_number(v->writes, -(ALERTS_MAX + 1));
        writes_end(v->writes);
    }
}

static void drop(struct view *v, const struct row *row, const struct filed *f)
{
    struct slice regions[3];
    size_t n = regions_of(f, regions);
    for (size_t i = 0; i < n; i++) {
        writes_begin(v->writes, "ZREM");
        view_key(v, "alerts:", regions[i]);
        member(v, row, f);
        writes_end(v->writes);
    }
}

static struct slice id_of(struct view *v, const struct hub_alert_state *a)
{
    uint8_t *at = arena_take(v->arena, a->alert.n + 1 + a->observed.n);
    if (!at) {
        v->failed = true;
        return slice_str("");
    }
    memcpy(at, a->alert.at, a->alert.n);
    at[a->alert.n] = ' ';
    memcpy(at + a->alert.n + 1, a->observed.at, a->observed.n);
    return slice_of(at, a->alert.n + 1 + a->observed.n);
}

static size_t alerts_now(
    struct view *v, const struct hub_change_body *body, struct filed now[OPEN_ALERTS_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < body->state.alerts.n && n < OPEN_ALERTS_MAX; i++) {
        const struct hub_alert_state *a = &body->state.alerts.at[i];
        struct slice id = id_of(v, a);
        if (!v->failed)
            now[n++] = (struct filed){ .is_alert = true,
                .id = id,
                .where = body->place.at && body->place.n ? body->place : slice_str("none"),
                .score = a->first.us };
    }
    return n;
}

void alerts_write(struct view *v, struct row *row, const struct hub_change_body *body)
{
    struct filed now[OPEN_ALERTS_MAX];
    struct filing filing = { .is_alert = true, .now = now, .put = put, .drop = drop };
    if (body && !body->has_state) return;
    filing.n = body ? alerts_now(v, body, now) : 0;
    filed_move(v, row, &filing);
}

void alerts_put(struct view *v, struct row *row, const struct filed *now, size_t n)
{
    const struct filing filing = { .is_alert = true, .now = now, .n = n, .put = put, .drop = drop };
    filed_move(v, row, &filing);
}
