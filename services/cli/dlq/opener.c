#include "dlq/opener.h"

#include <sodium.h>
#include <stdlib.h>

#include "gate.h"
#include "inspect.h"

enum { TEXT_BYTES_MAX = 16 * 1024 * 1024 };

enum rc opener_new(struct opener **ret, const char *folder, struct why *why)
{
    CLEANUP(opener_freep) struct opener *o = calloc(1, sizeof *o);
    if (!o) return why_set(why, RC_BROKEN, "out of memory");
    o->text = buffer_new(TEXT_BYTES_MAX);
    o->arena = arena_new(INSPECT_ARENA);
    if (!o->arena) return why_set(why, RC_BROKEN, "out of memory");
    enum rc rc = secrets_open(&o->secrets, folder, SECRET_BIT(VAULT) | SECRET_BIT(VAULT_PUB), why);
    if (rc == RC_OK) *ret = TAKE(o);
    return rc == RC_OK ? rc : why_add(why, rc, "--secrets");
}

struct opener *opener_free(struct opener *o)
{
    if (!o) return NULL;
    if (o->text.at) sodium_memzero(o->text.at, o->text.capacity);
    buffer_deinit(&o->text);
    arena_free(o->arena);
    secrets_free(o->secrets);
    free(o);
    return NULL;
}

bool opener_open(struct opener *o, const struct dead *d)
{
    const struct sealed_letter sealed = { .key = d->box, .text = d->record->value };
    o->letter = (struct letter){ .topic = slice_str(origin_topic(d->origin.source)),
        .partition = d->origin.partition,
        .offset = d->origin.offset };
    return letter_open(o->secrets, &sealed, &o->text, o->headers, &o->letter);
}

static bool is_kept(const struct opener *o)
{
    return o->letter.value.at || o->letter.key.at || o->letter.n_headers;
}

/* Who has a file, and whether the hub is open, no record tells. */
static enum prospect beyond_the_record(const struct dead *d, struct judgement *j)
{
    if (j->event.fact.type == EVENT_HUB_OPENED && slice_is(d->error, "opened")) {
        j->refusal = refusal_of(REASON_OPENED);
        return PROSPECT_REFUSED;
    }
    bool about_somebody = j->event.fact.source == SOURCE_HUB && !event_is_about_nobody(&j->event);
    return about_somebody ? PROSPECT_DEPENDS : PROSPECT_PASSES;
}

enum rc opener_judge(
    struct opener *o, const struct dead *d, instant stamp, struct judgement *ret, struct why *why)
{
    const struct inspection what = {
        .original = &o->letter, .source = d->origin.source, .stamp = gate_stamp(stamp)
    };
    if (slice_is(d->error, "oversize") && !is_kept(o)) {
        ret->prospect = PROSPECT_NOTHING;
        return RC_OK;
    }
    enum rc rc = inspect(&what, o->arena, &ret->event, &ret->refusal, why);
    ret->prospect = rc == RC_OK ? beyond_the_record(d, ret) : PROSPECT_REFUSED;
    return rc == RC_REFUSED ? RC_OK : rc;
}
