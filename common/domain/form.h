/* Snapshot bytes (file_save, file_load): one description serves both ways, so that what is written
 * is what is read. Numbers are little-endian and of fixed size. */
#ifndef COASTLINE_DOMAIN_FORM_H
#define COASTLINE_DOMAIN_FORM_H

#include "base/buffer.h"
#include "base/instant.h"
#include "domain/room.h"

struct form {
    struct buffer *out; /* writing; NULL: reading */
    struct slice in;    /* what is left to read */
    bool failed;        /* reading: the bytes are not what they should be */
};

void form_u64(struct form *f, uint64_t *v);
void form_i64(struct form *f, int64_t *v);
void form_u32(struct form *f, uint32_t *v);
void form_i32(struct form *f, int32_t *v);
void form_bool(struct form *f, bool *v);
void form_text(struct form *f, struct text *t);
void form_bytes(struct form *f, void *at, size_t n);
/* The number of items of a list, each of at least `least` bytes: nothing is reserved for more than
 * the bytes can hold. */
void form_count(struct form *f, uint32_t *n, size_t least);

#endif
