/* Switching is one write of `coastline:current`; what stands beside it only says whether that is
 * wise. Readers ask for the name anew, and projectors without a generation of their own follow. */
#include <inttypes.h>
#include <stdio.h>

#include "projection/desk.h"

enum { BEHIND_MAX = 10000 }; /* places that the projectors catch up in a moment */

enum rc desk_switch(struct desk *d, const char *name, struct why *why)
{
    const struct slice words[] = { slice_str("SET"), slice_str(KEY_CURRENT), slice_str(name),
        { 0 } };
    struct answer a;
    char note[96];
    (void)snprintf(note, sizeof note, "%s after %s", name, d->live.at);
    enum rc rc = desk_audit(d, "projection.switch", note, why);
    if (rc == RC_OK) rc = desk_note(d, name, META_BEFORE, d->live.at, why);
    if (rc == RC_OK) rc = desk_note(d, d->live.at, META_BUILDING, NULL, why);
    if (rc == RC_OK) rc = desk_ask(d, words, &a, why);
    return rc;
}

static enum rc may_switch(
    struct desk *d, const struct generation *to, const struct generation *live, struct why *why)
{
    struct text log = { "" }, dropping = { "" };
    const char *name = to->name.at;
    int64_t behind = generation_behind(to, live);
    if (slice_equal(slice_text(&d->live), slice_text(&to->name)))
        return why_set(why, RC_REFUSED, "%s is live", name);
    enum rc rc = desk_field(d, name, "log", &log, why);
    if (rc == RC_OK) rc = desk_field(d, name, META_DROPPING, &dropping, why);
    if (rc != RC_OK) return rc;
    if (!log.at[0]) return why_set(why, RC_REFUSED, "there is no generation %s", name);
    if (dropping.at[0]) return why_set(why, RC_REFUSED, "%s is being dropped", name);
    if (text_compare(&log, &d->log.name) != 0)
        return why_set(why, RC_REFUSED, "%s was made from another log", name);
    if (behind <= BEHIND_MAX || d->conf->anyway) return RC_OK;
    return why_set(why, RC_REFUSED,
        "%s is %" PRId64
        " places behind: `coastline projection rebuild --generation %s` catches up; "
        "--anyway switches now, and readers see what is old until then",
        name, behind, name);
}

static enum rc go(struct desk *d, const char *name, struct why *why)
{
    struct generation to = { .n = 0 }, live = { .n = 0 };
    enum rc rc = generation_open(&to, d, name, why);
    if (rc == RC_OK) rc = generation_open(&live, d, d->live.at, why);
    if (rc == RC_OK) rc = generation_look(&to, d, why);
    if (rc == RC_OK) rc = generation_look(&live, d, why);
    if (rc == RC_OK) rc = may_switch(d, &to, &live, why);
    if (rc == RC_OK) rc = desk_switch(d, name, why);
    if (rc == RC_OK)
        printf("%s is live, %" PRId64 " places behind %s; back: `coastline projection back`\n",
            name, generation_behind(&to, &live), d->live.at);
    generation_close(&to);
    generation_close(&live);
    return rc;
}

enum rc projection_switch(const struct projection_conf *c, struct why *why)
{
    struct desk d;
    enum rc rc = desk_open(&d, c, why);
    if (rc == RC_OK && !c->generation[0])
        rc = why_set(why, RC_REFUSED, "--generation says which one");
    if (rc == RC_OK) rc = go(&d, c->generation, why);
    desk_close(&d);
    return rc;
}

enum rc projection_back(const struct projection_conf *c, struct why *why)
{
    struct desk d;
    struct text before = { "" };
    enum rc rc = desk_open(&d, c, why);
    if (rc == RC_OK) rc = desk_field(&d, d.live.at, META_BEFORE, &before, why);
    if (rc == RC_OK && !before.at[0])
        rc = why_set(why, RC_REFUSED, "no other generation was live before %s", d.live.at);
    if (rc == RC_OK) rc = go(&d, before.at, why);
    desk_close(&d);
    return rc;
}

/* --- what there is --- */

static int64_t files_of(const struct generation *g)
{
    int64_t sum = 0;
    for (int32_t p = 0; p < g->n; p++) sum += g->parts[p].standing.files;
    return sum;
}

static enum rc state_of(struct desk *d, const char *name, const char **ret, struct why *why)
{
    struct text building = { "" }, dropping = { "" };
    enum rc rc = desk_field(d, d->live.at, META_BUILDING, &building, why);
    if (rc == RC_OK) rc = desk_field(d, name, META_DROPPING, &dropping, why);
    *ret = "kept";
    if (slice_is(slice_text(&building), name)) *ret = "being built";
    if (dropping.at[0]) *ret = "being dropped";
    if (slice_is(slice_text(&d->live), name)) *ret = "live";
    return rc;
}

static enum rc line_print(
    struct desk *d, const char *name, const struct generation *live, struct why *why)
{
    struct generation g = { .n = 0 };
    const char *state = "";
    enum rc rc = generation_open(&g, d, name, why);
    if (rc == RC_OK) rc = generation_look(&g, d, why);
    if (rc == RC_OK) rc = state_of(d, name, &state, why);
    if (rc == RC_OK)
        printf("%s %s: %" PRId64 " files, %" PRId64 " places of hub.changes, %" PRId64
               " behind the live one\n",
            name, state, files_of(&g), generation_places(&g), generation_behind(&g, live));
    generation_close(&g);
    return rc;
}

enum { LIST_MAX = 64 };

static enum rc list_print(struct desk *d, const struct generation *live, struct why *why)
{
    const struct slice words[] = { slice_str("SMEMBERS"), slice_str(KEY_GENERATIONS), { 0 } };
    struct text names[LIST_MAX];
    struct answer a;
    size_t n = 0;
    enum rc rc = desk_ask(d, words, &a, why);
    for (size_t i = 0; rc == RC_OK && i < a.n && n < LIST_MAX; i++)
        n += meta_is_name(answer_at(&a, i).text) && text_from(answer_at(&a, i).text, &names[n]);
    for (size_t i = 0; rc == RC_OK && i < n; i++) rc = line_print(d, names[i].at, live, why);
    return rc;
}

enum rc projection_status(const struct projection_conf *c, struct why *why)
{
    struct desk d;
    struct generation live = { .n = 0 };
    enum rc rc = desk_open(&d, c, why);
    if (rc == RC_OK) rc = generation_open(&live, &d, d.live.at, why);
    if (rc == RC_OK) rc = generation_look(&live, &d, why);
    if (rc == RC_OK) rc = list_print(&d, &live, why);
    generation_close(&live);
    desk_close(&d);
    return rc;
}
