/* What happens to an event between an agency and the hub: it comes late, twice, is taken back or
 * replaced; and now and then an agency sends what it should not (domain.md W25). */
#ifndef COASTLINE_SIMULATE_SLIPS_H
#define COASTLINE_SIMULATE_SLIPS_H

#include "simulate/world.h"

/* Posts the event that was told, to arrive at `stamp` unless it is late, with its slips. */
void slips_post(struct life *l, instant stamp);
/* Takes the event of that id back, or says something else under the same id. */
void slips_retract(struct life *l, enum event_source source, const char *id);
/* When an event of that time may arrive: whole milliseconds, not within 15 minutes of exactly 72
 * hours after it, not in the last second before an hour of the hub ends. */
instant slips_arrival(instant event_time, instant wanted);

#endif
