/* What ordinary facts say is said many times over: "checked in, ok", "a dose at s1". A shape is the
 * fields of such a fact, kept once; its facts name it by number. */
#ifndef COASTLINE_DOMAIN_SHAPES_H
#define COASTLINE_DOMAIN_SHAPES_H

#include "domain/room.h"

enum { SHAPES_MAX = 63, SHAPE_BYTES = 96 };

struct shapes {
    LIST(uint8_t) bytes; /* of each: its length (1), its type (1), its fields as packed */
    uint32_t n;
};

/* The number of a shape; false if it is not there. */
bool shapes_find(const struct shapes *s, struct slice shape, uint8_t *ret);
/* Adds one that is not there; false: there are too many, it is too long, or no memory. */
bool shapes_add(struct shapes *s, struct slice shape, struct room *room, uint8_t *ret);
/* Type and fields of shape i, which is there. */
struct slice shape_at(const struct shapes *s, uint8_t i);
void shapes_free(struct shapes *s, struct room *room);

/* Snapshot form (form.h). */
struct form;
void shapes_form(struct shapes *s, struct form *form, struct room *room);

#endif
