/* A dead letter is an envelope: the address outside is ours, the sheet inside is theirs and sealed.
 * What is copied outside is numbers we were given by Kafka, and words of our own. */
#include "refuse.h"

#include <stdio.h>
#include <stdlib.h>

enum { VALUE_MAX = 2 * 1024 * 1024, WORDS_MAX = 8192 };

#define BUILD "0.1.0"

struct refuser {
    struct letters *letters;
    struct buffer value;
    char words[WORDS_MAX]; /* what key and headers point at */
    size_t n;
};

static const char *const stage_words[STAGES] = {
#define X(name, word) [STAGE_##name] = word,
    STAGES_LIST(X)
#undef X
};

static const struct reason_row {
    const char *word;
    enum stage stage;
    const char *sentence;
} reason_rows[REASONS] = {
#define X(name, word, stage, sentence) [REASON_##name] = { word, STAGE_##stage, sentence },
    REASONS_LIST(X)
#undef X
};

/* Of domain/admit.h; those of fields are prefixes. */
static const char *const rules[] = { "id", "pid", "source", "type", "version", "legal_basis",
    "event_time", "recorded_at", "stamped_at", "time_future", "time_old", "subject", "doc_no_form",
    "doc_no_check", "doc_no_date", "supersedes", "retracts", "actor", "data", "region", "town" };
static const char *const rules_of_fields[] = { "field:", "region:" };

struct refusal refusal_of(enum reason reason)
{
    struct refusal refusal = { .stage = reason_rows[reason].stage };
    bool fits = text_from(slice_str(reason_rows[reason].word), &refusal.error);
    assert(fits);
    (void)fits;
    return refusal;
}

struct refusal refusal_of_rule(const struct text *reason)
{
    return (struct refusal){ .stage = STAGE_RULE, .error = *reason };
}

static const char *sentence_of(struct slice error)
{
    for (size_t i = 0; i < REASONS; i++)
        if (slice_is(error, reason_rows[i].word)) return reason_rows[i].sentence;
    for (size_t i = 0; i < COUNT(rules); i++)
        if (slice_is(error, rules[i])) return "a field of the envelope breaks a rule";
    for (size_t i = 0; i < COUNT(rules_of_fields); i++)
        if (slice_starts(error, slice_str(rules_of_fields[i])))
            return "a field of the event breaks a rule";
    return NULL;
}

bool refusal_is_listed(struct slice error) { return sentence_of(error) != NULL; }

const char *refusal_word(const struct refusal *refusal)
{
    struct slice error = slice_text(&refusal->error);
    for (size_t i = 0; i < REASONS; i++)
        if (slice_is(error, reason_rows[i].word)) return reason_rows[i].word;
    for (size_t i = 0; i < COUNT(rules); i++)
        if (slice_is(error, rules[i])) return rules[i];
    return slice_starts(error, slice_str("region:")) ? "region" : "field";
}

enum rc refuser_new(struct refuser **ret, const struct secrets *s, struct why *why)
{
    CLEANUP(refuser_freep) struct refuser *r = calloc(1, sizeof *r);
    if (!r) return why_set(why, RC_BROKEN, "out of memory");
    r->value = buffer_new(VALUE_MAX);
    enum rc rc = letters_new(&r->letters, s, why);
    if (rc == RC_OK) *ret = TAKE(r);
    return rc;
}

struct refuser *refuser_free(struct refuser *r)
{
    if (!r) return NULL;
    letters_free(r->letters);
    buffer_deinit(&r->value);
    free(r);
    return NULL;
}

/* --- the address --- */

static struct slice words_keep(struct refuser *r, struct slice words)
{
    assert(words.n <= sizeof r->words - r->n); /* all of them are short: see header_rows */
    uint8_t *at = (uint8_t *)r->words + r->n;
    if (words.n) memcpy(at, words.at, words.n);
    r->n += words.n;
    return slice_of(at, words.n);
}

static struct slice number_keep(struct refuser *r, int64_t number)
{
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%lld", (long long)number);
    return words_keep(r, slice_of(digits, (size_t)n));
}

static struct slice origin_keep(struct refuser *r, const struct letter *original)
{
    char text[300];
    int n = snprintf(text, sizeof text, "%.*s/%d/%lld", (int)MIN(original->topic.n, (size_t)249),
        (const char *)original->topic.at, original->partition, (long long)original->offset);
    return words_keep(r, slice_of(text, (size_t)n));
}

