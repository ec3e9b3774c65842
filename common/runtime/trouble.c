/* The one place where a result becomes a course. */
#include "runtime/trouble.h"

enum trouble trouble_of(enum rc rc)
{
    switch (rc) {
    case RC_OK: return TROUBLE_NONE;
    case RC_AGAIN: return TROUBLE_WAIT;
    case RC_REFUSED: return TROUBLE_PARK;
    case RC_BROKEN: return TROUBLE_STOP;
    }
    return TROUBLE_STOP;
}

span trouble_pause(int tries)
{
    int doublings = MIN(MAX(tries - 1, 0), 9);
    return (span){ MIN(INT64_C(10000) << doublings, SECONDS(5).us) };
}
