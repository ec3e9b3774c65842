/* Good events of invented people (born in 1890), made from the rows of the catalogue, so that a new
 * type is covered by being there. The same arguments give the same event. */
#ifndef COASTLINE_TESTS_MADE_H
#define COASTLINE_TESTS_MADE_H

#include "base/random.h"
#include "codec/event.h"

/* A good citizen number, another for each person below 1,000,000. */
struct text made_document(int person);
/* Admissible if it arrives at or after `at`; texts stand in the arena. `serial` makes its id. */
struct event made_event(
    struct arena *a, enum event_type type, int person, int64_t serial, instant at);
/* A type of this source about somebody, by turns. */
enum event_type made_type(enum event_source source, int64_t serial);

#endif
