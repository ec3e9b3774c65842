/* Where the partitions stand: the hashes meta and meta:<p>, and the notes of digests. */
#ifndef COASTLINE_PROJECTOR_META_H
#define COASTLINE_PROJECTOR_META_H

#include "runtime/logname.h"
#include "store/store.h"
#include "view.h"

/* Which generation is kept: this one, which becomes live if none is; or, if `follow`, whichever is
 * live. */
struct wish {
    const char *generation;
    bool follow;
};
/* Names the generation, and notes it in the list of generations, and the log in it. RC_AGAIN: Redis
 * is away; RC_BROKEN: it belongs to another log, or to another version of the contract, or it is
 * being dropped. Blocks for some round trips. */
MUST_CHECK enum rc meta_open(struct store *store, const struct logname *log,
    const struct wish *wish, struct name *ret_prefix, struct why *why);
/* The live generation; empty if there is none. */
MUST_CHECK enum rc meta_live(struct store *store, struct text *ret, struct why *why);
#define META_NAME_RULE "a generation has 1 to 32 letters, digits, - and _"
bool meta_is_name(struct slice name);
/* "coastline:<generation>:" */
struct name meta_prefix(struct slice generation);
/* The generation in such a prefix. */
struct slice meta_generation(const struct name *prefix);
/* Fills in the standing of a partition. */
MUST_CHECK enum rc meta_load(
    struct store *store, struct slice prefix, struct part *part, struct why *why);

/* Of rows_load: the place of a part, asked and taken in a pipeline. */
MUST_CHECK enum rc meta_ask_place(
    struct store *store, struct slice prefix, const struct part *part, struct why *why);
MUST_CHECK enum rc meta_take_place(struct store *store, struct part *part, struct why *why);

/* The last write of a step, but the place itself. */
void meta_write(struct view *v);
/* The digest of the partition as it is before `offset`, a multiple of NOTE_EVERY. */
void meta_note(struct view *v, int64_t offset);
/* The word moves the standing. */
void meta_hear(struct standing *s, const struct said *said);

/* The field `digest` of a file: sixteen digits, a blank, sixteen digits, hexadecimal; and, if the
 * person stands in lists, a blank and a "+". */
struct text digests_text(const struct row *row);
/* *ret_filed: something stands in lists. */
MUST_CHECK bool digests_parse(struct slice text, struct row *ret, bool *ret_filed);

#endif
