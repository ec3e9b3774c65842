/* Facts of any content, as far as the door admits them: a file takes them without harm; their order
 * and number do not matter (law 1); a snapshot goes on as if it had not been one; and a file that
 * heard what another said says the same after it.
 *
 * Input: facts, each as type (1 byte), length (2, little-endian), and its body in Avro. */
#include "codec/event.h"
#include "codec/json_words.h"
#include "domain/admit.h"
#include "domain/file.h"
#include "fuzz.h"
#include "made.h"

enum { FACTS_MAX = 48, ARENA_MAX = 256 << 20, WRITTEN_MAX = 16 << 20, HEAD = 3 };
#define FROM INT64_C(1577836800000000) /* 2020-01-01 */
#define WITHIN DAYS(900).us

static struct arena *arena;
static struct buffer first, second;

static void begin(void)
{
    if (arena) return;
    arena = arena_new(ARENA_MAX);
    first = buffer_new(WRITTEN_MAX), second = buffer_new(WRITTEN_MAX);
    if (!arena) abort();
}

/* --- bytes become facts --- */

/* Within some years, so that a walk ends soon. */
static instant moved(instant at)
{
    uint64_t us = (uint64_t)at.us % (uint64_t)WITHIN;
    return (instant){ FROM + (int64_t)us };
}

static bool fact_admit(struct event *e, instant *arrival)
{
    struct text reason = { "" };
    struct fact *f = &e->fact;
    f->event_time = moved(f->event_time);
    f->recorded_at = moved(f->recorded_at);
    *arrival = later_of(instant_plus(*arrival, (span){ 1 }), f->event_time);
    f->arrival = f->stamp = *arrival;
    f->pid = slice_str("p");
    struct candidate c = { .fact = f };
    if (f->type == EVENT_HUB_FILE_ERASED) return false; /* after it the order of arrival counts */
    return admit(&c, &reason);
}

static size_t facts_read(struct slice in, struct fact *ret)
{
    size_t n = 0;
    instant arrival = { FROM };
    while (in.n > HEAD && n < FACTS_MAX) {
        struct event e;
        struct why why;
        size_t length = MIN((size_t)(in.at[1] | in.at[2] << 8), in.n - HEAD);
        enum event_type type = (enum event_type)(in.at[0] % EVENT_TYPES);
        enum rc rc = event_body_read(type, slice_of(in.at + HEAD, length), arena, &e, &why);
        if (rc == RC_OK && fact_admit(&e, &arrival)) ret[n++] = e.fact;
        in = slice_of(in.at + HEAD + length, in.n - HEAD - length);
    }
    return n;
}

/* --- facts become files --- */

static bool add(struct file *f, const struct fact *fact)
{
    struct file_answer answer;
    struct why why;
    FUZZ_HOLDS(file_add(f, fact, &answer, &why) == RC_OK);
    return answer.what != FILE_REFUSED;
}

static struct signals step(struct file *f, instant at, int64_t cause)
{
    struct rulebook rules = rulebook_built_in();
    struct step s = { .at = at, .cause = cause, .tick = tick_at_or_after(at).us == at.us };
    struct signals said = { 0 };
    struct why why;
    FUZZ_HOLDS(file_step(f, &rules, &s, arena, &said, &why) == RC_OK);
    return said;
}

static void hear(struct file *f, instant at, int64_t cause, const struct signals *said)
{
    struct rulebook rules = rulebook_built_in();
    struct step s = { .at = at, .cause = cause, .tick = tick_at_or_after(at).us == at.us };
    struct why why;
    FUZZ_HOLDS(file_hear(f, &rules, &s, said, &why) == RC_OK);
}

static void state_put(struct file *f, instant until, struct buffer *out)
{
    struct rulebook rules = rulebook_built_in();
    struct words_state w = { .pid = slice_str("p") };
    struct hub_file_state state = { 0 };
    struct why why;
    FUZZ_HOLDS(file_state(f, &rules, until, arena, &state, &why) == RC_OK);
    w.facts = file_facts(f);
    buffer_reset(out);
    if (w.facts) words_put_state(out, &w, &state);
}

static void signals_put(const struct signals *said, struct buffer *out)
{
    int64_t none[512] = { 0 };
    buffer_reset(out);
    for (size_t i = 0; i < said->n; i++) {
        struct words_place place = { .supersedes = none };
        FUZZ_HOLDS(said->at[i].supersedes.n <= COUNT(none));
        words_put_signal(out, &place, &said->at[i]);
    }
}

