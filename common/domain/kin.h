/* Facts of linked people (fold.md R24) in the file of one of them. A person's own facts are kept
 * apart from those that others sent, each sender's by itself, so that they can count or not as
 * links come and go: a file whose person somebody else leads keeps its facts and holds none. What
 * was sent is a set, as facts are: it may come in parts, twice, or before its link. */
#ifndef COASTLINE_DOMAIN_KIN_H
#define COASTLINE_DOMAIN_KIN_H

#include "domain/file.h"
#include "domain/ties.h"

struct kin_news {
    bool changed; /* the file holds other facts than before: assess it */
    bool sends;   /* another leads from now on, who is to have all its own facts (kin_own) */
};
/* The file becomes what the links say now. Again is nothing new. */
MUST_CHECK enum rc kin_settle(
    struct file *f, struct slice pid, const struct ties *l, struct kin_news *ret, struct why *why);
/* Does somebody else lead: do facts filed here count there? */
bool kin_away(const struct file *f);

/* From whom facts came, to whom. */
struct kin_way {
    struct slice member, pid;
    const struct ties *links;
};
/* A fact that a member sent. *ret: FILE_KNEW also if it does not count (now). */
MUST_CHECK enum rc kin_add(struct file *f, const struct kin_way *way, const struct fact *fact,
    struct file_answer *ret, struct why *why);
/* All facts that a member had, as kin_own wrote them. *ret_changed: assess the file. RC_REFUSED:
 * the bytes are damaged. */
MUST_CHECK enum rc kin_take(struct file *f, const struct kin_way *way, struct slice own,
    bool *ret_changed, struct why *why);
/* The facts that were filed under this file's own pid, of a file that kin_settle knows. RC_BROKEN:
 * they do not fit. */
MUST_CHECK enum rc kin_own(const struct file *f, struct buffer *out, struct why *why);

#endif
