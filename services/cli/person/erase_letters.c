/* A letter may hold anything, so it is searched byte by byte, and not only where an event has its
 * document. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "dlq/errand.h"
#include "dlq/opener.h"
#include "person/erase.h"
#include "runtime/topology.h"

enum { NEEDLES = 4, HEADERS_ROOM = 64, CITIZEN = 18 };

/* What gives a person away: the pseudonym; the number as it is kept, with a small x, with 15
 * digits.
 */
struct needles {
    struct text at[NEEDLES];
    size_t n;
};

struct search {
    struct errand errand;
    const struct erase_conf *conf;
    struct opener *opener;
    struct needles of[ALIKE_MAX];
    size_t n_of;
    int letters; /* hub.dead-letters, of the errand's writer */
    int64_t found;
};

static void needle_add(struct needles *n, struct slice word)
{
    if (word.n && text_copy(word, &n->at[n->n])) n->n++;
}

static struct needles needles_of(const struct erased_one *one)
{
    struct needles n = { .n = 0 };
    const char *colon = memchr(one->document.at, ':', one->document.n);
    needle_add(&n, slice_text(&one->pid));
    if (!colon) return n;
    struct slice number =
        slice_of(colon + 1, one->document.n - (size_t)(colon + 1 - one->document.at));
    needle_add(&n, number);
    if (number.n != CITIZEN || strncmp(one->document.at, "cn_id:", 6) != 0) return n;
    char old[CITIZEN + 1];
    (void)snprintf(old, sizeof old, "%.6s%.9s", number.at, number.at + 8);
    if (memcmp(number.at + 6, "19", 2) == 0) needle_add(&n, slice_str(old));
    (void)snprintf(old, sizeof old, "%.17s%c", number.at, tolower(number.at[CITIZEN - 1]));
    if (number.at[CITIZEN - 1] == 'X') needle_add(&n, slice_str(old));
    explicit_bzero(old, sizeof old);
    return n;
}

static bool names(const struct search *s, struct slice text)
{
    for (size_t i = 0; text.at && i < s->n_of; i++)
        for (size_t k = 0; k < s->of[i].n; k++) {
            struct slice needle = slice_text(&s->of[i].at[k]);
            if (memmem(text.at, text.n, needle.at, needle.n)) return true;
        }
    return false;
}

static bool letter_names(const struct search *s)
{
    const struct letter *l = &s->opener->letter;
    if (names(s, l->key) || names(s, l->value)) return true;
    for (size_t i = 0; i < l->n_headers; i++)
        if (names(s, l->headers[i].name) || names(s, l->headers[i].value)) return true;
    return false;
}

/* What stood beside the seal stays, so that the books agree; the key of the hour goes. */
static enum rc letter_empty(struct search *s, const struct dead *d, struct why *why)
{
    struct record_header all[HEADERS_ROOM], kept[HEADERS_ROOM];
    size_t there = MIN(record_headers(d->record, all, HEADERS_ROOM), (size_t)HEADERS_ROOM), n = 0;
    for (size_t i = 0; i < there; i++)
        if (!slice_is(all[i].name, "coastline.dlq.key")) kept[n++] = all[i];
    const struct outgoing out = { .topic = s->letters,
        .partition = d->record->partition,
        .key = d->record->key,
        .value = slice_str(""),
        .headers = kept,
        .n_headers = n };
    return writer_send(s->errand.writer, &out, why);
}

static enum rc letter_take(
    void *self, const struct dead *d, enum letter_state state, bool *ret_took, struct why *why)
{
    struct search *s = self;
    (void)state;
    enum rc rc = errand_goes_on(&s->errand, why);
    if (rc != RC_OK || !opener_open(s->opener, d) || !letter_names(s)) return rc;
    *ret_took = true;
    s->found++;
    if (s->conf->dry_run) return RC_OK;
    rc = letter_empty(s, d, why);
    return rc == RC_OK ? errand_did(&s->errand, &d->origin, why) : rc;
}

static enum rc search_run(struct search *s, const struct dlq_conf *dlq, struct why *why)
{
    struct why late = { "" };
    struct walk walk;
    enum rc rc = walk_of(dlq, &walk, why);
    if (rc == RC_OK) rc = errand_begin(&s->errand, dlq, DLQ_ERASE, why);
    if (rc == RC_OK) rc = writer_topic(s->errand.writer, TOPIC_LETTERS, &s->letters, why);
    if (rc != RC_OK) return rc;
    walk.take = letter_take;
    walk.self = s;
    rc = letters_walk(&walk, why);
    enum rc end = errand_settle(&s->errand, &late);
    return rc == RC_OK && end != RC_OK ? why_set(why, end, "%s", late.text) : rc;
}

enum rc erase_letters(
    const struct erase_conf *c, const struct erased *who, int64_t *ret_n, struct why *why)
{
    CLEANUP(opener_freep) struct opener *opener = NULL;
    struct search s = { .conf = c, .n_of = who->n };
    const struct dlq_conf dlq = { .brokers = c->brokers,
        .letter = "",
        .reason = "",
        .topic = "",
        .since = "",
        .until = "",
        .partition = -1,
        .last = INT64_MAX,
        .state = STATE_CHOICE_ALL,
        .who = c->by,
        .because = c->reason };
    enum rc rc = opener_new(&opener, c->secrets, why);
    if (rc != RC_OK) return rc;
    s.opener = opener;
    for (size_t i = 0; i < who->n; i++) s.of[i] = needles_of(&who->at[i]);
    rc = search_run(&s, &dlq, why);
    if (s.errand.writer) errand_end(&s.errand);
    explicit_bzero(s.of, sizeof s.of);
    *ret_n = s.found;
    return rc;
}
