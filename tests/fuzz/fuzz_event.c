/* event_read beside Avro C: what ours takes, Avro C takes too and reads the same values (ours may
 * only be stricter); and what was read is written and read back. */
#include "avro_event.h"
#include "codec/frame.h"
#include "fuzz.h"
#include "made.h"

enum { ARENA_MAX = 8 << 20, WRITTEN_MAX = 2 << 20 };

static struct arena *arena;
static struct avro_events *theirs;
static struct buffer written;

static void begin(void)
{
    if (arena) return;
    arena = arena_new(ARENA_MAX);
    theirs = avro_events_new(getenv("COASTLINE_SCHEMAS"));
    written = buffer_new(WRITTEN_MAX);
    if (!arena || !theirs) abort();
}

/* Avro C keeps what it read with; and leaks at times. Not ours to mend. */
const char *__asan_default_options(void);
const char *__asan_default_options(void) { return "detect_leaks=0"; }

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
    struct event ours, other, again;
    struct why why = { "" };
    struct slice bytes = slice_of(at, n);
    begin();
    arena_reset(arena);
    enum rc rc = event_read(bytes, arena, &ours, &why);
    FUZZ_HOLDS(rc == RC_OK || (rc == RC_REFUSED && why.text[0]));
    if (rc != RC_OK) return 0;
    FUZZ_HOLDS(avro_event_read(theirs, bytes, arena, &other));
    FUZZ_HOLDS(events_equal(&ours, &other));
    buffer_reset(&written);
    FUZZ_HOLDS(event_write(&ours, &written, &why) == RC_OK);
    FUZZ_HOLDS(event_read(buffer_slice(&written), arena, &again, &why) == RC_OK);
    FUZZ_HOLDS(events_equal(&ours, &again));
    return 0;
}

void fuzz_seeds(fuzz_take *take, void *self)
{
    struct why why;
    begin();
    for (int type = 0; type < EVENT_TYPES; type++)
        for (int serial = 0; serial < 3; serial++) {
            arena_reset(arena);
            buffer_reset(&written);
            struct event e = made_event(
                arena, (enum event_type)type, serial, serial, (instant){ 1700000000000000 });
            if (event_write(&e, &written, &why) == RC_OK) take(self, buffer_slice(&written));
        }
}
