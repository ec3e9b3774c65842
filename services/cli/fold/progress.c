#include "fold/progress.h"

#include <stdio.h>
#include <time.h>

enum { EVERY_MS = 3000 };

void progress_show(struct progress *p, size_t done, size_t of)
{
    struct timespec now;
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0 || of == 0) return;
    int64_t ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
    if (!p->began) p->last_ms = ms;
    p->began = true;
    if (ms - p->last_ms < EVERY_MS) return;
    p->last_ms = ms;
    fprintf(stderr, "%s: %.0f %% of the %s\n", p->who, 100.0 * (double)done / (double)of, p->what);
}
