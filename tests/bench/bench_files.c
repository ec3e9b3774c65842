/* What files cost, on one core: a life of 3,000 facts, a late fact three years back, ordinary facts
 * as they come, and the daily tick over 100,000 files of which one in a hundred is due. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/random.h"
#include "domain/file.h"

enum { LIFE = 3000, MEAN = 375, YEARS = 3, FILES = 100000, ROUNDS = 20 };

static double now_ms(void)
{
    struct timespec t = { 0 };
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

struct event {
    struct fact fact;
    char id[40];
};

static struct fact_value text(const char *s)
{
    return (struct fact_value){ .there = true, .text = slice_str(s) };
}

static struct fact_value number(int64_t n)
{
    return (struct fact_value){ .there = true, .number = n };
}

/* As domain.md B1 wants them: a UUID of version 7, made when the fact was recorded. */
static struct slice id_into(char room[40], instant at, uint32_t n)
{
    struct random r = random_seeded(n);
    uint64_t ms = (uint64_t)at.us / 1000 + random_below(&r, 1000), rest = random_next(&r);
    int used = snprintf(room, 40, "%08x-%04x-7%03x-%04x-%012llx", (unsigned)(ms >> 16),
        (unsigned)(ms & 0xffff), (unsigned)(rest >> 52),
        (unsigned)(0x8000 | random_below(&r, 0x4000)),
        (unsigned long long)(rest & 0xffffffffffff));
    return slice_of(room, (size_t)used);
}

static void event_begin(struct event *e, enum event_type type, instant at, uint32_t n)
{
    e->fact = (struct fact){ .id = id_into(e->id, instant_plus(at, SECONDS(3)), n),
        .pid = slice_str("p"),
        .source = event_rows[type].source,
        .type = type,
        .type_name = slice_str(event_rows[type].name),
        .version = 1,
        .event_time = at,
        .recorded_at = instant_plus(at, SECONDS(3)),
        .arrival = instant_plus(at, SECONDS(5)),
        .stamp = instant_plus(at, SECONDS(5)) };
}

/* Report-in, then check-ins, doses and insurance months in turn. */
static void event_make(struct event *e, uint32_t i, instant at)
{
    static const enum event_type types[] = { EVENT_POLICE_CHECKIN_APP, EVENT_HEALTH_MMT_DOSE,
        EVENT_HR_PENSION_CONTRIBUTED };
    enum event_type type = i == 0 ? EVENT_POLICE_EXECUTION_REPORTED : types[i % COUNT(types)];
    event_begin(e, type, at, i);
    struct fact_value *v = e->fact.values;
    if (type == EVENT_POLICE_EXECUTION_REPORTED) v[0] = text("o1"), v[1] = text("460108004");
    if (type == EVENT_POLICE_CHECKIN_APP) v[0] = number(POLICE_CHECKIN_RESULT_OK);
    if (type == EVENT_HR_PENSION_CONTRIBUTED) v[0] = text("2024-05");
    if (type != EVENT_HEALTH_MMT_DOSE) return;
    v[0] = text("s1"), v[1] = number(0), v[2] = text("460108"), v[3] = number(1);
}

static const instant birth = { INT64_C(1704416400000000) }; /* 2024-01-05 09:00 UTC+8 */

static struct event *life_make(uint32_t n)
{
    struct event *life = calloc(n, sizeof *life);
    if (!life) abort();
    int64_t apart = YEARS * DAYS(365).us / n / 1000000 * 1000000;
    for (uint32_t i = 0; i < n; i++)
        event_make(&life[i], i, instant_plus(birth, (span){ apart * i }));
    return life;
}

struct bench {
    struct rulebook rules;
    struct arena *arena;
    int64_t cause;
};

static void add(struct file *f, const struct fact *fact)
{
    struct file_answer answer;
    struct why why;
    if (file_add(f, fact, &answer, &why) != RC_OK) abort();
}

