/* libyaml loads the document; a row a key says who reads its value. A nested mapping (limits) is
 * read by the same rows at its own level. */
#include "subscription/wishes.h"

#include <stdio.h>
#include <string.h>

#include "http/egress.h"
#include "subscription/spot.h"
#include "subscription/words.h"

enum { FILE_MAX = 1024 * 1024, PARTNER_MAX = 128, PURPOSE_MAX = 256 };

/* --- the keys --- */

static enum rc read_name(const struct spot *s, struct wish *w)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    enum rc rc = spot_text(s, TEXT_MAX, &w->name);
    if (rc != RC_OK) return rc;
    if (strspn((const char *)w->name.at, letters) != w->name.n)
        return spot_refuse(s, "1 to 64 of a-z, 0-9 and - are wanted");
    return RC_OK;
}

static enum rc read_partner(const struct spot *s, struct wish *w)
{
    return spot_text(s, PARTNER_MAX, &w->partner);
}

static enum rc read_url(const struct spot *s, struct wish *w)
{
    return spot_text(s, WISH_URL_MAX, &w->url);
}

static enum rc read_purpose(const struct spot *s, struct wish *w)
{
    return spot_text(s, PURPOSE_MAX, &w->purpose);
}

static enum rc read_role(const struct spot *s, struct wish *w)
{
    struct slice word;
    enum rc rc = spot_text(s, TEXT_MAX, &word);
    if (rc != RC_OK) return rc;
    return hub_role_from(word, &w->role) ? RC_OK : spot_refuse(s, "no such role");
}

static enum rc read_region(const struct spot *s, struct wish *w)
{
    struct slice code;
    if (w->n_regions == WISH_REGIONS_MAX) return spot_refuse(s, "too many");
    enum rc rc = spot_text(s, 9, &code);
    if (rc != RC_OK) return rc;
    if (code.n < 2 || strspn((const char *)code.at, "0123456789") != code.n)
        return spot_refuse(s, "prefixes of 2 to 9 digits, in quotes, are wanted");
    w->regions[w->n_regions++] = code;
    return RC_OK;
}

static enum rc read_signal(const struct spot *s, struct wish *w)
{
    struct slice word;
    enum hub_signal_kind kind;
    enum rc rc = spot_text(s, TEXT_MAX, &word);
    if (rc != RC_OK) return rc;
    if (!signal_from_word(word, &kind))
        return spot_refuse(s, "no such signal (fold.md 6 names them)");
    for (size_t i = 0; i < w->n_signals; i++)
        if (w->signals[i] == kind) return spot_refuse(s, "the same signal twice");
    w->signals[w->n_signals++] = kind;
    return RC_OK;
}

static enum rc read_secret(const struct spot *s, struct wish *w)
{
    struct slice text;
    struct why why = { "" };
    if (w->n_secrets == SIGN_SECRETS_MAX) return spot_refuse(s, "at most two, the newest first");
    enum rc rc = spot_text(s, SIGN_SECRET_TEXT, &text);
    if (rc != RC_OK) return rc;
    rc = sign_secret_parse(text, &w->secrets[w->n_secrets], &why);
    if (rc != RC_OK) return spot_refuse(s, why.text);
    w->n_secrets++;
    return RC_OK;
}

static enum rc read_alias_key(const struct spot *s, struct wish *w)
{
    struct slice text;
    enum rc rc = spot_text(s, 2 * ALIAS_KEY_BYTES, &text);
    if (rc != RC_OK) return rc;
    if (!alias_key_parse(text, w->alias_key))
        return spot_refuse(s, "64 hexadecimal digits are wanted");
    w->has_alias_key = true;
    return RC_OK;
}

static enum rc read_per_minute(const struct spot *s, struct wish *w)
{
    return spot_number(s, 0, 1000000, &w->per_minute);
}

static enum rc read_in_flight(const struct spot *s, struct wish *w)
{
    return spot_number(s, 1, 64, &w->in_flight);
}

static enum rc read_private(const struct spot *s, struct wish *w)
{
    return spot_flag(s, &w->private_network);
}

static enum rc read_until(const struct spot *s, struct wish *w)
{
    struct slice text;
    enum rc rc = spot_text(s, TEXT_MAX, &text);
    if (rc != RC_OK) return rc;
    if (!instant_parse(text, &w->until))
        return spot_refuse(s, "a time with offset is wanted, as 2026-12-31T00:00:00+08:00");
    w->has_until = true;
    return RC_OK;
}

enum shape { SHAPE_ONE, SHAPE_LIST, SHAPE_KEYS };

