/* Each law plays a history twice, in two ways that must not differ. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "laws/laws.h"
#include "laws/play.h"

static uint64_t below(struct history *h, uint64_t n) { return random_below(&h->random, n); }

/* In order, each fact a step of its own; *accepted says which the file took. */
static struct play played_in_order(struct history *h, bool accepted[HISTORY_MAX])
{
    struct play p = play_new();
    for (size_t i = 0; i < h->n; i++) {
        play_until(&p, h->at[i]->fact.event_time);
        accepted[i] = play_add(&p, &h->at[i]->fact);
        play_step(&p, h->at[i]->fact.event_time);
    }
    play_until(&p, h->end);
    return p;
}

static void shuffle(struct history *h, size_t order[HISTORY_MAX], size_t n)
{
    for (size_t i = n; i > 1; i--) {
        size_t k = (size_t)below(h, i), kept = order[i - 1];
        order[i - 1] = order[k];
        order[k] = kept;
    }
}

/* Shows the first line in which two texts differ. */
static bool texts_equal(struct slice a, struct slice b)
{
    size_t start = 0, i = 0;
    for (; i < a.n && i < b.n && a.at[i] == b.at[i]; i++)
        if (a.at[i] == '\n') start = i + 1;
    if (i == a.n && i == b.n) return true;
    const uint8_t *x = a.at + start, *y = b.at + start;
    printf("  %.*s\n  %.*s\n", (int)strcspn((const char *)x, "\n"), (const char *)x,
        (int)strcspn((const char *)y, "\n"), (const char *)y);
    return false;
}

static bool states_equal(struct play *a, struct play *b, instant until)
{
    char *x = play_state(a, until), *y = play_state(b, until);
    bool equal = texts_equal(slice_str(x), slice_str(y));
    free(x);
    free(y);
    return equal;
}

/* Adds what was accepted, in another order, some of it twice, and looks in between. False if a line
 * found the file sealed that was not when it came in order: then nothing can be compared. */
static bool played_shuffled(struct history *h, const bool accepted[HISTORY_MAX], struct play *p)
{
    size_t order[HISTORY_MAX], n = 0;
    bool all = true;
    for (size_t i = 0; i < h->n; i++)
        if (accepted[i]) order[n++] = i;
    shuffle(h, order, n);
    for (size_t i = 0; i < n; i++) {
        all &= play_add(p, &h->at[order[i]]->fact);
        if (below(h, 8) == 0) all &= play_add(p, &h->at[order[below(h, i + 1)]]->fact);
        if (below(h, 30) == 0) play_step(p, h->end);
    }
    play_step(p, h->end);
    return all;
}

const char *law_order_of_arrival(struct history *h)
{
    bool accepted[HISTORY_MAX];
    struct play timely = played_in_order(h, accepted), late = play_new();
    bool all = played_shuffled(h, accepted, &late);
    bool equal = !all || states_equal(&timely, &late, h->end);
    play_free(&timely);
    play_free(&late);
    return equal ? NULL : "another order of arrival gives another state";
}

/* A history and the same with one fact more that is taken back at once. */
const char *law_taken_back_is_never(struct history *h)
{
    bool accepted[HISTORY_MAX];
    struct history other = history_make(below(h, UINT64_MAX));
    struct play without = played_in_order(h, accepted), with = play_new();
    struct fact extra = other.at[below(h, other.n)]->fact, taken = { 0 };
    if (other.ids != IDS_DRAWN) extra.id = slice_str("extra");
    taken = extra;
    taken.id = slice_str("taken");
    taken.retracts = extra.id;
    taken.supersedes = extra.supersedes = (struct slice){ 0 };
    if (extra.retracts.at) extra.type = EVENT_POLICE_CHECKIN_APP, extra.retracts.at = NULL;
    extra.source = taken.source = event_rows[extra.type].source;
    for (int t = 0; t < EVENT_TYPES; t++)
        if (event_rows[t].source == extra.source && strstr(event_rows[t].name, ".retracted"))
            taken.type = (enum event_type)t;
    taken.type_name = slice_str(event_rows[taken.type].name);
    taken.recorded_at = instant_plus(extra.recorded_at, HOURS(1));
    for (size_t i = 0; i < h->n; i++)
        if (accepted[i]) (void)play_add(&with, &h->at[i]->fact);
    (void)play_add(&with, &extra);
    if (below(h, 2) == 0) (void)play_add(&with, &taken);
    char *seen = play_state(&with, h->end); /* the walk has seen it, or never will */
    free(seen);
    (void)play_add(&with, &taken);
    bool equal = states_equal(&without, &with, h->end);
    play_free(&without);
    play_free(&with);
    history_free(&other);
    return equal ? NULL : "a fact that was taken back left a trace";
}

