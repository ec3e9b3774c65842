/* Contact and silence (fold.md R12), and check-ins that were missed (R16, P4). */
#ifndef COASTLINE_DOMAIN_READINGS_CONTACT_H
#define COASTLINE_DOMAIN_READINGS_CONTACT_H

#include "domain/readings/custody.h"
#include "domain/readings/leave.h"
#include "domain/readings/treatment.h"

struct contact {
    bool any;  /* there was a contact: */
    date last; /* day of the last one, of any date */

    /* Full days without contact after `last` up to `counted`, without those of leave, hold and
     * custody as they stood at `seen`. */
    int32_t silent;
    date counted;
    uint64_t seen;

    /* Check-ins of `checked` and the 31 days before it, newest in bit 0. */
    date checked;
    uint32_t missed, met;
};

/* What excuses a silent day. */
struct excuses {
    const struct leave *leave;
    const struct treatment *treatment;
    const struct custody *custody;
};

/* Is this fact a contact (domain.md C1)? */
bool fact_is_contact(const struct fact *f);
void contact_take(struct contact *c, const struct item *item, const struct excuses *e);
/* Days of the last `n` (at most 31) with a missed check-in and none met: bit i is today - i. */
uint32_t contact_missed(const struct contact *c, date today, int32_t n);

#endif
