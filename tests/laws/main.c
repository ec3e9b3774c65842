/* laws FIRST LAST: every law on the histories of these seeds; exit 1 and a line at the first that
 * breaks one. */
#include <stdio.h>
#include <stdlib.h>

#include "laws/laws.h"

static const struct {
    const char *name;
    law_fn *law;
} laws[] = {
    { "order_of_arrival", law_order_of_arrival },
    { "taken_back_is_never", law_taken_back_is_never },
    { "restored_goes_on", law_restored_goes_on },
    { "heard_is_told", law_heard_is_told },
    { "told_is_what_holds", law_told_is_what_holds },
    { "nothing_happens_before_it_is_due", law_nothing_happens_before_it_is_due },
};

int main(int argc, char *argv[])
{
    if (argc < 3) return fputs("usage: laws FIRST LAST [LAW]\n", stderr), 2;
    long first = strtol(argv[1], NULL, 10), last = strtol(argv[2], NULL, 10), broken = 0;
    for (long seed = first; broken == 0 && seed <= last; seed++)
        for (size_t i = 0; i < COUNT(laws); i++) {
            if (argc > 3 && strcmp(argv[3], laws[i].name) != 0) continue;
            struct history h = history_make((uint64_t)seed);
            const char *fault = laws[i].law(&h);
            if (fault) printf("seed %ld, %s: %s\n", seed, laws[i].name, fault);
            broken += fault != NULL;
            history_free(&h);
        }
    if (broken == 0) printf("%ld histories: all laws hold\n", last - first + 1);
    return broken > 0;
}
