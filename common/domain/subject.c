/* Names of document types; the rest of a subject is a plain value. */
#include "domain/subject.h"

static const char *const names[DOC_TYPES] = {
    [DOC_CN_ID] = "cn_id",
    [DOC_HMT_PERMIT] = "hmt_permit",
    [DOC_FOREIGN_PR] = "foreign_pr",
    [DOC_PASSPORT] = "passport",
};

const char *doc_type_name(enum doc_type type) { return names[type]; }

bool doc_type_from(struct slice name, enum doc_type *ret)
{
    for (size_t i = 0; i < DOC_TYPES; i++) {
        if (!slice_is(name, names[i])) continue;
        *ret = (enum doc_type)i;
        return true;
    }
    return false;
}
