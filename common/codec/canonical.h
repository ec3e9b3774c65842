/* Avro's Parsing Canonical Form and its CRC-64-AVRO fingerprint (Avro 1.11 specification, "Parsing
 * Canonical Form for Schemas"; vectors in wire.md 6.5). Two schemas with one fingerprint read the
 * same bytes alike. */
#ifndef COASTLINE_CODEC_CANONICAL_H
#define COASTLINE_CODEC_CANONICAL_H

#include "base/buffer.h"
#include "base/rc.h"

enum { CANONICAL_MAX = 256 * 1024 }; /* a form longer than that is refused */

/* The canonical form of a schema (JSON text), appended to `out`. Names are made full, attributes
 * that do not matter to reading go. RC_REFUSED: not JSON, not a schema, or out of bounds. */
MUST_CHECK enum rc canonical_form(struct slice schema, struct buffer *out, struct why *why);

/* Over the bytes of a canonical form. */
uint64_t fingerprint_of(struct slice form);

/* Both in one. */
MUST_CHECK enum rc schema_fingerprint(struct slice schema, uint64_t *ret, struct why *why);

#endif
