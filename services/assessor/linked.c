/* Up to the mark nothing is sent: a word of a later cause was said, so the hops of this one were
 * acknowledged. */
#include "linked.h"

#include "shred.h"

#include "domain/kin.h"
#include "runtime/hop.h"
#include "runtime/topology.h"

enum { PATIENCE_MS = 1000 }; /* between looks whether we are to leave */

/* --- keys --- */

static int32_t home_of(const struct part *p, struct slice pid)
{
    return bus_partition_of(pid, p->office->log.partitions);
}

/* Of somebody of any partition; RC_OK and a pid "" if nobody is there any more. */
static enum rc key_of(struct part *p, struct slice pid, struct person_key *ret, struct why *why)
{
    const struct person_key *key = NULL;
    enum rc rc = keys_current(p->office->keys, home_of(p, pid), pid, &key, why);
    *ret = rc == RC_OK ? *key : (struct person_key){ .id = 0 };
    return rc == RC_REFUSED ? RC_OK : rc;
}

/* --- out --- */

enum rc linked_acknowledged(struct part *p, struct why *why)
{
    struct office *o = p->office;
    for (;;) {
        enum rc rc = writer_settle(o->writer, PATIENCE_MS, why);
        if (rc != RC_AGAIN) return rc;
        world_beat(o->world);
        if (world_leaving(o->world))
            return why_set(why, RC_BROKEN, "asked to leave before linked facts were acknowledged");
    }
}

static enum rc hop_send(
    struct part *p, const struct hop_draft *draft, int32_t partition, struct why *why)
{
    struct office *o = p->office;
    const struct hop_desk desk = { o->sealer, &o->body, &o->sealed, &o->out };
    if (draft->cause < p->mark.offset) return RC_OK;
    enum rc rc = hop_write(&desk, draft, why);
    if (rc != RC_OK) return rc;
    const struct outgoing out = {
        .topic = o->facts, .partition = partition, .key = draft->to, .value = buffer_slice(&o->out)
    };
    rc = writer_send(o->writer, &out, why);
    if (rc == RC_REFUSED) {
        log_alarm(
            "the facts of a linked person are too large to be sent on", KV_INT("bytes", o->out.n));
        return RC_OK;
    }
    if (rc == RC_OK) metric_add(o->world->metrics, METRIC_hops, 1);
    return rc;
}

static struct hop_draft draft_of(const struct part *p, const struct turn *t)
{
    return (struct hop_draft){
        .partition = p->number, .cause = t->step.cause, .at = t->step.at, .stamp = t->stamp
    };
}

static void draft_seal(struct hop_draft *d, const struct person_key *key)
{
    d->to = slice_str(key->pid);
    d->key_id = key->id;
    d->key = &key->key;
}

enum rc linked_ready(
    struct part *p, struct folder *f, const struct fact *fact, struct sending *ret, struct why *why)
{
    struct kin_news news;
    struct slice pid = slice_str(f->pid);
    enum rc rc = RC_OK;
    *ret = (struct sending){ .all = ties_concern(fact) };
    if (ret->all) rc = key_of(p, pid, &ret->own, why);
    if (rc != RC_OK || ties_count(p->people.links) == 0) return rc;
    struct slice root = ties_root(p->people.links, pid);
    ret->away = !slice_equal(root, pid);
    if (ret->away) rc = key_of(p, root, &ret->to, why);
    /* Somebody new may have been linked before. */
    return rc == RC_OK ? kin_settle(f->file, pid, p->people.links, &news, why) : rc;
}

static enum rc link_send(struct part *p, const struct sending *s, const struct fact *fact,
    const struct turn *t, struct why *why)
{
    struct hop_draft d = draft_of(p, t);
    enum rc rc = RC_OK;
    d.hop =
        (struct hop){ .kind = HUB_HOP_KIND_LINK, .member = slice_str(s->own.pid), .fact = *fact };
    d.stamp = fact->stamp;
    draft_seal(&d, &s->own);
    for (int32_t i = 0; rc == RC_OK && i < p->office->log.partitions; i++)
        rc = hop_send(p, &d, i, why);
    return rc;
}

