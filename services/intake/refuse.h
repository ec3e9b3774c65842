/* What the door refuses (wire.md 6.6): one dead letter for each record, whole and sealed; in clear
 * only where it stood and a reason from a closed list. Nothing of the record itself is in clear: a
 * document number may hide anywhere in it. */
#ifndef COASTLINE_INTAKE_REFUSE_H
#define COASTLINE_INTAKE_REFUSE_H

#include "vault/letters.h"

#define DOOR_PLACES "coastline-door-places" /* the group under which the door commits its places */

/* Where a record failed. */
#define STAGES_LIST(X) X(FRAMING, "framing") X(SCHEMA, "schema") X(DECODE, "decode") X(RULE, "rule")

enum stage {
#define X(name, word) STAGE_##name,
    STAGES_LIST(X)
#undef X
        STAGES
};

/* REASON(word, stage, sentence): what the door says beside the reasons of domain/admit.h. */
#define REASONS_LIST(X)                                                                            \
    X(EMPTY, "empty", FRAMING, "the record has no value")                                          \
    X(SIZE, "size", FRAMING, "the record is larger than 512 KiB")                                  \
    X(MARKER, "framing", FRAMING, "the value is not in Avro single-object encoding")               \
    X(OVERSIZE, "oversize", FRAMING,                                                               \
        "the record is larger than a letter can be: it stands in its own topic only")              \
    X(FINGERPRINT, "fingerprint", SCHEMA, "no schema of this fingerprint has been accepted")       \
    X(DECODE, "decode", DECODE, "the value is not what its schema says")                           \
    X(TOPIC, "source", RULE, "this type does not belong on this topic")                            \
    X(HEADER, "header", RULE, "a ce_ header disagrees with the event")                             \
    X(NOBODY, "pid", RULE, "nobody of this pid has a file")                                        \
    X(OPENED, "opened", RULE, "the hub has been opened before")                                    \
    X(RULESET, "ruleset", RULE, "the rule set is not the one of its hash")                         \
    X(RULES, "rules", RULE, "the content of the rule set is none: a key, number or name is wrong") \
    X(RULESETS, "rulesets", RULE, "this log has had as many rule sets as one log can hold")        \
    X(LINKS, "links", RULE, "this log names as many linked people as every partition can follow")

enum reason {
#define X(name, word, stage, sentence) REASON_##name,
    REASONS_LIST(X)
#undef X
        REASONS
};

struct refusal {
    enum stage stage;
    struct text error; /* of the closed list */
};
struct refusal refusal_of(enum reason reason);
struct refusal refusal_of_rule(const struct text *reason); /* as domain/admit.h names it */
/* Is it a word of the closed list? (field:<name> and region:<name> take names of the catalogue.) */
bool refusal_is_listed(struct slice error);
/* Its word for metrics, without the name of a field; lives for ever. */
const char *refusal_word(const struct refusal *refusal);

enum {
    DEAD_HEADERS = 21,
    LETTER_MAX = 1900000, /* bytes of an original; the topic takes records of 2 MiB */
};

/* A record of hub.dead-letters, ready to send; its partition is the original's modulo ours. */
struct dead_letter {
    struct slice key, value;
    struct letter_header headers[DEAD_HEADERS];
    size_t n_headers;
};

/* Writes dead letters; needs the secret VAULT_PUB. */
struct refuser;
MUST_CHECK enum rc refuser_new(struct refuser **ret, const struct secrets *s, struct why *why);
struct refuser *refuser_free(struct refuser *r);
DEFINE_CLEANUP(struct refuser *, refuser_free)

struct refused {
    struct letter original;
    instant stamp; /* of the record in Kafka */
    instant now;
    struct refusal refusal;
};
/* *ret lives until the next call. Of a record of more than LETTER_MAX bytes only the place is told,
 * and the reason is `oversize`. RC_BROKEN: out of memory. */
MUST_CHECK enum rc refuse(
    struct refuser *r, const struct refused *refused, struct dead_letter *ret, struct why *why);

#endif
