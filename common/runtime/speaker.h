/* How words are said once (design.md 4). An assessor opens as speaker of its partition of
 * hub.changes and names each word with the offset of that opening record; readers keep the latest
 * speaker and the last cause beside their place, and drop words of any other speaker and causes not
 * beyond the last. The rule is pure; both sides of it stand here. */
#ifndef COASTLINE_RUNTIME_SPEAKER_H
#define COASTLINE_RUNTIME_SPEAKER_H

#include "base/arena.h"
#include "baked/hub.h"
#include "bus/reader.h"
#include "bus/writer.h"

/* The place in the log a word comes from; ordered by offset, then pid, a closing after all pids. */
struct cause {
    int64_t offset; /* in hub.facts; -1: before everything */
    bool closing;
    struct text pid; /* empty of a closing */
};
int cause_compare(const struct cause *a, const struct cause *b); /* <0, 0, >0 */

/* What a reader of one partition of hub.changes has heard; keep it with the place. */
struct heard {
    int64_t speaker;   /* offset of the latest opening record; -1: none */
    struct cause last; /* the mark, for who opens as speaker */
};
struct heard heard_nothing(void);

enum hearing {
    HEARING_NEW,
    HEARING_STRANGER, /* of a speaker that is not the latest: drop it */
    HEARING_REPEAT,   /* not beyond the last cause: drop it */
};
/* Pure: looks, changes nothing. */
enum hearing heard_look(const struct heard *h, int64_t speaker, const struct cause *cause);

/* A record of hub.changes, decoded and judged. */
enum word_kind { WORD_OPENING, WORD_CHANGE, WORD_CLOSING };
struct word {
    enum word_kind kind;
    enum hearing hearing; /* of an opening always HEARING_NEW */
    struct cause cause;   /* not of an opening */
    union {
        struct hub_speaker opening;
        struct hub_change change; /* its body is still sealed */
        struct hub_closing closing;
    };
};
/* Decodes the record and moves *h on if it is new. Slices point into the record. RC_REFUSED: it is
 * not a record of hub.changes (an alarm: only assessors write there). */
MUST_CHECK enum rc word_read(struct heard *h, const struct record *record, struct arena *arena,
    struct word *ret, struct why *why);

/* Beside a place, as text of at most BESIDE_MAX bytes: "1 <speaker> <offset> <pid, - or *>". */
void heard_write(const struct heard *h, char beside[BESIDE_MAX + 1]);
/* False, *ret untouched: something else wrote it. Empty text is heard_nothing. */
MUST_CHECK bool heard_parse(const char *beside, struct heard *ret);

/* The assessor's side: writes an opening record. Its offset is found by reading hub.changes until a
 * record whose key is *ret_key comes (speaker_is): heard.last is then the mark, and heard.speaker
 * the name to speak under. */
struct speaker_opening {
    int topic; /* hub.changes, of writer_topic */
    int32_t partition;
    struct slice log;   /* name of the log */
    struct slice build; /* build and version of the domain */
};
MUST_CHECK enum rc speaker_open(
    struct writer *w, const struct speaker_opening *opening, struct text *ret_key, struct why *why);
bool speaker_is(const struct record *record, const struct text *key);

#endif
