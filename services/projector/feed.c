/* changes:<p>: the change feed. Ids are offsets of hub.changes, so that a reader keeps its place
 * through rebuild and switch. */
#include "view.h"

static void kinds_put(struct buffer *out, const struct hub_change_body *body)
{
    for (size_t i = 0; i < body->signals.n; i++) {
        if (i) buffer_byte(out, ',');
        buffer_add(out, slice_str(hub_signal_kind_name(body->signals.at[i].kind)));
    }
}

void feed_write(struct view *v, const struct said *s)
{
    if (s->offset < s->row->forgotten_to) return;
    writes_begin(v->writes, "XADD");
    view_key(v, "changes:", slice_str(v->part->number));
    view_word(v, "MAXLEN");
    view_word(v, "~");
    writes_number(v->writes, FEED_MAX);
    view_offset_id(v, s->offset);
    view_pair(v, "pid", s->row->pid);
    view_word(v, "at");
    writes_number(v->writes, s->at.us);
    if (s->body && s->body->has_state)
        view_pair(v, "file", slice_str(hub_file_status_name(s->body->state.file)));
    if (s->body && s->body->signals.n) {
        buffer_reset(v->scratch);
        kinds_put(v->scratch, s->body);
        view_pair(v, "signals", buffer_slice(v->scratch));
    }
    if (said_ends(s)) view_pair(v, "gone", slice_str("1"));
    writes_end(v->writes);
}
