/* Who is linked with whom stands in hub.files, beside each checkpoint; keys and documents in
 * hub.identities. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "baked/hub.h"
#include "codec/frame.h"
#include "codec/record.h"
#include "domain/ties.h"
#include "person/erase.h"
#include "runtime/keys.h"
#include "runtime/logname.h"
#include "runtime/topology.h"
#include "tally/topic.h"
#include "vault/wrap.h"

enum { LINE_BYTES = 160, CLEAR_MAX = 4 << 20 };
#define LINKS_KEY "links:"

void erased_zero(struct erased *e) { explicit_bzero(e, sizeof *e); }

/* --- the pseudonym --- */

/* Without the line's end; personal. */
static enum rc line_read(char line[LINE_BYTES], struct why *why)
{
    if (!fgets(line, LINE_BYTES, stdin))
        return why_set(why, RC_REFUSED, "--doc - wants a line on standard input");
    line[strcspn(line, "\r\n")] = '\0';
    return RC_OK;
}

static enum rc pid_of_doc(const struct erase_conf *c, struct text *ret, struct why *why)
{
    CLEANUP(secrets_freep) struct secrets *secrets = NULL;
    char line[LINE_BYTES];
    const char *doc = c->doc;
    struct subject subject = { .doc_type = DOC_CN_ID };
    struct document d;
    enum rc rc = secrets_open(&secrets, c->secrets, SECRET_BIT(PID), why);
    if (rc == RC_OK && strcmp(doc, "-") == 0) {
        rc = line_read(line, why);
        doc = line;
    }
    if (rc != RC_OK) return rc;
    const char *colon = strchr(doc, ':');
    subject.doc_no = slice_str(colon ? colon + 1 : doc);
    bool good = !colon || doc_type_from(slice_of(doc, (size_t)(colon - doc)), &subject.doc_type);
    good = good && document_from(&subject, &d);
    explicit_bzero(line, sizeof line);
    if (!good)
        return why_set(
            why, RC_REFUSED, "--doc wants TYPE:NUMBER, such as cn_id: and 18 characters");
    *ret = pid_of(secrets, &d);
    document_zero(&d);
    return RC_OK;
}

static enum rc pid_find(const struct erase_conf *c, struct text *ret, struct why *why)
{
    if ((c->pid[0] != 0) == (c->doc[0] != 0))
        return why_set(why, RC_REFUSED, "say either --pid or --doc");
    if (c->doc[0]) return pid_of_doc(c, ret, why);
    if (strlen(c->pid) == PID_CHARS && text_from(slice_str(c->pid), ret)) return RC_OK;
    return why_set(why, RC_REFUSED, "--pid wants a whole pseudonym, %d characters", PID_CHARS);
}

/* --- who is linked --- */

struct linking {
    struct keys *keys;
    struct ties *ties;
    struct logname log;
    struct buffer clear;
};

static void *memory(void *at, size_t bytes)
{
    if (bytes) return realloc(at, bytes);
    free(at);
    return NULL;
}

static enum rc links_open(struct linking *l, const struct record *r, struct slice pid,
    const struct hub_snapshot *s, struct why *why)
{
    const struct person_key *key = NULL;
    const struct seal_binding binding = { .kind = SEALED_LINKS,
        .pid = pid,
        .key_id = s->key_id,
        .partition = r->partition,
        .offset = s->cause };
    int32_t home = bus_partition_of(pid, l->log.partitions);
    enum rc rc = keys_find(l->keys, home, pid, s->key_id, &key, why);
    if (rc != RC_OK) return rc == RC_REFUSED ? RC_OK : rc; /* shredded */
    buffer_reset(&l->clear);
    if (!seal_open(&key->key, &binding, s->sealed, &l->clear))
        return why_set(why, RC_BROKEN, "links that their person's key does not open");
    return ties_load(l->ties, pid, buffer_slice(&l->clear), why);
}

static enum rc links_take(void *self, const struct record *r, struct arena *a, struct why *why)
{
    const size_t n = sizeof LINKS_KEY - 1;
    struct frame frame;
    struct hub_snapshot s;
    if (!r->value.at || !slice_starts(r->key, slice_str(LINKS_KEY))) return RC_OK;
    if (frame_read(r->value, &frame, NULL) != RC_OK ||
        frame.fingerprint != hub_snapshot_row.fingerprint)
        return RC_OK;
    enum rc rc = record_read(&hub_snapshot_row, frame.body, a, &s, why);
    if (rc == RC_OK) rc = links_open(self, r, slice_of(r->key.at + n, r->key.n - n), &s, why);
    return rc;
}

static enum rc linked_add(const struct linking *l, struct erased *e, struct why *why)
{
    struct slice own = slice_text(&e->at[0].pid), root = ties_root(l->ties, own);
    for (size_t i = 0; i < ties_count(l->ties); i++) {
        struct slice pid = ties_pid(l->ties, i);
        if (slice_equal(pid, own) || !slice_equal(ties_root(l->ties, pid), root)) continue;
        if (e->n == ALIKE_MAX)
            return why_set(why, RC_REFUSED, "more than %d people are linked", ALIKE_MAX);
        if (text_from(pid, &e->at[e->n].pid)) e->n++;
    }
    return RC_OK;
}

