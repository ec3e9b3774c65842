/* board:<region>: a hash of counters, from the differences that the assessor writes. */
#include "view.h"

#include <stdlib.h>

enum { SLOTS = 4096 }; /* a power of two, well above the writes of a step */

struct sum {
    struct slice region, counter; /* in the arena of the batch */
    int64_t by;
};

struct board {
    struct sum sums[WRITES_MAX + DELTAS_MAX];
    int16_t index[SLOTS]; /* 0: none, else 1 + place in sums */
    size_t n;
};

struct board *board_new(void) { return calloc(1, sizeof(struct board)); }

struct board *board_free(struct board *b)
{
    free(b);
    return NULL;
}

size_t board_count(const struct board *b) { return b->n; }

static uint64_t hash_add(uint64_t h, struct slice part)
{
    for (size_t i = 0; i < part.n; i++) h = (h ^ part.at[i]) * 1099511628211u;
    return h;
}

static struct sum *sum_of(struct board *b, const struct hub_board_delta *d)
{
    uint64_t h = hash_add(hash_add(1469598103934665603u, d->region), d->counter);
    for (size_t at = h ^ h >> 32;; at++) {
        int16_t *slot = &b->index[at & (SLOTS - 1)];
        if (*slot) {
            struct sum *s = &b->sums[*slot - 1];
            if (slice_equal(s->region, d->region) && slice_equal(s->counter, d->counter)) return s;
            continue;
        }
        *slot = (int16_t)(b->n + 1);
        b->sums[b->n] = (struct sum){ d->region, d->counter, 0 };
        return &b->sums[b->n++];
    }
}

void board_add(struct view *v, const struct hub_change_body *body)
{
    assert(v->board->n + body->deltas.n <= COUNT(v->board->sums)); /* else the step had ended */
    for (size_t i = 0; i < body->deltas.n; i++)
        sum_of(v->board, &body->deltas.at[i])->by += body->deltas.at[i].by;
}

void board_write(struct view *v)
{
    struct board *b = v->board;
    for (size_t i = 0; i < b->n; i++) {
        const struct sum *s = &b->sums[i];
        if (s->by == 0) continue;
        writes_begin(v->writes, "HINCRBY");
        view_key(v, "board:", s->region);
        writes_word(v->writes, s->counter);
        writes_number(v->writes, s->by);
        writes_end(v->writes);
    }
    b->n = 0;
    memset(b->index, 0, sizeof b->index);
}