static enum rc fact_send(struct part *p, const struct sending *s, const struct fact *fact,
    const struct turn *t, struct why *why)
{
    struct hop_draft d = draft_of(p, t);
    d.hop = (struct hop){ .kind = HUB_HOP_KIND_FACT, .member = fact->pid, .fact = *fact };
    d.stamp = fact->stamp;
    draft_seal(&d, &s->to);
    return hop_send(p, &d, home_of(p, d.to), why);
}

enum rc linked_send(struct part *p, const struct sending *s, const struct fact *fact,
    const struct turn *t, struct why *why)
{
    bool onward = s->away && s->to.pid[0], all = s->all && s->own.pid[0];
    if (!onward && !all) return RC_OK;
    enum rc rc = all ? link_send(p, s, fact, t, why) : RC_OK;
    if (rc == RC_OK && onward) rc = fact_send(p, s, fact, t, why);
    return rc == RC_OK ? linked_acknowledged(p, why) : rc;
}

static bool leads_others(const struct part *p, struct slice pid)
{
    const struct ties *l = p->people.links;
    for (size_t i = 0; i < ties_count(l); i++)
        if (!slice_equal(ties_pid(l, i), pid) && slice_equal(ties_root(l, ties_pid(l, i)), pid))
            return true;
    return false;
}

enum rc linked_end(
    struct part *p, const struct folder *f, int64_t cause, instant at, struct why *why)
{
    const struct turn t = { .step = { .at = at, .cause = cause }, .stamp = at };
    struct slice pid = slice_str(f->pid);
    struct sending s = { .all = true };
    const struct fact fact = { .id = slice_str("end"),
        .pid = pid,
        .source = SOURCE_HUB,
        .type = EVENT_HUB_FILE_ERASED,
        .type_name = slice_str(event_rows[EVENT_HUB_FILE_ERASED].name),
        .version = 1,
        .event_time = at,
        .recorded_at = at,
        .stamp = at,
        .values[HUB_FILE_ERASED_REVIEWER] = { .there = true, .text = slice_str("hub") } };
    if (!leads_others(p, pid)) return RC_OK;
    enum rc rc = key_of(p, pid, &s.own, why);
    return rc == RC_OK && s.own.pid[0] ? link_send(p, &s, &fact, &t, why) : rc;
}

/* All its own facts, to whoever leads now. */
static enum rc file_send(struct part *p, struct folder *f, const struct turn *t, struct why *why)
{
    struct person_key key;
    struct slice pid = slice_str(f->pid);
    struct hop_draft d = draft_of(p, t);
    enum rc rc = key_of(p, ties_root(p->people.links, pid), &key, why);
    if (rc != RC_OK || !key.pid[0]) return rc;
    buffer_reset(&p->office->clear);
    rc = kin_own(f->file, &p->office->clear, why);
    if (rc != RC_OK) return rc;
    d.hop = (struct hop){
        .kind = HUB_HOP_KIND_FILE, .member = pid, .own = buffer_slice(&p->office->clear)
    };
    draft_seal(&d, &key);
    return hop_send(p, &d, home_of(p, d.to), why);
}

/* --- in: who leads whom --- */

/* The i-th of those named in links, if its file is here and does not hold this cause already. */
static struct folder *named(struct part *p, size_t i, int64_t cause)
{
    struct folder *f = people_find(&p->people, ties_pid(p->people.links, i), false);
    return f && f->holds < cause ? f : NULL;
}

static enum rc folder_settle(
    struct part *p, struct folder *f, const struct turn *t, struct why *why)
{
    struct kin_news news;
    enum rc rc = kin_settle(f->file, slice_str(f->pid), p->people.links, &news, why);
    if (rc != RC_OK) return rc;
    if (news.changed) people_changed(&p->people, f);
    f->relinked |= news.changed;
    f->sends |= news.sends;
    if (!f->sends) return RC_OK;
    rc = file_send(p, f, t, why);
    f->sends = rc != RC_OK;
    return rc;
}

static enum rc folder_turn(struct part *p, struct folder *f, const struct turn *t, struct why *why)
{
    struct turn now = *t;
    if (!f->relinked) return RC_OK;
    enum rc rc = p->time.opened ? turn_take(p, f, &now, true, why) : RC_OK;
    f->relinked = rc != RC_OK;
    return rc;
}

