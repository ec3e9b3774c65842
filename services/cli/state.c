/* coastline state: the files in Redis as the state lines of fold.md 7, by pid, without `member`
 * (which is a matter of a date). Reads by the contract of schemas/redis.md alone. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buffer.h"
#include "codec/json.h"
#include "verb.h"
#include "commands.h"
#include "store/store.h"

enum { AT_ONCE = 500, LINE_MAX = 4 << 20, FILES_MAX = 20000000 };

struct state_conf {
    const char *redis, *generation;
};

static const struct option_row rows[] = {
    OPTION(struct state_conf, redis, OPT_TEXT, .fallback = "127.0.0.1:6379",
        .help = "Redis, as host:port or path of its socket"),
    OPTION(struct state_conf, generation, OPT_TEXT, .fallback = "",
        .help = "generation of keys, such as g2; by default the live one"),
};

/* --- a hash becomes a line --- */

enum look { LOOK_TEXT, LOOK_TEXT_OR_NULL, LOOK_JSON };

/* In the order of fold.md 7; absent: what stands there then. */
static const struct key_row {
    const char *name;
    enum look look;
    const char *absent;
} keys[] = {
    { "file", LOOK_TEXT, "" },
    { "grade", LOOK_TEXT, "" },
    { "class", LOOK_TEXT, "" },
    { "since", LOOK_TEXT_OR_NULL, NULL },
    { "score", LOOK_JSON, "0" },
    { "rules", LOOK_JSON, "[]" },
    { "floors", LOOK_JSON, "[]" },
    { "dwell", LOOK_JSON, "0" },
    { "clock_start", LOOK_TEXT_OR_NULL, NULL },
    { "region", LOOK_TEXT, "" },
    { "proposal", LOOK_JSON, "null" },
    { "muted", LOOK_JSON, "[]" },
    { "basis", LOOK_JSON, "[]" },
    { "by", LOOK_TEXT, "" },
    { "needs", LOOK_JSON, "[]" },
    { "tasks", LOOK_JSON, "[]" },
    { "alerts", LOOK_JSON, "[]" },
    { "contested", LOOK_JSON, "false" },
    { "facts", LOOK_JSON, "0" },
};

/* Fields of a hash; pieces of one value usually stand behind each other. */
struct fields {
    const struct answer *hash;
    size_t from;
};

static bool field_find(struct fields *f, const char *name, struct slice *ret)
{
    size_t n = f->hash->n / 2;
    for (size_t i = 0; i < n; i++) {
        size_t at = (f->from + i) % n;
        if (!slice_is(answer_at(f->hash, 2 * at).text, name)) continue;
        *ret = answer_at(f->hash, 2 * at + 1).text;
        f->from = at + 1;
        return true;
    }
    return false;
}

/* A value with all its pieces; false: it is absent. */
static bool value_join(struct fields *f, const char *name, struct buffer *out)
{
    struct slice piece;
    char next[40];
    buffer_reset(out);
    if (!field_find(f, name, &piece)) return false;
    for (int i = 1;; i++) {
        buffer_add(out, piece);
        (void)snprintf(next, sizeof next, "%s.%d", name, i);
        if (piece.n < 60 || !field_find(f, next, &piece)) return true; /* cut at 61 to 64 */
    }
}

static void value_put(struct buffer *out, const struct key_row *key, bool there, struct slice value)
{
    buffer_printf(out, ",\"%s\":", key->name);
    if (key->look == LOOK_TEXT)
        json_put_text(out, there ? value : slice_str(key->absent));
    else if (key->look == LOOK_JSON)
        buffer_add(out, there ? value : slice_str(key->absent));
    else if (there)
        json_put_text(out, value);
    else
        buffer_add(out, slice_str("null"));
}

static enum rc line_print(
    const struct answer *hash, const char *pid, struct buffer *value, struct why *why)
{
    struct buffer line = buffer_new(LINE_MAX);
    struct fields fields = { .hash = hash };
    buffer_printf(&line, "{\"pid\":");
    json_put_text(&line, slice_str(pid));
    for (size_t i = 0; i < COUNT(keys); i++) {
        bool there = value_join(&fields, keys[i].name, value);
        value_put(&line, &keys[i], there, buffer_slice(value));
    }
    buffer_printf(&line, "}\n");
    bool whole = buffer_whole(&line) && buffer_whole(value);
    bool written = whole && fwrite(line.at, 1, line.n, stdout) == line.n;
    buffer_deinit(&line);
    return written ? RC_OK : why_set(why, RC_BROKEN, "a line could not be written whole");
}

/* --- all files --- */

struct pids {
    struct text *at;
    size_t n, room;
    struct text prefix; /* coastline:<generation>:file: */
};

