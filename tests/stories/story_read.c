/* Understands the lines of a story. A line is words with blanks between; what it is shows in its
 * first word: a directive, a date, or a row of dates (`every day … to …`, `on … …`). */
#include <stdio.h>
#include <stdlib.h>

#include "baked/catalogue.h"
#include "codec/json.h"
#include "story.h"

struct reading {
    struct story *story;
    char *rest; /* of the present line */
    int line;
};

static bool complain(struct reading *r, const char *what)
{
    if (r->story->path) fprintf(stderr, "%s:%d: %s\n", r->story->path, r->line, what);
    r->story->bad++;
    return false;
}

/* The next word of the line, terminated; NULL at its end. */
static char *word_take(struct reading *r)
{
    char *start = r->rest + strspn(r->rest, " \t");
    if (!*start) return NULL;
    size_t n = strcspn(start, " \t");
    r->rest = start + n;
    if (start[n]) {
        start[n] = 0;
        r->rest++;
    }
    return start;
}

static bool clock_take(struct reading *r, date day, instant *ret)
{
    char *clock = word_take(r);
    if (!clock) return complain(r, "a time hh:mm is missing");
    struct buffer text = buffer_new(64);
    bool short_form = strlen(clock) == 5;
    buffer_printf(&text, "%sT%s%s+08:00", date_text(day).at, clock, short_form ? ":00" : "");
    bool good = buffer_whole(&text) && instant_parse(buffer_slice(&text), ret);
    buffer_deinit(&text);
    return good || complain(r, "not a time hh:mm");
}

static bool day_take(struct reading *r, date *ret)
{
    char *day = word_take(r);
    if (day && date_parse(slice_str(day), ret)) return true;
    return complain(r, "a day YYYY-MM-DD is missing");
}

/* ---- an event as JSON ---- */

struct event_line {
    struct text pid, type;
    instant when, arrival;
    char *fields; /* key=value … */
};

static const struct field_row *field_find(struct slice type, struct slice name)
{
    for (size_t i = 0; i < EVENT_TYPES; i++) {
        if (!slice_is(type, event_rows[i].name)) continue;
        for (size_t k = 0; k < event_rows[i].n_fields; k++)
            if (slice_is(name, event_rows[i].fields[k].name)) return &event_rows[i].fields[k];
    }
    return NULL;
}

static void put_pair(struct buffer *out, const char *key, struct slice value)
{
    buffer_printf(out, "\"%s\":", key);
    json_put_text(out, value);
}

static void put_list(struct buffer *out, const char *value)
{
    buffer_byte(out, '[');
    for (const char *at = value; *at;) {
        size_t n = strcspn(at, ",");
        if (at > value) buffer_byte(out, ',');
        json_put_text(out, slice_of(at, n));
        at += n + (at[n] == ',');
    }
    buffer_byte(out, ']');
}

/* 2026-06-09T15:00 stands for its full form in the province's time. */
static void put_moment(struct buffer *out, const char *value)
{
    char text[64];
    snprintf(text, sizeof text, strlen(value) == 16 ? "%s:00+08:00" : "%s", value);
    json_put_text(out, slice_str(text));
}

/* What is no number stands as text, for the hub to refuse. */
static bool is_number(const char *value)
{
    value += *value == '-';
    size_t n = strspn(value, "0123456789");
    return n > 0 && n < 19 && !value[n] && (value[0] != '0' || n == 1);
}

static void put_value(struct buffer *out, const struct field_row *row, const char *value)
{
    bool yes = strcmp(value, "yes") == 0;
    enum field_kind kind = row ? row->kind : FIELD_TEXT;
    if (kind == FIELD_BOOLEAN)
        buffer_printf(out, yes ? "true" : "false");
    else if (kind == FIELD_INTEGER && is_number(value))
        buffer_printf(out, "%s", value);
    else if (kind == FIELD_TEXTS || kind == FIELD_ENUMS)
        put_list(out, value);
    else if (kind == FIELD_INSTANT)
        put_moment(out, value);
    else
        json_put_text(out, slice_str(value));
}

static bool is_envelope(const char *key)
{
    static const char *const keys[] = { "id", "supersedes", "retracts", "actor", "version",
        "region", "town", "recorded_at", "legal_basis" };
    for (size_t i = 0; i < COUNT(keys); i++)
        if (strcmp(key, keys[i]) == 0) return true;
    return false;
}

static void put_subject(struct buffer *out, char *value)
{
    char *colon = strchr(value, ':');
    if (colon) *colon = 0;
    buffer_printf(out, ",\"subject\":{");
    put_pair(out, "doc_type", slice_str(value));
    buffer_byte(out, ',');
    put_pair(out, "doc_no", slice_str(colon ? colon + 1 : ""));
    buffer_byte(out, '}');
}

