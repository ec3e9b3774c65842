/* An exported log (`coastline log export`), gone through as the assessor goes through hub.facts:
 * each fact is a step of its person, each tick and the opening a step of everybody in its
 * partition, and each step has its place in the log as cause (design.md 3, 4). */
#ifndef COASTLINE_CLI_DUE_REPLAY_H
#define COASTLINE_CLI_DUE_REPLAY_H

#include "domain/file.h"
#include "fold/shelf.h"

struct replay_word {
    int32_t partition;
    struct slice pid;
    struct step step;
    instant stamp;                  /* of the fact; else the time of the step */
    struct hub_change_body *change; /* its signals are in it; the token is the hearer's to add */
};

struct replay {
    const char *path;               /* "-": standard input */
    const struct rule_shelf *shelf; /* rule sets that the log may activate */
    void *self;
    /* A step that says something; everything lives until it returns. */
    enum rc (*said)(void *self, const struct replay_word *word, struct why *why);
};

/* RC_REFUSED: the log activates a rule set that nobody knows. RC_BROKEN: the file cannot be read or
 * is no exported log, or memory ran out; and whatever `said` returns but RC_OK. */
MUST_CHECK enum rc replay_run(const struct replay *r, struct why *why);

#endif