static void step(struct bench *b, struct file *f, instant at, bool tick)
{
    struct step step = { .at = at, .tick = tick, .cause = ++b->cause };
    struct signals said;
    struct why why;
    arena_reset(b->arena);
    if (file_step(f, &b->rules, &step, b->arena, &said, &why) != RC_OK) abort();
}

static struct file *file_of(struct bench *b, const struct event *life, uint32_t n)
{
    struct file *f = file_new(realloc);
    if (!f) abort();
    for (uint32_t i = 0; i < n; i++) add(f, &life[i].fact);
    step(b, f, life[n - 1].fact.event_time, false);
    return f;
}

static void bench_life(struct bench *b, const struct event *life)
{
    double from = now_ms();
    struct file *f = NULL;
    for (int i = 0; i < ROUNDS; i++) {
        f = file_free(f);
        f = file_of(b, life, LIFE);
    }
    printf("a life of %d facts, %d years of ticks     %8.2f ms\n", LIFE, YEARS,
        (now_ms() - from) / ROUNDS);
    printf("its file                                  %8.1f kB\n", (double)file_bytes(f) / 1000);
    struct event late;
    event_make(&late, LIFE + 1, instant_plus(birth, HOURS(1)));
    from = now_ms();
    add(f, &late.fact);
    step(b, f, life[LIFE - 1].fact.event_time, false);
    printf("a late fact, three years back             %8.2f ms\n", now_ms() - from);
    file_free(f);
}

static void bench_facts(struct bench *b, const struct event *life)
{
    double from = now_ms();
    for (int i = 0; i < ROUNDS; i++) {
        struct file *f = file_new(realloc);
        if (!f) abort();
        for (uint32_t k = 0; k < LIFE; k++) {
            add(f, &life[k].fact);
            step(b, f, life[k].fact.event_time, false);
        }
        file_free(f);
    }
    printf("ordinary facts, each a step               %8.2f us\n",
        (now_ms() - from) * 1e3 / ROUNDS / LIFE);
}

/* Only one in a hundred has had a fact that makes tomorrow count. */
static void bench_tick(struct bench *b)
{
    struct file **files = calloc(FILES, sizeof *files);
    struct event registered, dose;
    if (!files) abort();
    event_begin(&registered, EVENT_POLICE_PERSON_REGISTERED, birth, 1);
    struct fact_value *v = registered.fact.values;
    v[0] = number(0), v[1] = number(0), v[2] = number(1);
    v[3] = text("460108004"), v[4] = text("460108");
    event_make(&dose, 1, instant_plus(birth, HOURS(1)));
    for (int i = 0; i < FILES; i++) {
        files[i] = file_new(realloc);
        if (!files[i]) abort();
        add(files[i], &registered.fact);
        if (i % 100 == 0) add(files[i], &dose.fact);
        step(b, files[i], instant_plus(birth, HOURS(2)), false);
    }
    instant tick = tick_at_or_after(instant_plus(birth, HOURS(2)));
    while (!is_daily_tick(tick)) tick = instant_plus(tick, HOURS(1));
    int due = 0;
    double from = now_ms();
    for (int i = 0; i < FILES; i++) {
        if (is_before(tick, file_due(files[i]))) continue;
        step(b, files[i], tick, true);
        due++;
    }
    printf("a daily tick over %d files, %d due    %8.2f ms\n", FILES, due, now_ms() - from);
    for (int i = 0; i < FILES; i++) file_free(files[i]);
    free(files);
}

int main(void)
{
    struct bench b = { .rules = rulebook_built_in(), .arena = arena_new(1 << 26) };
    struct event *life = life_make(LIFE), *mean = life_make(MEAN);
    if (!b.arena) return 1;
    bench_life(&b, life);
    struct file *f = file_of(&b, mean, MEAN);
    printf("a file of %d facts                       %8.1f kB\n", MEAN,
        (double)file_bytes(f) / 1000);
    file_free(f);
    bench_facts(&b, life);
    bench_tick(&b);
    free(life);
    free(mean);
    arena_free(b.arena);
    return 0;
}
