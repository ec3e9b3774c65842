/* Numbers in a table: a row a metric, a cell a value of its label. The loop writes, the health
 * thread reads; each number by itself is whole, and that is enough. */
#include "runtime/metrics.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum { CELLS = 64 };

static const struct row {
    const char *service, *name;
    enum metric_kind kind;
    const char *label, *help;
} rows[] = {
#define METRIC(service_, name_, kind_, label_, help_)                                              \
    { #service_, #name_, METRIC_##kind_, label_, help_ },
#include "runtime/metrics.def"
#undef METRIC
};

struct cell {
    _Atomic(const char *) value; /* of the label; NULL: not used yet */
    _Atomic int64_t number;
};

struct metrics {
    const char *service;
    struct cell cells[METRICS][CELLS];
};

struct metrics *metrics_new(const char *service)
{
    struct metrics *m = calloc(1, sizeof *m);
    if (m) m->service = service;
    return m;
}

struct metrics *metrics_free(struct metrics *m)
{
    free(m);
    return NULL;
}

/* The last cell takes what comes when all others are taken. */
static struct cell *cell_of(struct metrics *m, enum metric which, const char *value)
{
    struct cell *cells = m->cells[which];
    for (size_t i = 0; i < CELLS - 1; i++) {
        const char *here = atomic_load_explicit(&cells[i].value, memory_order_acquire);
        if (here == value || (here && strcmp(here, value) == 0)) return &cells[i];
        if (here) continue;
        atomic_store_explicit(&cells[i].value, value, memory_order_release);
        return &cells[i];
    }
    atomic_store_explicit(&cells[CELLS - 1].value, "other", memory_order_release);
    return &cells[CELLS - 1];
}

void metric_add_at(struct metrics *m, enum metric which, const char *value, int64_t n)
{
    if (!m) return;
    struct cell *c = cell_of(m, which, value);
    atomic_fetch_add_explicit(&c->number, n, memory_order_relaxed);
}

void metric_set_at(struct metrics *m, enum metric which, const char *value, int64_t to)
{
    if (!m) return;
    atomic_store_explicit(&cell_of(m, which, value)->number, to, memory_order_relaxed);
}

void metric_add(struct metrics *m, enum metric which, int64_t n)
{
    if (m) atomic_fetch_add_explicit(&m->cells[which][0].number, n, memory_order_relaxed);
}

void metric_set(struct metrics *m, enum metric which, int64_t value)
{
    if (m) atomic_store_explicit(&m->cells[which][0].number, value, memory_order_relaxed);
}

/* --- the page --- */

static bool is_shown(const struct metrics *m, const struct row *r)
{
    return strcmp(r->service, "all") == 0 || strcmp(r->service, m->service) == 0;
}

static const char *ending(const struct row *r) { return r->kind == METRIC_COUNTER ? "_total" : ""; }

static void cells_print(const struct metrics *m, size_t which, struct buffer *out)
{
    const struct row *r = &rows[which];
    for (size_t i = 0; i < CELLS; i++) {
        const struct cell *c = &m->cells[which][i];
        const char *value = atomic_load_explicit(&c->value, memory_order_acquire);
        int64_t number = atomic_load_explicit(&c->number, memory_order_relaxed);
        if (value)
            buffer_printf(out, "coastline_%s%s{%s=\"%s\"} %" PRId64 "\n", r->name, ending(r),
                r->label, value, number);
        else if (i == 0 && !r->label[0])
            buffer_printf(out, "coastline_%s%s %" PRId64 "\n", r->name, ending(r), number);
    }
}

static void head_print(const char *name, const char *kind, const char *help, struct buffer *out)
{
    buffer_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind);
}

static int64_t resident_bytes(void)
{
    long long total = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file) return 0;
    int n = fscanf(file, "%lld %lld", &total, &resident);
    (void)fclose(file);
    return n == 2 ? (int64_t)resident * sysconf(_SC_PAGESIZE) : 0;
}

static int64_t open_files(void)
{
    int64_t n = 0;
    DIR *folder = opendir("/proc/self/fd");
    if (!folder) return 0;
    while (readdir(folder)) n++;
    (void)closedir(folder);
    return n - 3; /* ".", ".." and the folder itself */
}

static void process_print(struct buffer *out)
{
    struct rusage use = { 0 };
    (void)getrusage(RUSAGE_SELF, &use);
    head_print("process_cpu_seconds_total", "counter", "processor time, user and system", out);
    buffer_printf(out, "process_cpu_seconds_total %.6f\n",
        (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
            (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6);
    head_print("process_resident_memory_bytes", "gauge", "memory in use", out);
    buffer_printf(out, "process_resident_memory_bytes %" PRId64 "\n", resident_bytes());
    head_print("process_open_fds", "gauge", "open files", out);
    buffer_printf(out, "process_open_fds %" PRId64 "\n", open_files());
}

void metrics_page(const struct metrics *m, struct buffer *out)
{
    char name[80];
    for (size_t i = 0; i < METRICS; i++) {
        const struct row *r = &rows[i];
        if (!is_shown(m, r)) continue;
        (void)snprintf(name, sizeof name, "coastline_%s%s", r->name, ending(r));
        head_print(name, r->kind == METRIC_COUNTER ? "counter" : "gauge", r->help, out);
        cells_print(m, i, out);
    }
    process_print(out);
}

void metrics_print(struct buffer *out)
{
    buffer_printf(out, "| service | metric | kind | label | what |\n|---|---|---|---|---|\n");
    for (size_t i = 0; i < METRICS; i++)
        buffer_printf(out, "| %s | `coastline_%s%s` | %s | %s | %s |\n", rows[i].service,
            rows[i].name, ending(&rows[i]), rows[i].kind == METRIC_COUNTER ? "counter" : "gauge",
            rows[i].label, rows[i].help);
}
