/* Links are few and a change of one is rare: so all are read again, in the order of facts, which
 * gives the same groups whatever the order of arrival. A link inside a group says nothing new, so
 * there are no circles. */
#include "domain/ties.h"
#include "domain/form.h"
#include "domain/ledger.h"
#include "domain/sort.h"

struct tied {
    struct text pid;
    struct ledger ties; /* the decisions filed under this pid */
    uint32_t up;        /* the place of who leads; itself, if nobody does */
};

/* A link that counts; people by their places. */
struct tie {
    instant at;
    struct text id;
    uint32_t pid, other;
};

struct ties {
    struct room room;
    LIST(struct tied *) people; /* owned, by pid */
    LIST(struct tie) ties;      /* of the judging at hand */
};

struct ties *ties_new(file_memory *memory)
{
    struct ties *l = memory(NULL, sizeof *l);
    if (l) *l = (struct ties){ .room = { .memory = memory } };
    return l;
}

struct ties *ties_free(struct ties *l)
{
    if (!l) return NULL;
    for (uint32_t i = 0; i < l->people.n; i++) {
        ledger_free(&l->people.at[i]->ties, &l->room);
        room_give(&l->room, l->people.at[i], sizeof(struct tied));
    }
    LIST_FREE(&l->room, &l->people);
    LIST_FREE(&l->room, &l->ties);
    (void)l->room.memory(l, 0);
    return NULL;
}

static enum rc whole(const struct ties *l, struct why *why)
{
    return l->room.failed ? why_set(why, RC_BROKEN, "out of memory for links") : RC_OK;
}

/* ---- people ---- */