static const struct key_row {
    const char *name;
    const char *inside; /* of which mapping; NULL: of the subscription */
    enum shape shape;
    bool needed;
    enum rc (*read)(const struct spot *s, struct wish *w); /* of a list: each item */
} rows[] = {
    { "name", NULL, SHAPE_ONE, true, read_name },
    { "partner", NULL, SHAPE_ONE, true, read_partner },
    { "url", NULL, SHAPE_ONE, true, read_url },
    { "role", NULL, SHAPE_ONE, true, read_role },
    { "purpose", NULL, SHAPE_ONE, true, read_purpose },
    { "regions", NULL, SHAPE_LIST, false, read_region },
    { "signals", NULL, SHAPE_LIST, false, read_signal },
    { "secrets", NULL, SHAPE_LIST, false, read_secret },
    { "alias_key", NULL, SHAPE_ONE, false, read_alias_key },
    { "limits", NULL, SHAPE_KEYS, false, NULL },
    { "per_minute", "limits", SHAPE_ONE, false, read_per_minute },
    { "in_flight", "limits", SHAPE_ONE, false, read_in_flight },
    { "private_network", NULL, SHAPE_ONE, false, read_private },
    { "until", NULL, SHAPE_ONE, false, read_until },
};
_Static_assert(COUNT(rows) <= 32, "seen holds a bit a row");

/* --- mappings and lists --- */

static const yaml_node_t *node_at(const struct page *p, int index)
{
    return yaml_document_get_node((yaml_document_t *)(uintptr_t)&p->doc, index);
}

static size_t row_of(struct slice key, const char *inside)
{
    for (size_t i = 0; i < COUNT(rows); i++) {
        bool here =
            inside ? rows[i].inside && strcmp(rows[i].inside, inside) == 0 : !rows[i].inside;
        if (here && slice_is(key, rows[i].name)) return i;
    }
    return COUNT(rows);
}

static enum rc read_list(const struct spot *s, const struct key_row *row, struct wish *w)
{
    if (s->node->type != YAML_SEQUENCE_NODE) return spot_refuse(s, "a list is wanted");
    for (const yaml_node_item_t *i = s->node->data.sequence.items.start;
         i < s->node->data.sequence.items.top; i++) {
        struct spot item = { s->page, node_at(s->page, *i), row->name };
        enum rc rc = row->read(&item, w);
        if (rc != RC_OK) return rc;
    }
    return RC_OK;
}

/* The key of a pair, as a row that was not met before. */
static enum rc key_read(const struct spot *s, const char *inside, struct wish *w, size_t *ret)
{
    struct spot at = { s->page, s->node, "key" };
    if (s->node->type != YAML_SCALAR_NODE) return spot_refuse(&at, "a word is wanted");
    at.key = (const char *)s->node->data.scalar.value;
    *ret = row_of(slice_str(at.key), inside);
    if (*ret == COUNT(rows)) return spot_refuse(&at, "no such key");
    if (w->seen & 1u << *ret) return spot_refuse(&at, "twice");
    w->seen |= 1u << *ret;
    return RC_OK;
}

static enum rc limits_read(const struct spot *s, struct wish *w)
{
    if (s->node->type != YAML_MAPPING_NODE) return spot_refuse(s, "keys and values are wanted");
    for (const yaml_node_pair_t *p = s->node->data.mapping.pairs.start;
         p < s->node->data.mapping.pairs.top; p++) {
        size_t row = 0;
        struct spot key = { s->page, node_at(s->page, p->key), s->key };
        enum rc rc = key_read(&key, s->key, w, &row);
        if (rc != RC_OK) return rc; /* there is no such row */
        struct spot value = { s->page, node_at(s->page, p->value), rows[row].name };
        rc = rows[row].read(&value, w);
        if (rc != RC_OK) return rc;
    }
    return RC_OK;
}

static enum rc value_read(const struct spot *s, const struct key_row *row, struct wish *w)
{
    switch (row->shape) {
    case SHAPE_ONE: return row->read(s, w);
    case SHAPE_LIST: return read_list(s, row, w);
    case SHAPE_KEYS: return limits_read(s, w);
    }
    return RC_BROKEN;
}

/* What one value alone does not tell. */
static enum rc whole_check(const struct spot *s, const struct wish *w)
{
    struct why why = { "" };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct spot at = { s->page, s->node, rows[i].name };
        if (rows[i].needed && !(w->seen & 1u << i)) return spot_refuse(&at, "is missing");
    }
    enum egress_trust trust = w->private_network ? EGRESS_PRIVATE : EGRESS_PUBLIC;
    struct spot url = { s->page, s->node, "url" };
    if (egress_check_url((const char *)w->url.at, trust, &why) != RC_OK)
        return spot_refuse(&url, why.text + (strncmp(why.text, "url: ", 5) == 0 ? 5 : 0));
    return RC_OK;
}