static enum rc pid_add(struct pids *p, struct slice key, struct why *why)
{
    size_t skip = strlen(p->prefix.at);
    if (p->n == p->room) {
        size_t room = p->room ? 2 * p->room : 1024;
        struct text *at = room <= FILES_MAX ? realloc(p->at, room * sizeof *at) : NULL;
        if (!at) return why_set(why, RC_BROKEN, "too many files");
        p->at = at;
        p->room = room;
    }
    if (key.n <= skip || !text_from(slice_of(key.at + skip, key.n - skip), &p->at[p->n]))
        return why_set(why, RC_BROKEN, "a key of a file that is none");
    p->n++;
    return RC_OK;
}

static enum rc generation_find(struct store *s, const char *wanted, struct pids *p, struct why *why)
{
    const struct slice words[] = { slice_str("GET"), slice_str("coastline:current") };
    struct answer a = { .text = slice_str(wanted) };
    enum rc rc = RC_OK;
    if (!wanted[0]) rc = store_ask(s, words, COUNT(words), why);
    if (rc == RC_OK && !wanted[0]) rc = store_answer(s, &a, why);
    if (rc == RC_OK && (a.text.n == 0 || a.text.n > 32))
        rc = why_set(why, RC_BROKEN, "no generation of files is live in this Redis");
    if (rc == RC_OK)
        text_print(&p->prefix, "coastline:%.*s:file:", (int)a.text.n, (const char *)a.text.at);
    return rc;
}

static enum rc scan_once(struct store *s, struct pids *p, struct text *cursor, struct why *why)
{
    char match[80];
    (void)snprintf(match, sizeof match, "%s*", p->prefix.at);
    const struct slice words[] = { slice_str("SCAN"), slice_text(cursor), slice_str("MATCH"),
        slice_str(match), slice_str("COUNT"), slice_str("5000") };
    struct answer a;
    enum rc rc = store_ask(s, words, COUNT(words), why);
    if (rc == RC_OK) rc = store_answer(s, &a, why);
    if (rc != RC_OK) return rc;
    struct answer keys_found = answer_at(&a, 1);
    if (!text_from(answer_at(&a, 0).text, cursor))
        return why_set(why, RC_BROKEN, "SCAN answers without a cursor");
    for (size_t i = 0; rc == RC_OK && i < keys_found.n; i++)
        rc = pid_add(p, answer_at(&keys_found, i).text, why);
    return rc;
}

static int by_bytes(const void *a, const void *b)
{
    const struct text *x = a, *y = b;
    return strcmp(x->at, y->at);
}

/* Sorted; SCAN may name a key twice. */
static enum rc pids_find(struct store *s, struct pids *p, struct why *why)
{
    struct text cursor = { "0" };
    enum rc rc;
    size_t n = 0;
    do {
        rc = scan_once(s, p, &cursor, why);
    } while (rc == RC_OK && strcmp(cursor.at, "0") != 0);
    if (rc == RC_OK && p->n) qsort(p->at, p->n, sizeof *p->at, by_bytes);
    for (size_t i = 0; i < p->n; i++)
        if (n == 0 || strcmp(p->at[n - 1].at, p->at[i].at) != 0) p->at[n++] = p->at[i];
    p->n = n;
    return rc;
}

static enum rc ask(struct store *s, const struct pids *p, size_t i, struct why *why)
{
    char key[160];
    int n = snprintf(key, sizeof key, "%s%s", p->prefix.at, p->at[i].at);
    const struct slice words[] = { slice_str("HGETALL"), slice_of(key, (size_t)n) };
    return store_ask(s, words, COUNT(words), why);
}

static enum rc lines_print(struct store *s, const struct pids *p, struct why *why)
{
    struct buffer value = buffer_new(LINE_MAX);
    enum rc rc = RC_OK;
    for (size_t i = 0; rc == RC_OK && i < p->n; i += AT_ONCE) {
        size_t end = MIN(p->n, i + AT_ONCE);
        for (size_t k = i; rc == RC_OK && k < end; k++) rc = ask(s, p, k, why);
        for (size_t k = i; rc == RC_OK && k < end; k++) {
            struct answer hash;
            rc = store_answer(s, &hash, why);
            if (rc == RC_OK && hash.n) rc = line_print(&hash, p->at[k].at, &value, why);
        }
    }
    buffer_deinit(&value);
    return rc;
}

static enum rc run(const void *self, struct why *why)
{
    const struct state_conf *conf = self;
    CLEANUP(store_closep) struct store *s = NULL;
    struct store_conf store = { .where = conf->redis };
    struct pids pids = { 0 };
    enum rc rc = store_open(&s, &store, why);
    if (rc == RC_OK) rc = generation_find(s, conf->generation, &pids, why);
    if (rc == RC_OK) rc = pids_find(s, &pids, why);
    if (rc == RC_OK) rc = lines_print(s, &pids, why);
    free(pids.at);
    return rc;
}

static const struct verb_row row = { NULL, "prints the files in Redis, a state line each", { rows },
    { COUNT(rows) }, sizeof(struct state_conf), run };

int command_state(int argc, char *argv[]) { return verbs_run(&row, 1, argc, argv); }
