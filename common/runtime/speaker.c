/* The rule of speakers, and the words of hub.changes as its readers meet them. */
#include "runtime/speaker.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/base32.h"
#include "base/buffer.h"
#include "codec/frame.h"
#include "codec/record.h"
#include "vault/secrets.h"

enum { OPENING_MAX = 1024 };

int cause_compare(const struct cause *a, const struct cause *b)
{
    if (a->offset != b->offset) return a->offset < b->offset ? -1 : 1;
    if (a->closing != b->closing) return a->closing ? 1 : -1;
    return strcmp(a->pid.at, b->pid.at);
}

struct heard heard_nothing(void)
{
    return (struct heard){ .speaker = -1, .last = { .offset = -1 } };
}

enum hearing heard_look(const struct heard *h, int64_t speaker, const struct cause *cause)
{
    if (speaker != h->speaker) return HEARING_STRANGER;
    return cause_compare(cause, &h->last) > 0 ? HEARING_NEW : HEARING_REPEAT;
}

/* --- a record becomes a word --- */

struct word_shape {
    const struct record_row *row;
    enum word_kind kind;
};

static const struct word_shape *shape_of(uint64_t fingerprint)
{
    static const struct word_shape shapes[] = {
        { &hub_change_row, WORD_CHANGE },
        { &hub_closing_row, WORD_CLOSING },
        { &hub_speaker_row, WORD_OPENING },
    };
    for (size_t i = 0; i < COUNT(shapes); i++)
        if (shapes[i].row->fingerprint == fingerprint) return &shapes[i];
    return NULL;
}

/* What a word says of its place; *ret_speaker: in whose name. */
static enum rc cause_of(
    const struct record *r, struct word *w, int64_t *ret_speaker, struct why *why)
{
    switch (w->kind) {
    case WORD_OPENING: return RC_OK;
    case WORD_CLOSING:
        w->cause = (struct cause){ .offset = w->closing.cause, .closing = true };
        *ret_speaker = w->closing.speaker;
        return RC_OK;
    case WORD_CHANGE:
        w->cause = (struct cause){ .offset = w->change.cause };
        *ret_speaker = w->change.speaker;
        if (r->key.n > 0 && text_from(r->key, &w->cause.pid)) return RC_OK;
        return why_set(why, RC_REFUSED, "a change whose key is no pid");
    }
    return RC_BROKEN;
}

enum rc word_read(
    struct heard *h, const struct record *r, struct arena *arena, struct word *ret, struct why *why)
{
    struct frame frame;
    struct word w = { .hearing = HEARING_NEW };
    int64_t speaker = -1;
    enum rc rc = frame_read(r->value, &frame, why);
    if (rc != RC_OK) return rc;
    const struct word_shape *shape = shape_of(frame.fingerprint);
    if (!shape) return why_set(why, RC_REFUSED, "no record of hub.changes");
    w.kind = shape->kind;
    rc = record_read(shape->row, frame.body, arena, &w.change, why); /* members share the place */
    if (rc == RC_OK) rc = cause_of(r, &w, &speaker, why);
    if (rc != RC_OK) return rc;
    if (w.kind == WORD_OPENING) {
        h->speaker = MAX(h->speaker, r->offset);
    } else {
        w.hearing = heard_look(h, speaker, &w.cause);
        if (w.hearing == HEARING_NEW) h->last = w.cause;
    }
    *ret = w;
    return RC_OK;
}

/* --- beside a place --- */

void heard_write(const struct heard *h, char beside[BESIDE_MAX + 1])
{
    const char *pid = h->last.closing ? "*" : h->last.pid.at[0] ? h->last.pid.at : "-";
    (void)snprintf(
        beside, BESIDE_MAX + 1, "1 %" PRId64 " %" PRId64 " %s", h->speaker, h->last.offset, pid);
}

bool heard_parse(const char *beside, struct heard *ret)
{
    struct heard h = heard_nothing();
    char pid[TEXT_MAX + 1];
    int end = 0;
    if (beside[0] == '\0') {
        *ret = h;
        return true;
    }
    int n =
        sscanf(beside, "1 %" SCNd64 " %" SCNd64 " %64s%n", &h.speaker, &h.last.offset, pid, &end);
    if (n != 3 || beside[end] != '\0') return false;
    h.last.closing = strcmp(pid, "*") == 0;
    if (!h.last.closing && strcmp(pid, "-") != 0) memcpy(h.last.pid.at, pid, sizeof pid);
    *ret = h;
    return true;
}

/* --- the assessor's side --- */

enum rc speaker_open(
    struct writer *w, const struct speaker_opening *opening, struct text *ret_key, struct why *why)
{
    uint8_t random[16];
    vault_random(random, sizeof random);
    struct text name = base32_text(slice_of(random, sizeof random)), key;
    text_print(&key, "speaker:%.40s", name.at);
    struct buffer body = buffer_new(OPENING_MAX);
    struct hub_speaker speaker = { .log = opening->log, .build = opening->build };
    frame_write(hub_speaker_row.fingerprint, &body);
    enum rc rc = record_write(&hub_speaker_row, &speaker, &body, why);
    if (rc == RC_OK) {
        struct outgoing out = { .topic = opening->topic,
            .partition = opening->partition,
            .key = slice_text(&key),
            .value = buffer_slice(&body) };
        rc = writer_send(w, &out, why);
    }
    buffer_deinit(&body);
    if (rc == RC_OK) *ret_key = key;
    return rc;
}

bool speaker_is(const struct record *record, const struct text *key)
{
    return slice_is(record->key, key->at);
}
