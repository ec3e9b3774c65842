/* What the files of the generator's province take: its people are played, their events folded, and
 * all that the files hold counted, what the allocator adds included. */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "codec/event.h"
#include "domain/admit.h"
#include "domain/file.h"
#include "simulate/province.h"

/* Three years of history, as `ops/run` has it. */
enum { PEOPLE = 1000, DAYS = 30, HISTORY = 1105, TURN_BYTES = 16 << 20, FILES = 100000 };

struct folded {
    struct rulebook rules;
    struct arena *turn;
    struct file **files; /* by number of the person; NULL: nothing came yet */
    int64_t facts;
};

static enum rc file_of(struct folded *p, uint32_t person, struct file **ret, struct why *why)
{
    if (person >= PEOPLE) return why_set(why, RC_BROKEN, "more people than were asked for");
    if (!p->files[person]) p->files[person] = file_new(realloc);
    *ret = p->files[person];
    return *ret ? RC_OK : why_set(why, RC_BROKEN, "out of memory");
}

static enum rc mail_fold(void *self, const struct mail *m, const struct text *pid, struct why *why)
{
    struct folded *p = self;
    struct event e;
    struct file *f;
    struct file_answer answer;
    struct text reason = { "" };
    if (m->person == NOBODY) return RC_OK;
    arena_reset(p->turn);
    enum rc rc = event_read(m->value, p->turn, &e, why);
    if (rc == RC_REFUSED) return RC_OK;
    if (rc == RC_OK) rc = file_of(p, m->person, &f, why);
    if (rc != RC_OK) return rc;
    e.fact.arrival = e.fact.stamp = m->stamp;
    e.fact.pid = slice_text(pid);
    struct candidate c = { .fact = &e.fact, .subject = e.has_subject ? &e.subject : NULL };
    if (!admit(&c, &reason)) return RC_OK;
    rc = file_add(f, &e.fact, &answer, why);
    p->facts += rc == RC_OK && answer.what == FILE_TOOK;
    return rc;
}

/* Files are assessed at daily ticks, as the assessor does, so that they hold what they hold there.
 */
static enum rc hour_fold(void *self, instant at, struct why *why)
{
    struct folded *p = self;
    enum rc rc = RC_OK;
    struct step step = { .at = tick_at_or_after(at), .tick = true, .cause = at.us };
    for (uint32_t i = 0; rc == RC_OK && i < PEOPLE && is_daily_tick(step.at); i++) {
        struct signals said;
        arena_reset(p->turn);
        if (p->files[i]) rc = file_step(p->files[i], &p->rules, &step, p->turn, &said, why);
    }
    return rc;
}

static void print(const struct folded *p, size_t heap)
{
    size_t bytes = 0;
    uint32_t n = 0;
    struct rusage used = { 0 };
    for (uint32_t i = 0; i < PEOPLE; i++) {
        if (!p->files[i]) continue;
        bytes += file_bytes(p->files[i]);
        n++;
    }
    (void)getrusage(RUSAGE_SELF, &used);
    printf("a province of %u files, %.0f facts each: %.2f kB a file, %.2f kB with the allocator's "
           "share; %d of them %.2f GB (peak %ld MiB)\n",
        n, (double)p->facts / n, (double)bytes / n / 1e3, (double)heap / n / 1e3, FILES,
        (double)heap / n * FILES / 1e9, used.ru_maxrss / 1024);
}

static size_t heap_used(void)
{
    struct mallinfo2 m = mallinfo2();
    return m.uordblks + m.hblkhd;
}

static enum rc fold(struct folded *p, struct why *why)
{
    struct province_conf conf = { .seed = 1,
        .people = PEOPLE,
        .days = DAYS,
        .until = date_of(2026, 9, 30),
        .history_days = HISTORY,
        .duplicates = 10,
        .late = 20,
        .retracted = 3,
        .superseded = 3,
        .broken = 2,
        .decides = true };
    struct sink sink = { .self = p, .mail = mail_fold, .hour = hour_fold };
    return province_play(&conf, &sink, why);
}

int main(void)
{
    struct folded p = { .rules = rulebook_built_in(),
        .turn = arena_new(TURN_BYTES),
        .files = calloc(PEOPLE, sizeof *p.files) };
    struct why why = { "" };
    if (!p.turn || !p.files) return 1;
    size_t before = heap_used();
    enum rc rc = fold(&p, &why);
    if (rc == RC_OK)
        print(&p, heap_used() - before);
    else
        (void)fprintf(stderr, "bench_province: %s\n", why.text);
    for (uint32_t i = 0; i < PEOPLE; i++) file_free(p.files[i]);
    free(p.files);
    arena_free(p.turn);
    return rc != RC_OK;
}
