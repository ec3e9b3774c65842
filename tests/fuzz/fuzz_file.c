/* A snapshot of any content with a good head: it is refused, or it loads and the file can be used
 * and saved. (Snapshots are sealed, so only a fault of ours or of memory can make such bytes.) */
#include "codec/event.h"
#include "domain/file.h"
#include "fuzz.h"
#include "made.h"

enum { ARENA_MAX = 256 << 20, WRITTEN_MAX = 16 << 20, HEAD = 16 };

static struct arena *arena;
static struct buffer bytes, out;

static void begin(void)
{
    if (arena) return;
    arena = arena_new(ARENA_MAX);
    bytes = buffer_new(WRITTEN_MAX), out = buffer_new(WRITTEN_MAX);
    if (!arena) abort();
}

static void put_le(uint8_t *at, uint64_t v, int n)
{
    for (int i = 0; i < n; i++) at[i] = (uint8_t)(v >> 8 * i);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
    CLEANUP(file_freep) struct file *f = NULL;
    struct rulebook rules = rulebook_built_in();
    struct hub_file_state state;
    struct signals said;
    struct why why = { "" };
    begin();
    arena_reset(arena);
    buffer_reset(&bytes);
    uint8_t *head = buffer_room(&bytes, HEAD);
    if (!head) abort();
    put_le(head, FILE_FORM, 4);
    put_le(head + 4, n, 4);
    put_le(head + 8, tag_of(slice_of(at, n)), 8);
    buffer_add(&bytes, slice_of(at, n));
    enum rc rc = file_load(&f, realloc, buffer_slice(&bytes), &why);
    FUZZ_HOLDS(rc == RC_OK || why.text[0]);
    if (rc != RC_OK) return 0;
    instant end = tick_at_or_after((instant){ INT64_C(1735689600000000) });
    struct step step = { .at = end, .tick = true, .cause = 1000 };
    rc = file_step(f, &rules, &step, arena, &said, &why);
    FUZZ_HOLDS(rc == RC_OK || why.text[0]);
    if (rc == RC_OK) rc = file_state(f, &rules, end, arena, &state, &why);
    FUZZ_HOLDS(rc == RC_OK || why.text[0]);
    buffer_reset(&out);
    FUZZ_HOLDS(file_save(f, &out, &why) == RC_OK);
    return 0;
}

static void history_put(struct file *f, struct random *r)
{
    struct rulebook rules = rulebook_built_in();
    struct why why;
    instant at = { INT64_C(1672531200000000) };
    for (int k = 0; k < 20; k++) {
        enum event_type type = (enum event_type)random_below(r, EVENT_TYPES);
        struct file_answer answer;
        struct signals said;
        at = instant_plus(at, HOURS(1 + random_below(r, 400)));
        struct event e = made_event(arena, type, 1, k, at);
        e.fact.pid = slice_str("p");
        e.fact.arrival = e.fact.stamp = at;
        struct step step = { .at = at, .cause = k };
        if (file_add(f, &e.fact, &answer, &why) != RC_OK) abort();
        if (file_step(f, &rules, &step, arena, &said, &why) != RC_OK) abort();
    }
}

void fuzz_seeds(fuzz_take *take, void *self)
{
    struct random r = random_seeded(7);
    struct why why;
    begin();
    for (int i = 0; i < 40; i++) {
        CLEANUP(file_freep) struct file *f = file_new(realloc);
        if (!f) abort();
        arena_reset(arena);
        history_put(f, &r);
        buffer_reset(&out);
        if (file_save(f, &out, &why) != RC_OK) abort();
        take(self, slice_of(out.at + HEAD, out.n - HEAD));
    }
}
