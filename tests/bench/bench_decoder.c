/* The decoder of partners' bytes beside Avro C, over the same records, filling the same fields of
 * the same struct: bench_decoder FOLDER_OF_SCHEMAS RECORDS
 *
 * RECORDS: each record as its length (4 bytes, big-endian) and its bytes, as kcat -f '%R%s' writes
 * them. Every value of every record must be equal; then both are timed. Prints one line:
 * `decoder RECORDS ours NS avro NS ratio`. Exit 1 if a value differs. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "fuzz/avro_event.h"

enum { RECORDS_MAX = 200000, FILE_MAX = 256 << 20, ARENA_MAX = 1 << 20 };
enum { PASS_NS = 300000000 };

struct bench {
    struct avro_events *theirs;
    uint8_t *file;
    size_t n_file;
    struct slice *records;
    size_t n;
    struct arena *arena;
};

static _Noreturn void fail(const char *words, const char *more)
{
    fprintf(stderr, "bench_decoder: %s %s\n", words, more);
    exit(1);
}

static size_t file_read(const char *name, uint8_t *ret, size_t room)
{
    FILE *in = fopen(name, "rb");
    if (!in) fail("cannot open", name);
    size_t n = fread(ret, 1, room, in);
    fclose(in);
    return n;
}

/* Keeps the records that ours takes; returns how many differ. */
static size_t compare(struct bench *b)
{
    size_t kept = 0, differ = 0;
    for (size_t i = 0; i < b->n; i++) {
        struct event ours, theirs;
        struct why why;
        arena_reset(b->arena);
        if (event_read(b->records[i], b->arena, &ours, &why) != RC_OK) continue;
        differ += !avro_event_read(b->theirs, b->records[i], b->arena, &theirs) ||
                  !events_equal(&ours, &theirs);
        b->records[kept++] = b->records[i];
    }
    b->n = kept;
    return differ;
}

/* --- time --- */

static double now_ns(void)
{
    struct timespec t = { 0 };
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static double pass_ns(struct bench *b, bool ours)
{
    struct event event;
    struct why why;
    double from = now_ns();
    size_t done = 0;
    while (now_ns() - from < PASS_NS) {
        for (size_t i = 0; i < b->n; i++) {
            arena_reset(b->arena);
            bool ok = ours ? event_read(b->records[i], b->arena, &event, &why) == RC_OK
                           : avro_event_read(b->theirs, b->records[i], b->arena, &event);
            if (!ok) fail("a record was taken and is not any more", "");
        }
        done += b->n;
    }
    return (now_ns() - from) / (double)done;
}

/* --- reading what is given --- */

static void records_read(struct bench *b, const char *name)
{
    b->file = malloc(FILE_MAX);
    b->records = calloc(RECORDS_MAX, sizeof *b->records);
    if (!b->file || !b->records) fail("out of memory", "");
    b->n_file = file_read(name, b->file, FILE_MAX);
    for (size_t at = 0; at + 4 <= b->n_file && b->n < RECORDS_MAX;) {
        const uint8_t *p = b->file + at;
        size_t n = (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
        if (n > b->n_file - at - 4) break;
        b->records[b->n++] = slice_of(p + 4, n);
        at += 4 + n;
    }
}

int main(int argc, char *argv[])
{
    struct bench b = { .n = 0 };
    if (argc != 3) fail("usage: bench_decoder FOLDER_OF_SCHEMAS RECORDS", "");
    b.arena = arena_new(ARENA_MAX);
    if (!b.arena) fail("out of memory", "");
    b.theirs = avro_events_new(argv[1]);
    if (!b.theirs) fail("not the schemas of all events:", argv[1]);
    records_read(&b, argv[2]);
    size_t differ = compare(&b);
    if (differ || b.n == 0) {
        fprintf(stderr, "bench_decoder: %zu of %zu records differ\n", differ, b.n);
        return 1;
    }
    double ours = pass_ns(&b, true), theirs = pass_ns(&b, false);
    printf("decoder %zu ours %.0f avro %.0f ratio %.1f\n", b.n, ours, theirs, theirs / ours);
    return 0;
}
