#include <time.h>

static int calls;

/* time() in a comment and "free()" in a text are words, not calls. */
const char *look(void)
{
    calls++;
    return time(0) > 0 ? "free()" : getenv("TZ");
}
