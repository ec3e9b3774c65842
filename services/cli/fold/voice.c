/* Words get their numbers here, and what they supersede is translated into numbers. */
#include <errno.h>
#include <string.h>

#include "codec/json_words.h"
#include "fold/voice.h"

enum { SUPERSEDES_MAX = 4096 };

enum rc voice_flush(struct voice *v, struct why *why)
{
    if (!buffer_whole(&v->line)) return why_set(why, RC_BROKEN, "a line that does not end");
    size_t written = fwrite(v->line.at, 1, v->line.n, v->out);
    if (written != v->line.n) return why_set(why, RC_BROKEN, "cannot write: %s", strerror(errno));
    buffer_reset(&v->line);
    return RC_OK;
}

static enum rc say(
    struct voice *v, struct words_place *place, const struct hub_signal *s, struct why *why)
{
    place->n = ++v->said;
    if (v->hear) v->hear(v->self, place, s);
    if (v->silent) return RC_OK;
    words_put_signal(&v->line, place, s);
    return voice_flush(v, why);
}

enum rc voice_refuses(
    struct voice *v, instant at, const struct json_event *e, const char *reason, struct why *why)
{
    struct words_place place = { .at = at, .pid = e->pid };
    struct hub_signal s = { .kind = HUB_SIGNAL_KIND_QUARANTINED,
        .event = e->id,
        .source = e->source,
        .reason = slice_str(reason) };
    return say(v, &place, &s, why);
}

enum rc voice_drops(struct voice *v, instant at, const struct json_event *e, struct why *why)
{
    struct words_place place = { .at = at, .pid = e->pid };
    struct hub_signal s = { .kind = HUB_SIGNAL_KIND_FIELDS_DROPPED,
        .event = e->id,
        .source = e->source,
        .has_count = true,
        .count = e->dropped };
    return say(v, &place, &s, why);
}

enum rc voice_says(struct voice *v, const struct step *step, struct person *p,
    const struct hub_signal *s, int32_t index, struct why *why)
{
    int64_t numbers[SUPERSEDES_MAX];
    struct words_place place = {
        .at = step->at, .pid = slice_text(&p->pid), .supersedes = numbers
    };
    if (s->supersedes.n > COUNT(numbers))
        return why_set(why, RC_BROKEN, "a word supersedes more than %d", SUPERSEDES_MAX);
    for (size_t i = 0; i < s->supersedes.n; i++)
        numbers[i] = person_number(p, s->supersedes.at[i].cause, s->supersedes.at[i].index);
    enum rc rc = say(v, &place, s, why);
    struct spoken word = { step->cause, v->said, index };
    return rc == RC_OK ? person_spoke(p, word, why) : rc;
}
