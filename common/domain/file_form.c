/* What a snapshot holds: a head (form, length, sum), what was told, the facts, and whether there is
 * kin (form 3 had none), and that. The walk is not in
 * it: it is made again when it is first needed. */
#include "domain/file_inside.h"

enum { HEAD = 16 };

static uint64_t sum_of(struct slice bytes) { return tag_of(bytes); }

static void put_le(uint8_t *at, uint64_t v, int n)
{
    for (int i = 0; i < n; i++) at[i] = (uint8_t)(v >> (8 * i));
}

static uint64_t get_le(const uint8_t *at, int n)
{
    uint64_t v = 0;
    for (int i = 0; i < n; i++) v |= (uint64_t)at[i] << (8 * i);
    return v;
}

/* The form functions take what they may change; writing changes nothing. */
static struct file *writable(const struct file *f)
{
    union {
        const struct file *in;
        struct file *out;
    } u = { .in = f };
    return u.out;
}

static void kin_there(struct file *f, struct form *form)
{
    bool there = f->kin != NULL;
    form_bool(form, &there);
    if (there && !form->failed) kin_form(f, form);
}

enum rc file_save(const struct file *f, struct buffer *out, struct why *why)
{
    struct file *w = writable(f);
    size_t start = out->n;
    if (!buffer_room(out, HEAD)) return why_set(why, RC_BROKEN, "a snapshot does not fit");
    struct form form = { .out = out };
    told_form(&w->told, &form, &w->room);
    ledger_form(&w->ledger, &form, &w->room);
    kin_there(w, &form);
    if (!buffer_whole(out)) return why_set(why, RC_BROKEN, "a snapshot does not fit");
    struct slice body = slice_of(out->at + start + HEAD, out->n - start - HEAD);
    put_le(out->at + start, FILE_FORM, 4);
    put_le(out->at + start + 4, body.n, 4);
    put_le(out->at + start + 8, sum_of(body), 8);
    return RC_OK;
}

static enum rc head_check(struct slice bytes, struct slice *ret_body, struct why *why)
{
    if (bytes.n < HEAD) return why_set(why, RC_REFUSED, "a snapshot is cut off");
    if (get_le(bytes.at, 4) != FILE_FORM)
        return why_set(why, RC_REFUSED, "a snapshot of another form than %d", FILE_FORM);
    struct slice body = slice_of(bytes.at + HEAD, bytes.n - HEAD);
    if (get_le(bytes.at + 4, 4) != body.n || get_le(bytes.at + 8, 8) != sum_of(body))
        return why_set(why, RC_REFUSED, "a snapshot is damaged");
    *ret_body = body;
    return RC_OK;
}

enum rc file_load(struct file **ret, file_memory *memory, struct slice bytes, struct why *why)
{
    struct slice body;
    enum rc rc = head_check(bytes, &body, why);
    if (rc != RC_OK) return rc;
    CLEANUP(file_freep) struct file *f = file_new(memory);
    if (!f) return why_set(why, RC_BROKEN, "out of memory");
    struct form form = { .in = body };
    told_form(&f->told, &form, &f->room);
    if (!form.failed) ledger_form(&f->ledger, &form, &f->room);
    if (!form.failed) kin_there(f, &form);
    if (f->room.failed) return why_set(why, RC_BROKEN, "out of memory");
    if (form.failed || form.in.n > 0) return why_set(why, RC_REFUSED, "a snapshot is damaged");
    *ret = TAKE(f);
    return RC_OK;
}
