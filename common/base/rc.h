/* What a function that can fail returns, and the words that go with it.
 * The code says what the caller must do; outputs change only on RC_OK. */
#ifndef COASTLINE_BASE_RC_H
#define COASTLINE_BASE_RC_H

#include "base/base.h"

enum rc {
    RC_OK,      /* carry on */
    RC_AGAIN,   /* nothing now, or not yet: try again later */
    RC_REFUSED, /* the input is at fault: park it, with the reason, and go on */
    RC_BROKEN,  /* our world is at fault: say so and end the process */
};

/* Words for people. Never personal data: a reason names the field, not what stood in it. */
struct why {
    char text[240];
};

/* Both return rc, so that a failure is told and returned in one line. why may be NULL. */
enum rc why_set(struct why *why, enum rc rc, const char *format, ...) PRINTF_LIKE(3, 4);
/* Puts words in front of what is there: "topic x: no due". */
enum rc why_add(struct why *why, enum rc rc, const char *format, ...) PRINTF_LIKE(3, 4);

#endif
