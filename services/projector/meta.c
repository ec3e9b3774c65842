/* meta and meta:<p>, read and written by one table of fields. */
#include "meta.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* --- digests --- */

static void hex_put(char at[16], uint64_t n)
{
    for (size_t i = 0; i < 16; i++) at[i] = "0123456789abcdef"[n >> 4 * (15 - i) & 15];
}

struct text digests_text(const struct row *row)
{
    struct text t = { "" };
    hex_put(t.at, row->of_state);
    t.at[16] = ' ';
    hex_put(t.at + 17, row->of_rest);
    if (row->n_filed) memcpy(t.at + 33, " +", 2);
    return t;
}

static bool hex_take(const uint8_t at[16], uint64_t *ret)
{
    uint64_t n = 0;
    for (size_t i = 0; i < 16; i++) {
        bool is_letter = at[i] >= 'a' && at[i] <= 'f';
        if (!is_letter && (at[i] < '0' || at[i] > '9')) return false;
        n = n << 4 | (uint64_t)(is_letter ? at[i] - 'a' + 10 : at[i] - '0');
    }
    *ret = n;
    return true;
}

bool digests_parse(struct slice text, struct row *ret, bool *ret_filed)
{
    *ret_filed = text.n == 35;
    return (text.n == 33 || text.n == 35) && hex_take(text.at, &ret->of_state) &&
           hex_take(text.at + 17, &ret->of_rest);
}

/* --- the standing as fields --- */

static void put(struct view *v, const char *name, const char *text)
{
    view_pair(v, name, slice_str(text));
}

static void put_number(struct view *v, const char *name, int64_t n)
{
    writes_word(v->writes, slice_str(name));
    writes_number(v->writes, n);
}

void meta_write(struct view *v)
{
    const struct standing *s = &v->standing;
    char beside[BESIDE_MAX + 1], digest[24];
    heard_write(&s->heard, beside);
    (void)snprintf(digest, sizeof digest, "%016" PRIx64, s->digest);
    writes_begin(v->writes, "HSET");
    view_key(v, "meta:", slice_str(v->part->number));
    put(v, "heard", beside);
    put(v, "digest", digest);
    put_number(v, "at", s->at.us);
    put_number(v, "watermark", s->watermark.us);
    put_number(v, "files", s->files);
    if (s->boards.days != NO_DAY) {
        struct text day = date_text(s->boards);
        put(v, "boards", day.at);
    }
    for (size_t i = 0; i < SOURCES; i++)
        if (s->agencies[i].us)
            put_number(v, event_source_name((enum event_source)i), s->agencies[i].us);
    writes_end(v->writes);
}

static void number_take(struct standing *s, struct slice name, const char *value)
{
    int64_t number = strtoll(value, NULL, 10);
    if (slice_is(name, "next")) s->next = number;
    if (slice_is(name, "at")) s->at.us = number;
    if (slice_is(name, "watermark")) s->watermark.us = number;
    if (slice_is(name, "files")) s->files = number;
    for (size_t i = 0; i < SOURCES; i++)
        if (slice_is(name, event_source_name((enum event_source)i))) s->agencies[i].us = number;
}

static bool field_take(struct standing *s, struct slice name, const char *value)
{
    number_take(s, name, value);
    if (slice_is(name, "boards")) return date_parse(slice_str(value), &s->boards);
    if (slice_is(name, "digest"))
        return strlen(value) == 16 && hex_take((const uint8_t *)value, &s->digest);
    return !slice_is(name, "heard") || heard_parse(value, &s->heard);
}

static enum rc standing_take(struct standing *ret, const struct answer *hash, struct why *why)
{
    struct standing s = standing_nothing();
    for (size_t i = 0; hash->kind == ANSWER_LIST && i + 1 < hash->n; i += 2) {
        char value[BESIDE_MAX + 1];
        struct slice text = answer_at(hash, i + 1).text;
        size_t n = MIN(text.n, sizeof value - 1);
        if (n) memcpy(value, text.at, n);
        value[n] = '\0';
        if (!field_take(&s, answer_at(hash, i).text, value))
            return why_set(why, RC_BROKEN, "meta of a partition holds what is not ours");
    }
    *ret = s.next < 0 ? standing_nothing() : s;
    return RC_OK;
}

