/* The envelope, then the fields of the type in the order of its schema; what is absent is not said.
 */
#include <inttypes.h>
#include <stdio.h>

#include "codec/json.h"
#include "codec/json_fact.h"

static void put_key(struct buffer *out, const char *name)
{
    if (out->n && out->at[out->n - 1] != '{') buffer_byte(out, ',');
    json_put_text(out, slice_str(name));
    buffer_byte(out, ':');
}

static void put_text(struct buffer *out, const char *name, struct slice text)
{
    if (!text.at) return;
    put_key(out, name);
    json_put_text(out, text);
}

static void put_number(struct buffer *out, const char *name, int64_t n)
{
    put_key(out, name);
    buffer_printf(out, "%" PRId64, n);
}

/* As instant_text, with the microseconds if there are any. */
static struct text moment(instant at)
{
    struct text t = instant_text(at), whole = t;
    int64_t fraction = ((at.us % 1000000) + 1000000) % 1000000;
    if (fraction == 0) return t;
    text_print(&whole, "%.19s.%06d%.6s", t.at, (int)fraction, t.at + 19);
    return whole;
}

static void put_instant(struct buffer *out, const char *name, instant at)
{
    struct text t = moment(at);
    put_text(out, name, slice_text(&t));
}

static void put_list(struct buffer *out, const struct field_row *row, const struct fact_list *list)
{
    buffer_byte(out, '[');
    for (size_t i = 0; i < list->n; i++) {
        if (i) buffer_byte(out, ',');
        json_put_text(out,
            row->kind == FIELD_TEXTS ? list->texts[i] : slice_str(row->symbols[list->ordinals[i]]));
    }
    buffer_byte(out, ']');
}

static void put_value(struct buffer *out, const struct field_row *row, const struct fact_value *v)
{
    struct text t = { "" };
    switch (row->kind) {
    case FIELD_TEXT:
    case FIELD_REGION: put_text(out, row->name, v->text); break;
    case FIELD_ENUM: put_text(out, row->name, slice_str(row->symbols[v->number])); break;
    case FIELD_INTEGER: put_number(out, row->name, v->number); break;
    case FIELD_INSTANT: put_instant(out, row->name, (instant){ v->number }); break;
    case FIELD_DATE:
        t = date_text((date){ (int32_t)v->number });
        put_text(out, row->name, slice_text(&t));
        break;
    case FIELD_BOOLEAN:
        put_key(out, row->name);
        buffer_printf(out, "%s", v->number ? "true" : "false");
        break;
    case FIELD_TEXTS:
    case FIELD_ENUMS:
        put_key(out, row->name);
        put_list(out, row, &v->list);
        break;
    }
}

static void put_envelope(struct buffer *out, const struct fact *f)
{
    const char *type = event_rows[f->type].name;
    put_text(out, "id", f->id);
    put_text(out, "source", slice_str(event_source_name(f->source)));
    put_text(out, "type", f->type_name.at ? f->type_name : slice_str(type));
    put_text(out, "pid", f->pid);
    if (f->version != 1) put_number(out, "version", f->version);
    put_instant(out, "event_time", f->event_time);
    put_instant(out, "recorded_at", f->recorded_at);
    if (f->stamp.us != f->arrival.us) put_instant(out, "stamped_at", f->stamp);
    put_instant(out, "ingested_at", f->arrival);
    put_text(out, "legal_basis", slice_str(legal_basis_name(f->legal_basis)));
    put_text(out, "region", f->region);
    put_text(out, "town", f->town);
    put_text(out, "actor", f->actor);
    put_text(out, "supersedes", f->supersedes);
    put_text(out, "retracts", f->retracts);
}

static void put_hop(struct buffer *out, const struct json_hop *hop)
{
    put_key(out, "hop");
    buffer_byte(out, '{');
    put_text(out, "kind", hop->kind);
    put_text(out, "member", hop->member);
    put_text(out, "to", hop->to);
    put_number(out, "partition", hop->partition);
    put_number(out, "cause", hop->cause);
    buffer_byte(out, '}');
}

static void put_more(struct buffer *out, const struct json_fact_more *more)
{
    if (more->subject) {
        put_key(out, "subject");
        buffer_byte(out, '{');
        put_text(out, "doc_type", slice_str(doc_type_name(more->subject->doc_type)));
        put_text(out, "doc_no", more->subject->doc_no);
        buffer_byte(out, '}');
    }
    if (!more->has_place) return;
    put_number(out, "partition", more->partition);
    put_number(out, "cause", more->cause);
    if (more->hop) put_hop(out, more->hop);
    put_text(out, "gone", more->gone);
}

void json_put_fact(struct buffer *out, const struct fact *f, const struct json_fact_more *more)
{
    const struct event_row *row = &event_rows[f->type];
    buffer_byte(out, '{');
    put_envelope(out, f);
    if (more) put_more(out, more);
    put_key(out, "data");
    buffer_byte(out, '{');
    for (size_t i = 0; i < row->n_fields; i++)
        if (f->values[i].there) put_value(out, &row->fields[i], &f->values[i]);
    buffer_printf(out, "}}\n");
}
