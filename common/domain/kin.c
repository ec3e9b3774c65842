/* One of the file's own parts. Most files have no kin and pay a pointer for it. */
#include "domain/kin.h"
#include "domain/file_inside.h"

/* Whose facts were sent here. */
struct member {
    struct text pid;
    struct ledger facts;
    bool counts; /* they stand in the file's ledger */
};

struct kin {
    struct text pid, root; /* whose file this is, and who leads */
    struct ledger own;
    LIST(struct member) members; /* by pid */
};

bool kin_away(const struct file *f)
{
    return f->kin && text_compare(&f->kin->pid, &f->kin->root) != 0;
}

bool kin_holds(const struct file *f) { return f->kin && f->kin->own.rows.n > 0; }

static enum rc kin_begin(struct file *f, struct slice pid, struct why *why)
{
    if (f->kin) return RC_OK;
    struct kin *k = room_take(&f->room, NULL, 0, sizeof *k);
    if (!k) return why_set(why, RC_BROKEN, "out of memory for linked people");
    *k = (struct kin){ .root = { "" } };
    f->kin = k;
    if (!text_copy(pid, &k->pid)) return why_set(why, RC_REFUSED, "a pid of %zu bytes", pid.n);
    k->root = k->pid;
    ledger_copy(&k->own, &f->ledger, &f->room);
    return file_whole(f, why);
}

void kin_forget(struct file *f)
{
    if (!f->kin) return;
    for (uint32_t i = 0; i < f->kin->members.n; i++)
        ledger_free(&f->kin->members.at[i].facts, &f->room);
    LIST_FREE(&f->room, &f->kin->members);
    ledger_free(&f->kin->own, &f->room);
}

void kin_end(struct file *f)
{
    if (!f->kin) return;
    kin_forget(f);
    room_give(&f->room, f->kin, sizeof *f->kin);
    f->kin = NULL;
}

/* ---- who counts ---- */

static void refill(struct file *f)
{
    const struct kin *k = f->kin;
    file_empty(f);
    if (kin_away(f)) return;
    ledger_copy(&f->ledger, &k->own, &f->room);
    for (uint32_t i = 0; i < k->members.n; i++)
        if (k->members.at[i].counts) ledger_copy(&f->ledger, &k->members.at[i].facts, &f->room);
}

enum rc kin_settle(
    struct file *f, struct slice pid, const struct ties *l, struct kin_news *ret, struct why *why)
{
    struct slice root = ties_root(l, pid);
    *ret = (struct kin_news){ .changed = false };
    if (!f->kin && slice_equal(root, pid)) return RC_OK;
    enum rc rc = kin_begin(f, pid, why);
    if (rc != RC_OK) return rc;
    struct kin *k = f->kin;
    ret->changed = !slice_equal(slice_text(&k->root), root);
    if (!text_copy(root, &k->root)) return why_set(why, RC_BROKEN, "a root that is no pid");
    ret->sends = ret->changed && kin_away(f);
    for (uint32_t i = 0; i < k->members.n; i++) {
        struct member *m = &k->members.at[i];
        bool counts = slice_equal(ties_root(l, slice_text(&m->pid)), pid);
        ret->changed |= counts != m->counts;
        m->counts = counts;
    }
    if (ret->changed) refill(f);
    return file_whole(f, why);
}

/* ---- what members send ---- */

static struct member *member_find(struct file *f, const struct kin_way *way)
{
    struct kin *k = f->kin;
    uint32_t i = 0;
    int order = -1;
    while (i < k->members.n &&
           (order = slice_compare(slice_text(&k->members.at[i].pid), way->member)) < 0)
        i++;
    if (i < k->members.n && order == 0) return &k->members.at[i];
    if (!LIST_ADD(&f->room, &k->members)) return NULL;
    struct member *m = k->members.at + i;
    if (!m) return NULL;
    memmove(m + 1, m, (k->members.n - 1 - i) * sizeof *m);
    *m = (struct member){ .counts = slice_equal(ties_root(way->links, way->member), way->pid) };
    return text_copy(way->member, &m->pid) ? m : NULL;
}

