/* Sums of a tally as they are published: shares in per cent, as text, so that no reader rounds them
 * again. */
#include <inttypes.h>
#include <stdio.h>

#include "fold/stats.h"

enum { PER_CENT = 100, PER_MILLE = 1000, STAFF_STANDARD = 30 };

/* The greatest whole number not above a / b; b more than 0. */
static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0); }

struct text ratio_text(int64_t num, int64_t den, int64_t scale, int decimals)
{
    struct text t = { "" };
    int64_t unit = 1;
    for (int i = 0; i < decimals; i++) unit *= 10;
    int64_t whole = floor_div(2 * num * scale * unit + den, 2 * den);
    int64_t size = whole < 0 ? -whole : whole;
    text_print(&t, "%s%" PRId64, whole < 0 ? "-" : "", size / unit);
    size_t n = strlen(t.at);
    if (decimals > 0) t.at[n++] = '.';
    for (int64_t rest = size % unit; unit > 1; rest %= unit) {
        unit /= 10;
        t.at[n++] = (char)('0' + rest / unit);
    }
    t.at[n] = '\0';
    return t;
}

/* ---- parts of the line ---- */

static void put_ratio(
    struct buffer *out, const char *key, const struct share *s, int64_t scale, int decimals)
{
    if (s->den == 0)
        buffer_printf(out, "\"%s\":null", key);
    else
        buffer_printf(out, "\"%s\":\"%s\"", key, ratio_text(s->num, s->den, scale, decimals).at);
}

static void put_share(struct buffer *out, const char *key, const struct share *s)
{
    buffer_printf(out, "\"%s\":{\"num\":%" PRId64 ",\"den\":%" PRId64 ",", key, s->num, s->den);
    put_ratio(out, "rate", s, PER_CENT, 1);
    buffer_byte(out, '}');
}

static void put_people(struct buffer *out, const struct tally *t, const struct stats_frame *frame)
{
    struct share residents = { t->s1, frame->population };
    struct share growth = { t->s3 - t->s3_from, t->s3_from };
    struct share fall = { t->s5_before - t->s5, t->s5_before };
    buffer_printf(out, ",\"S1\":%" PRId64 ",", t->s1);
    put_ratio(out, "S2", &residents, PER_MILLE, 2);
    buffer_printf(out, ",\"S3\":%" PRId64 ",", t->s3);
    put_ratio(out, "S4", &growth, PER_CENT, 1);
    buffer_printf(out, ",\"S5\":{\"n\":%" PRId64 ",\"before\":%" PRId64 ",", t->s5, t->s5_before);
    put_ratio(out, "down", &fall, PER_CENT, 2);
    buffer_byte(out, '}');
}

static void put_shares(struct buffer *out, const struct tally *t)
{
    const struct {
        const char *key;
        const struct share *share;
    } rows[] = {
        { "S6", &t->s6 },
        { "S6a", &t->s6a },
        { "S7", &t->s7 },
        { "S8", &t->s8 },
        { "S9", &t->s9 },
        { "S10", &t->s10 },
        { "S11", &t->s11 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        buffer_byte(out, ',');
        put_share(out, rows[i].key, rows[i].share);
    }
}

static void put_aids(struct buffer *out, const struct tally *t)
{
    buffer_printf(out, ",\"S12\":{\"total\":%" PRIu32 ",\"by\":{", t->aid_list.n);
    for (int i = 0; i < CIVIL_AID_CATEGORIES; i++) {
        buffer_printf(out, "%s\"%s\":{", i > 0 ? "," : "",
            civil_aid_category_name((enum civil_aid_category)i));
        for (int r = 0; r < CIVIL_AID_RECEIVERS; r++)
            buffer_printf(out, "%s\"%s\":%" PRId64, r > 0 ? "," : "",
                civil_aid_receiver_name((enum civil_aid_receiver)r), tally_aids(t, i, r));
        buffer_byte(out, '}');
    }
    buffer_printf(out, "}}");
}

static void put_staff(struct buffer *out, const struct tally *t, const struct stats_frame *frame)
{
    int64_t n = floor_div(2 * t->s1 + frame->staff, 2 * frame->staff);
    buffer_printf(out, ",\"S13\":{\"n\":%" PRId64 ",\"met\":%s},\"S14\":null,", n,
        n <= STAFF_STANDARD ? "true" : "false");
}

static void put_watch(struct buffer *out, const struct tally *t)
{
    struct share back = { t->s18_fell_back, t->s18_watched };
    buffer_printf(out,
        ",\"S18\":{\"watched\":%" PRId64 ",\"at_risk\":%" PRId64 ",\"fell_back\":%" PRId64 ",",
        t->s18_watched, t->s18_at_risk, t->s18_fell_back);
    put_ratio(out, "rate", &back, PER_CENT, 3);
    buffer_byte(out, '}');
}

static void put_towns(struct buffer *out, struct tally *t)
{
    bool first = true;
    tally_sort_towns(t);
    buffer_printf(out, ",\"S19\":{\"towns\":%" PRIu32 ",\"free\":[", t->town_list.n);
    for (uint32_t i = 0; i < t->town_list.n; i++) {
        if (!t->town_list.at[i].clean) continue;
        buffer_printf(out, "%s\"%s\"", first ? "" : ",", t->town_list.at[i].code.at);
        first = false;
    }
    buffer_printf(out, "]}");
}

static void put_releases(struct buffer *out, const struct tally *t)
{
    buffer_printf(out, ",\"S21\":{\"releases\":%" PRId64 ",", t->s21_handed.den);
    put_ratio(out, "handed", &t->s21_handed, PER_CENT, 1);
    buffer_byte(out, ',');
    put_ratio(out, "reported", &t->s21_reported, PER_CENT, 1);
    buffer_byte(out, '}');
}

static void put_quality(struct buffer *out, const struct tally *t)
{
    buffer_printf(out, ",\"S22\":{");
    put_share(out, "needs", &t->s22_needs);
    buffer_byte(out, ',');
    put_share(out, "rejected", &t->s22_rejected);
    buffer_byte(out, ',');
    put_share(out, "overturned", &t->s22_overturned);
    buffer_printf(out, ",\"first_contact\":null}");
}

void stats_put(struct buffer *out, struct tally *t, const struct stats_frame *frame)
{
    buffer_printf(out, "{\"stats\":\"%s\"", date_text(t->period.on).at);
    put_people(out, t, frame);
    put_shares(out, t);
    put_aids(out, t);
    put_staff(out, t, frame);
    put_share(out, "S15", &t->s15);
    buffer_byte(out, ',');
    put_share(out, "S16", &t->s16);
    buffer_byte(out, ',');
    put_share(out, "S17", &t->s17);
    put_watch(out, t);
    put_towns(out, t);
    buffer_printf(out, ",\"S20\":{\"active\":%" PRIu32 ",\"planned\":null}", t->stations.n);
    put_releases(out, t);
    put_quality(out, t);
    buffer_byte(out, '}');
}
