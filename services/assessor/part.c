/* Opening, keeping and watching; what a record does stands in steps.c. */
#include "part.h"

#include <stdlib.h>

#include "runtime/topology.h"

#define BUILD "coastline 0.1.0, domain hn-care-1.0"
enum { SETTLE_MS = 30000 };

struct part *part_close(struct part *p)
{
    if (!p) return NULL;
    told_close(p->told);
    snapshots_close(p->snapshots);
    rulesets_deinit(&p->sets);
    people_deinit(&p->people);
    free(p);
    return NULL;
}

static struct told_conf told_conf_of(const struct part *p, int64_t from, struct heard heard)
{
    return (struct told_conf){ .brokers = p->office->brokers,
        .world = p->office->world,
        .partition = p->number,
        .from = from,
        .heard = heard };
}

static enum rc speaker_begin(struct part *p, const struct standing *from, struct why *why)
{
    struct office *o = p->office;
    const struct speaker_opening opening = { .topic = o->changes,
        .partition = p->number,
        .log = slice_text(&o->log.name),
        .build = slice_str(BUILD) };
    const struct told_conf conf = told_conf_of(p, from->changes, from->heard);
    struct text key = { "" };
    struct heard heard;
    enum rc rc = speaker_open(o->writer, &opening, &key, why);
    if (rc == RC_OK) rc = writer_settle(o->writer, SETTLE_MS, why);
    if (rc == RC_OK) rc = told_open(&p->told, &conf, &key, &heard, why);
    if (rc != RC_OK) return rc;
    p->mark = heard.last;
    p->voice = (struct voice){
        .office = o, .partition = p->number, .speaker = heard.speaker, .next = heard.speaker + 1
    };
    return RC_OK;
}

enum rc part_open(struct part **ret, struct office *office, int32_t number, struct why *why)
{
    CLEANUP(part_closep) struct part *p = calloc(1, sizeof *p);
    struct standing standing;
    if (!p) return why_set(why, RC_BROKEN, "out of memory");
    *p = (struct part){
        .office = office, .number = number, .ours = true, .round.offset = -1, .taken = -1
    };
    enum rc rc = rulesets_init(&p->sets, why);
    if (rc == RC_OK) rc = people_init(&p->people, why);
    if (rc == RC_OK) rc = keep_open(&p->snapshots, office, number, why);
    if (rc == RC_OK) rc = keys_read(office->keys, number, why);
    if (rc == RC_OK) rc = keep_load(office, number, &p->people, &p->sets, &standing, why);
    if (rc == RC_OK) rc = speaker_begin(p, &standing, why);
    if (rc != RC_OK) return rc;
    p->time = standing.time;
    p->next = standing.next;
    if (p->next > p->mark.offset) p->told = told_close(p->told); /* there is nothing to replay */
    log_fact("a partition is loaded", KV_INT("partition", number), KV_INT("files", p->people.n),
        KV_INT("from", p->next), KV_INT("speaker", p->voice.speaker),
        KV_INT("mark", p->mark.offset));
    *ret = TAKE(p);
    return RC_OK;
}

/* RC_REFUSED: another one opened, so what we said since was heard by nobody, and a checkpoint that
 * says otherwise would be believed. It may be a dead one whose record came late: it fences nobody.
 */
static enum rc all_was_heard(struct part *p, struct why *why)
{
    struct bus_span changes;
    struct reader *reader = world_reader(p->office->world);
    enum rc rc = writer_settle(p->office->writer, SETTLE_MS, why);
    if (rc == RC_OK) rc = reader_span(reader, TOPIC_CHANGES, p->number, &changes, why);
    if (rc == RC_OK) rc = part_watch(p, changes.high, why);
    return rc;
}

enum rc part_keep(struct part *p, instant now, struct why *why)
{
    struct office *o = p->office;
    bool between = p->round.offset < 0 && p->n_shredded == 0 && !p->told; /* our own words */
    if (!between || p->steps == 0) return RC_OK;
    enum rc rc = all_was_heard(p, why);
    if (rc != RC_OK) return rc == RC_REFUSED ? RC_OK : rc; /* who watches will end us */
    struct standing standing = { .next = p->next,
        .time = p->time,
        .changes = p->voice.next,
        .heard = { .speaker = p->voice.speaker } };
    rc = keep_write(p->snapshots, o, p->number, &p->people, &p->sets, &standing, why);
    if (rc != RC_OK && rc != RC_REFUSED) return rc;
    p->steps = 0;
    p->kept_at = now;
    return RC_OK;
}

enum rc part_watch(struct part *p, int64_t end, struct why *why)
{
    if (end <= p->voice.next || writer_unsettled(p->office->writer) > 0) return RC_OK;
    const struct heard heard = { .speaker = p->voice.speaker };
    const struct told_conf conf = told_conf_of(p, MAX(p->watched, p->voice.speaker), heard);
    int64_t seen = 0;
    enum rc rc = told_watch(&conf, &seen, why);
    if (rc != RC_OK) return rc;
    p->watched = seen;
    p->voice.next = MAX(p->voice.next, seen); /* late words of a predecessor */
    return RC_OK;
}
