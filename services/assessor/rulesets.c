#include "rulesets.h"

#include <stdlib.h>

enum { CONTENT_MAX = 65536 };

enum rc rulesets_init(struct rulesets *s, struct why *why)
{
    *s = (struct rulesets){ .book = rulebook_built_in(),
        .at = calloc(RULEBOOK_MAX, sizeof *s->at),
        .contents = arena_new((size_t)RULEBOOK_MAX * CONTENT_MAX) };
    if (s->at && s->contents) return RC_OK;
    rulesets_deinit(s);
    return why_set(why, RC_BROKEN, "out of memory");
}

void rulesets_deinit(struct rulesets *s)
{
    free(s->at);
    arena_free(s->contents);
    *s = (struct rulesets){ .n = 0 };
}

enum rc rulesets_activate(
    struct rulesets *s, struct slice content, struct slice sha256, instant arrival, struct why *why)
{
    struct ruleset set = { .arrival = arrival };
    if (s->n && s->at[s->n - 1].arrival.us >= arrival.us) return RC_OK;
    if (s->n == RULESETS_MAX)
        return why_set(why, RC_REFUSED, "more than %d rule sets in one log", RULESETS_MAX);
    if (content.n > CONTENT_MAX || !text_from(sha256, &set.sha256))
        return why_set(why, RC_REFUSED, "a rule set that is too long");
    enum rc rc = rules_read(content, &set.rules, why);
    if (rc != RC_OK) return rc;
    set.content = arena_copy(s->contents, content);
    if (!set.content.at) return why_set(why, RC_BROKEN, "out of memory");
    s->at[s->n] = set;
    rc = rulebook_activate(&s->book, &s->at[s->n].rules, arrival, why);
    s->n += rc == RC_OK;
    return rc;
}