/* A key of the type goes into data, one of the envelope beside it; what is neither goes into data,
 * where the door will drop it. */
static void put_field(struct reading *r, const struct event_line *e, struct buffer *envelope,
    struct buffer *data, char *key)
{
    char *value = strchr(key, '=');
    if (!value) {
        complain(r, "expected key=value");
        return;
    }
    *value++ = 0;
    const struct field_row *row = field_find(slice_text(&e->type), slice_str(key));
    if (strcmp(key, "subject") == 0) {
        put_subject(envelope, value);
        return;
    }
    struct buffer *out = !row && is_envelope(key) ? envelope : data;
    if (out == envelope || data->n > 0) buffer_byte(out, ',');
    json_put_text(out, slice_str(key));
    buffer_byte(out, ':');
    if (strcmp(key, "recorded_at") == 0)
        put_moment(out, value);
    else
        put_value(out, row, value);
}

static void put_envelope(struct buffer *out, const struct event_line *e, int id, bool named)
{
    size_t source = strcspn(e->type.at, ".");
    buffer_byte(out, '{');
    put_pair(out, "source", slice_of(e->type.at, source));
    buffer_byte(out, ',');
    put_pair(out, "type", slice_text(&e->type));
    buffer_byte(out, ',');
    put_pair(out, "pid", slice_text(&e->pid));
    if (!named) buffer_printf(out, ",\"id\":\"e%04d\"", id);
    buffer_printf(out, ",\"event_time\":\"%s\"", instant_text(e->when).at);
    buffer_printf(out, ",\"ingested_at\":\"%s\"", instant_text(e->arrival).at);
}

static bool event_add(struct reading *r, instant arrival, struct slice json)
{
    struct story *s = r->story;
    char *copy = s->n_events < STORY_EVENTS ? strndup((const char *)json.at, json.n) : NULL;
    if (!copy) return complain(r, "more events than a story may have");
    s->events[s->n_events] = (struct story_event){ arrival, s->n_events, slice_str(copy) };
    s->n_events++;
    return true;
}

static bool event_write(struct reading *r, const struct event_line *e)
{
    struct buffer envelope = buffer_new(65536), data = buffer_new(65536);
    struct reading fields = { r->story, strdup(e->fields), r->line };
    char *all = fields.rest, *key;
    put_envelope(&envelope, e, ++r->story->next_id, strncmp(e->fields, "id=", 3) == 0);
    while (all && (key = word_take(&fields))) put_field(&fields, e, &envelope, &data, key);
    buffer_add(&envelope, slice_str(",\"data\":{"));
    buffer_add(&envelope, buffer_slice(&data));
    buffer_add(&envelope, slice_str("}}"));
    bool good = event_add(r, e->arrival, buffer_slice(&envelope));
    free(all);
    buffer_deinit(&envelope);
    buffer_deinit(&data);
    return good;
}

/* ---- lines ---- */

static bool word_expect(struct reading *r, struct story_word *word, struct text pid, instant at)
{
    char *kind = word_take(r);
    *word = (struct story_word){ .line = r->line, .at = at, .pid = pid, .wants = r->rest };
    if (kind && text_from(slice_str(kind), &word->kind)) return true;
    return complain(r, "what does it say?");
}

static bool says_take(struct reading *r, instant at)
{
    struct story *s = r->story;
    if (s->n_words == STORY_WORDS) return complain(r, "more words than a story may have");
    return word_expect(r, &s->words[s->n_words++], s->pid, at);
}

/* What follows `for DATE TIME`; NULL if that is no time. */
static char *late_take(struct reading *r, instant *ret)
{
    date day;
    return day_take(r, &day) && clock_take(r, day, ret) ? word_take(r) : NULL;
}

/* `DATE TIME …`: an event, an event that came late (`for DATE TIME`), a word, or a raw line. */
static bool dated_take(struct reading *r, date day)
{
    struct event_line e = { .pid = r->story->pid };
    if (!clock_take(r, day, &e.arrival)) return false;
    e.when = e.arrival;
    char *what = word_take(r);
    if (what && strcmp(what, "says") == 0) return says_take(r, e.arrival);
    if (what && strcmp(what, "raw") == 0) return event_add(r, e.arrival, slice_str(r->rest));
    if (what && strcmp(what, "for") == 0) what = late_take(r, &e.when);
    if (!what || !text_from(slice_str(what), &e.type)) return complain(r, "what happened?");
    e.fields = r->rest + strspn(r->rest, " \t");
    return event_write(r, &e);
}

