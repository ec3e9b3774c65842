/* Proposals to a reviewer and what was decided (domain.md C4.3, fold.md R19, R20). */
#ifndef COASTLINE_DOMAIN_PROPOSAL_H
#define COASTLINE_DOMAIN_PROPOSAL_H

#include "baked/hub.h"
#include "domain/basis.h"

enum outcome {
    OUTCOME_UPHELD,
    OUTCOME_REJECTED,
    OUTCOME_CAUSE_ENDED,
    OUTCOME_ALREADY_HIGH,
    OUTCOME_CLOSED,
};
const char *outcome_name(enum outcome o);

struct closed_proposal {
    uint64_t basis; /* its tag */
    enum outcome outcome;
};

struct proposals {
    bool open; /* one is: */
    struct basis basis;
    instant since;
    LIST(struct closed_proposal) closed; /* the last outcome of each basis */
    LIST(struct text) muted;             /* facts that a rejection muted, in order */
    struct basis now;                    /* scratch: the basis of the item at hand */
    struct basis upheld;                 /* of an upheld high, while it is the grade: */
    struct text by;                      /* its reviewer */
    bool decided; /* a proposal was: */
    struct text reviewer; /* by her, last */
    bool reviewed;        /* a decision took effect, the last on: */
    date reviewed_on;
};

struct walk;

/* Opens or closes a proposal as the item's verdict wants it. */
void proposal_follow(struct walk *w, const struct item *item);
/* A decision on task `proposal`. */
void proposal_decide(struct walk *w, const struct item *item);
void proposal_close(struct walk *w, enum outcome outcome);
void proposals_free(struct proposals *p, struct room *room);

#endif
