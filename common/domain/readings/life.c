#include "domain/readings/life.h"

static void take_death(struct life *l, date day)
{
    if (!l->deceased || day.days < l->death.days) l->death = day;
    l->deceased = true;
}

void life_take(struct life *l, const struct item *item)
{
    if (!item->fact) return;
    switch ((int)item->fact->type) {
    case EVENT_CIVIL_PERSON_DECEASED:
        take_death(l, item_date(item, CIVIL_PERSON_DECEASED_DATE));
        break;
    case EVENT_HEALTH_PERSON_DECEASED:
        take_death(l, item_date(item, HEALTH_PERSON_DECEASED_DATE));
        break;
    case EVENT_POLICE_CONTROL_ENDED:
        l->control_ended = true;
        l->control_decided = item_date(item, POLICE_CONTROL_ENDED_DECIDED);
        break;
    case EVENT_POLICE_PERSON_REGISTERED:
        l->control_ended = false;
        l->registered = true;
        break;
    default: break;
    }
}