enum rc meta_load(struct store *store, struct slice prefix, struct part *part, struct why *why)
{
    struct name key = name_of(prefix, "meta:", slice_str(part->number));
    const struct slice words[] = { slice_str("HGETALL"), name_slice(&key) };
    struct answer a;
    enum rc rc = store_ask(store, words, COUNT(words), why);
    if (rc == RC_OK) rc = store_answer(store, &a, why);
    if (rc == RC_OK) rc = standing_take(&part->standing, &a, why);
    if (rc == RC_OK) part_empty(part);
    return rc;
}

enum rc meta_ask_place(
    struct store *store, struct slice prefix, const struct part *part, struct why *why)
{
    struct name key = name_of(prefix, "meta:", slice_str(part->number));
    const struct slice words[] = { slice_str("HGET"), name_slice(&key), slice_str("next") };
    return store_ask(store, words, COUNT(words), why);
}

enum rc meta_take_place(struct store *store, struct part *part, struct why *why)
{
    struct answer a;
    struct text there = { "-1" };
    enum rc rc = store_answer(store, &a, why);
    if (rc != RC_OK) return rc;
    bool is_ours = a.kind == ANSWER_NONE || (a.kind == ANSWER_TEXT && text_from(a.text, &there));
    part->doubtful = !is_ours || strtoll(there.at, NULL, 10) != part->standing.next;
    return RC_OK;
}

/* --- what moves it --- */

void meta_note(struct view *v, int64_t offset)
{
    char digest[24];
    (void)snprintf(digest, sizeof digest, "%016" PRIx64, v->standing.digest);
    writes_begin(v->writes, "XADD");
    view_key(v, "digests:", slice_str(v->part->number));
    put(v, "MAXLEN", "~");
    writes_number(v->writes, NOTES_MAX);
    view_offset_id(v, offset);
    put(v, "digest", digest);
    put_number(v, "files", v->standing.files);
    writes_end(v->writes);
}

static struct slice first_word(struct slice type)
{
    const uint8_t *dot = memchr(type.at, '.', type.n);
    return slice_of(type.at, dot ? (size_t)(dot - type.at) : type.n);
}

void meta_hear(struct standing *s, const struct said *said)
{
    s->heard = said->heard;
    s->next = said->offset + 1;
    if (said->kind == WORD_OPENING) return;
    s->at = said->at;
    if (said->kind == WORD_CLOSING) s->watermark = said->at;
    if (!said->body || !said->body->has_line) return;
    struct slice agency = first_word(said->body->line.type);
    for (size_t i = 0; i < SOURCES; i++)
        if (slice_is(agency, event_source_name((enum event_source)i)))
            s->agencies[i] = later_of(s->agencies[i], said->stamp);
}

/* --- the generation --- */

static enum rc ask1(struct store *store, const char *verb, const struct name *key,
    const struct slice *more, struct answer *ret, struct why *why)
{
    struct slice words[5] = { slice_str(verb), name_slice(key) };
    size_t n = 2;
    for (; more && more->at && n < COUNT(words); more++) words[n++] = *more;
    enum rc rc = store_ask(store, words, n, why);
    return rc == RC_OK ? store_answer(store, ret, why) : rc;
}

enum rc meta_live(struct store *store, struct text *ret, struct why *why)
{
    struct name key = name_of(slice_str(KEY_CURRENT), "", slice_str(""));
    struct answer a;
    enum rc rc = ask1(store, "GET", &key, NULL, &a, why);
    *ret = (struct text){ "" };
    if (rc != RC_OK || a.kind == ANSWER_NONE) return rc;
    if (a.kind != ANSWER_TEXT || a.text.n > GENERATION_MAX || !text_from(a.text, ret))
        return why_set(why, RC_AGAIN, KEY_CURRENT " names no generation");
    return RC_OK;
}