static enum rc linked_find(const struct erase_conf *c, struct erased *e, struct why *why)
{
    CLEANUP(secrets_freep) struct secrets *secrets = NULL;
    CLEANUP(keys_closep) struct keys *keys = NULL;
    CLEANUP(ties_freep) struct ties *ties = ties_new(memory);
    struct linking l = { .ties = ties, .clear = buffer_new(CLEAR_MAX) };
    enum rc rc = ties ? RC_OK : why_set(why, RC_BROKEN, "out of memory");
    if (rc == RC_OK) rc = secrets_open(&secrets, c->secrets, SECRET_BIT(PERSONS), why);
    const struct keys_conf conf = { .brokers = c->brokers, .secrets = secrets };
    if (rc == RC_OK) rc = logname_read(c->brokers, &l.log, why);
    if (rc == RC_OK) rc = keys_open(&keys, &conf, why);
    l.keys = keys;
    if (rc == RC_OK) rc = topic_read(c->brokers, TOPIC_FILES, links_take, &l, why);
    if (rc == RC_OK) rc = ties_judge(ties, why);
    if (rc == RC_OK) rc = linked_add(&l, e, why);
    buffer_deinit(&l.clear);
    return rc;
}

/* --- keys and documents --- */

struct surveying {
    const struct secrets *vault;
    struct erased *who;
    int64_t *ids; /* owned: of keys that were seen, */
    uint8_t *one; /* owned: whose, */
    char *state;  /* owned: and how each stands: u, r or g */
    size_t n, room;
};

static bool survey_grow(struct surveying *s)
{
    size_t room = s->room ? 2 * s->room : 64;
    int64_t *ids = realloc(s->ids, room * sizeof *ids);
    if (ids) s->ids = ids;
    uint8_t *one = realloc(s->one, room * sizeof *one);
    if (one) s->one = one;
    char *state = realloc(s->state, room);
    if (state) s->state = state;
    if (ids && one && state) s->room = room;
    return ids && one && state;
}

static enum rc key_note(struct surveying *s, size_t one, int64_t id, char state, struct why *why)
{
    size_t i = 0;
    while (i < s->n && (s->ids[i] != id || s->one[i] != one)) i++;
    if (i == s->room && !survey_grow(s)) return why_set(why, RC_BROKEN, "out of memory");
    s->n = MAX(s->n, i + 1);
    s->ids[i] = id;
    s->one[i] = (uint8_t)one;
    s->state[i] = state;
    return RC_OK;
}

/* Nothing that is a key: RC_REFUSED. */
static enum rc key_read(
    const struct record *r, struct arena *a, struct slice *ret_document, bool *ret_retired)
{
    struct frame frame;
    struct hub_identity i;
    struct hub_retired_key k;
    if (frame_read(r->value, &frame, NULL) != RC_OK) return RC_REFUSED;
    if (frame.fingerprint == hub_retired_key_row.fingerprint) {
        enum rc rc = record_read(&hub_retired_key_row, frame.body, a, &k, NULL);
        *ret_retired = true;
        if (rc == RC_OK) *ret_document = k.document;
        return rc;
    }
    if (frame.fingerprint != hub_identity_row.fingerprint) return RC_REFUSED;
    enum rc rc = record_read(&hub_identity_row, frame.body, a, &i, NULL);
    *ret_retired = rc == RC_OK && i.retired;
    if (rc == RC_OK) *ret_document = i.document;
    return rc;
}

static enum rc key_take(void *self, const struct record *r, struct arena *a, struct why *why)
{
    struct surveying *s = self;
    bool retired = false;
    size_t one = 0;
    if (r->key.n <= PID_CHARS + 1) return RC_OK;
    struct slice pid = slice_of(r->key.at, PID_CHARS), document = { NULL, 0 };
    while (one < s->who->n && !slice_is(pid, s->who->at[one].pid.at)) one++;
    if (one == s->who->n) return RC_OK;
    int64_t id = strtoll((const char *)r->key.at + PID_CHARS + 1, NULL, 10);
    if (!r->value.at) return key_note(s, one, id, 'g', why);
    enum rc rc = key_read(r, a, &document, &retired);
    if (rc != RC_OK) return rc == RC_REFUSED ? RC_OK : rc;
    if (s->vault) (void)!document_open(s->vault, document, &s->who->at[one].document);
    return key_note(s, one, id, retired ? 'r' : 'u', why);
}

static enum rc keys_survey(
    const struct erase_conf *c, const struct secrets *vault, struct erased *e, struct why *why)
{
    struct surveying s = { .vault = vault, .who = e };
    enum rc rc = topic_read(c->brokers, TOPIC_IDENTITIES, key_take, &s, why);
    for (size_t i = 0; i < s.n; i++) {
        struct erased_one *one = &e->at[s.one[i]];
        one->in_use += s.state[i] == 'u';
        one->retired += s.state[i] == 'r';
        one->gone += s.state[i] == 'g';
    }
    free(s.ids);
    free(s.one);
    free(s.state);
    return rc;
}

enum rc erased_find(
    const struct erase_conf *c, const struct secrets *vault, struct erased *ret, struct why *why)
{
    *ret = (struct erased){ .n = 1 };
    enum rc rc = pid_find(c, &ret->at[0].pid, why);
    if (rc == RC_OK) rc = linked_find(c, ret, why);
    if (rc == RC_OK) rc = keys_survey(c, vault, ret, why);
    const struct erased_one *one = &ret->at[0];
    if (rc == RC_OK && one->in_use + one->retired + one->gone == 0)
        rc = why_set(why, RC_REFUSED, "the hub has no key of this person, and nothing under it");
    return rc;
}