static struct file *restored(const struct file *f)
{
    struct file *ret = NULL;
    struct why why;
    buffer_reset(&first), buffer_reset(&second);
    FUZZ_HOLDS(file_save(f, &first, &why) == RC_OK);
    FUZZ_HOLDS(file_load(&ret, realloc, buffer_slice(&first), &why) == RC_OK);
    FUZZ_HOLDS(file_save(ret, &second, &why) == RC_OK);
    FUZZ_HOLDS(slice_equal(buffer_slice(&first), buffer_slice(&second)));
    return ret;
}

/* What `file` says at `at` is what a restored one and one that heard it so far say. */
static void goes_on(struct file *file, struct file *echo, instant at, int64_t cause)
{
    CLEANUP(file_freep) struct file *again = restored(file);
    struct signals said = step(file, at, cause);
    signals_put(&said, &first);
    struct signals same = step(again, at, cause);
    signals_put(&same, &second);
    FUZZ_HOLDS(slice_equal(buffer_slice(&first), buffer_slice(&second)));
    struct signals echoed = step(echo, at, cause);
    signals_put(&echoed, &second);
    FUZZ_HOLDS(slice_equal(buffer_slice(&first), buffer_slice(&second)));
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
    struct fact facts[FACTS_MAX];
    bool all_taken = true;
    begin();
    arena_reset(arena);
    size_t n_facts = facts_read(slice_of(at, n), facts);
    if (!n_facts) return 0;
    CLEANUP(file_freep) struct file *file = file_new(realloc);
    CLEANUP(file_freep) struct file *echo = file_new(realloc);
    CLEANUP(file_freep) struct file *turned = file_new(realloc);
    if (!file || !echo || !turned) abort();
    for (size_t i = 0; i < n_facts; i++) {
        bool took = add(file, &facts[i]);
        FUZZ_HOLDS(add(echo, &facts[i]) == took);
        struct signals said = step(file, facts[i].arrival, (int64_t)i);
        hear(echo, facts[i].arrival, (int64_t)i, &said);
        all_taken = all_taken && took;
    }
    instant end = tick_at_or_after(instant_plus(facts[n_facts - 1].arrival, DAYS(40)));
    for (size_t i = n_facts; i > 0; i--) all_taken = add(turned, &facts[i - 1]) && all_taken;
    for (size_t i = 0; i < n_facts; i += 2) all_taken = add(turned, &facts[i]) && all_taken;
    goes_on(file, echo, end, (int64_t)n_facts);
    if (!all_taken) return 0; /* which of two with one id came first does matter */
    (void)step(turned, end, (int64_t)n_facts);
    state_put(file, end, &first);
    state_put(turned, end, &second);
    FUZZ_HOLDS(slice_equal(buffer_slice(&first), buffer_slice(&second)));
    return 0;
}

/* --- seeds --- */

static void fact_put(struct buffer *out, enum event_type type, int64_t serial, instant at)
{
    enum { FRAME = 10 };
    struct buffer written = buffer_new(WRITTEN_MAX);
    struct why why;
    struct event e = made_event(arena, type, 1, serial, at);
    e.has_subject = false;
    if (event_write(&e, &written, &why) == RC_OK) {
        size_t n = written.n - FRAME;
        buffer_byte(out, (uint8_t)type);
        buffer_byte(out, (uint8_t)n);
        buffer_byte(out, (uint8_t)(n >> 8));
        buffer_add(out, slice_of(written.at + FRAME, n));
    }
    buffer_deinit(&written);
}

void fuzz_seeds(fuzz_take *take, void *self)
{
    struct random r = random_seeded(7);
    begin();
    for (int i = 0; i < 200; i++) {
        arena_reset(arena);
        buffer_reset(&first);
        instant at = { FROM };
        for (int k = 0; k < 2 + i % 30; k++) {
            at = instant_plus(at, HOURS(1 + random_below(&r, 400)));
            enum event_type type = (enum event_type)random_below(&r, EVENT_TYPES);
            fact_put(&first, type, (int64_t)random_below(&r, 1000), at);
        }
        take(self, buffer_slice(&first));
    }
}
