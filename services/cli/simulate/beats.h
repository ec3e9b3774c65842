/* Words for the rows of frames and stories. */
#ifndef COASTLINE_SIMULATE_BEATS_H
#define COASTLINE_SIMULATE_BEATS_H

#include "simulate/course.h"

/* clang-format off */
/* Between two days after the beat before; MAYBE: per mille. */
#define BEAT(from, to, verb, arg) { from, to, 1000, VERB_##verb, arg }
#define MAYBE(chance, from, to, verb, arg) { from, to, chance, VERB_##verb, arg }
#define COURSE(name, rows) { name, rows, COUNT(rows) }
/* clang-format on */

#define FOUND POLICE_REGISTRATION_KIND_FIRST_FOUND
#define UPHOLD HUB_REVIEW_VERDICT_UPHOLD
#define REJECT HUB_REVIEW_VERDICT_REJECT

/* Rows of stories. */
#define STORY(rows) .course = COURSE(#rows, rows)
#define AGED(from, to) .age_min = from, .age_max = to
#define R IS_REPORTED
#define P IS_PATIENT

#endif
