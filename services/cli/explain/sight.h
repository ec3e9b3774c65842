/* What of a verdict its reader may see (domain.md B7): a role sees what disclosure.h leaves of the
 * signals that would say the same; the person, or who answers for the person, sees all (C6). */
#ifndef COASTLINE_CLI_EXPLAIN_SIGHT_H
#define COASTLINE_CLI_EXPLAIN_SIGHT_H

#include "base/arena.h"
#include "base/rc.h"
#include "baked/catalogue.h"
#include "baked/hub.h"

struct sight {
    bool whole; /* all; else as this role: */
    enum hub_role role;
};

enum sight_extent { SIGHT_HIDES, SIGHT_NOTES, SIGHT_SHOWS };

/* Cuts the signal in place; recipients and notices are gone after it. NOTES: only that the plan of
 * support changed. RC_BROKEN: the arena is full. */
MUST_CHECK enum rc sight_cut(const struct sight *sight, struct hub_signal *s, struct arena *a,
    enum sight_extent *ret, struct why *why);
/* May this rule id, or cause of a need, be read? */
bool sight_reads(const struct sight *sight, const char *reason);

/* May a fact of this agency be named? Beside its reasons a role hears of its own agency's facts;
 * the town and the offices of all but the health commission's, whose results are not theirs to see.
 */
bool sight_names(const struct sight *sight, enum event_source source);

/* May this open alert be read? B7 gives the police X3 at the level of provinces only, and civil
 * affairs X2 only of a shelter, which an alert does not tell from an emergency: so it stays hidden.
 */
bool sight_warns(const struct sight *sight, const struct hub_alert_state *alert);

/* The grade a file stands at, as a signal: what from, due and supersedes would say is not in it. */
struct hub_signal sight_grade(const struct hub_file_state *state);

#endif
