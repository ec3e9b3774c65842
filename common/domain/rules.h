/* Rules as data: ids, classes, sentences and numbers stand in rules.def. A rule set is a name and
 * the numbers; which one holds for which tick is the rulebook's to say (fold.md R42). */
#ifndef COASTLINE_DOMAIN_RULES_H
#define COASTLINE_DOMAIN_RULES_H

#include "base/buffer.h"
#include "base/instant.h"
#include "base/rc.h"
#include "base/slice.h"

enum rule {
#define FLOOR(name, ...) RULE_##name,
#define POINTS(name, ...)
#define NUMBER(...)
#include "domain/rules.def"
#undef POINTS
#undef FLOOR
    RULE_FLOORS, /* floors come first, then points */
    RULE_BEFORE_POINTS = RULE_FLOORS - 1,
#define FLOOR(...)
#define POINTS(name, ...) RULE_##name,
#include "domain/rules.def"
#undef POINTS
#undef FLOOR
#undef NUMBER
    RULES,
};

#define RULE_BIT(name) (1u << RULE_##name)

enum rule_number {
#define FLOOR(...)
#define POINTS(...)
#define NUMBER(name, ...) name,
#include "domain/rules.def"
#undef FLOOR
#undef POINTS
#undef NUMBER
    RULE_NUMBERS,
};

struct rules {
    struct text name; /* hn-care-1.0 */
    int32_t at[RULE_NUMBERS];
};

/* What there is to say of a rule; static. */
struct rule_row {
    const char *id;
    bool control; /* class: control, else care */
    const char *zh, *en, *source;
};
extern const struct rule_row rule_rows[RULES];

/* What a rule set file may carry of a rule beside its numbers, by its name there ("P2.ends.zh"). */
enum rule_word {
    RULE_WORD_CLASS,
    RULE_WORD_ZH,
    RULE_WORD_EN,
    RULE_WORD_SOURCE,
    RULE_WORD_ENDS_ZH, /* how what it adds ends (sayings.def); {KEY} stands for a number */
    RULE_WORD_ENDS_EN,
    RULE_WORDS,
};
extern const char *const rule_word_names[RULE_WORDS];
const char *rule_said(enum rule rule, enum rule_word word); /* static */

/* A number of a rule set: "P2.cap", as built in, and the range it must keep. */
struct rule_number_row {
    const char *key;
    int32_t value, least, most;
};
extern const struct rule_number_row rule_number_rows[RULE_NUMBERS];

enum { RULES_FILE_MAX = 65536, RULE_WORD_MAX = 512 }; /* bytes; of a sentence */

/* Reads a rule set file: a line `ruleset NAME`, and lines `KEY = NUMBER` for what differs from
 * hn-care-1.0; # begins a comment. Lines of rule_word_names are there for people: a class must be
 * rule_said's. RC_REFUSED, *ret untouched, *why names the line and the key: too large, a key or
 * name that is unknown, badly written or given twice, a number out of its range (rules.def) or of
 * its order with another one (medium below high), no name, or the name of hn-care-1.0 for other
 * numbers. At the desk, before it is activated, sentences must be rule_said's too: who signs a rule
 * set reads what people will be told. In a log they may be those of an older hub. */
MUST_CHECK enum rc rules_read(struct slice bytes, struct rules *ret, struct why *why);
MUST_CHECK enum rc rules_read_at_desk(struct slice bytes, struct rules *ret, struct why *why);
/* Appends it in full as a file that rules_read takes, with classes, sentences and sources. */
void rules_write(const struct rules *r, struct buffer *out);
/* A number by its key, "P2.cap"; false: no rule has it. */
MUST_CHECK bool rules_number(const struct rules *r, struct slice key, int32_t *ret);

/* The built-in set, and what one log may activate beside it; the door and the desk refuse more. */
enum { RULEBOOK_MAX = 64, RULESETS_MAX = RULEBOOK_MAX - 1 };

/* Which rule set holds from when on. */
struct rulebook {
    size_t n; /* at least one: the first holds from the beginning of time */
    struct rulebook_entry {
        instant from;              /* a daily tick; earlier items keep the rules they had */
        const struct rules *rules; /* borrowed */
    } at[RULEBOOK_MAX];
};

const struct rules *rules_built_in(void); /* hn-care-1.0 */
struct rulebook rulebook_built_in(void);
/* From the first daily tick after `arrival` on. RC_REFUSED: too many. */
MUST_CHECK enum rc rulebook_activate(
    struct rulebook *b, const struct rules *rules, instant arrival, struct why *why);
/* The first tick after `at` with which a rule set begins: then every file is due. Far away if there
 * is none. */
instant rulebook_next(const struct rulebook *b, instant at);
/* Does one begin with this tick? */
bool rulebook_begins(const struct rulebook *b, instant tick);
const struct rules *rulebook_at(const struct rulebook *b, instant at);

#endif