static enum rc wish_read(const struct spot *s, struct wish *w)
{
    *w = (struct wish){ .in_flight = 8 };
    if (s->node->type != YAML_MAPPING_NODE) return spot_refuse(s, "keys and values are wanted");
    for (const yaml_node_pair_t *p = s->node->data.mapping.pairs.start;
         p < s->node->data.mapping.pairs.top; p++) {
        size_t row = 0;
        struct spot key = { s->page, node_at(s->page, p->key), s->key };
        enum rc rc = key_read(&key, NULL, w, &row);
        if (rc != RC_OK) return rc;
        struct spot value = { s->page, node_at(s->page, p->value), rows[row].name };
        rc = value_read(&value, &rows[row], w);
        if (rc != RC_OK) return rc;
    }
    return whole_check(s, w);
}

static enum rc names_check(const struct spot *s, const struct wishes *w)
{
    struct spot at = { s->page, s->node, "name" };
    const struct wish *last = &w->at[w->n - 1];
    for (size_t i = 0; i + 1 < w->n; i++)
        if (slice_equal(w->at[i].name, last->name)) return spot_refuse(&at, "the same name twice");
    return RC_OK;
}

static enum rc list_read(const struct spot *s, struct wishes *ret)
{
    if (s->node->type != YAML_SEQUENCE_NODE) return spot_refuse(s, "a list is wanted");
    size_t n = (size_t)(s->node->data.sequence.items.top - s->node->data.sequence.items.start);
    if (n > WISHES_MAX) return spot_refuse(s, "too many");
    ret->at = arena_take(s->page->arena, MAX(n, 1) * sizeof *ret->at);
    if (!ret->at) return why_set(s->page->why, RC_BROKEN, "out of memory");
    for (size_t i = 0; i < n; i++) {
        struct spot item = { s->page, node_at(s->page, s->node->data.sequence.items.start[i]),
            s->key };
        enum rc rc = wish_read(&item, &ret->at[ret->n++]);
        if (rc == RC_OK) rc = names_check(&item, ret);
        if (rc != RC_OK) return rc;
    }
    return RC_OK;
}

/* A file is one mapping with the one key `subscriptions`. */
static enum rc page_read(struct page *p, struct wishes *ret)
{
    const yaml_node_t *root = yaml_document_get_root_node(&p->doc);
    if (!root) return why_set(p->why, RC_REFUSED, "%s: it is empty", p->path);
    struct spot top = { p, root, "subscriptions" };
    if (root->type != YAML_MAPPING_NODE ||
        root->data.mapping.pairs.top - root->data.mapping.pairs.start != 1)
        return spot_refuse(&top, "one key `subscriptions` with a list is wanted");
    const yaml_node_pair_t *pair = root->data.mapping.pairs.start;
    const yaml_node_t *key = node_at(p, pair->key);
    if (key->type != YAML_SCALAR_NODE ||
        strcmp((const char *)key->data.scalar.value, "subscriptions") != 0)
        return spot_refuse(&top, "one key `subscriptions` with a list is wanted");
    struct spot list = { p, node_at(p, pair->value), "subscriptions" };
    return list_read(&list, ret);
}

static enum rc document_load(FILE *file, struct page *p)
{
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) return why_set(p->why, RC_BROKEN, "out of memory");
    yaml_parser_set_input_file(&parser, file);
    enum rc rc = RC_OK;
    if (!yaml_parser_load(&parser, &p->doc))
        rc = why_set(p->why, RC_REFUSED, "%s:%zu: no YAML: %s", p->path,
            parser.problem_mark.line + 1, parser.problem ? parser.problem : "unreadable");
    yaml_parser_delete(&parser);
    return rc;
}

static enum rc file_open(const char *path, FILE **ret, struct why *why)
{
    FILE *file = fopen(path, "rbe");
    if (!file) return why_set(why, RC_BROKEN, "%s cannot be read", path);
    bool sized = fseek(file, 0, SEEK_END) == 0 && ftell(file) <= FILE_MAX;
    if (!sized || fseek(file, 0, SEEK_SET) != 0) {
        (void)fclose(file);
        return why_set(why, RC_REFUSED, "%s: no file of at most 1 MiB", path);
    }
    *ret = file;
    return RC_OK;
}

enum rc wishes_read(const char *path, struct arena *a, struct wishes *ret, struct why *why)
{
    FILE *file = NULL;
    struct page page = { .path = path, .arena = a, .why = why };
    struct wishes wishes = { .n = 0 };
    enum rc rc = file_open(path, &file, why);
    if (rc != RC_OK) return rc;
    rc = document_load(file, &page);
    (void)fclose(file);
    if (rc != RC_OK) return rc;
    rc = page_read(&page, &wishes);
    yaml_document_delete(&page.doc);
    if (rc == RC_OK)
        *ret = wishes;
    else
        wishes_zero(&wishes);
    return rc;
}

void wishes_zero(struct wishes *w)
{
    for (size_t i = 0; i < w->n; i++) {
        for (size_t j = 0; j < w->at[i].n_secrets; j++) sign_secret_zero(&w->at[i].secrets[j]);
        explicit_bzero(w->at[i].alias_key, sizeof w->at[i].alias_key);
    }
}