static bool event_on(struct reading *r, date day, const char *clock_and_more)
{
    char *copy = strdup(clock_and_more);
    struct reading again = { r->story, copy, r->line };
    bool good = copy && dated_take(&again, day);
    free(copy);
    return good;
}

static bool word_is(struct reading *r, const char *wanted)
{
    char *word = word_take(r);
    if (word && strcmp(word, wanted) == 0) return true;
    return complain(r, "expected `every day FIRST to LAST at TIME …`");
}

/* `every day FIRST to LAST at TIME type fields` */
static bool every_take(struct reading *r)
{
    date first, last;
    if (!word_is(r, "day") || !day_take(r, &first)) return false;
    if (!word_is(r, "to") || !day_take(r, &last) || !word_is(r, "at")) return false;
    for (date d = first; d.days <= last.days; d = date_plus(d, 1))
        if (!event_on(r, d, r->rest)) return false;
    return true;
}

/* `on DATE DATE … at TIME type fields` */
static bool on_take(struct reading *r)
{
    date days[64];
    size_t n = 0;
    char *word;
    while ((word = word_take(r)) && strcmp(word, "at") != 0)
        if (n == COUNT(days) || !date_parse(slice_str(word), &days[n++]))
            return complain(r, "not a day");
    for (size_t i = 0; i < n; i++)
        if (!event_on(r, days[i], r->rest)) return false;
    return true;
}

static bool until_take(struct reading *r)
{
    date day;
    return day_take(r, &day) && clock_take(r, day, &r->story->until);
}

static bool person_take(struct reading *r)
{
    char *pid = word_take(r);
    if (pid && text_from(slice_str(pid), &r->story->pid)) return true;
    return complain(r, "who?");
}

/* `at end …` or `at DATE TIME …`: how the file stands then. */
static bool state_take(struct reading *r)
{
    struct story *s = r->story;
    instant at = s->until;
    date day;
    char *word = word_take(r);
    if (s->n_states == STORY_STATES) return complain(r, "more states than a story may have");
    if (!word) return complain(r, "expected `at end key=value …` or `at DATE TIME key=value …`");
    if (strcmp(word, "end") != 0) {
        if (!date_parse(slice_str(word), &day)) return complain(r, "not a day");
        if (!clock_take(r, day, &at)) return false;
    }
    s->states[s->n_states++] =
        (struct story_word){ .line = r->line, .at = at, .pid = s->pid, .wants = r->rest };
    return true;
}

/* `stats DATE …`: what the statistics of that day say, by what is known at the end. */
static bool stats_take(struct reading *r)
{
    struct story *s = r->story;
    date day;
    if (s->n_stats == STORY_STATES) return complain(r, "more statistics than a story may have");
    if (!day_take(r, &day)) return false;
    struct story_stats *x = &s->stats[s->n_stats++];
    x->day = date_text(day);
    x->word = (struct story_word){ .line = r->line, .at = s->until, .wants = r->rest };
    return true;
}

static bool never_take(struct reading *r)
{
    struct story *s = r->story;
    char *kind;
    while ((kind = word_take(r)))
        if (s->n_never == STORY_KINDS || !text_from(slice_str(kind), &s->never[s->n_never++]))
            return complain(r, "not a kind of word");
    return true;
}

static bool line_take(struct reading *r)
{
    static const struct {
        const char *word;
        bool (*take)(struct reading *r);
    } directives[] = {
        { "person", person_take },
        { "until", until_take },
        { "every", every_take },
        { "on", on_take },
        { "at", state_take },
        { "never", never_take },
        { "stats", stats_take },
    };
    date day;
    char *first = word_take(r);
    if (!first || first[0] == '#') return true;
    for (size_t i = 0; i < COUNT(directives); i++)
        if (strcmp(first, directives[i].word) == 0) return directives[i].take(r);
    if (date_parse(slice_str(first), &day)) return dated_take(r, day);
    return complain(r, "a line begins with a date, or person, until, every, on, at end, never");
}

bool story_read(struct story *s, const char *path, char *content)
{
    struct reading r = { .story = s };
    s->path = path;
    if (!slice_is_utf8(slice_str(content))) return complain(&r, "a story is UTF-8");
    for (char *at = content; at;) {
        char *end = strchr(at, '\n');
        if (end) *end = 0;
        r.rest = at;
        r.line++;
        (void)line_take(&r); /* goes on, so that every fault is told at once */
        at = end ? end + 1 : NULL;
    }
    return s->bad == 0;
}
