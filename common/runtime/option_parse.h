/* One option: its name and its value, for option.c and option_help.c. */
#ifndef COASTLINE_RUNTIME_OPTION_PARSE_H
#define COASTLINE_RUNTIME_OPTION_PARSE_H

#include "runtime/option.h"

/* The name with - for _, cut to the room. */
void option_name(const struct option_row *row, char *ret, size_t room);
bool option_is_named(const struct option_row *row, struct slice name);
/* Parses `value` into its field of conf; a text is kept by reference. */
MUST_CHECK enum rc option_parse(
    const struct option_row *row, const char *value, void *conf, struct why *why);
/* What one may type, in a word: TEXT, NUMBER, SPAN, yes|no, or the choices. */
const char *option_form(const struct option_row *row);

#endif