/* Makes it live if none is; the live one then. */
static enum rc live_find(struct store *store, const char *wanted, struct text *ret, struct why *why)
{
    const struct slice if_none[] = { slice_str(wanted), slice_str("NX"), { 0 } };
    struct name key = name_of(slice_str(KEY_CURRENT), "", slice_str(""));
    struct answer a;
    enum rc rc = ask1(store, "SET", &key, if_none, &a, why);
    if (rc == RC_OK) rc = meta_live(store, ret, why);
    if (rc == RC_OK && !ret->at[0]) rc = why_set(why, RC_AGAIN, "no generation is live");
    return rc;
}

/* Notes our value if there is none; RC_BROKEN: there is another. */
static enum rc meta_claim(struct store *store, const struct name *key, const char *field,
    const char *value, struct why *why)
{
    const struct slice pair[] = { slice_str(field), slice_str(value), { 0 } };
    const struct slice name[] = { slice_str(field), { 0 } };
    struct answer a;
    enum rc rc = ask1(store, "HSETNX", key, pair, &a, why);
    if (rc == RC_OK) rc = ask1(store, "HGET", key, name, &a, why);
    if (rc != RC_OK || slice_is(a.text, value)) return rc;
    return why_set(why, RC_BROKEN,
        "%.*s in Redis is of another %s than ours (%s): name a new --generation", (int)key->n,
        key->at, field, value);
}

bool meta_is_name(struct slice name)
{
    for (size_t i = 0; i < name.n; i++) {
        uint8_t c = name.at[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_letter && (c < '0' || c > '9') && c != '-' && c != '_') return false;
    }
    return name.n > 0 && name.n <= GENERATION_MAX;
}

struct name meta_prefix(struct slice generation)
{
    struct name prefix = { .n = 0 };
    name_add(&prefix, slice_str(KEY_HEAD));
    name_add(&prefix, generation);
    name_add(&prefix, slice_str(":"));
    return prefix;
}

struct slice meta_generation(const struct name *prefix)
{
    size_t head = strlen(KEY_HEAD);
    return slice_of(prefix->at + head, prefix->n - head - 1);
}

/* Whoever drops it says so first, and what is being dropped is not built. */
static enum rc dropping_look(struct store *store, const struct name *key, struct why *why)
{
    const struct slice name[] = { slice_str(META_DROPPING), { 0 } };
    struct answer a;
    enum rc rc = ask1(store, "HGET", key, name, &a, why);
    if (rc != RC_OK || a.kind == ANSWER_NONE) return rc;
    return why_set(why, RC_BROKEN,
        "%.*s in Redis is of a generation that is being dropped: end that "
        "with `coastline projection drop`",
        (int)key->n, key->at);
}

static enum rc generation_note(struct store *store, struct slice generation, struct why *why)
{
    const struct slice member[] = { generation, { 0 } };
    struct name key = name_of(slice_str(KEY_GENERATIONS), "", slice_str(""));
    struct answer a;
    return ask1(store, "SADD", &key, member, &a, why);
}

enum rc meta_open(struct store *store, const struct logname *log, const struct wish *wish,
    struct name *ret_prefix, struct why *why)
{
    struct text live = { "" };
    if (!meta_is_name(slice_str(wish->generation)))
        return why_set(why, RC_BROKEN, "--generation: " META_NAME_RULE);
    enum rc rc = live_find(store, wish->generation, &live, why);
    if (rc != RC_OK) return rc;
    struct name prefix =
        meta_prefix(wish->follow ? slice_text(&live) : slice_str(wish->generation));
    struct name key = name_of(name_slice(&prefix), "meta", slice_str(""));
    rc = dropping_look(store, &key, why);
    if (rc == RC_OK) rc = meta_claim(store, &key, "version", CONTRACT_VERSION, why);
    if (rc == RC_OK) rc = meta_claim(store, &key, "log", log->name.at, why);
    if (rc == RC_OK) rc = generation_note(store, meta_generation(&prefix), why);
    if (rc == RC_OK) *ret_prefix = prefix;
    return rc;
}
