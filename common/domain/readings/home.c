/* Registrations and changes of residence are kept as written; what they say of a day is asked of
 * the last one in force then. An order or a clinic leads, if there is one (R35). */
#include "domain/readings/home.h"

static void add_row(struct home *h, const struct home_row *row, struct slice residence,
    struct slice hukou, struct room *room)
{
    struct home_row *fresh = LIST_ADD(room, &h->rows);
    if (!fresh) return;
    *fresh = *row;
    (void)!code_from(residence, &fresh->residence); /* codes fit: the door saw to it */
    if (hukou.at) (void)!code_from(hukou, &fresh->hukou);
}

void home_take(struct home *h, const struct item *item, struct room *room)
{
    bool registered = item_is(item, EVENT_POLICE_PERSON_REGISTERED);
    if (!registered && !item_is(item, EVENT_POLICE_RESIDENCE_CHANGED)) return;
    struct home_row row = { .from = item->today, .written = item->today };
    if (registered) {
        add_row(h, &row, item_text(item, POLICE_PERSON_REGISTERED_RESIDENCE),
            item_text(item, POLICE_PERSON_REGISTERED_HUKOU), room);
    } else {
        row.from = item_date(item, POLICE_RESIDENCE_CHANGED_FROM);
        add_row(h, &row, item_text(item, POLICE_RESIDENCE_CHANGED_RESIDENCE),
            item_text(item, POLICE_RESIDENCE_CHANGED_HUKOU), room);
    }
}

void home_free(struct home *h, struct room *room) { LIST_FREE(room, &h->rows); }

static county place_at(const struct code *code, date written)
{
    return code->at[0] ? region_today(code_slice(code), written) : (county){ 0 };
}

county home_clinic(const struct treatment *t)
{
    return t->open ? place_at(&t->clinic_at, t->clinic_written) : (county){ 0 };
}

const struct home_row *home_residence(const struct home *h, date today)
{
    for (uint32_t i = h->rows.n; i-- > 0;)
        if (h->rows.at[i].from.days <= today.days) return &h->rows.at[i];
    return NULL;
}

/* The last register place that was told, be it with a residence or with a change of it. */
static county hukou_region(const struct home *h, date today)
{
    for (uint32_t i = h->rows.n; i-- > 0;) {
        const struct home_row *row = &h->rows.at[i];
        if (row->from.days <= today.days && row->hukou.at[0])
            return place_at(&row->hukou, row->written);
    }
    return (county){ 0 };
}

county home_region(
    const struct home *h, const struct orders *o, const struct treatment *t, date today)
{
    const struct order *order = order_open(o);
    if (order) return place_at(&order->town, order->town_written);
    county c = home_clinic(t);
    if (county_known(c)) return c;
    const struct home_row *row = home_residence(h, today);
    if (row) c = place_at(&row->residence, row->written);
    return county_known(c) ? c : hukou_region(h, today);
}
