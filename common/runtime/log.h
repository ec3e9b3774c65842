/* One line a fact, one JSON object a line, to standard error (design.md: libraries never log; only
 * the runtime and the services say something). Keys are typed; texts are escaped and cut at 400
 * bytes. The same words more than 20 times in a second are counted instead of printed. Safe from
 * any thread. Nothing personal: pids at most. */
#ifndef COASTLINE_RUNTIME_LOG_H
#define COASTLINE_RUNTIME_LOG_H

#include "base/instant.h"
#include "base/rc.h"
#include "base/slice.h"

enum log_level { LOG_FACT, LOG_WARNING, LOG_ALARM };

enum kv_kind { KV_KIND_TEXT, KV_KIND_INT, KV_KIND_BOOL, KV_KIND_TIME };
struct kv {
    const char *key;
    enum kv_kind kind;
    struct slice text;
    int64_t number;
};

#define KV(key_, string) ((struct kv){ (key_), KV_KIND_TEXT, slice_str(string), 0 })
#define KV_SLICE(key_, slice_) ((struct kv){ (key_), KV_KIND_TEXT, (slice_), 0 })
#define KV_INT(key_, n) ((struct kv){ (key_), KV_KIND_INT, { 0 }, (int64_t)(n) })
#define KV_BOOL(key_, b) ((struct kv){ (key_), KV_KIND_BOOL, { 0 }, (b) })
#define KV_TIME(key_, instant_) ((struct kv){ (key_), KV_KIND_TIME, { 0 }, (instant_).us })

/* log_fact("partition gained", KV_INT("partition", p), KV_INT("start", start)); words are literals
 */
#define log_fact(words, ...) log_say(LOG_FACT, words __VA_OPT__(, ) __VA_ARGS__)
#define log_warning(words, ...) log_say(LOG_WARNING, words __VA_OPT__(, ) __VA_ARGS__)
/* Somebody must look: what the alarm rules of ops/ watch for. */
#define log_alarm(words, ...) log_say(LOG_ALARM, words __VA_OPT__(, ) __VA_ARGS__)
#define log_say(level, words, ...)                                                                 \
    log_line(level, words, (const struct kv[]){ __VA_ARGS__ __VA_OPT__(, ){ 0 } })
/* pairs end with one whose key is NULL. */
void log_line(enum log_level level, const char *words, const struct kv *pairs);

/* Every line says whose it is; the name must live for ever. Before that it is "coastline". */
void log_open(const char *service);

/* Says and returns in one line: return log_rc(rc, "cannot reach the bus", &why). */
enum rc log_rc(enum rc rc, const char *words, const struct why *why);

#endif
