/* A closing may come before its leave, and a leave may be approved again: so both are kept, and
 * each is matched with the other when it comes. */
#include "domain/readings/leave.h"

static void close_one(struct leave *l, uint64_t leave, date day)
{
    for (uint32_t i = 0; i < l->leaves.n; i++) {
        struct leave_span *s = &l->leaves.at[i];
        if (s->leave == leave && day.days < s->to.days) s->to = day;
    }
}

static void take_closing(struct leave *l, uint64_t leave, date day, struct room *room)
{
    struct leave_closing *c = LIST_ADD(room, &l->closings);
    if (c) *c = (struct leave_closing){ leave, day };
    close_one(l, leave, day);
}

static void take_leave(struct leave *l, const struct item *item, struct room *room)
{
    struct leave_span *s = LIST_ADD(room, &l->leaves);
    if (!s) return;
    s->leave = item_tag(item, POLICE_LEAVE_APPROVED_LEAVE);
    s->from = item_date(item, POLICE_LEAVE_APPROVED_FROM);
    s->to = item_date(item, POLICE_LEAVE_APPROVED_TO);
    (void)!code_from(item_text(item, POLICE_LEAVE_APPROVED_DEST), &s->dest);
    for (uint32_t i = 0; i < l->closings.n; i++)
        if (l->closings.at[i].leave == s->leave && l->closings.at[i].day.days < s->to.days)
            s->to = l->closings.at[i].day;
}

static void take_guest(struct leave *l, const struct item *item, struct room *room)
{
    struct leave_span *s = LIST_ADD(room, &l->guests);
    if (!s) return;
    s->from = item_date(item, HEALTH_MMT_GUEST_AUTHORISED_FROM);
    s->to = item_date(item, HEALTH_MMT_GUEST_AUTHORISED_TO);
    (void)!code_from(item_text(item, HEALTH_MMT_GUEST_AUTHORISED_DEST), &s->dest);
}

void leave_take(struct leave *l, const struct item *item, struct room *room)
{
    if (item_is(item, EVENT_POLICE_LEAVE_APPROVED)) {
        take_leave(l, item, room);
        l->version++;
    } else if (item_is(item, EVENT_POLICE_LEAVE_CLOSED)) {
        take_closing(l, item_tag(item, POLICE_LEAVE_CLOSED_LEAVE), item->today, room);
        l->version++;
    } else if (item_is(item, EVENT_HEALTH_MMT_GUEST_AUTHORISED)) {
        take_guest(l, item, room);
    }
}

void leave_free(struct leave *l, struct room *room)
{
    LIST_FREE(room, &l->leaves);
    LIST_FREE(room, &l->guests);
    LIST_FREE(room, &l->closings);
}

bool leave_contains(const struct leave *l, date day) { return leave_covers(l, day, day); }

int32_t leave_alike(const struct leave *l, date day)
{
    int32_t n = INT32_MAX;
    for (uint32_t i = 0; i < l->leaves.n; i++) {
        const struct leave_span *s = &l->leaves.at[i];
        if (s->from.days > day.days) n = MIN(n, date_minus(s->from, day));
        if (s->to.days >= day.days) n = MIN(n, date_minus(s->to, day) + 1);
    }
    return n;
}

bool leave_covers(const struct leave *l, date from, date to)
{
    for (uint32_t i = 0; i < l->leaves.n; i++)
        if (l->leaves.at[i].from.days <= from.days && to.days <= l->leaves.at[i].to.days)
            return true;
    return false;
}

static bool span_admits(const struct leave_span *s, county c, date day)
{
    return s->from.days <= day.days && day.days <= s->to.days &&
           county_within(c, code_slice(&s->dest));
}

bool leave_admits(const struct leave *l, county c, date day)
{
    for (uint32_t i = 0; i < l->leaves.n; i++)
        if (span_admits(&l->leaves.at[i], c, day)) return true;
    return false;
}

bool guest_admits(const struct leave *l, county c, date day)
{
    for (uint32_t i = 0; i < l->guests.n; i++)
        if (span_admits(&l->guests.at[i], c, day)) return true;
    return false;
}
