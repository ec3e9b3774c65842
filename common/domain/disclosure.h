/* Who may see what of a signal (domain.md B7, design.md 10, fold.md R31). A ceiling: it adds nobody
 * to the recipients of a signal, and takes from what they see. The table is disclosure.def; pure.
 *
 * The sentences of a rule stand in rules.def; here stands which rules a role may read at all. */
#ifndef COASTLINE_DOMAIN_DISCLOSURE_H
#define COASTLINE_DOMAIN_DISCLOSURE_H

#include "base/arena.h"
#include "base/rc.h"
#include "baked/hub.h" /* struct hub_signal, enum hub_role, enum hub_signal_kind */

enum disclosure_extent {
    DISCLOSURE_NOTHING, /* send nothing to this role */
    DISCLOSURE_NOTICE,  /* only that something changed: disclosure_notice_zh / _en */
    DISCLOSURE_CONTENT, /* the fields named, and no others */
};

/* The fields of a signal (schemas/hub/signal.avsc) that can be disclosed; a set of bits. Never
 * disclosed to anybody: recipients and notices, i.e. who else was told. */
enum disclosure_field {
    DISCLOSE_FROM = 1 << 0,
    DISCLOSE_TO = 1 << 1,
    DISCLOSE_CLASS = 1 << 2, /* grade_class, of grades and of alerts */
    DISCLOSE_SINCE = 1 << 3,
    DISCLOSE_SCORE = 1 << 4,
    DISCLOSE_RULES = 1 << 5,  /* only rules that disclosure_reads */
    DISCLOSE_FLOORS = 1 << 6, /* likewise */
    DISCLOSE_BASIS = 1 << 7,  /* likewise */
    DISCLOSE_BY = 1 << 8,
    DISCLOSE_CONTESTED = 1 << 9,
    DISCLOSE_SUPERSEDES = 1 << 10,
    DISCLOSE_NEED = 1 << 11,
    DISCLOSE_URGENT = 1 << 12,
    DISCLOSE_CAUSES = 1 << 13, /* only causes that disclosure_reads */
    DISCLOSE_LEAD = 1 << 14,
    DISCLOSE_DUE = 1 << 15,
    DISCLOSE_TASK = 1 << 16,
    DISCLOSE_ALERT = 1 << 17,
    DISCLOSE_OBSERVED = 1 << 18,
    DISCLOSE_REGISTERED = 1 << 19,
    DISCLOSE_LEVEL = 1 << 20,
    DISCLOSE_LEAVE_MISMATCH = 1 << 21,
    DISCLOSE_REASON = 1 << 22,
};

struct disclosure {
    enum disclosure_extent extent;
    uint32_t fields; /* of DISCLOSE_…; a notice of an alert shows its places and level alone */
};

/* What a role sees of a signal that names it as recipient or notice; NOTHING for other roles, and
 * for what B7 keeps from it. A recipient can end up with a notice (police, class care). */
struct disclosure disclosure_of(const struct hub_signal *s, enum hub_role role);

/* May this role read this reason: a rule id (G-H3, P8) or the cause of a need (overdose)? */
bool disclosure_reads(enum hub_role role, struct slice reason);

/* The signal as this role may see it: whatever disclosure_of does not name is absent, zero or an
 * empty list; lists of reasons hold the readable ones only. Texts are borrowed from `s`, lists are
 * taken from the arena. RC_BROKEN: the arena is full. */
MUST_CHECK enum rc disclosure_cut(const struct hub_signal *s, enum hub_role role, struct arena *a,
    struct hub_signal *ret, struct why *why);

/* What a notice says ("support plan changed"), static text. */
const char *disclosure_notice_zh(void);
const char *disclosure_notice_en(void);

#endif
