/* Words that all families write alike. */
#include "view.h"

#include <stdio.h>

void view_key(struct view *v, const char *family, struct slice rest)
{
    struct name name = name_of(v->prefix, family, rest);
    writes_word(v->writes, name_slice(&name));
}

void view_pair(struct view *v, const char *name, struct slice value)
{
    writes_word(v->writes, slice_str(name));
    writes_word(v->writes, value);
}

void view_offset_id(struct view *v, int64_t offset)
{
    char id[32];
    int n = snprintf(id, sizeof id, "%lld-0", (long long)offset);
    writes_word(v->writes, slice_of(id, (size_t)n));
}
