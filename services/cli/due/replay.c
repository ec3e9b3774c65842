/* Line by line; whoever is told something is told it through `said`. Refusals of files are told to
 * nobody outside, and stand behind the signals of their step, so they are not looked at here. */
#include "due/replay.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "codec/json_event.h"
#include "domain/change.h"
#include "domain/rules.h"
#include "due/mates.h"
#include "fold/hops.h"
#include "fold/steps.h"

enum { LINE_ROOM = 16 << 20, WORD_ROOM = 256 << 20 };

struct going {
    const struct replay *replay;
    struct rulebook books[MATES_PARTITIONS]; /* a partition's walks change rules with its ticks */
    struct mates mates;
    struct hops *hops;
    struct slice at; /* the line at hand */
    struct arena *line, *word;
    struct why *why; /* the caller's */
    struct json_event_way way;
    bool opened[MATES_PARTITIONS];
};

/* --- a step --- */

static enum rc word_say(struct going *g, const struct replay_word *word, struct mate *mate,
    const struct signals *said, struct why *why)
{
    const struct rulebook *rules = &g->books[word->partition];
    struct hub_file_state state;
    struct hub_change_body body;
    const struct change_said nothing = { 0 };
    struct change_said after;
    struct replay_word whole = *word;
    struct change_step step = { .token = slice_str(""),
        .ruleset = slice_text(&rulebook_at(rules, word->step.at)->name),
        .state = &state,
        .signals = said->at,
        .n_signals = said->n };
    enum rc rc = file_state(mate->file, rules, word->step.at, g->word, &state, why);
    step.facts = file_facts(mate->file);
    step.town = file_town(mate->file);
    if (rc == RC_OK) rc = change_build(&step, &nothing, g->word, &body, &after, why);
    whole.change = &body;
    return rc == RC_OK ? g->replay->said(g->replay->self, &whole, why) : rc;
}

static enum rc mate_step(
    struct going *g, const struct replay_word *word, struct mate *mate, struct why *why)
{
    struct signals said = { .n = 0 };
    const struct rulebook *rules = &g->books[word->partition];
    arena_reset(g->word);
    enum rc rc = file_step(mate->file, rules, &word->step, g->word, &said, why);
    if (rc == RC_OK && said.n > 0) rc = word_say(g, word, mate, &said, why);
    mate->due = file_due(mate->file);
    return rc;
}

static enum rc round_go(struct going *g, const struct replay_word *word, bool all, struct why *why)
{
    const struct mates_order *o = mates_of(&g->mates, word->partition);
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < o->n; i++) {
        struct replay_word one = *word;
        one.pid = slice_text(&o->at[i]->pid);
        if (all || !is_before(word->step.at, o->at[i]->due)) rc = mate_step(g, &one, o->at[i], why);
    }
    return rc;
}

/* --- a line --- */

static struct replay_word word_of(const struct json_event *e, struct slice pid, instant stamp)
{
    return (struct replay_word){ .partition = (int32_t)e->partition,
        .step = { .at = e->arrival, .cause = e->cause },
        .pid = pid,
        .stamp = stamp };
}

static enum rc fact_take(struct going *g, const struct json_event *e, struct why *why)
{
    const struct hops_line line = { e, g->at };
    struct hops_answer answer;
    struct replay_word word = word_of(e, e->fact.pid, e->fact.stamp);
    struct mate *mate = mates_find(&g->mates, word.partition, e->fact.pid);
    if (!mate) return why_set(why, RC_BROKEN, "out of memory");
    enum rc rc = hops_add(g->hops, &line, mate->file, &answer, why);
    bool told = answer.here && answer.file.what == FILE_TOOK && g->opened[word.partition];
    return rc == RC_OK && told ? mate_step(g, &word, mate, why) : rc;
}

/* --- linked people --- */

static enum rc linked_find(
    void *self, const struct json_event *e, struct slice pid, bool add, struct file **ret)
{
    struct going *g = self;
    struct mate *mate = NULL;
    if (add || mates_has(&g->mates, pid)) mate = mates_find(&g->mates, (int32_t)e->partition, pid);
    bool here = mate && mate->partition == e->partition;
    if (add && !mate) return why_set(g->why, RC_BROKEN, "out of memory");
    if (add && !here)
        return why_set(g->why, RC_BROKEN, "a file is sent to a partition that is not its person's");
    *ret = here ? mate->file : NULL;
    return RC_OK;
}

static enum rc linked_step(
    void *self, const struct json_event *e, struct slice pid, struct why *why)
{
    struct going *g = self;
    struct replay_word word = word_of(e, pid, e->fact.stamp);
    struct mate *mate = mates_find(&g->mates, word.partition, pid);
    if (!mate) return why_set(why, RC_BROKEN, "out of memory");
    return g->opened[word.partition] ? mate_step(g, &word, mate, why) : RC_OK;
}

