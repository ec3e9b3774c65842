/* The person as an agency knows it: by document. Personal; it lives only until the door has made a
 * pseudonym of it (design.md 8), and is never logged, printed or put into a reason. */
#ifndef COASTLINE_DOMAIN_SUBJECT_H
#define COASTLINE_DOMAIN_SUBJECT_H

#include "base/slice.h"

/* In the order of coastline.DocType (schemas/envelope.avsc). */
enum doc_type { DOC_CN_ID, DOC_HMT_PERMIT, DOC_FOREIGN_PR, DOC_PASSPORT, DOC_TYPES };

struct subject {
    enum doc_type doc_type;
    struct slice doc_no; /* 1-64 bytes, as written; borrowed */
};

/* "cn_id" and so on; static text. */
const char *doc_type_name(enum doc_type type);
MUST_CHECK bool doc_type_from(struct slice name, enum doc_type *ret);

#endif
