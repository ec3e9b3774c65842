/* Two states become a difference. What a file adds to the boards is a row of small counts, so the
 * difference of two rows is all that boards need to hear, and sums of differences never drift. */
#include "domain/change.h"

#include <string.h>

enum { COUNT_MAX = UINT8_MAX, PROVINCE = 460000, DELTAS_MAX = 3 * BOARD_COUNTERS };

static const char *const counters[BOARD_COUNTERS] = {
#define COUNTER(name, text) [BOARD_##name] = text,
#include "domain/board.def"
#undef COUNTER
};

/* --- a state becomes a row --- */

static void count(struct board *b, enum board_counter counter, size_t n)
{
    b->at[counter] = (uint8_t)MIN(n + b->at[counter], (size_t)COUNT_MAX);
}

/* Counters from `first` to `last` are named after a word, behind a dot: "need.child". */
static void count_named(
    struct board *b, enum board_counter first, enum board_counter last, struct slice word)
{
    size_t group = (size_t)(strchr(counters[first], '.') - counters[first]) + 1;
    for (enum board_counter i = first; i <= last; i++)
        if (slice_is(word, counters[i] + group)) count(b, i, 1);
}

static int32_t region_of(struct slice code)
{
    int32_t n = 0;
    if (!code.at || code.n != 6) return 0;
    for (size_t i = 0; i < 6; i++) n = n * 10 + (code.at[i] - '0');
    return n;
}

/* Whether it still counts as somebody who is looked after. */
static bool count_status(struct board *b, enum hub_file_status status)
{
    switch (status) {
    case HUB_FILE_STATUS_ACTIVE: return true;
    case HUB_FILE_STATUS_SUSPENDED: count(b, BOARD_SUSPENDED, 1); return true;
    case HUB_FILE_STATUS_END_DUE: count(b, BOARD_END_DUE, 1); return true;
    case HUB_FILE_STATUS_DECEASED: count(b, BOARD_DECEASED, 1); return false;
    case HUB_FILE_STATUS_SEALED:
    case HUB_FILE_STATUS_SHREDDED: count(b, BOARD_SEALED, 1); return false;
    case HUB_FILE_STATUSES: break;
    }
    return false;
}

static void count_grade(struct board *b, const struct hub_file_state *s)
{
    static const enum board_counter grades[HUB_GRADES] = {
        [HUB_GRADE_UNGRADED] = BOARD_UNGRADED,
        [HUB_GRADE_SUSPENDED] = BOARD_GRADE_SUSPENDED,
        [HUB_GRADE_LONG_TERM_LOW] = BOARD_LONG_TERM_LOW,
        [HUB_GRADE_LOW] = BOARD_LOW,
        [HUB_GRADE_MEDIUM] = BOARD_MEDIUM,
        [HUB_GRADE_HIGH] = BOARD_HIGH,
    };
    count(b, grades[s->grade], 1);
    count(b, BOARD_CARE, s->grade_class == HUB_GRADE_CLASS_CARE);
    count(b, BOARD_CONTROL, s->grade_class == HUB_GRADE_CLASS_CONTROL);
}

static struct board board_of(const struct hub_file_state *s)
{
    struct board b = { .region = region_of(s->region) };
    count(&b, BOARD_FILES, 1);
    if (!count_status(&b, s->file)) return b;
    count_grade(&b, s);
    count(&b, BOARD_PROPOSALS, s->proposed);
    count(&b, BOARD_CONTESTED, s->contested);
    count(&b, BOARD_TASKS, s->tasks.n);
    for (size_t i = 0; i < s->needs.n; i++) {
        count(&b, BOARD_URGENT, s->needs.at[i].urgent);
        count_named(&b, BOARD_TREATMENT, BOARD_LEGAL, s->needs.at[i].kind);
    }
    for (size_t i = 0; i < s->alerts.n; i++)
        count_named(&b, BOARD_X1, BOARD_X6, s->alerts.at[i].alert);
    return b;
}

/* --- two rows become differences --- */

struct deltas {
    struct arena *arena;
    struct hub_board_delta *at;
    size_t n;
    bool failed;
};

static struct slice region_text(struct deltas *d, int32_t region)
{
    char digits[6];
    for (size_t i = 6; i > 0; i--, region /= 10) digits[i - 1] = (char)('0' + region % 10);
    struct slice text = arena_copy(d->arena, slice_of(digits, sizeof digits));
    d->failed |= text.at == NULL;
    return text;
}

static void delta_add(struct deltas *d, struct slice region, size_t counter, int32_t by)
{
    if (!d->at) d->at = arena_take(d->arena, DELTAS_MAX * sizeof *d->at);
    if (!d->at || !region.at) d->failed = true;
    if (d->failed) return;
    d->at[d->n++] = (struct hub_board_delta){ region, slice_str(counters[counter]), by };
}

/* `from` or `to` may be NULL: nothing there. */
static void deltas_add(
    struct deltas *d, int32_t region, const struct board *from, const struct board *to)
{
    struct slice text = { NULL, 0 };
    for (size_t i = 0; i < BOARD_COUNTERS && !d->failed; i++) {
        int32_t by = (to ? to->at[i] : 0) - (from ? from->at[i] : 0);
        if (by == 0) continue;
        if (!text.at) text = region_text(d, region);
        delta_add(d, text, i, by);
    }
}

