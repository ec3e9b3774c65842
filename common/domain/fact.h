/* One fact: something that happened to one person, from one agency, with an id. A plain value; its
 * text belongs to whoever read it. Rules of fields: domain.md B, fold.md 1 to 3. */
#ifndef COASTLINE_DOMAIN_FACT_H
#define COASTLINE_DOMAIN_FACT_H

#include "base/instant.h"
#include "baked/catalogue.h" /* enum event_type, its fields and enums, baked from schemas/ */

enum { FACT_VALUES = 8, FACT_LIST_MAX = 64 };

/* A field of the event's type. Numbers, booleans, enums (their ordinal) and dates (days since 1970)
 * stand in `number`, instants too (microseconds); texts and codes in `text`; lists in `list`. */
struct fact_value {
    bool there;
    int64_t number;
    struct slice text;
    struct fact_list {
        size_t n;
        const struct slice *texts; /* a list of texts; NULL in a list of enums */
        const uint8_t *ordinals;   /* a list of enums; NULL in a list of texts */
    } list;
};

struct fact {
    struct slice pid, id;      /* 1-64 bytes each */
    enum event_source source;
    enum event_type type;
    struct slice type_name;    /* dotted; of a retraction any `<source>. … .retracted` */
    int32_t version;
    instant event_time;        /* when it happened */
    instant recorded_at;       /* when the agency wrote it */
    instant arrival;           /* `ingested_at` of fold.md */
    instant stamp;             /* `stamped_at`: when its record reached the hub */
    enum legal_basis legal_basis;
    struct slice region, town, actor, supersedes, retracts; /* at == NULL: absent */
    struct fact_value values[FACT_VALUES]; /* in the order of the schema's fields */
};

#endif
