#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "codec/json_words.h"
#include "laws/play.h"

enum { WORDS_MAX = 64 << 20 };

struct play play_new(void)
{
    struct play p = { .file = file_new(realloc),
        .rules = rulebook_built_in(),
        .arena = arena_new(WORDS_MAX),
        .words = buffer_new(WORDS_MAX) };
    assert_non_null(p.file);
    assert_non_null(p.arena);
    return p;
}

void play_free(struct play *p)
{
    p->file = file_free(p->file);
    p->echo = file_free(p->echo);
    free(TAKE(p->seen));
    p->arena = arena_free(p->arena);
    buffer_deinit(&p->words);
}

static bool took(struct file *file, const struct fact *fact)
{
    struct file_answer answer;
    struct why why;
    assert_int_equal(file_add(file, fact, &answer, &why), RC_OK);
    return answer.what != FILE_REFUSED;
}

bool play_add(struct play *p, const struct fact *fact)
{
    if (p->echo) (void)took(p->echo, fact);
    return took(p->file, fact);
}

static void write_words(struct play *p, const struct step *step, const struct signals *said)
{
    for (size_t i = 0; i < said->n; i++) {
        const struct hub_signal *s = &said->at[i];
        int64_t numbers[512];
        assert_true(s->supersedes.n <= COUNT(numbers));
        for (size_t k = 0; k < s->supersedes.n; k++)
            numbers[k] = s->supersedes.at[k].cause * 1000 + s->supersedes.at[k].index;
        struct words_place place = { .n = step->cause * 1000 + (int64_t)i,
            .at = step->at,
            .pid = slice_str("p"),
            .supersedes = numbers };
        words_put_signal(&p->words, &place, s);
    }
}

static void assess(struct play *p, instant at, bool tick)
{
    struct step step = { .at = at, .tick = tick, .cause = p->cause };
    struct signals said;
    struct why why;
    arena_reset(p->arena);
    assert_int_equal(file_step(p->file, &p->rules, &step, p->arena, &said, &why), RC_OK);
    write_words(p, &step, &said);
    if (p->echo) assert_int_equal(file_hear(p->echo, &p->rules, &step, &said, &why), RC_OK);
}

/* A tick that nobody had to look at must leave the state as it was. */
static void assess_anyway(struct play *p, instant tick)
{
    bool due = !is_before(tick, file_due(p->file));
    if (due || !p->seen || p->now.us == 0) {
        assess(p, tick, true);
        free(p->seen);
        p->seen = play_state(p, tick);
        return;
    }
    assess(p, tick, true);
    if (!is_daily_tick(tick)) return;
    char *now = play_state(p, tick);
    if (strcmp(now, p->seen) != 0) {
        if (!p->changed) printf("  was %s  now %s", p->seen, now);
        p->changed = true;
    }
    free(now);
}

void play_until(struct play *p, instant at)
{
    instant tick = tick_at_or_after(instant_plus(p->now, (span){ 1 }));
    if (p->now.us == 0) tick = tick_at_or_after(at);
    for (; !is_before(at, tick); tick = instant_plus(tick, HOURS(1))) {
        p->cause++; /* of every tick, due or not */
        if (p->every_tick)
            assess_anyway(p, tick);
        else if (!is_before(tick, file_due(p->file)))
            assess(p, tick, true);
    }
    p->now = at;
}

void play_step(struct play *p, instant at)
{
    play_until(p, at);
    p->cause++;
    assess(p, at, false);
    free(TAKE(p->seen));
    if (p->every_tick) p->seen = play_state(p, at);
}

void play_restore(struct play *p)
{
    CLEANUP(buffer_deinit) struct buffer bytes = buffer_new(WORDS_MAX);
    struct why why = { "" };
    assert_int_equal(file_save(p->file, &bytes, &why), RC_OK);
    p->file = file_free(p->file);
    assert_int_equal(file_load(&p->file, realloc, buffer_slice(&bytes), &why), RC_OK);
}

char *play_state(struct play *p, instant until)
{
    CLEANUP(buffer_deinit) struct buffer line = buffer_new(WORDS_MAX);
    struct hub_file_state state;
    struct words_state more = { .pid = slice_str("p") };
    struct why why;
    arena_reset(p->arena);
    assert_int_equal(
        file_state(p->file, &p->rules, until, p->arena, &state, &why), RC_OK);
    more.facts = file_facts(p->file);
    if (more.facts > 0) words_put_state(&line, &more, &state);
    buffer_byte(&line, 0);
    assert_true(buffer_whole(&line));
    return strdup((const char *)line.at);
}
