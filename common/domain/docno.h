/* Citizen numbers (GB 11643; domain.md A5, fold.md R2, R44). Pure. Nothing is ever read from the
 * number's region, birth or sequence digits; they are only checked. */
#ifndef COASTLINE_DOMAIN_DOCNO_H
#define COASTLINE_DOMAIN_DOCNO_H

#include "base/slice.h"

enum docno_fault { DOCNO_GOOD, DOCNO_FORM, DOCNO_CHECK, DOCNO_DATE };

/* The first thing wrong with a citizen number, in the order form, check digit, birth date. 15
 * digits are allowed (no check digit, years 19..), a small `x` counts as `X`. */
enum docno_fault docno_check(struct slice number);
/* A good number in its one form: 18 characters, `X` large, the check digit computed for 15 digits.
 * False, and *ret untouched, if the number is not good. The result is personal: never print it. */
MUST_CHECK bool docno_normal(struct slice number, struct text *ret);
/* Do 18 bytes in a row of this text make a good citizen number (R44)? Any bytes may be given. */
bool docno_hides_in(struct slice text);

#endif
