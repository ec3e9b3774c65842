/* The file of a person (design.md 6): a set of facts, what they say, and what was told of it. Pure:
 * no clock, no I/O; memory comes through the function handed in. Two calls at once on one file are
 * not allowed; different files do not know of each other. Nothing here blocks. */
#ifndef COASTLINE_DOMAIN_FILE_H
#define COASTLINE_DOMAIN_FILE_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/rc.h"
#include "baked/hub.h"
#include "domain/fact.h"
#include "domain/room.h"  /* file_memory */
#include "domain/rules.h" /* struct rulebook */

struct file;

/* Version of what file_save writes; no other is read. */
enum { FILE_FORM = 5 };

struct file *file_new(file_memory *memory); /* NULL: no memory */
struct file *file_free(struct file *f);
DEFINE_CLEANUP(struct file *, file_free)
size_t file_bytes(const struct file *f); /* all it holds */

enum file_took { FILE_TOOK, FILE_KNEW, FILE_REFUSED };
struct file_answer {
    enum file_took what;
    const char *reason; /* of a refusal: id_conflict, sealed; static text */
};
/* Adds a fact that passed the door; assesses nothing. Twice is as once. Copies what it keeps. While
 * somebody else leads (kin_away) it is kept, and counts there. */
MUST_CHECK enum rc file_add(
    struct file *f, const struct fact *fact, struct file_answer *ret, struct why *why);

/* A moment at which files are assessed (R1). `cause` is its place in the log, and grows. */
struct step {
    instant at;
    bool tick;
    int64_t cause;
};
struct signals {
    struct hub_signal *at;
    size_t n;
};
/* Says what differs from what was told (fold.md 6) and remembers having said it, by cause and
 * index. The signals live in the arena and in the file: use them before the next call. */
MUST_CHECK enum rc file_step(struct file *f, const struct rulebook *rules, const struct step *step,
    struct arena *a, struct signals *ret, struct why *why);
/* The same step on replay: what was told then is taken from the log, not computed (design.md 4). */
MUST_CHECK enum rc file_hear(struct file *f, const struct rulebook *rules, const struct step *step,
    const struct signals *said, struct why *why);
/* The first tick at which file_step could say something, or file_state another thing; until then
 * ticks may pass it by, but for those with which a rule set begins (rulebook_begins). Far away for
 * a file without facts. */
instant file_due(const struct file *f);

/* ---- people who are linked (fold.md R24): see ties.h and kin.h ---- */

/* Adds all facts of another file, whether this one is closed or not. */
MUST_CHECK enum rc file_copy(struct file *to, const struct file *from, struct why *why);
/* Drops all facts and keeps what was told: the next step says what that means. */
void file_empty(struct file *f);

/* ---- the end of a file (fold.md R23) ---- */

/* Was it shredded, by five years under seal or by hub.file.erased, and holds nothing since? Only a
 * registration begins an empty file then. A step shreds it; a fact does where somebody leads. */
bool file_is_shredded(const struct file *f);
/* A fact of this person cannot be opened any more, so the person was shredded: that is what a file
 * without facts becomes. One that holds facts is of a later life, and stays. */
void file_shred(struct file *f);
/* Whoever leads this person was shredded, and with that one this: nothing is said of it. */
void file_shred_member(struct file *f);

/* How the file stands at `until`, not earlier than its last step; lists and texts from the arena.
 * If file_facts then is 0 there is no file, and *ret says nothing. */
MUST_CHECK enum rc file_state(struct file *f, const struct rulebook *rules, instant until,
    struct arena *a, struct hub_file_state *ret, struct why *why);
/* After file_state: how many live facts there are. */
int64_t file_facts(const struct file *f);

struct file_picture {
    struct hub_file_state state;
    int64_t facts; /* live ones; 0: there was no file, and `state` says nothing */
};
/* How the file stood at `at`, by all that is known of it now: facts that happened up to then, as
 * later corrections leave them, and the ticks up to it. Else as file_state. */
MUST_CHECK enum rc file_state_then(const struct file *f, const struct rulebook *rules, instant at,
    struct arena *a, struct file_picture *ret, struct why *why);

struct walk;
struct item;
/* Who goes along a walk: called after each item, and once more without one when it stands at its
 * end. */
struct file_tour {
    void (*watch)(void *self, const struct walk *w, const struct item *item);
    void *self;
};
/* Walks anew, apart from the file's own walk: the facts that happened up to `until`, as all facts
 * known now leave them, and the ticks up to it. A file without such facts is not walked at all. */
MUST_CHECK enum rc file_tour(const struct file *f, const struct rulebook *rules, instant until,
    const struct file_tour *tour, struct why *why);

/* After file_state: the town that carries out the open order (R9), 9 digits; at == NULL: none.
 * Lives until the next call. */
struct slice file_town(const struct file *f);

/* Snapshot form: versioned, with a checksum. RC_REFUSED: these bytes are not whole or of another
 * version. */
MUST_CHECK enum rc file_save(const struct file *f, struct buffer *out, struct why *why);
MUST_CHECK enum rc file_load(
    struct file **ret, file_memory *memory, struct slice bytes, struct why *why);

#endif
