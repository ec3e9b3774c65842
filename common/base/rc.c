#include "base/rc.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum rc why_set(struct why *why, enum rc rc, const char *format, ...)
{
    if (!why) return rc;
    va_list args;
    va_start(args, format);
    vsnprintf(why->text, sizeof why->text, format, args);
    va_end(args);
    return rc;
}

enum rc why_add(struct why *why, enum rc rc, const char *format, ...)
{
    if (!why) return rc;
    char front[sizeof why->text];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(front, sizeof front, format, args);
    va_end(args);
    size_t shift = (size_t)n + 2;
    if (n < 0 || shift + 1 > sizeof why->text) return rc; /* no room: the first words matter more */

    memmove(why->text + shift, why->text, sizeof why->text - shift);
    memcpy(why->text, front, (size_t)n);
    memcpy(why->text + n, ": ", 2);
    why->text[sizeof why->text - 1] = 0;
    return rc;
}
