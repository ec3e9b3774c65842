/* What to do about a result, and how long to wait before the next try: pure, in one place. */
#ifndef COASTLINE_RUNTIME_TROUBLE_H
#define COASTLINE_RUNTIME_TROUBLE_H

#include "base/instant.h"
#include "base/rc.h"

enum trouble {
    TROUBLE_NONE,
    TROUBLE_WAIT, /* the same step again after trouble_pause */
    TROUBLE_PARK, /* the input is at fault: put it aside and go on */
    TROUBLE_STOP, /* end the process; it starts again where it had settled */
};

/* The world is waited for without end: a restart would not help, and what we hold stays good.
 * Refusals and breaks are final. */
enum trouble trouble_of(enum rc rc);
/* `tries` counts the failures of a step, the last included: 10 ms, doubling with each try, at most
 * 5 s. */
span trouble_pause(int tries);

#endif