/* How often it was re-driven stands in a header that anybody can write: digits, and few of them. */
static int64_t redrives_of(const struct letter *original)
{
    for (size_t i = 0; i < original->n_headers; i++) {
        const struct letter_header *h = &original->headers[i];
        if (!slice_is(h->name, "coastline.dlq.redrive_count")) continue;
        int64_t n = 0;
        if (h->value.n < 1 || h->value.n > 4) return 0;
        for (size_t k = 0; k < h->value.n; k++) {
            if (h->value.at[k] < '0' || h->value.at[k] > '9') return 0;
            n = 10 * n + (h->value.at[k] - '0');
        }
        return n;
    }
    return 0;
}

static void header_add(struct dead_letter *letter, const char *name, struct slice value)
{
    assert(letter->n_headers < DEAD_HEADERS);
    letter->headers[letter->n_headers++] = (struct letter_header){ slice_str(name), value };
}

static void place_add(struct refuser *r, const struct letter *o, struct dead_letter *letter)
{
    struct slice topic = words_keep(r, o->topic), partition = number_keep(r, o->partition);
    struct slice offset = number_keep(r, o->offset);
    static const char *const names[][3] = {
        { "coastline.dlq.topic", "coastline.dlq.partition", "coastline.dlq.offset" },
        { "__connect.errors.topic", "__connect.errors.partition", "__connect.errors.offset" },
        { "__streams.errors.topic", "__streams.errors.partition", "__streams.errors.offset" },
    };
    for (size_t i = 0; i < COUNT(names); i++) {
        header_add(letter, names[i][0], topic);
        header_add(letter, names[i][1], partition);
        header_add(letter, names[i][2], offset);
    }
}

static void cause_add(struct refuser *r, const struct refused *refused, struct dead_letter *letter)
{
    struct slice error = words_keep(r, slice_text(&refused->refusal.error));
    const char *sentence = sentence_of(error);
    struct text now = instant_text(refused->now);
    struct slice failed_at = words_keep(r, slice_text(&now));
    assert(sentence); /* the list is closed */
    header_add(letter, "coastline.dlq.timestamp", number_keep(r, refused->stamp.us / 1000));
    header_add(letter, "coastline.dlq.group", slice_str(DOOR_PLACES));
    header_add(letter, "coastline.dlq.stage", slice_str(stage_words[refused->refusal.stage]));
    header_add(letter, "coastline.dlq.error", error);
    header_add(letter, "coastline.dlq.message", slice_str(sentence));
    header_add(letter, "coastline.dlq.attempts", slice_str("1"));
    header_add(letter, "coastline.dlq.first_failed_at", failed_at);
    header_add(letter, "coastline.dlq.last_failed_at", failed_at);
    header_add(
        letter, "coastline.dlq.redrive_count", number_keep(r, redrives_of(&refused->original)));
    header_add(letter, "coastline.dlq.build", slice_str(BUILD));
}

static size_t size_of(const struct letter *original)
{
    size_t n = original->key.n + original->value.n;
    for (size_t i = 0; i < original->n_headers; i++)
        n += original->headers[i].name.n + original->headers[i].value.n + 8;
    return n;
}

/* A batch that was compressed on its way in may hold more than any topic takes. */
static struct refused oversize_of(const struct refused *refused)
{
    struct refused only_place = *refused;
    only_place.refusal = refusal_of(REASON_OVERSIZE);
    only_place.original.key = only_place.original.value = (struct slice){ 0 };
    only_place.original.n_headers = 0;
    return only_place;
}

enum rc refuse(
    struct refuser *r, const struct refused *asked, struct dead_letter *ret, struct why *why)
{
    struct slice box;
    struct dead_letter letter = { .n_headers = 0 };
    const bool fits = size_of(&asked->original) <= LETTER_MAX;
    const struct refused oversize = oversize_of(asked), *refused = fits ? asked : &oversize;
    buffer_reset(&r->value);
    r->n = 0;
    if (!letter_seal(r->letters, refused->now, &refused->original, &r->value, &box))
        return why_set(why, RC_BROKEN, "a dead letter does not fit into memory");
    letter.key = origin_keep(r, &refused->original);
    letter.value = buffer_slice(&r->value);
    place_add(r, &refused->original, &letter);
    cause_add(r, refused, &letter);
    header_add(&letter, "coastline.dlq.key", words_keep(r, box));
    *ret = letter;
    return RC_OK;
}
