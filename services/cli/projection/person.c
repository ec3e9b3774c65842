/* One person put right from the log, while the projector runs: the words about the person up to the
 * place that Redis has, then one script that takes nothing if Redis has another place by then; so a
 * word that came meanwhile is heard first, and it is tried again. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "projection/strays.h"
#include "runtime/change_open.h"
#include "runtime/speaker.h"
#include "runtime/topology.h"
#include "stop.h"
#include "tally/topic.h"
#include "vault/pid.h"

enum { ARENA_MAX = 256 << 20, BODY_MAX = 2 << 20, TRIES_MAX = 200, PAUSE_US = 20 * 1000 };

struct healing {
    struct desk desk;
    struct generation at; /* the one that is healed */
    struct part *part;    /* of the person; in `at` */
    struct slice pid;
    struct secrets *secrets;
    struct keys *keys;
    struct heal *heal;
    struct arena *arena; /* bodies of the person's words */
    struct buffer clear;
    struct heard heard;
    int64_t next;         /* of hub.changes: heard up to there */
    int64_t words, gone;  /* about the person; of them with a key that is gone */
    struct stray *strays; /* owned: STRAYS_MAX */
    size_t n_strays;
};

/* --- words --- */

static enum rc change_hear(
    struct healing *h, const struct record *r, const struct word *word, struct why *why)
{
    struct said said = { .kind = WORD_CHANGE,
        .offset = r->offset,
        .at = word->change.at,
        .stamp = word->change.stamp,
        .heard = h->heard };
    const struct change_sealed sealed = { r, &word->change, h->keys, &h->clear, h->arena };
    enum rc rc = change_open(&sealed, &said.body, why);
    if (rc != RC_OK) return rc == RC_REFUSED ? RC_OK : rc; /* as the projector passes over it */
    h->words++;
    h->gone += said.body == NULL;
    return heal_hear(h->heal, &said, why);
}

static enum rc word_take(void *self, const struct record *r, struct arena *a, struct why *why)
{
    struct healing *h = self;
    struct word word;
    enum rc rc = word_read(&h->heard, r, a, &word, why);
    h->next = r->offset + 1;
    if (rc != RC_OK) return rc == RC_REFUSED ? RC_OK : rc;
    bool is_meant =
        word.kind == WORD_CHANGE && word.hearing == HEARING_NEW && slice_equal(r->key, h->pid);
    return is_meant ? change_hear(h, r, &word, why) : RC_OK;
}

/* Up to the place that Redis has now. */
static enum rc words_hear(struct healing *h, struct why *why)
{
    const struct topic_piece piece = { .topic = TOPIC_CHANGES, .partition = h->part->partition };
    enum rc rc = meta_load(h->desk.store, name_slice(&h->at.prefix), h->part, why);
    if (rc != RC_OK) return rc;
    struct topic_piece rest = piece;
    rest.from = h->next;
    rest.to = h->part->standing.next;
    if (rest.to < 0) return why_set(why, RC_REFUSED, "nothing of this partition is projected yet");
    return rest.to > rest.from ? topic_piece_read(h->desk.conf->brokers, &rest, word_take, h, why)
                               : RC_OK;
}

/* --- the script --- */

static enum rc once(struct healing *h, struct why *why)
{
    enum rc rc = words_hear(h, why);
    if (rc == RC_OK)
        rc = strays_find(&h->desk, name_slice(&h->at.prefix), h->pid, h->strays, &h->n_strays, why);
    if (rc == RC_OK) rc = words_hear(h, why); /* looking took its time */
    if (rc == RC_OK) rc = heal_apply(h->heal, h->strays, h->n_strays, why);
    return rc;
}

/* The projector may be faster; the first time is the long one. */
static enum rc heal_run(struct healing *h, struct why *why)
{
    for (int i = 0; i < TRIES_MAX; i++) {
        enum rc rc = once(h, why);
        bool moved = rc == RC_REFUSED && h->part->standing.next >= 0;
        if (!moved) return rc;
        if (stop_asked(PAUSE_US))
            return why_set(why, RC_AGAIN, "stopped as asked: nothing changed");
    }
    return why_set(why, RC_AGAIN, "so many words come that the place was never the same twice");
}

/* --- the command --- */

static enum rc healing_open(struct healing *h, struct why *why)
{
    const struct projection_conf *c = h->desk.conf;
    struct keys_conf keys = { .brokers = c->brokers };
    const char *generation = c->generation[0] ? c->generation : h->desk.live.at;
    h->arena = arena_new(ARENA_MAX);
    h->clear = buffer_new(BODY_MAX);
    h->strays = calloc(STRAYS_MAX, sizeof *h->strays);
    if (!h->arena || !h->strays) return why_set(why, RC_BROKEN, "out of memory");
    enum rc rc = generation_open(&h->at, &h->desk, generation, why);
    if (rc == RC_OK) rc = secrets_open(&h->secrets, c->secrets, SECRET_BIT(PERSONS), why);
    keys.secrets = h->secrets;
    if (rc == RC_OK) rc = keys_open(&h->keys, &keys, why);
    if (rc != RC_OK) return rc;
    h->part = &h->at.parts[bus_partition_of(h->pid, h->desk.log.partitions)];
    const struct heal_conf heal = { h->desk.store, name_slice(&h->at.prefix), h->pid, h->part,
        h->arena };
    h->heal = heal_new(&heal);
    return h->heal ? keys_read(h->keys, h->part->partition, why)
                   : why_set(why, RC_BROKEN, "out of memory");
}

static void healing_close(struct healing *h)
{
    heal_free(h->heal);
    keys_close(h->keys);
    secrets_free(h->secrets);
    arena_free(h->arena);
    buffer_deinit(&h->clear);
    free(h->strays);
    generation_close(&h->at);
    desk_close(&h->desk);
}

enum rc projection_heal(const struct projection_conf *c, struct why *why)
{
    struct healing h = { .pid = slice_str(c->person), .heard = heard_nothing() };
    if (h.pid.n != PID_CHARS) return why_set(why, RC_REFUSED, "--person is no pseudonym");
    enum rc rc = desk_open(&h.desk, c, why);
    if (rc == RC_OK) rc = healing_open(&h, why);
    if (rc == RC_OK) rc = desk_audit(&h.desk, "projection.heal", c->person, why);
    if (rc == RC_OK) rc = heal_run(&h, why);
    if (rc == RC_OK)
        printf("%s in %s is as %" PRId64 " words left it up to offset %" PRId64
               " of partition %d%s\n",
            c->person, h.at.name.at, h.words, h.part->standing.next, (int)h.part->partition,
            h.words == 0        ? ": none spoke of this person"
            : h.gone == h.words ? ": the person was erased"
                                : "");
    healing_close(&h);
    return rc;
}