/* NULL: no memory; `why` says so. */
static struct member *member_of(struct file *f, const struct kin_way *way, struct why *why)
{
    if (kin_begin(f, way->pid, why) != RC_OK) return NULL;
    struct member *m = member_find(f, way);
    if (!m) (void)why_set(why, RC_BROKEN, "out of memory for linked people");
    return m;
}

enum rc kin_add(struct file *f, const struct kin_way *way, const struct fact *fact,
    struct file_answer *ret, struct why *why)
{
    struct member *m = member_of(f, way, why);
    uint32_t from;
    enum rc rc = RC_OK;
    if (!m) return RC_BROKEN;
    *ret = (struct file_answer){ .what = FILE_KNEW };
    if (m->counts) rc = file_take(f, fact, ret, why);
    if (rc == RC_OK && ret->what != FILE_REFUSED)
        (void)ledger_add(&m->facts, fact, &f->room, &from); /* known or not */
    return rc == RC_OK ? file_whole(f, why) : rc;
}

enum rc kin_take(
    struct file *f, const struct kin_way *way, struct slice own, bool *ret_changed, struct why *why)
{
    struct member *m = member_of(f, way, why);
    struct ledger sent = { .shapes = { .n = 0 } };
    struct form form = { .in = own };
    enum rc rc = RC_OK;
    if (!m) return RC_BROKEN;
    ledger_form(&sent, &form, &f->room);
    if (form.failed || form.in.n > 0) rc = why_set(why, RC_REFUSED, "facts sent are damaged");
    uint32_t before = f->ledger.rows.n;
    if (rc == RC_OK) ledger_copy(&m->facts, &sent, &f->room);
    if (rc == RC_OK && m->counts) rc = file_copy_facts(f, &sent, why);
    ledger_free(&sent, &f->room);
    *ret_changed = f->ledger.rows.n != before;
    return rc == RC_OK ? file_whole(f, why) : rc;
}

void kin_own_add(struct file *f, const struct fact *fact, struct file_answer *ret)
{
    uint32_t from;
    *ret = (struct file_answer){ .what = FILE_KNEW };
    if (fact->type == EVENT_HUB_FILE_ERASED && f->told.shredded && f->kin->own.rows.n == 0) return;
    *ret = (struct file_answer){ .what = FILE_TOOK };
    switch (ledger_add(&f->kin->own, fact, &f->room, &from)) {
    case LEDGER_KNEW: ret->what = FILE_KNEW; return;
    case LEDGER_CONFLICT: *ret = (struct file_answer){ FILE_REFUSED, "id_conflict" }; return;
    case LEDGER_TOOK: return;
    }
}

enum rc kin_own(const struct file *f, struct buffer *out, struct why *why)
{
    struct room room = f->room; /* writing takes nothing of it */
    struct form form = { .out = out };
    ledger_form(&f->kin->own, &form, &room);
    return buffer_whole(out) ? RC_OK : why_set(why, RC_BROKEN, "facts do not fit");
}

/* ---- snapshot form ---- */

static void member_form(struct member *m, struct form *form, struct room *room)
{
    form_text(form, &m->pid);
    form_bool(form, &m->counts);
    ledger_form(&m->facts, form, room);
}

void kin_form(struct file *f, struct form *form)
{
    struct room *room = &f->room;
    if (!form->out) f->kin = room_take(room, NULL, 0, sizeof *f->kin);
    if (!f->kin) return;
    if (!form->out) *f->kin = (struct kin){ .root = { "" } };
    uint32_t n = f->kin->members.n;
    form_text(form, &f->kin->pid);
    form_text(form, &f->kin->root);
    ledger_form(&f->kin->own, form, room);
    form_count(form, &n, 1);
    for (uint32_t i = 0; i < n && !form->failed && !room->failed; i++) {
        if (!form->out && !LIST_ADD(room, &f->kin->members)) return;
        member_form(&f->kin->members.at[i], form, room);
    }
}
