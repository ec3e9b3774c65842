#include "dlq/letter.h"

enum { HEADERS_ROOM = 64 };

static const char *const states[LETTER_STATES] = { "open", "redriven", "dropped" };

const char *letter_state_word(enum letter_state state) { return states[state]; }

/* Digits, or 0. */
static int64_t number_of(struct slice digits)
{
    int64_t n = 0;
    for (size_t i = 0; i < digits.n && i < 15; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9') return 0;
        n = 10 * n + (digits.at[i] - '0');
    }
    return n;
}

bool dead_read(const struct record *r, struct dead *ret)
{
    struct record_header headers[HEADERS_ROOM];
    size_t there = record_headers(r, headers, HEADERS_ROOM), n = MIN(there, (size_t)HEADERS_ROOM);
    struct dead d = { .record = r,
        .stamp = { 1000 * number_of(header_named(headers, n, "coastline.dlq.timestamp")) },
        .stage = header_named(headers, n, "coastline.dlq.stage"),
        .error = header_named(headers, n, "coastline.dlq.error"),
        .box = header_named(headers, n, "coastline.dlq.key"),
        .redrives = number_of(header_named(headers, n, "coastline.dlq.redrive_count")) };
    struct text fits;
    if (!r->value.at || r->value.n == 0 || !origin_parse(r->key, &d.origin) ||
        !text_from(d.error, &fits) || !text_from(d.stage, &fits))
        return false;
    *ret = d;
    return true;
}

static bool reason_fits(const char *wanted, struct slice error)
{
    size_t n = strlen(wanted);
    return n == 0 || slice_is(error, wanted) ||
           (error.n > n && error.at[n] == ':' && memcmp(error.at, wanted, n) == 0);
}

static bool time_fits(const struct filter *f, instant refused)
{
    return !is_before(refused, f->since) && (f->until.us == 0 || !is_before(f->until, refused));
}

static bool is_that(const struct origin *a, const struct origin *b)
{
    return a->source == b->source && a->partition == b->partition && a->offset == b->offset;
}

bool filter_wants(const struct filter *f, const struct dead *d)
{
    const struct origin *o = &d->origin;
    if (f->has_letter && !is_that(&f->letter, o)) return false;
    if (f->has_source && f->source != o->source) return false;
    if (f->partition >= 0 && f->partition != o->partition) return false;
    return o->offset >= f->first && o->offset <= f->last && reason_fits(f->reason, d->error) &&
           time_fits(f, d->record->stamp);
}
