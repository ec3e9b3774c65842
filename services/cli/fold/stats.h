/* The line of statistics (fold.md R41), and S-members for state lines. */
#ifndef COASTLINE_CLI_FOLD_STATS_H
#define COASTLINE_CLI_FOLD_STATS_H

#include "base/buffer.h"
#include "domain/statistics.h"

/* What statistics need from outside. */
struct stats_frame {
    int64_t population; /* residents at the latest year end; more than 0 */
    int64_t staff;      /* full-time; more than 0 */
};

/* Appends the line of a tally to which every file was added; puts its towns in order. */
void stats_put(struct buffer *out, struct tally *t, const struct stats_frame *frame);

/* num * scale / den to so many decimals (0-3), half up; den more than 0. */
struct text ratio_text(int64_t num, int64_t den, int64_t scale, int decimals);

#endif
