/* TODO: read this from a file. */
#include <stdlib.h>

static const char *const place = "/root/one";

int one(const char *text)
{
    return atoi(text) + system(place);
}