/* Where this pid stands, or would. */
static uint32_t place_of(const struct ties *l, struct slice pid)
{
    uint32_t low = 0, high = l->people.n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (slice_compare(slice_text(&l->people.at[mid]->pid), pid) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static bool stands(const struct ties *l, uint32_t place, struct slice pid)
{
    return place < l->people.n && slice_equal(slice_text(&l->people.at[place]->pid), pid);
}

static struct tied *tied_new(struct ties *l, struct slice pid)
{
    struct tied *t = room_take(&l->room, NULL, 0, sizeof *t);
    if (!t) return NULL;
    *t = (struct tied){ .up = 0 };
    if (text_copy(pid, &t->pid)) return t;
    room_give(&l->room, t, sizeof *t);
    return NULL;
}

static enum rc tied_find(struct ties *l, struct slice pid, struct tied **ret, struct why *why)
{
    uint32_t place = place_of(l, pid);
    if (!stands(l, place, pid)) {
        if (l->people.n >= LINKS_MAX)
            return why_set(why, RC_BROKEN, "more than %d people in links", LINKS_MAX);
        struct tied *fresh = tied_new(l, pid);
        if (!fresh) return why_set(why, RC_BROKEN, "out of memory for links");
        if (!LIST_ADD(&l->room, &l->people)) {
            room_give(&l->room, fresh, sizeof *fresh);
            return whole(l, why);
        }
        memmove(&l->people.at[place + 1], &l->people.at[place],
            (l->people.n - 1 - place) * sizeof(struct tied *));
        l->people.at[place] = fresh;
    }
    *ret = l->people.at[place];
    return RC_OK;
}

size_t ties_count(const struct ties *l) { return l->people.n; }

struct slice ties_pid(const struct ties *l, size_t i) { return slice_text(&l->people.at[i]->pid); }

struct slice ties_root(const struct ties *l, struct slice pid)
{
    uint32_t place = place_of(l, pid);
    return stands(l, place, pid) ? ties_pid(l, l->people.at[place]->up) : pid;
}

/* ---- groups ---- */

static bool is_link(const struct fact *f)
{
    return f->type == EVENT_HUB_IDENTITY_LINKED || f->type == EVENT_HUB_IDENTITY_UNLINKED;
}

bool ties_concern(const struct fact *f)
{
    return f->source == SOURCE_HUB && (is_link(f) || f->retracts.at || f->supersedes.at);
}

uint32_t ties_named(const struct fact *f)
{
    if (!ties_concern(f)) return 0;
    return is_link(f) ? 2 : 1;
}

static struct slice other_of(const struct fact *f)
{
    return f->values[HUB_IDENTITY_LINKED_OTHER].text;
}

/* Is it undone by a later word about the same pair? */
static bool is_undone(const struct ledger *ties, const struct fact *link)
{
    struct unpacked u;
    struct row_at at = rows_at(&ties->rows, 0);
    while (ledger_next(ties, &at, &u)) {
        if (u.live && u.fact.type == EVENT_HUB_IDENTITY_UNLINKED &&
            slice_equal(other_of(&u.fact), other_of(link)) &&
            is_before(link->event_time, u.fact.event_time))
            return true;
    }
    return false;
}

static void tie_add(struct ties *l, uint32_t pid, const struct fact *link)
{
    uint32_t other = place_of(l, other_of(link));
    if (!stands(l, other, other_of(link))) return;
    struct tie *t = LIST_ADD(&l->room, &l->ties);
    if (!t) return;
    *t = (struct tie){ .at = link->event_time, .pid = pid, .other = other };
    if (!text_copy(link->id, &t->id)) l->ties.n--;
}

static void ties_collect(struct ties *l)
{
    l->ties.n = 0;
    for (uint32_t i = 0; i < l->people.n; i++) {
        const struct ledger *ties = &l->people.at[i]->ties;
        struct unpacked u;
        struct row_at at = rows_at(&ties->rows, 0);
        while (ledger_next(ties, &at, &u)) {
            if (u.live && u.fact.type == EVENT_HUB_IDENTITY_LINKED && !is_undone(ties, &u.fact))
                tie_add(l, i, &u.fact);
        }
    }
}

static int by_order(const void *a, const void *b)
{
    const struct tie *x = a, *y = b;
    if (x->at.us != y->at.us) return x->at.us < y->at.us ? -1 : 1;
    int by_id = text_compare(&x->id, &y->id);
    if (by_id) return by_id;
    return x->pid == y->pid ? 0 : x->pid < y->pid ? -1 : 1;
}

static uint32_t leader(const struct ties *l, uint32_t i)
{
    while (l->people.at[i]->up != i) i = l->people.at[i]->up;
    return i;
}

enum rc ties_judge(struct ties *l, struct why *why)
{
    ties_collect(l);
    for (uint32_t i = 0; i < l->people.n; i++) l->people.at[i]->up = i;
    sort(l->ties.at, l->ties.n, sizeof(struct tie), by_order);
    for (uint32_t i = 0; i < l->ties.n; i++) {
        uint32_t pid = leader(l, l->ties.at[i].pid), other = leader(l, l->ties.at[i].other);
        if (pid != other) l->people.at[other]->up = pid;
    }
    for (uint32_t i = 0; i < l->people.n; i++) l->people.at[i]->up = leader(l, i);
    return whole(l, why);
}

/* ---- adding ---- */

/* Those whom these decisions name stand in the table too. */
static enum rc others_add(struct ties *l, const struct ledger *ties, struct why *why)
{
    enum rc rc = RC_OK;
    struct unpacked u;
    struct row_at at = rows_at(&ties->rows, 0);
    while (rc == RC_OK && ledger_next(ties, &at, &u)) {
        struct tied *other;
        if (is_link(&u.fact)) rc = tied_find(l, other_of(&u.fact), &other, why);
    }
    return rc;
}

enum rc ties_add(struct ties *l, const struct fact *fact, struct why *why)
{
    struct tied *t = NULL;
    uint32_t from;
    if (!ties_concern(fact)) return RC_OK;
    enum rc rc = tied_find(l, fact->pid, &t, why);
    if (rc != RC_OK) return rc;
    if (ledger_add(&t->ties, fact, &l->room, &from) != LEDGER_TOOK) return RC_OK;
    rc = whole(l, why);
    if (rc == RC_OK) rc = others_add(l, &t->ties, why);
    return rc == RC_OK ? ties_judge(l, why) : rc;
}

enum rc ties_dissolve(struct ties *l, struct slice root, struct why *why)
{
    struct text leader_pid = { "" }; /* `root` may lie in the table */
    if (!text_copy(root, &leader_pid)) return RC_OK;
    for (uint32_t i = 0; i < l->people.n; i++)
        if (slice_equal(ties_pid(l, l->people.at[i]->up), slice_text(&leader_pid)))
            ledger_free(&l->people.at[i]->ties, &l->room);
    return ties_judge(l, why);
}

/* ---- snapshot form ---- */

bool ties_save(const struct ties *l, size_t i, struct buffer *out)
{
    struct tied *t = l->people.at[i];
    struct room room = l->room; /* writing takes nothing of it */
    struct form form = { .out = out };
    if (t->ties.rows.n == 0) return false;
    ledger_form(&t->ties, &form, &room);
    return true;
}

enum rc ties_load(struct ties *l, struct slice pid, struct slice bytes, struct why *why)
{
    struct tied *t = NULL;
    struct form form = { .in = bytes };
    enum rc rc = tied_find(l, pid, &t, why);
    if (rc != RC_OK) return rc;
    ledger_free(&t->ties, &l->room);
    ledger_form(&t->ties, &form, &l->room);
    if (form.failed || form.in.n > 0) return why_set(why, RC_REFUSED, "links are damaged");
    rc = whole(l, why);
    return rc == RC_OK ? others_add(l, &t->ties, why) : rc;
}
