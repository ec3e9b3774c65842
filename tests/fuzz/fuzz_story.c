/* A story of any content: it cannot be understood, or every event of it is JSON that the fold can
 * read, and its expectations stay within their room. */
#include "../stories/story.h"
#include "codec/json.h"
#include "fuzz.h"

enum { ARENA_MAX = 1 << 20 };

static struct story story;
static struct arena *arena;
static struct story_event *events;

static void begin(void)
{
    if (!arena) arena = arena_new(ARENA_MAX);
    if (!events) events = calloc(STORY_EVENTS, sizeof *events);
    if (!arena || !events) abort();
    story = (struct story){ .events = events };
}

static void event_holds(const struct story_event *e)
{
    const struct json *v;
    struct why why;
    arena_reset(arena);
    FUZZ_HOLDS(json_read(e->json, arena, &v, &why) == RC_OK && v->kind == JSON_OBJECT);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
    char *content = strndup((const char *)at, n);
    if (!content) abort();
    begin();
    bool good = story_read(&story, NULL, content);
    FUZZ_HOLDS(good == (story.bad == 0));
    FUZZ_HOLDS(story.n_words <= STORY_WORDS && story.n_states <= STORY_STATES);
    for (size_t i = 0; i < story.n_events; i++) {
        if (good && i < 64) event_holds(&story.events[i]);
        free((void *)(uintptr_t)story.events[i].json.at);
    }
    free(content);
    return 0;
}

void fuzz_seeds(fuzz_take *take, void *self)
{
    static const char *const seeds[] = {
        ("# a story\nperson w\nuntil 2026-09-30 12:00\n"
         "2026-03-02 09:00  police.order.community_detox order=o1 served=2026-03-02 "
         "town=460108004\n"
         "2026-03-10 09:00  says grade.changed from=ungraded to=medium rules=P1,30\n"
         "at 2026-06-12 12:00  grade=medium score=30 dwell=0\nat end  grade=low\n"
         "never alert.raised quarantined\nstats 2026-09-30 S12.total=6\n"),
        "every day 2026-03-11 to 2026-03-30 at 08:00 police.checkin.app result=ok\n",
        ("on 2026-04-10 2026-05-10 at 10:00 police.test.recorded test=t4 sample=urine stage=lab "
         "result=negative sampled=2026-04-10\n"),
        "2026-03-02 09:00 late 2026-03-05 10:00 police.checkin.app result=ok\n",
    };
    for (size_t i = 0; i < COUNT(seeds); i++) take(self, slice_str(seeds[i]));
}
