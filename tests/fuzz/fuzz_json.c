/* JSON as the fold reads it: any bytes are a value, a fact or a refusal with a reason; a text that
 * was read is written and read as the same text. */
#include "codec/json.h"
#include "codec/json_event.h"
#include "fuzz.h"

enum { ARENA_MAX = 16 << 20, WRITTEN_MAX = 8 << 20 };

static struct arena *arena;
static struct buffer written;

static void begin(void)
{
    if (arena) return;
    arena = arena_new(ARENA_MAX);
    written = buffer_new(WRITTEN_MAX);
    if (!arena) abort();
}

static void text_holds(const struct json *v)
{
    const struct json *again;
    struct why why;
    buffer_reset(&written);
    json_put_text(&written, v->text);
    FUZZ_HOLDS(json_read(buffer_slice(&written), arena, &again, &why) == RC_OK);
    FUZZ_HOLDS(again->kind == JSON_TEXT && slice_equal(again->text, v->text));
}

static void value_holds(struct slice bytes)
{
    const struct json *v;
    struct why why = { "" };
    enum rc rc = json_read(bytes, arena, &v, &why);
    FUZZ_HOLDS(rc == RC_OK || why.text[0]);
    if (rc != RC_OK) return;
    for (size_t i = 0; i < v->span && i < 64; i++) {
        FUZZ_HOLDS(v[i].span >= 1 && i + v[i].span <= v->span);
        if (v[i].kind == JSON_TEXT) text_holds(&v[i]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
    struct json_event_way way = {
        .has_last = n % 2, .last = { 1700000000000000 }, .logged = n % 3
    };
    struct json_event e;
    struct why why = { "" };
    struct slice bytes = slice_of(at, n);
    begin();
    arena_reset(arena);
    value_holds(bytes);
    arena_reset(arena);
    enum rc rc = json_event_read(bytes, &way, arena, &e, &why);
    FUZZ_HOLDS(rc == RC_OK);
    FUZZ_HOLDS(e.kind != JSON_EVENT_REFUSED || e.reason.at[0]);
    FUZZ_HOLDS(e.kind != JSON_EVENT_FACT || (e.fact.id.n && e.fact.pid.n && e.fact.id.n <= 64));
    return 0;
}

void fuzz_seeds(fuzz_take *take, void *self)
{
    static const char *const seeds[] = {
        "{\"id\":\"1\",\"source\":\"police\",\"type\":\"police.checkin.app\",\"pid\":\"p\","
        "\"event_time\":\"2024-01-02T03:04:05+08:00\",\"ingested_at\":\"2024-01-02T03:04:06.5Z\","
        "\"legal_basis\":\"statute\",\"data\":{\"result\":\"ok\",\"region\":\"460108\"}}",
        "{\"id\":\"2\",\"source\":\"health\",\"type\":\"health.mmt.dose\",\"pid\":\"p\","
        "\"version\":3,"
        "\"event_time\":\"2024-01-02T03:04:05Z\",\"ingested_at\":\"2024-01-02T11:04:06+08:00\","
        "\"subject\":{\"doc_type\":\"cn_id\",\"doc_no\":\"460108188001010015\"},\"extra\":[1,2],"
        "\"data\":{\"site\":\"s\",\"site_kind\":\"clinic\",\"region\":\"460108\",\"observed\":true}"
        "}",
        "{\"id\":\"3\",\"source\":\"civil\",\"type\":\"civil.aid.retracted\",\"pid\":\"p\","
        "\"event_time\":\"2024-01-02T03:04:05Z\",\"ingested_at\":\"2024-01-02T11:04:06+08:00\","
        "\"retracts\":\"x\"}",
        "[1,-2.5e+10,\"\\ud83c\\udf0a\\n\\u0000\",{\"a\":{\"b\":[[[true,false,null]]]}}]",
        "\"海岸线\"",
        " {} ",
        "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]",
    };
    for (size_t i = 0; i < COUNT(seeds); i++) take(self, slice_str(seeds[i]));
}
