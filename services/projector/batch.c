/* Memory for what was heard. */
#include "batch.h"

#include <stdlib.h>

struct standing standing_nothing(void)
{
    return (struct standing){ .next = -1, .heard = heard_nothing(), .boards = { NO_DAY } };
}

struct said *part_say(struct part *p)
{
    if (p->n == p->room) {
        size_t room = p->room ? 2 * p->room : 64;
        struct said *said = realloc(p->said, room * sizeof *said);
        if (!said) return NULL;
        p->said = said;
        p->room = room;
    }
    struct said *s = &p->said[p->n++];
    *s = (struct said){ .kind = WORD_OPENING };
    return s;
}

void part_empty(struct part *p)
{
    p->n = p->n_aside = 0;
    p->next = p->standing.next;
    p->heard = p->standing.heard;
}

void part_deinit(struct part *p)
{
    free(p->said);
    *p = (struct part){ .partition = p->partition };
}
