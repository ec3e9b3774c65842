/* The writes of one script, as the bytes that Redis reads. Appending never fails at once: look at
 * writes_whole when done. */
#ifndef COASTLINE_STORE_WRITES_H
#define COASTLINE_STORE_WRITES_H

#include "base/buffer.h"

enum {
    WRITES_MAX = 1000,      /* a script: it holds the server for 2 to 3 ms (reliability.md 2.1) */
    WRITE_WORDS_MAX = 1024, /* a write; Lua's unpack ends near 8,000 */
    WRITES_BYTES_MAX = 64 << 20,
};

struct writes {
    struct buffer bytes;
    size_t n;     /* writes */
    size_t words; /* all of them, counts included */
    size_t open;  /* words of the write that is being written */
    size_t at;    /* where its count stands in `bytes` */
    bool failed;
};

struct writes writes_new(void);
void writes_deinit(struct writes *w);
void writes_reset(struct writes *w); /* keeps the memory */
static inline bool writes_whole(const struct writes *w) { return !w->failed && !w->bytes.failed; }

/* A command of Redis, a word at a time: begin("HSET"), word(key), …, end. */
void writes_begin(struct writes *w, const char *verb);
void writes_word(struct writes *w, struct slice word);
void writes_number(struct writes *w, int64_t number);
void writes_end(struct writes *w);

#endif
