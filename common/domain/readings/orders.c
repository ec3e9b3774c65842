/* One order is open at a time; numbers once seen stay known, so that an order served twice, or one
 * that reports in after its end, opens nothing. */
#include "domain/readings/orders.h"

static bool is_known(const struct orders *o, uint64_t tag)
{
    for (uint32_t i = 0; i < o->known.n; i++)
        if (o->known.at[i] == tag) return true;
    return false;
}

static void order_end(struct orders *o, struct room *room)
{
    if (!o->open) return;
    LIST_FREE(room, &o->order.coming);
    o->open = false;
    o->ended++;
}

/* Opens an order never seen; false if its number is known. */
static bool order_begin(
    struct orders *o, const struct item *item, int field_town, struct room *room)
{
    struct slice id = item_value(item, 0)->text; /* `order` is the first field of all these types */
    uint64_t tag = tag_of(id);
    if (is_known(o, tag)) return false;
    uint64_t *known = LIST_ADD(room, &o->known);
    if (!known) return false;
    *known = tag;
    order_end(o, room);
    o->order = (struct order){ .tag = tag, .town_written = item->today };
    o->open = text_copy(id, &o->order.id) && text_copy(item->fact->id, &o->order.event) &&
              code_from(item_text(item, field_town), &o->order.town);
    return o->open;
}

static void take_served(
    struct orders *o, const struct item *item, int field_town, struct room *room)
{
    if (!order_begin(o, item, field_town, room)) return;
    o->order.served_known = true;
    o->order.served = item_date(item, POLICE_ORDER_COMMUNITY_DETOX_SERVED);
}

static void take_reported(struct orders *o, const struct item *item, struct room *room)
{
    (void)order_begin(o, item, POLICE_EXECUTION_REPORTED_TOWN, room);
    struct order *order = &o->order;
    if (!o->open || order->tag != item_tag(item, POLICE_EXECUTION_REPORTED_ORDER)) return;
    if (order->reported_in) return;
    order->reported_in = o->ever_reported = o->just_reported = true;
    order->reported = o->last_reported = item->today;
    if (order->moved) return;
    if (code_from(item_text(item, POLICE_EXECUTION_REPORTED_TOWN), &order->town))
        order->town_written = item->today;
}

/* The latest day rules, then the later fact (R9). */
static void transfer_rule(struct order *order, const struct transfer *t)
{
    if (order->moved && t->effective.days < order->ruling.days) return;
    order->moved = true;
    order->ruling = t->effective;
    order->town = t->to;
    order->town_written = t->written;
}

static void transfer_add(
    struct order *order, const struct transfer *t, const struct item *item, struct room *room)
{
    if (t->effective.days <= item->today.days) {
        transfer_rule(order, t);
        return;
    }
    if (!LIST_ADD(room, &order->coming)) return;
    uint32_t i = order->coming.n - 1;
    for (; i > 0 && order->coming.at[i - 1].effective.days > t->effective.days; i--)
        order->coming.at[i] = order->coming.at[i - 1];
    order->coming.at[i] = *t;
}

static void transfers_come(struct order *order, date today)
{
    while (order->coming.n > 0 && order->coming.at[0].effective.days <= today.days) {
        transfer_rule(order, &order->coming.at[0]);
        LIST_DROP(&order->coming, 0);
    }
}

/* Both transfers have the same fields. */
static void take_transfer(struct order *order, const struct item *item, struct room *room)
{
    struct transfer t = { .effective = item_date(item, POLICE_EXECUTION_TRANSFERRED_OUT_EFFECTIVE),
        .written = item->today };
    if (!code_from(item_text(item, POLICE_EXECUTION_TRANSFERRED_OUT_FROM), &t.from)) return;
    if (!code_from(item_text(item, POLICE_EXECUTION_TRANSFERRED_OUT_TO), &t.to)) return;
    order->out = item_is(item, EVENT_POLICE_EXECUTION_TRANSFERRED_OUT);
    if (order->out)
        order->last_out = t;
    else
        t.effective.days = MIN(t.effective.days, item->today.days);
    transfer_add(order, &t, item, room);
}

static void take_suspended(struct order *order, const struct item *item)
{
    if (!item_says(item, POLICE_EXECUTION_SUSPENDED_REASON, POLICE_EXECUTION_REASON_PRISON))
        order->paused = true;
}

/* What acts on the open order alone. */
static void take_execution(struct orders *o, const struct item *item, struct room *room)
{
    struct order *order = &o->order;
    if (!o->open || order->tag != tag_of(item_value(item, 0)->text)) return;
    switch ((int)item->fact->type) {
    case EVENT_POLICE_ORDER_EXTENSION_GRANTED:
        order->extended = true;
        order->until = item_date(item, POLICE_ORDER_EXTENSION_GRANTED_UNTIL);
        break;
    case EVENT_POLICE_EXECUTION_TRANSFERRED_OUT:
    case EVENT_POLICE_EXECUTION_TRANSFERRED_IN: take_transfer(order, item, room); break;
    case EVENT_POLICE_EXECUTION_SUSPENDED: take_suspended(order, item); break;
    case EVENT_POLICE_EXECUTION_RESUMED: order->paused = false; break;
    case EVENT_POLICE_EXECUTION_TERMINATED:
    case EVENT_POLICE_EXECUTION_DISCHARGED: order_end(o, room); break;
    default: break;
    }
}

void orders_take(struct orders *o, const struct item *item, struct room *room)
{
    o->just_reported = false;
    if (o->open) transfers_come(&o->order, item->today);
    if (!item->fact) return;
    switch ((int)item->fact->type) {
    case EVENT_POLICE_ORDER_COMMUNITY_DETOX:
        take_served(o, item, POLICE_ORDER_COMMUNITY_DETOX_TOWN, room);
        break;
    case EVENT_POLICE_ORDER_COMMUNITY_REHAB:
        take_served(o, item, POLICE_ORDER_COMMUNITY_REHAB_TOWN, room);
        break;
    case EVENT_POLICE_EXECUTION_REPORTED: take_reported(o, item, room); break;
    case EVENT_JUSTICE_ISOLATION_ADMITTED: order_end(o, room); break;
    case EVENT_POLICE_ORDER_EXTENSION_GRANTED:
    case EVENT_POLICE_EXECUTION_TRANSFERRED_OUT:
    case EVENT_POLICE_EXECUTION_TRANSFERRED_IN:
    case EVENT_POLICE_EXECUTION_SUSPENDED:
    case EVENT_POLICE_EXECUTION_RESUMED:
    case EVENT_POLICE_EXECUTION_TERMINATED:
    case EVENT_POLICE_EXECUTION_DISCHARGED: take_execution(o, item, room); break;
    default: break;
    }
}

void orders_free(struct orders *o, struct room *room)
{
    order_end(o, room);
    LIST_FREE(room, &o->known);
}

date order_report_until(const struct order *o, int32_t days)
{
    date until = date_plus(o->served, days);
    return o->extended && o->until.days > until.days ? o->until : until;
}
