/* Telling one event: begin it, fill in its fields, let it go. The event belongs to the person of
 * the life, happened at its moment, and is recorded and sent a little later, as agencies do. */
#ifndef COASTLINE_SIMULATE_TELL_H
#define COASTLINE_SIMULATE_TELL_H

#include "simulate/world.h"

void tell(struct life *l, enum event_type type);
/* Fields by their names in baked/catalogue.h. Texts are copied. */
void tell_text(struct life *l, int field, const char *text);
void tell_number(struct life *l, int field, int64_t n); /* also enums, booleans and dates */
void tell_ordinals(struct life *l, int field, const uint8_t *ordinals, size_t n);
void tell_texts(struct life *l, int field, const struct text *texts, size_t n);
void tell_region(struct life *l, struct text code); /* place of the act */
void tell_town(struct life *l);                     /* responsible town */
/* Writes it and posts it. */
void told(struct life *l);
/* The same, but it arrives at that moment. */
void told_at(struct life *l, instant stamp);
/* The event told last is what reviewers and corrections will be about. */
void tell_remember(struct life *l);

/* The document of the person that an agency knows them by. */
struct subject person_subject(const struct person *p, bool other, char room[DOC_CHARS + 1]);
/* The pseudonym; a number in place of it if there are no secrets. */
struct text person_pid(const struct world *w, const struct person *p, bool other);
/* UUIDv7 of that moment. */
struct name name_draw(struct random *luck, instant at);

#endif
