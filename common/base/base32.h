/* Crockford's base32, lower case out: pids, aliases and webhook ids (design.md 8). */
#ifndef COASTLINE_BASE_BASE32_H
#define COASTLINE_BASE_BASE32_H

#include "base/slice.h"

/* 16 bytes make 26 characters: most significant bits first, the last character zero-padded. At most
 * 40 bytes fit. */
struct text base32_text(struct slice bytes);

#endif
