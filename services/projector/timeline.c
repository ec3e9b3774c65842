/* timeline:<pid>: a stream of the last lines of a file, one a fact; ids are offsets of hub.changes.
 */
#include "view.h"

void timeline_write(struct view *v, const struct said *s)
{
    const struct hub_timeline_line *line = &s->body->line;
    if (!s->body->has_line) return;
    writes_begin(v->writes, "XADD");
    view_key(v, "timeline:", s->row->pid);
    view_word(v, "MAXLEN");
    writes_number(v->writes, TIMELINE_MAX);
    view_offset_id(v, s->offset);
    view_pair(v, "event", line->event);
    view_pair(v, "type", line->type);
    view_word(v, "time");
    writes_number(v->writes, line->event_time.us);
    if (line->refused.at) view_pair(v, "refused", line->refused);
    writes_end(v->writes);
}

void timeline_drop(struct view *v, const struct row *row)
{
    writes_begin(v->writes, "UNLINK");
    view_key(v, "timeline:", row->pid);
    writes_end(v->writes);
}
