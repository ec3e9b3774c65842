/* One letter, opened for somebody entitled to look: who it was is noted before anything is said. */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>

#include "audit.h"
#include "codec/json_fact.h"
#include "dlq/opener.h"
#include "dlq/verbs.h"
#include "runtime/topology.h"

enum { LINE_MAX_BYTES = 4 * 1024 * 1024, HEX_BYTES = 16 };

struct viewing {
    const struct dlq_conf *conf;
    struct opener *opener;
    struct writer *writer;
    int audit; /* a topic of the writer */
    bool found;
};

/* --- bytes that may be anything --- */

static void print_quoted(struct slice s)
{
    if (!s.at) {
        printf("none");
        return;
    }
    putchar('"');
    for (size_t i = 0; i < s.n; i++)
        if (isprint(s.at[i]) && s.at[i] != '"' && s.at[i] != '\\')
            putchar(s.at[i]);
        else
            printf("\\x%02x", s.at[i]);
    putchar('"');
}

static void print_hex(struct slice s, size_t most)
{
    for (size_t at = 0; at < MIN(s.n, most); at += HEX_BYTES) {
        size_t n = MIN(MIN(s.n, most) - at, (size_t)HEX_BYTES);
        printf("  %06zx ", at);
        for (size_t i = 0; i < HEX_BYTES; i++)
            if (i < n)
                printf(" %02x", s.at[at + i]);
            else
                printf("   ");
        printf("  ");
        for (size_t i = 0; i < n; i++) putchar(isprint(s.at[at + i]) ? s.at[at + i] : '.');
        putchar('\n');
    }
}

/* --- what is said --- */

static void print_outside(const struct dead *d, enum letter_state state)
{
    const struct text name = origin_text(&d->origin), refused = instant_text(d->record->stamp),
                      stamp = instant_text(d->stamp);
    printf("letter   %s\n", name.at);
    printf("stamp    %s\n", stamp.at);
    printf("refused  %s, stage %.*s, reason %.*s\n", refused.at, (int)d->stage.n,
        (const char *)d->stage.at, (int)d->error.n, (const char *)d->error.at);
    printf(
        "state    %s, re-driven %" PRId64 " times before\n", letter_state_word(state), d->redrives);
}

static void print_prospect(const struct judgement *j)
{
    static const char *const words[] = {
        [PROSPECT_PASSES] = "would pass",
        [PROSPECT_DEPENDS] = "would pass if whoever it is about has a file",
        [PROSPECT_REFUSED] = "would be refused",
        [PROSPECT_NOTHING] = "was too large for a letter: it stands in its own topic only",
    };
    printf("now      %s", words[j->prospect]);
    if (j->prospect == PROSPECT_REFUSED) printf(": %s", j->refusal.error.at);
    putchar('\n');
}

static void print_event(const struct event *e)
{
    struct buffer line = buffer_new(LINE_MAX_BYTES);
    const struct json_fact_more more = { .subject = e->has_subject ? &e->subject : NULL };
    json_put_fact(&line, &e->fact, &more);
    if (buffer_whole(&line)) printf("  %.*s", (int)line.n, (const char *)line.at);
    buffer_deinit(&line);
}

static void print_inside(const struct viewing *v, const struct judgement *j)
{
    const struct letter *l = &v->opener->letter;
    printf("key      ");
    print_quoted(l->key);
    putchar('\n');
    for (size_t i = 0; i < l->n_headers; i++) {
        printf("header   ");
        print_quoted(l->headers[i].name);
        putchar(' ');
        print_quoted(l->headers[i].value);
        putchar('\n');
    }
    printf("value    %zu bytes\n", l->value.n);
    if (j->prospect == PROSPECT_PASSES || j->prospect == PROSPECT_DEPENDS) print_event(&j->event);
    print_hex(l->value, (size_t)v->conf->bytes);
}

/* --- looking --- */

static enum rc looker_note(struct viewing *v, const struct dead *d, struct why *why)
{
    const struct text name = origin_text(&d->origin);
    const struct hub_audit note = {
        .who = slice_str(v->conf->who), .what = slice_str(DLQ_SHOW), .note = slice_text(&name)
    };
    return audit_send(v->writer, v->audit, &note, why);
}

static enum rc show_take(
    void *self, const struct dead *d, enum letter_state state, bool *ret_took, struct why *why)
{
    struct viewing *v = self;
    struct judgement j = { .prospect = PROSPECT_PASSES };
    instant stamp = d->stamp;
    v->found = *ret_took = true;
    if (!opener_open(v->opener, d))
        return why_set(why, RC_BROKEN, "the letter does not open: other secrets, or damaged");
    enum rc rc = looker_note(v, d, why);
    if (rc == RC_OK && v->conf->clock == DLQ_CLOCK_WALL) rc = clock_now(&stamp, why);
    if (rc == RC_OK) rc = opener_judge(v->opener, d, stamp, &j, why);
    if (rc != RC_OK) return rc;
    print_outside(d, state);
    print_prospect(&j);
    print_inside(v, &j);
    return RC_OK;
}

enum rc dlq_show(const struct dlq_conf *c, struct why *why)
{
    CLEANUP(opener_freep) struct opener *opener = NULL;
    CLEANUP(writer_closep) struct writer *writer = NULL;
    const struct writer_conf writer_conf = { .brokers = c->brokers, .client = "coastline-dlq" };
    struct viewing v = { .conf = c };
    struct walk walk;
    enum rc rc = walk_of(c, &walk, why);
    if (rc == RC_OK && !c->letter[0])
        rc = why_set(why, RC_REFUSED, "say --letter NAME: `coastline dlq list` prints the names");
    if (rc == RC_OK) rc = opener_new(&opener, c->secrets, why);
    if (rc == RC_OK) rc = writer_open(&writer, &writer_conf, why);
    if (rc == RC_OK) rc = writer_topic(writer, TOPIC_AUDIT, &v.audit, why);
    if (rc != RC_OK) return rc;
    v.opener = opener;
    v.writer = writer;
    walk.take = show_take;
    walk.self = &v;
    walk.limit = 1;
    rc = letters_walk(&walk, why);
    return rc == RC_OK && !v.found ? why_set(why, RC_REFUSED, "there is no such letter") : rc;
}
