/* Counters and gauges, declared as rows in metrics.def, read as Prometheus' text page. Written by
 * the loop and read by the health thread, without locks. Labels are few and known: agencies,
 * topics, reasons; never people. */
#ifndef COASTLINE_RUNTIME_METRICS_H
#define COASTLINE_RUNTIME_METRICS_H

#include "base/buffer.h"
#include "base/rc.h"

enum metric_kind { METRIC_COUNTER, METRIC_GAUGE };

enum metric {
#define METRIC(service, name, kind, label, help) METRIC_##name,
#include "runtime/metrics.def"
#undef METRIC
    METRICS
};

struct metrics;

/* `service` picks the rows: its own and those of `all`. NULL: out of memory. */
struct metrics *metrics_new(const char *service);
struct metrics *metrics_free(struct metrics *m);
DEFINE_CLEANUP(struct metrics *, metrics_free)

/* m may be NULL: then nothing is counted. */
void metric_add(struct metrics *m, enum metric which, int64_t n);
void metric_set(struct metrics *m, enum metric which, int64_t value);
/* Of one value of the row's label; at most 64 values a row, later ones count as "other". `value` is
 * a literal or lives as long as the metrics. */
void metric_add_at(struct metrics *m, enum metric which, const char *value, int64_t n);
void metric_set_at(struct metrics *m, enum metric which, const char *value, int64_t to);

/* The page, with process_cpu_seconds_total, process_resident_memory_bytes and
 * process_open_fds. */
void metrics_page(const struct metrics *m, struct buffer *out);
/* All rows of metrics.def as Markdown. */
void metrics_print(struct buffer *out);

#endif
