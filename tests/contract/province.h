/* A small province for the door: five agencies publish into a real Kafka, the test keeps count of
 * what it sent, and reads what the hub made of it. Topics have three partitions; time is the
 * topics'. */
#ifndef COASTLINE_TESTS_PROVINCE_H
#define COASTLINE_TESTS_PROVINCE_H

#include <sys/types.h>

#include "base/instant.h"
#include "bus/writer.h"
#include "codec/event.h"
#include "vault/secrets.h"

enum { PARTS = 3, SENT_MAX = 20000, PEOPLE = 200 };

enum fate { FATE_NONE, FATE_GOOD, FATE_BAD, FATE_MOMENT };

struct sent {
    enum fate fate;
    int person;
    int64_t serial;
    instant stamp;
    int facts, letters, moments[PARTS]; /* how often it was found */
};

struct province {
    const char *brokers, *intake, *coastline; /* programs */
    char folder[64];
    struct secrets *secrets; /* all of them */
    struct writer *writer;
    int topics[SOURCES];
    struct arena *arena;
    struct buffer bytes;
    int64_t serial;
    struct sent *sent[SOURCES][PARTS]; /* by offset */
    int64_t n_sent[SOURCES][PARTS];

    /* what was read, by province_read */
    instant last_tick[PARTS];
    int64_t ticks, repeats, facts, letters;
};

/* Makes secrets, topics and a writer; asserts on the way. */
void province_make(struct province *p, const char *intake, const char *coastline);
void province_drop(struct province *p);

/* A good event, or one that must be refused (by turns of many kinds); keys and headers carry the
 * person's document number, as a careless agency's would. */
void province_event(struct province *p, enum event_source source, instant stamp, bool good);
/* hub.opened or hub.heartbeat, behind all that was sent before. */
void province_moment(struct province *p, enum event_type type, instant stamp);
/* Activates the rule set of this text; `is_good`: the door should file it. */
void province_ruleset(struct province *p, const char *text, instant stamp, bool is_good);
/* One hour of `n` events, a tenth of them bad, the last second before the end included; then a
 * heartbeat stamped `end`. */
void province_hour(struct province *p, instant end, int n);

/* Says in hub.identities that the keys of this person, as last read, are retired: what an assessor
 * does when a file is shredded. */
void province_retire(struct province *p, int person);
int province_keys(struct province *p, int person); /* how many keys were read */
/* A good event of this very person. */
void province_event_of(struct province *p, enum event_source source, instant stamp, int person);

/* Reads hub.facts, hub.dead-letters and hub.identities whole, and holds what it finds against what
 * was sent: facts open and are of their hour, ticks are hourly, letters are of bad records, and no
 * document number is anywhere. */
void province_read(struct province *p);
/* Reads again and again until every partition has this tick; fails after a minute. */
void province_await(struct province *p, instant tick);
/* Everything sent was found: good ones as facts, bad ones as letters. */
void province_assert_whole(const struct province *p);
int64_t province_facts_end(struct province *p); /* ends of hub.facts, added up */

/* A door of that member id; its log goes to the folder. */
pid_t door_start(struct province *p, const char *member, const char *clock);
int door_end(pid_t door, int signal); /* its exit status, or -signal */
bool door_said(struct province *p, const char *member, const char *words);

#endif
