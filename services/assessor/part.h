/* One partition of hub.facts: its people, its time, and what is said of it. Up to the mark the
 * mouth is shut: what was told then is taken from hub.changes. Beyond it each step says what it
 * has to. */
#ifndef COASTLINE_ASSESSOR_PART_H
#define COASTLINE_ASSESSOR_PART_H

#include "keep.h"
#include "told.h"
#include "voice.h"

/* A tick or an opening goes through many people; whatever stops it (a key that does not come) lets
 * it go on where it was when its record is passed again. */
struct round {
    int64_t offset; /* of its record; -1: none is under way */
    size_t at;      /* the first one, by pid, that was not looked at */
};

struct part {
    struct office *office;
    int32_t number;
    bool ours;
    struct people people;
    struct rulesets sets;
    struct logtime time;
    int64_t next; /* offset of the next record to pass */
    struct cause mark;
    struct told *told; /* until the mark; NULL: the mouth is open */
    struct voice voice;
    int64_t watched; /* nobody else opened in hub.changes below this offset */
    struct snapshots *snapshots;
    struct round round;
    int64_t taken;     /* offset of the last record that has said what it had to say */
    size_t n_shredded; /* folders whose `shredded` is set */
    int64_t steps;     /* since the checkpoint: what a replay would take */
    instant kept_at;   /* when it was written, by the loop's clock; 0: not yet */
    instant left_at;   /* if not ours: since when */
};

/* Loads the partition and opens as its speaker. Blocks, beating. Codes as of the loop's hooks. */
MUST_CHECK enum rc part_open(
    struct part **ret, struct office *office, int32_t number, struct why *why);
struct part *part_close(struct part *p);
DEFINE_CLEANUP(struct part *, part_close)

/* One record. RC_AGAIN: not now; pass it again. RC_REFUSED: it is no record of hub.facts, or does
 * not open; it has been passed over. */
MUST_CHECK enum rc part_take(struct part *p, const struct record *record, struct why *why);

/* Writes what changed and the checkpoint. Nothing happens while a round or a replay is under way,
 * if nothing was passed since the last one, or if we are heard by nobody (part_watch). */
MUST_CHECK enum rc part_keep(struct part *p, instant now, struct why *why);

/* Given the present end of hub.changes. RC_REFUSED: somebody else opened as speaker since, so what
 * we say is heard by nobody. */
MUST_CHECK enum rc part_watch(struct part *p, int64_t end_of_changes, struct why *why);

#endif
