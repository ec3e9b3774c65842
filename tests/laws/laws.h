/* The laws of design.md 2 as questions about one history; NULL: it holds, else what broke. */
#ifndef COASTLINE_TESTS_LAWS_LAWS_H
#define COASTLINE_TESTS_LAWS_LAWS_H

#include "laws/history.h"

typedef const char *law_fn(struct history *h);

law_fn law_order_of_arrival, law_taken_back_is_never, law_restored_goes_on, law_heard_is_told,
    law_told_is_what_holds, law_nothing_happens_before_it_is_due;

#endif
