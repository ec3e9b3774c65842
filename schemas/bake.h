/* What the parts of the baker share: the model of all schemas, flat, each named type once. */
#ifndef COASTLINE_SCHEMAS_BAKE_H
#define COASTLINE_SCHEMAS_BAKE_H

#include <jansson.h>
#include <stdio.h>

#include "base/base.h"
#include "base/slice.h"

/* A definition: {"name" full, "space", "short", …}; types inside are primitive names, full names,
 * lists of them, or ["null", one of these]. */
struct model {
    json_t *defs;  /* array, in the order of the files; definitions found inside others behind */
    json_t *names; /* full name -> definition */
};

struct model model_read(int n, char *files[]);
json_t *model_find(const struct model *m, const char *full);
/* The definition with everything it names put in at the first mention; to be released. */
json_t *model_whole(const struct model *m, const char *full);
uint64_t model_fingerprint(const struct model *m, const char *full);

/* The type of a field, taken apart. */
struct type {
    const char *base;     /* primitive, or full name of a definition */
    const json_t *detail; /* attributes of a primitive, or NULL */
    const json_t *def;    /* definition that base names, or NULL */
    bool nullable, is_list;
};
struct type type_of(const struct model *m, const json_t *field);

/* Says so and ends the build. */
_Noreturn void bake_stop(const char *format, ...) PRINTF_LIKE(1, 2);

struct text snake(const char *name); /* SealedFact -> sealed_fact */
struct text upper(const char *name); /* any of a.b, AbC -> A_B, AB_C */
struct text plural(const char *upper_name);
const char *attribute(const json_t *def, const char *key);

/* enum, its count, name and back; prefix "hub" makes enum hub_grade. */
void enum_declare(FILE *to, const char *prefix, const json_t *def);
void enum_define(FILE *to, const char *prefix, const json_t *def);

void bake_hub(const struct model *m, FILE *header, FILE *body);
void bake_events(const struct model *m, FILE *header, FILE *body);
/* Schemas that were accepted from writers, behind the events in the body of the catalogue. */
void bake_accepted(const struct model *m, int n, char *files[], FILE *body);
void bake_book(const struct model *m, FILE *to); /* the catalogue for people */

/* The events, sorted by source and name. */
struct events {
    size_t n;
    const json_t *at[256];
};
extern const char *const source_words[6];
struct events events_of(const struct model *m);
int source_of(const char *event);

#endif