static enum rc linked_fact(void *self, const struct json_event *e, const struct fact *fact,
    const struct file_answer *answer, struct why *why)
{
    (void)fact;
    return answer->what == FILE_TOOK ? linked_step(self, e, e->hop.to, why) : RC_OK;
}

/* Whoever's fact stood here was shredded; what comes later is of another life. */
static enum rc gone_take(struct going *g, const struct json_event *e, struct why *why)
{
    struct mate *mate = mates_find(&g->mates, (int32_t)e->partition, e->gone);
    if (!mate) return why_set(why, RC_BROKEN, "out of memory");
    file_shred(mate->file);
    return RC_OK;
}

/* A heartbeat at hh:30 exactly is a tick: nothing else arrives then. When a rule set begins with
 * it, everybody is looked at. */
static enum rc beat_take(
    struct going *g, const struct json_event *e, struct replay_word *word, struct why *why)
{
    const struct hops_way way = { g, linked_find, linked_step, linked_fact };
    if (e->gone.at) return gone_take(g, e, why);
    if (e->hop.kind.at) return hops_take(g->hops, &way, e, g->line, why);
    if (tick_at_or_after(word->step.at).us != word->step.at.us) return RC_OK;
    word->step.tick = true;
    bool all = rulebook_begins(&g->books[word->partition], word->step.at);
    return g->opened[word->partition] ? round_go(g, word, all, why) : RC_OK;
}

static enum rc event_take(struct going *g, const struct json_event *e, struct why *why)
{
    struct replay_word word = word_of(e, slice_str(""), e->arrival);
    switch (e->kind) {
    case JSON_EVENT_BLANK: return RC_OK;
    case JSON_EVENT_FACT: return fact_take(g, e, why);
    case JSON_EVENT_BEAT: return beat_take(g, e, &word, why);
    case JSON_EVENT_OPENED:
        if (g->opened[word.partition]) return RC_OK;
        g->opened[word.partition] = true;
        return round_go(g, &word, true, why);
    case JSON_EVENT_RULES:
        return fold_activate(g->replay->shelf, &g->books[word.partition], e, e->arrival, why);
    case JSON_EVENT_REFUSED: break;
    }
    return why_set(why, RC_BROKEN, "a line that no log holds: %s", e->reason.at);
}

static enum rc line_take(struct going *g, struct slice line, struct why *why)
{
    struct json_event e;
    arena_reset(g->line);
    enum rc rc = json_event_read(line, &g->way, g->line, &e, why);
    if (rc != RC_OK || e.kind == JSON_EVENT_BLANK) return rc;
    if (e.has_arrival) g->way.last = e.arrival;
    g->way.has_last |= e.has_arrival;
    bool placed = e.has_place && e.partition >= 0 && e.partition < MATES_PARTITIONS;
    if (!placed && e.kind != JSON_EVENT_REFUSED)
        return why_set(why, RC_BROKEN, "a line without partition and cause: no exported log");
    g->at = line;
    return event_take(g, &e, why);
}

/* --- the file --- */

static enum rc lines_take(struct going *g, FILE *in, struct why *why)
{
    char *line = NULL;
    size_t room = 0;
    int64_t number = 0;
    enum rc rc = RC_OK;
    for (ssize_t n; rc == RC_OK && (n = getline(&line, &room, in)) >= 0;) {
        number++;
        if (n > 0 && line[n - 1] == '\n') n--;
        rc = line_take(g, slice_of(line, (size_t)n), why);
        if (rc != RC_OK) rc = why_add(why, rc, "line %lld", (long long)number);
    }
    free(line);
    if (rc == RC_OK && ferror(in)) rc = why_set(why, RC_BROKEN, "cannot read: %s", strerror(errno));
    return rc;
}

enum rc replay_run(const struct replay *r, struct why *why)
{
    struct going *g = calloc(1, sizeof *g);
    if (!g) return why_set(why, RC_BROKEN, "out of memory");
    FILE *in = strcmp(r->path, "-") == 0 ? stdin : fopen(r->path, "rbe");
    g->replay = r;
    g->why = why;
    for (size_t i = 0; i < COUNT(g->books); i++) g->books[i] = rulebook_built_in();
    g->way.logged = true;
    g->hops = hops_new();
    g->line = arena_new(LINE_ROOM);
    g->word = arena_new(WORD_ROOM);
    enum rc rc = mates_init(&g->mates, why);
    if (rc == RC_OK && !in) rc = why_set(why, RC_BROKEN, "%s: %s", r->path, strerror(errno));
    if (rc == RC_OK && (!g->hops || !g->line || !g->word))
        rc = why_set(why, RC_BROKEN, "out of memory");
    if (rc == RC_OK) rc = lines_take(g, in, why);
    if (in && in != stdin) (void)fclose(in);
    mates_deinit(&g->mates);
    g->hops = hops_free(g->hops);
    g->line = arena_free(g->line);
    g->word = arena_free(g->word);
    free(g);
    return rc;
}
