#include "domain/readings/absence.h"

static void absence_judge(struct absence *a, const struct leave *l)
{
    a->counts = !leave_covers(l, a->start, date_plus(a->start, a->days));
}

static void take_absence(
    struct absences *a, const struct item *item, const struct leave *l, struct room *room)
{
    struct absence *fresh = LIST_ADD(room, &a->list);
    if (!fresh) return;
    fresh->day = item->today;
    fresh->start = item_date(item, POLICE_ABSENCE_RECORDED_START);
    bool ended = item_value(item, POLICE_ABSENCE_RECORDED_END)->there;
    fresh->days = ended ? date_minus(item_date(item, POLICE_ABSENCE_RECORDED_END), fresh->start)
                        : (int32_t)item_value(item, POLICE_ABSENCE_RECORDED_DAYS)->number;
    (void)!text_copy(item->fact->id, &fresh->id);
    absence_judge(fresh, l);
}

void absences_take(
    struct absences *a, const struct item *item, const struct leave *l, struct room *room)
{
    if (a->seen != l->version)
        for (uint32_t i = 0; i < a->list.n; i++) absence_judge(&a->list.at[i], l);
    a->seen = l->version;
    if (item_is(item, EVENT_POLICE_ABSENCE_RECORDED)) take_absence(a, item, l, room);
}

void absences_free(struct absences *a, struct room *room) { LIST_FREE(room, &a->list); }
