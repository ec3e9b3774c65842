/* Each word is a step of its own whose writes are thrown away: what counts is the row that is left,
 * and the last lines. */
#include "heal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "filed.h"
#include "steps.h"

enum { SCRATCH_MAX = 4 << 20 };

struct heal {
    struct heal_conf conf;
    struct row row;
    struct row *dirty[1];
    struct writes writes;
    struct buffer scratch;
    struct said last;                /* the word heard last */
    struct said lines[TIMELINE_MAX]; /* a ring: those with a line of the timeline */
    size_t n_lines;                  /* all of them so far */
};

struct heal *heal_new(const struct heal_conf *conf)
{
    CLEANUP(heal_freep) struct heal *h = calloc(1, sizeof *h);
    if (!h) return NULL;
    h->conf = *conf;
    h->row.pid = conf->pid;
    h->writes = writes_new();
    h->scratch = buffer_new(SCRATCH_MAX);
    return TAKE(h);
}

struct heal *heal_free(struct heal *h)
{
    if (!h) return NULL;
    writes_deinit(&h->writes);
    buffer_deinit(&h->scratch);
    free(h);
    return NULL;
}

static struct view view_of(struct heal *h)
{
    writes_reset(&h->writes);
    return (struct view){ .prefix = h->conf.prefix,
        .part = h->conf.part,
        .standing = h->conf.part->standing,
        .writes = &h->writes,
        .scratch = &h->scratch,
        .arena = h->conf.arena,
        .dirty = h->dirty };
}

static void line_keep(struct heal *h)
{
    const struct said *s = &h->last;
    if (said_ends(s)) h->n_lines = 0;
    if (!said_ends(s) && s->body->has_line) h->lines[h->n_lines++ % TIMELINE_MAX] = *s;
}

enum rc heal_hear(struct heal *h, const struct said *said, struct why *why)
{
    struct view v = view_of(h);
    h->last = *said;
    h->last.row = &h->row;
    step_change(&v, &h->last);
    line_keep(h);
    bool whole = !v.failed && writes_whole(&h->writes) && buffer_whole(&h->scratch);
    return whole ? RC_OK : why_set(why, RC_BROKEN, "out of memory for a person");
}

/* --- writing it --- */

static void unlink_key(struct view *v, const char *family, struct slice pid)
{
    writes_begin(v->writes, "UNLINK");
    view_key(v, family, pid);
    writes_end(v->writes);
}

static void strays_drop(struct view *v, const struct stray *strays, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        writes_begin(v->writes, "ZREM");
        writes_word(v->writes, name_slice(&strays[i].key));
        writes_word(v->writes, name_slice(&strays[i].member));
        writes_end(v->writes);
    }
}

static size_t filed_of(const struct row *row, bool is_alert, struct filed ret[FILED_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < row->n_filed; i++)
        if (row->filed[i].is_alert == is_alert) ret[n++] = row->filed[i];
    return n;
}

static void file_make(struct view *v, const struct heal *h)
{
    struct filed tasks[FILED_MAX], alerts[FILED_MAX];
    size_t n_tasks = filed_of(&h->row, false, tasks), n_alerts = filed_of(&h->row, true, alerts);
    struct row fresh = h->row;
    size_t first = h->n_lines > TIMELINE_MAX ? h->n_lines - TIMELINE_MAX : 0;
    fresh.there = fresh.cleared = false;
    fresh.filed = NULL;
    fresh.n_filed = 0;
    worklist_put(v, &fresh, tasks, n_tasks);
    alerts_put(v, &fresh, alerts, n_alerts);
    file_write(v, &fresh);
    for (size_t i = first; i < h->n_lines; i++) timeline_write(v, &h->lines[i % TIMELINE_MAX]);
}

enum rc heal_apply(struct heal *h, const struct stray *strays, size_t n_strays, struct why *why)
{
    struct view v = view_of(h);
    struct text there = { "" };
    char place[24];
    if (n_strays > STRAYS_MAX)
        return why_set(why, RC_BROKEN, "the person stands in more than %d lists", STRAYS_MAX);
    unlink_key(&v, "file:", h->row.pid);
    unlink_key(&v, "timeline:", h->row.pid);
    unlink_key(&v, "filed:", h->row.pid);
    strays_drop(&v, strays, n_strays);
    if (h->row.last) file_make(&v, h);
    if (v.failed || !buffer_whole(&h->scratch))
        return why_set(why, RC_BROKEN, "out of memory for a person");
    (void)snprintf(place, sizeof place, "%" PRId64, h->conf.part->standing.next);
    struct name key = name_of(v.prefix, "meta:", slice_str(h->conf.part->number));
    const struct store_step step = { name_slice(&key), slice_str(place), slice_str(place) };
    enum rc rc = store_apply(h->conf.store, &step, &h->writes, why);
    return rc == RC_OK ? store_applied(h->conf.store, &there, why) : rc;
}
