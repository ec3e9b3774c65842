/* A file played through time, and everything it says as text. */
#ifndef COASTLINE_TESTS_LAWS_PLAY_H
#define COASTLINE_TESTS_LAWS_PLAY_H

#include "base/buffer.h"
#include "domain/file.h"

struct play {
    struct file *file;
    struct rulebook rules;
    struct arena *arena;
    struct buffer words; /* signals, a line each, with their causes in place of numbers */
    instant now;
    int64_t cause;
    bool every_tick;     /* ask at every tick, due or not; */
    bool changed;        /* and if it was not due, yet the state changed: */
    char *seen;          /* the state when it was last due */
    struct file *echo; /* not NULL: hears every word that the file says */
};

struct play play_new(void);
void play_free(struct play *p);
/* Adds; true if the file took it or knew it. */
bool play_add(struct play *p, const struct fact *fact);
/* Assesses what was added, at that time; before it the hours since the last time pass. */
void play_step(struct play *p, instant at);
/* Lets the hours pass up to and with `at`. */
void play_until(struct play *p, instant at);
/* Saves the file and goes on with what was loaded. */
void play_restore(struct play *p);
/* The state line; "" if there is no live fact. Free it. */
char *play_state(struct play *p, instant until);

#endif