/* Facts in random batches, some late; what is done between steps is up to the caller. */
typedef void between_fn(struct history *h, struct play *p);

static void play_batches(struct history *h, struct play *p, between_fn *meanwhile)
{
    struct random kept = h->random;
    struct history dice = { .random = kept };
    instant at = h->at[0]->fact.event_time;
    for (size_t i = 0; i < h->n; i++) {
        at = later_of(at, instant_plus(h->at[i]->fact.event_time, HOURS(below(&dice, 2) * 30)));
        if (below(&dice, 3) == 0) continue; /* comes at the end */
        play_until(p, at);
        (void)play_add(p, &h->at[i]->fact);
        if (below(&dice, 4) > 0) play_step(p, at);
        if (meanwhile) meanwhile(h, p);
    }
    play_step(p, at);
    for (size_t i = 0; i < h->n; i++) (void)play_add(p, &h->at[i]->fact);
    play_step(p, instant_plus(at, HOURS(1)));
    play_until(p, h->end);
    h->random = kept;
}

static bool words_equal(struct play *a, struct play *b)
{
    buffer_byte(&a->words, 0);
    buffer_byte(&b->words, 0);
    a->words.n--;
    b->words.n--;
    return texts_equal(buffer_slice(&a->words), buffer_slice(&b->words));
}

static uint64_t restores;

static void restore_at_times(struct history *h, struct play *p)
{
    (void)h;
    if (restores++ % 7 == 3) play_restore(p);
}

const char *law_restored_goes_on(struct history *h)
{
    struct play whole = play_new(), parts = play_new();
    play_batches(h, &whole, NULL);
    play_batches(h, &parts, restore_at_times);
    bool equal = words_equal(&whole, &parts) && states_equal(&whole, &parts, h->end);
    play_free(&whole);
    play_free(&parts);
    return equal ? NULL : "a file that was saved and loaded goes on otherwise";
}

/* A file that heard every word says the same from then on as the one that said them. */
const char *law_heard_is_told(struct history *h)
{
    struct play p = play_new();
    p.echo = file_new(realloc);
    instant middle = h->at[h->n / 2]->fact.event_time;
    size_t i = 0;
    for (; i < h->n / 2; i++) {
        play_until(&p, h->at[i]->fact.event_time);
        (void)play_add(&p, &h->at[i]->fact);
        if (below(h, 3) > 0) play_step(&p, h->at[i]->fact.event_time);
    }
    play_step(&p, middle);
    struct play heard = play_new();
    heard.file = file_free(heard.file);
    heard.file = TAKE(p.echo);
    heard.now = p.now;
    heard.cause = p.cause;
    buffer_reset(&p.words);
    for (; i < h->n; i++) {
        instant at = h->at[i]->fact.event_time;
        (void)play_add(&p, &h->at[i]->fact);
        (void)play_add(&heard, &h->at[i]->fact);
        play_step(&p, at);
        play_step(&heard, at);
    }
    play_until(&p, h->end);
    play_until(&heard, h->end);
    bool equal = words_equal(&p, &heard) && states_equal(&p, &heard, h->end);
    play_free(&p);
    play_free(&heard);
    return equal ? NULL : "a file that heard what was said says something else";
}

/* A step after which nothing came says nothing more. */
const char *law_told_is_what_holds(struct history *h)
{
    struct play p = play_new();
    play_batches(h, &p, NULL);
    size_t n = p.words.n;
    play_step(&p, p.now);
    bool equal = p.words.n == n;
    play_free(&p);
    return equal ? NULL : "the same thing was told twice";
}

/* Asking only when something is due gives the same words as asking every hour. */
const char *law_nothing_happens_before_it_is_due(struct history *h)
{
    struct play due = play_new(), always = play_new();
    always.every_tick = true;
    play_batches(h, &due, NULL);
    play_batches(h, &always, NULL);
    bool equal = words_equal(&due, &always) && states_equal(&due, &always, h->end) &&
                 !always.changed;
    play_free(&due);
    play_free(&always);
    return equal ? NULL : "something happened on a day that nobody was to look at";
}
