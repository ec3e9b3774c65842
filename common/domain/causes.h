/* Which facts a need rests on where no rule is its cause (fold.md R25): for a person who asks why.
 * What a rule rests on is grounds.h's to say. */
#ifndef COASTLINE_DOMAIN_CAUSES_H
#define COASTLINE_DOMAIN_CAUSES_H

#include "domain/item.h"
#include "domain/needs.h"

enum { CAUSE_KINDS = 8 }; /* of disputes, of legal aid: each is open or not by itself */

/* Of each cause the last fact that opened it and that nothing has closed since. */
struct causes {
    struct cause_ground {
        bool there;
        struct text id;
        enum event_type type;
        date day;
    } at[NEED_CAUSES][CAUSE_KINDS];
};

/* One live fact more, in the order of the walk; *id as people may read it, "" if no id is kept. */
void causes_take(struct causes *c, const struct item *item, const struct text *id);

#endif
