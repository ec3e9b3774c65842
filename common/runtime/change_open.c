#include "runtime/change_open.h"

#include "codec/record.h"
#include "vault/seal.h"

enum rc change_open(
    const struct change_sealed *s, const struct hub_change_body **ret, struct why *why)
{
    const struct record *r = s->record;
    const struct person_key *key = NULL;
    struct hub_change_body *made = NULL;
    enum rc rc = keys_find(s->keys, r->partition, r->key, s->change->key_id, &key, why);
    if (rc == RC_REFUSED) *ret = NULL;
    if (rc != RC_OK) return rc == RC_REFUSED ? RC_OK : rc;
    const struct seal_binding binding = { .kind = SEALED_CHANGE,
        .pid = r->key,
        .key_id = s->change->key_id,
        .at = s->change->at,
        .partition = r->partition,
        .offset = s->change->cause,
        .name = slice_str("") };
    buffer_reset(s->clear);
    if (!seal_open(&key->key, &binding, s->change->sealed, s->clear))
        return why_set(why, RC_REFUSED, "a change that its person's key does not open");
    struct slice body = arena_copy(s->arena, buffer_slice(s->clear));
    made = arena_take(s->arena, sizeof *made);
    if (!body.at || !made) return why_set(why, RC_BROKEN, "out of memory for a change");
    rc = record_read(&hub_change_body_row, body, s->arena, made, why);
    if (rc == RC_OK) *ret = made;
    return rc;
}
