/* A story: dated lines about people, and the words the hub should say, as README.md describes. */
#ifndef COASTLINE_TESTS_STORY_H
#define COASTLINE_TESTS_STORY_H

#include "base/buffer.h"
#include "base/instant.h"

enum { STORY_EVENTS = 20000, STORY_WORDS = 400, STORY_KINDS = 40, STORY_STATES = 40 };

/* One event, already as JSON, and when it arrives. */
struct story_event {
    instant arrival;
    size_t order;      /* lines of one arrival stay in the order written */
    struct slice json; /* of the story's `text` */
};

/* One expected word: "2026-03-18 00:30 says grade.changed to=medium". */
struct story_word {
    int line; /* of the story file, for the report */
    instant at;
    struct text pid, kind;
    const char *wants; /* key=value …, terminated */
};

struct story {
    const char *path;
    struct text pid; /* of the lines that follow */
    instant until;
    struct story_event *events;
    size_t n_events, n_words, n_states, n_never;
    struct story_word words[STORY_WORDS];
    struct story_word states[STORY_STATES]; /* "at end grade=low" */
    struct text never[STORY_KINDS];         /* "never alert.raised" */
    struct story_stats {
        struct text day;
        struct story_word word;
    } stats[STORY_STATES]; /* "stats 2026-09-30 S12.total=6" */
    size_t n_stats;
    int next_id;
    int bad; /* faults of the story itself, already reported */
};

/* Reads a story file's content into `s`, which has room for STORY_EVENTS events (each owns its
 * json); false if it cannot be understood, with sentences on stderr unless path is NULL. */
bool story_read(struct story *s, const char *path, char *content);
#endif
