/* Words that all families write alike. */
#include "view.h"

void view_name(struct view *v, struct slice family, struct slice rest)
{
    struct name name;
    name.n = 0;
    name_add(&name, v->prefix);
    name_add(&name, family);
    name_add(&name, rest);
    writes_word(v->writes, name_slice(&name));
}

struct slice digits_of(char room[20], int64_t n)
{
    size_t i = 20;
    uint64_t left = n < 0 ? 0 : (uint64_t)n;
    do {
        room[--i] = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    return slice_of(room + i, 20 - i);
}

void view_offset_id(struct view *v, int64_t offset)
{
    char id[24], room[20];
    struct slice digits = digits_of(room, offset);
    memcpy(id, digits.at, digits.n);
    memcpy(id + digits.n, "-0", 2);
    writes_word(v->writes, slice_of(id, digits.n + 2));
}
