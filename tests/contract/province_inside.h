/* The inside of a province, for province.c and province_read.c. */
#ifndef COASTLINE_TESTS_PROVINCE_INSIDE_H
#define COASTLINE_TESTS_PROVINCE_INSIDE_H

#include "province.h"

/* Fails with the words of why. */
void good(enum rc rc, const struct why *why);
const char *topic_of(enum event_source source);
void flush(struct province *p);

#endif
