/* A line is put together on the stack and written by one call, so that lines of threads do not mix
 * and nothing is lost in a buffer when the process dies. */
#include "runtime/log.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 4096, TEXT_BYTES = 400, SLOTS = 64, PER_SECOND = 20 };

/* How often words were said in this second. Words are known by where they stand. */
struct slot {
    const char *words;
    time_t second;
    int64_t said, dropped;
};

static struct {
    pthread_mutex_t lock;
    const char *service;
    struct slot slots[SLOTS];
} the_log = { .lock = PTHREAD_MUTEX_INITIALIZER, .service = "coastline" };

void log_open(const char *service) { the_log.service = service; }

struct line {
    char at[LINE_MAX_BYTES];
    size_t n;
};

/* --- putting a line together --- */

static void line_add(struct line *l, const char *bytes, size_t n)
{
    n = MIN(n, sizeof l->at - 4 - l->n); /* room for the end */
    memcpy(l->at + l->n, bytes, n);
    l->n += n;
}

static void line_words(struct line *l, const char *words) { line_add(l, words, strlen(words)); }

static void line_number(struct line *l, int64_t n)
{
    char digits[24];
    int size = snprintf(digits, sizeof digits, "%" PRId64, n);
    line_add(l, digits, (size_t)size);
}

static void line_character(struct line *l, uint8_t c)
{
    char escaped[8];
    if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f) {
        line_add(l, (const char *)&c, 1);
        return;
    }
    int size = snprintf(escaped, sizeof escaped, "\\u%04x", c);
    line_add(l, escaped, (size_t)size);
}

/* Cut at a length, but not within a character; what is not UTF-8 is not repeated. */
static void line_text(struct line *l, struct slice text)
{
    if (!slice_is_utf8(text)) text = slice_str("(not UTF-8)");
    size_t n = MIN(text.n, (size_t)TEXT_BYTES);
    while (n < text.n && n > 0 && (text.at[n] & 0xc0) == 0x80) n--;
    line_add(l, "\"", 1);
    for (size_t i = 0; i < n; i++) line_character(l, text.at[i]);
    line_add(l, "\"", 1);
}

static void line_time(struct line *l, struct timespec t)
{
    char text[48];
    struct tm parts;
    if (!gmtime_r(&t.tv_sec, &parts)) return;
    size_t n = strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
    int size = snprintf(text + n, sizeof text - n, ".%03dZ", (int)(t.tv_nsec / 1000000));
    line_add(l, text, n + (size_t)size);
}

static void line_pair(struct line *l, const struct kv *pair)
{
    line_words(l, ",");
    line_text(l, slice_str(pair->key));
    line_words(l, ":");
    switch (pair->kind) {
    case KV_KIND_TEXT: line_text(l, pair->text); return;
    case KV_KIND_INT: line_number(l, pair->number); return;
    case KV_KIND_BOOL: line_words(l, pair->number ? "true" : "false"); return;
    case KV_KIND_TIME: {
        struct text when = instant_text((instant){ pair->number });
        line_text(l, slice_text(&when));
        return;
    }
    }
}

static void line_write(struct line *l)
{
    l->at[l->n++] = '}';
    l->at[l->n++] = '\n';
    ssize_t written = write(STDERR_FILENO, l->at, l->n);
    (void)written; /* there is nobody left to tell */
}

/* --- saying it --- */

/* Whether it may be said now; *ret_dropped: how many were not, since it last was. */
static bool is_allowed(const char *words, time_t second, int64_t *ret_dropped)
{
    struct slot *s = &the_log.slots[((uintptr_t)words >> 3) % SLOTS];
    (void)pthread_mutex_lock(&the_log.lock);
    if (s->words != words) *s = (struct slot){ .words = words };
    if (s->second != second) s->said = 0;
    s->second = second;
    bool allowed = s->said++ < PER_SECOND;
    *ret_dropped = allowed ? s->dropped : 0;
    s->dropped = allowed ? 0 : s->dropped + 1;
    (void)pthread_mutex_unlock(&the_log.lock);
    return allowed;
}

void log_line(enum log_level level, const char *words, const struct kv *pairs)
{
    static const char *const names[] = { "fact", "warning", "alarm" };
    struct line line;
    struct timespec now = { 0 };
    int64_t dropped = 0;
    line.n = 0;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    if (!is_allowed(words, now.tv_sec, &dropped)) return;
    line_words(&line, "{\"time\":\"");
    line_time(&line, now);
    line_words(&line, "\",\"level\":\"");
    line_words(&line, names[level]);
    line_words(&line, "\",\"service\":");
    line_text(&line, slice_str(the_log.service));
    line_words(&line, ",\"what\":");
    line_text(&line, slice_str(words));
    for (const struct kv *p = pairs; p->key; p++) line_pair(&line, p);
    if (dropped) line_pair(&line, &KV_INT("not_repeated", dropped));
    line_write(&line);
}

enum rc log_rc(enum rc rc, const char *words, const struct why *why)
{
    static const enum log_level levels[] = { LOG_FACT, LOG_WARNING, LOG_WARNING, LOG_ALARM };
    static const char *const courses[] = { "ok", "again", "refused", "broken" };
    log_say(levels[rc], words, KV("why", why->text), KV("course", courses[rc]));
    return rc;
}
