#include "simulate/lines.h"

#include "codec/json_fact.h"

enum { TURN_BYTES = 1 << 20, LINE_BYTES = 1 << 20 };

enum rc lines_sink_make(struct lines_sink *ret, FILE *out, struct why *why)
{
    *ret = (struct lines_sink){ out, arena_new(TURN_BYTES), buffer_new(LINE_BYTES) };
    return ret->turn ? RC_OK : why_set(why, RC_BROKEN, "out of memory");
}

void lines_sink_deinit(struct lines_sink *s)
{
    s->turn = arena_free(s->turn);
    buffer_deinit(&s->line);
}

/* What cannot be read is a line that cannot be read either. */
static void line_put(struct lines_sink *s, const struct mail *mail, const struct text *pid)
{
    struct event e;
    struct why unreadable;
    buffer_reset(&s->line);
    arena_reset(s->turn);
    if (event_read(mail->value, s->turn, &e, &unreadable) != RC_OK) {
        buffer_printf(&s->line, "{\"id\":\"%s\",\"truncated\n", mail->id);
        return;
    }
    e.fact.arrival = e.fact.stamp = mail->stamp;
    e.fact.pid = mail->person == NOBODY ? (struct slice){ NULL, 0 } : slice_text(pid);
    struct json_fact_more more = { .subject = e.has_subject ? &e.subject : NULL };
    json_put_fact(&s->line, &e.fact, &more);
}

static enum rc mail(void *self, const struct mail *m, const struct text *pid, struct why *why)
{
    struct lines_sink *s = self;
    line_put(s, m, pid);
    if (buffer_whole(&s->line) && fwrite(s->line.at, 1, s->line.n, s->out) == s->line.n)
        return RC_OK;
    return why_set(why, RC_BROKEN, "a line cannot be written");
}

static enum rc hour(void *self, instant at, struct why *why)
{
    (void)self, (void)at, (void)why;
    return RC_OK;
}

struct sink lines_sink(struct lines_sink *s)
{
    return (struct sink){ .self = s, .mail = mail, .hour = hour };
}