static enum rc deltas_make(struct arena *a, const struct board *from, const struct board *to,
    struct hub_change_body_deltas_list *ret, struct why *why)
{
    struct deltas d = { .arena = a };
    bool moved = from->region != to->region;
    if (from->region && from->region != PROVINCE)
        deltas_add(&d, from->region, from, moved ? NULL : to);
    if (moved && to->region && to->region != PROVINCE) deltas_add(&d, to->region, NULL, to);
    deltas_add(&d, PROVINCE, from, to);
    if (d.failed) return why_set(why, RC_BROKEN, "no room for what changed on the boards");
    *ret = (struct hub_change_body_deltas_list){ d.n, d.at };
    return RC_OK;
}

/* --- a state becomes a number --- */

static uint64_t mix(uint64_t h, uint64_t x)
{
    h = (h ^ x) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 29;
}

static uint64_t mix_text(uint64_t h, struct slice s)
{
    uint64_t word;
    if (!s.at) return mix(h, UINT64_MAX);
    h = mix(h, s.n);
    for (; s.n >= sizeof word; s.at += sizeof word, s.n -= sizeof word) {
        memcpy(&word, s.at, sizeof word);
        h = mix(h, word);
    }
    word = 0;
    if (s.n) memcpy(&word, s.at, s.n);
    return mix(h, word);
}

static uint64_t mix_texts(uint64_t h, size_t n, const struct slice *at)
{
    h = mix(h, n);
    for (size_t i = 0; i < n; i++) h = mix_text(h, at[i]);
    return h;
}

static uint64_t mix_reasons(uint64_t h, size_t n, const struct hub_rule_reason *at)
{
    h = mix(h, n);
    for (size_t i = 0; i < n; i++) {
        const struct hub_rule_reason *r = &at[i];
        h = mix_text(h, r->rule);
        h = mix(h, (uint64_t)r->points);
        h = mix(h, r->has_grade ? (uint64_t)r->grade + 1 : 0);
        h = mix(h, r->has_last ? (uint64_t)r->last.days + 1 : 0);
        h = mix_texts(h, r->facts.n, r->facts.at);
    }
    return h;
}

static uint64_t mix_lists(uint64_t h, const struct hub_file_state *s)
{
    h = mix_reasons(h, s->rules.n, s->rules.at);
    h = mix_reasons(h, s->floors.n, s->floors.at);
    h = mix_reasons(h, s->proposal.n, s->proposal.at);
    h = mix_reasons(h, s->basis.n, s->basis.at);
    h = mix_texts(h, s->muted.n, s->muted.at);
    h = mix_texts(h, s->tasks.n, s->tasks.at);
    h = mix(h, s->needs.n);
    for (size_t i = 0; i < s->needs.n; i++) {
        h = mix_text(mix(h, s->needs.at[i].urgent), s->needs.at[i].kind);
        h = mix_texts(h, s->needs.at[i].causes.n, s->needs.at[i].causes.at);
    }
    h = mix(h, s->alerts.n);
    for (size_t i = 0; i < s->alerts.n; i++) {
        const struct hub_alert_state *x = &s->alerts.at[i];
        h = mix_text(mix_text(mix_text(h, x->alert), x->observed), x->level);
        h = mix(mix(h, (uint64_t)x->count), (uint64_t)x->first.us);
        h = mix(h, x->leave_mismatch);
    }
    return h;
}

uint64_t state_digest(const struct hub_file_state *s)
{
    uint64_t h = mix(mix(mix(1, s->file), s->grade), s->grade_class);
    h = mix(h, s->has_since ? (uint64_t)s->since.us : UINT64_MAX);
    h = mix(mix(h, (uint64_t)s->score), (uint64_t)s->dwell);
    h = mix(h, s->has_clock_start ? (uint64_t)s->clock_start.days + 1 : 0);
    h = mix_text(mix_text(h, s->region), s->by);
    h = mix_lists(mix(mix(h, s->proposed), s->contested), s);
    return h ? h : 1;
}

/* --- a step becomes a change --- */

static void said_of(struct change_said *said, int64_t facts, const struct hub_file_state *state)
{
    *said = (struct change_said){ 0 };
    if (facts <= 0) return;
    said->digest = state_digest(state);
    said->board = board_of(state);
}

enum rc change_build(const struct change_step *step, const struct change_said *before,
    struct arena *a, struct hub_change_body *ret, struct change_said *ret_after, struct why *why)
{
    struct change_said after;
    said_of(&after, step->facts, step->state);
    bool stands_anew = after.digest != before->digest;
    struct hub_change_body body = { .token = step->token,
        .town = step->town,
        .ruleset = step->ruleset,
        .facts = (int32_t)step->facts,
        .has_state = stands_anew && step->facts > 0,
        .has_line = step->line != NULL,
        .signals = { step->n_signals, step->signals } };
    if (step->facts > 0 && step->state->region.n > 0) body.place = step->state->region;
    if (body.has_state) body.state = *step->state;
    if (body.has_line) body.line = *step->line;
    enum rc rc =
        stands_anew ? deltas_make(a, &before->board, &after.board, &body.deltas, why) : RC_OK;
    if (rc != RC_OK) return rc;
    *ret = body;
    *ret_after = after;
    return RC_OK;
}

bool change_needed(const struct change_step *step, const struct change_said *before,
    const struct change_said *after)
{
    return after->digest != before->digest || step->line || step->n_signals > 0;
}

void change_heard(struct change_said *said, const struct hub_change_body *body)
{
    if (body->has_state || body->facts == 0) said_of(said, body->facts, &body->state);
}
