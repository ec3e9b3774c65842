/* What is said to people, in both languages (sayings.def). Static texts; a pure table. */
#ifndef COASTLINE_DOMAIN_SAYINGS_H
#define COASTLINE_DOMAIN_SAYINGS_H

#include "base/buffer.h"
#include "domain/rules.h"

enum tongue_of_people { TONGUE_ZH, TONGUE_EN, TONGUES };

enum saying_group {
    SAYING_GRADE,
    SAYING_CLASS,
    SAYING_STATUS,
    SAYING_ROLE,
    SAYING_NEED,
    SAYING_CAUSE,
    SAYING_TASK,
    SAYING_ALERT,
    SAYING_LEVEL,
};

enum saying_line {
#define ENDS(...)
#define SAYING(...)
#define LINE(name, zh, en) LINE_##name,
#include "domain/sayings.def"
#undef LINE
#undef SAYING
#undef ENDS
    SAYING_LINES,
};

/* "zh", "en", or NULL for zh; false: another. */
MUST_CHECK bool tongue_from(const char *lang, enum tongue_of_people *ret);
/* The name of something by its name on the wire; that name itself if there is no other. */
struct slice saying_of(enum saying_group group, struct slice name, enum tongue_of_people tongue);
const char *saying_line(enum saying_line line, enum tongue_of_people tongue);
/* What a rule is about (rules.def). */
const char *saying_rule(enum rule rule, enum tongue_of_people tongue);
/* How what it adds ends: as it stands in sayings.def, and with the numbers of a rule set. */
const char *saying_end(enum rule rule, enum tongue_of_people tongue);
void saying_put_end(
    struct buffer *out, enum rule rule, enum tongue_of_people tongue, const struct rules *numbers);

#endif
