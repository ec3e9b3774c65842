/* Events as Avro C reads them, and whether two readings are the same. */
#ifndef COASTLINE_TESTS_AVRO_EVENT_H
#define COASTLINE_TESTS_AVRO_EVENT_H

#include "codec/event.h"

struct avro_events;
/* The schemas of a folder, whole ones as the baker writes them; NULL: not those of all events. */
struct avro_events *avro_events_new(const char *folder);
/* Texts point into what was read last; lists stand in the arena. False: Avro C refuses it. */
bool avro_event_read(struct avro_events *e, struct slice bytes, struct arena *a, struct event *ret);

bool events_equal(const struct event *a, const struct event *b);

#endif