/* Those whom somebody leads who was shredded, as far as they are here; then nobody leads them. */
static enum rc group_end(struct part *p, const struct hop *h, int64_t cause, struct why *why)
{
    struct ties *l = p->people.links;
    for (size_t i = 0; i < ties_count(l); i++) {
        struct folder *f = named(p, i, cause);
        bool led = f && slice_equal(ties_root(l, ties_pid(l, i)), h->member);
        if (!led || slice_is(h->member, f->pid)) continue;
        file_shred_member(f->file);
        shred_note(p, f);
    }
    return ties_dissolve(l, h->member, why);
}

/* A round that may be stopped on its way, as a tick may: whoever is to be sent or assessed is noted
 * in the folder, and no snapshot is taken in between. */
static enum rc link_take(struct part *p, const struct hop *h, const struct turn *t, struct why *why)
{
    struct folder *f;
    p->round = (struct round){ .offset = t->step.cause };
    p->people.relinked = true;
    bool ends = h->fact.type == EVENT_HUB_FILE_ERASED;
    enum rc rc =
        ends ? group_end(p, h, t->step.cause, why) : ties_add(p->people.links, &h->fact, why);
    for (size_t i = 0; rc == RC_OK && i < ties_count(p->people.links); i++)
        if ((f = named(p, i, t->step.cause))) rc = folder_settle(p, f, t, why);
    if (rc == RC_OK) rc = linked_acknowledged(p, why);
    for (size_t i = 0; rc == RC_OK && i < ties_count(p->people.links); i++)
        if ((f = named(p, i, t->step.cause))) rc = folder_turn(p, f, t, why);
    if (rc == RC_OK) p->round.offset = -1;
    return rc;
}

/* --- in: facts --- */

static enum rc facts_take(
    struct part *p, const struct record *r, const struct hop *h, struct turn *t, struct why *why)
{
    struct folder *f = people_find(&p->people, r->key, true);
    const struct kin_way way = { h->member, r->key, p->people.links };
    struct file_answer answer = { .what = FILE_KNEW };
    bool changed = false;
    if (!f) return why_set(why, RC_BROKEN, "out of memory for files");
    if (f->holds >= r->offset) return RC_OK;
    people_changed(&p->people, f);
    if (h->kind == HUB_HOP_KIND_FACT) {
        enum rc rc = kin_add(f->file, &way, &h->fact, &answer, why);
        return rc == RC_OK ? fact_step(p, f, &h->fact, &answer, t, why) : rc;
    }
    enum rc rc = kin_take(f->file, &way, h->own, &changed, why);
    return rc == RC_OK && p->time.opened ? turn_take(p, f, t, changed, why) : rc;
}

/* The key that opens it; and the one that seals what is said, before anything is touched. */
static enum rc hop_keys(struct part *p, const struct record *r, const struct logged *l,
    const struct person_key **ret, struct why *why)
{
    struct keys *keys = p->office->keys;
    int32_t home = home_of(p, r->key);
    enum rc rc = keys_find(keys, home, r->key, l->hop.key_id, ret, why);
    bool speaks = l->hop.kind != HUB_HOP_KIND_LINK && r->offset > p->mark.offset;
    if (rc == RC_OK && (*ret)->retired && speaks) {
        const struct person_key *current = NULL;
        rc = keys_current(keys, home, r->key, &current, why);
        if (rc == RC_OK || rc == RC_REFUSED)
            rc = keys_find(keys, home, r->key, l->hop.key_id, ret, why);
    }
    return rc;
}

enum rc linked_take(struct part *p, const struct record *r, const struct logged *l, struct why *why)
{
    struct office *o = p->office;
    const struct person_key *key = NULL;
    struct turn t = { .step = { .at = l->at, .cause = r->offset }, .stamp = l->hop.stamp };
    struct hop h;
    enum rc rc = hop_keys(p, r, l, &key, why);
    if (rc == RC_REFUSED) {
        metric_add(o->world->metrics, METRIC_key_gone, 1);
        return RC_OK;
    }
    if (rc != RC_OK) return rc;
    const struct hop_sealed sealed = { l, r, &key->key, &o->clear, o->record };
    rc = hop_open(&sealed, &h, why);
    if (rc != RC_OK) return rc;
    p->steps++;
    return h.kind == HUB_HOP_KIND_LINK ? link_take(p, &h, &t, why) : facts_take(p, r, &h, &t, why);
}
