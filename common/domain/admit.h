/* The door's checks that one record tells (fold.md section 2: R2, R3, R44), in their stated order.
 * One list for everything that comes in: the JSON of `coastline fold` and the Avro of the agencies.
 * Pure; what needs a file (`id_conflict`, `sealed`, `same_reviewer`) is the file's to say. */
#ifndef COASTLINE_DOMAIN_ADMIT_H
#define COASTLINE_DOMAIN_ADMIT_H

#include "domain/fact.h"
#include "domain/subject.h"

/* What a reader may have found missing or of the wrong kind; it says so and goes on, so that the
 * first failing check is found here and in order. A reader whose form cannot fail says nothing. */
enum admit_item {
    ADMIT_ID = 1 << 0,
    ADMIT_PID = 1 << 1,
    ADMIT_SOURCE = 1 << 2,
    ADMIT_TYPE = 1 << 3, /* not in the catalogue: values and type are not looked at */
    ADMIT_VERSION = 1 << 4,
    ADMIT_LEGAL_BASIS = 1 << 5,
    ADMIT_EVENT_TIME = 1 << 6,
    ADMIT_RECORDED_AT = 1 << 7,
    ADMIT_STAMPED_AT = 1 << 8,
    ADMIT_SUBJECT = 1 << 9,
    ADMIT_SUPERSEDES = 1 << 10,
    ADMIT_RETRACTS = 1 << 11,
    ADMIT_ACTOR = 1 << 12,
    ADMIT_DATA = 1 << 13,
    ADMIT_REGION = 1 << 14,
    ADMIT_TOWN = 1 << 15,
};

struct candidate {
    /* Times are arguments: `stamp` is what time_future is judged by, `arrival` what a stamp may not
     * exceed. Where they are one (the door) set both. */
    const struct fact *fact;
    const struct subject *subject; /* NULL: none came with it */
    bool nameless;                 /* no pid yet (the door makes it afterwards): not looked at */
    uint32_t malformed;            /* of enum admit_item */
    uint32_t fields_malformed;     /* bit i: field i of the type */
};

/* True if every check passes; *reason is then empty. Else *reason is one of the closed list, and
 * never holds content: id pid source type version legal_basis event_time recorded_at stamped_at
 * time_future time_old subject doc_no_form doc_no_check doc_no_date supersedes retracts actor data
 *   field:<name> region:<name> region town */
MUST_CHECK bool admit(const struct candidate *c, struct text *reason);

/* Does the last word of a dotted type say `retracted`? */
bool type_is_retraction(struct slice type_name);
/* 1-64 bytes that hide no citizen number (R44): what may stand in an id, a link, a text field. */
bool text_is_admissible(struct slice text);

#endif
