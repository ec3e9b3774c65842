/* What is live (R6). A link acts on one fact and only if it was written later, so what one more
 * fact changes runs along a chain from link to target, and stops where nothing changes. */
#include "domain/ledger.h"

/* A fact at its place. */
struct here {
    struct row_at at;
    uint64_t key; /* its name, as links have it */
    struct unpacked u;
};

static uint64_t key_of(uint64_t tag, enum event_source source)
{
    return tag | (uint64_t)source << 48;
}

static bool is_link(const struct fact *f) { return f->retracts.at || f->supersedes.at; }

static struct fact_name target_of(const struct fact *f)
{
    return name_of(f->source, f->retracts.at ? f->retracts : f->supersedes);
}

static void here_read(const struct ledger *l, struct row_at at, struct here *ret)
{
    struct packed p = { 0 };
    ret->at = at;
    (void)rows_read(&l->rows, &ret->at, &p);
    unpack_fact(&p, &l->shapes, &ret->u);
    ret->key = key_of(p.tag, ret->u.fact.source);
}

/* The first link with this target, or one of a later. */
static uint32_t group_find(const struct ledger *l, uint64_t target)
{
    uint32_t low = 0, high = l->links.n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (l->links.at[mid].target < target)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static bool is_in(const struct ledger *l, uint32_t i, uint64_t target)
{
    return i < l->links.n && l->links.at[i].target == target;
}

/* ---- one fact ---- */

static bool acts_on(const struct link *k, const struct fact *f)
{
    if (k->retracted || is_before(k->written, f->recorded_at)) return false;
    return k->written.us != f->recorded_at.us || k->after;
}

/* Its own link, if it is one. */
static struct link *link_of(struct ledger *l, const struct here *here)
{
    if (!is_link(&here->u.fact)) return NULL;
    struct fact_name target = target_of(&here->u.fact);
    uint64_t key = key_of(target.tag, target.source);
    for (uint32_t i = group_find(l, key); is_in(l, i, key); i++)
        if (l->links.at[i].name == here->key) return &l->links.at[i];
    return NULL;
}

/* Marks what became of the fact; *ret_first goes down to its place if that is news. True: it is a
 * link, and begins or ceases to act. */
static bool judge(struct ledger *l, const struct here *here, uint32_t *ret_first)
{
    const struct fact *f = &here->u.fact;
    struct link *own = link_of(l, here);
    bool retracted = false, replaced = own && own->outwritten;
    for (uint32_t i = group_find(l, here->key); is_in(l, i, here->key); i++) {
        const struct link *k = &l->links.at[i];
        if (!acts_on(k, f)) continue;
        retracted |= k->retracts;
        replaced |= !k->retracts && !f->retracts.at;
    }
    if (rows_mark(&l->rows, &here->at, retracted || replaced))
        *ret_first = MIN(*ret_first, here->at.i);
    bool news = own && own->retracted != retracted;
    if (own) own->retracted = retracted;
    return news;
}

/* ---- those with one target ---- */

static bool link_find(const struct ledger *l, uint64_t key, struct here *ret)
{
    struct row_at at = rows_first(&l->rows, 0);
    struct packed p;
    for (; rows_seek(&l->rows, &at, key & (UINT64_MAX >> 16), &p); rows_next(&at, &p)) {
        if (!packed_is_link(&p)) continue;
        here_read(l, at, ret);
        if (ret->key == key) return true;
    }
    return false;
}

/* Of several that replace one fact only the latest written lives. */
static void rivals_judge(struct ledger *l, uint64_t target, uint32_t *ret_first)
{
    bool later = false;
    for (uint32_t i = group_find(l, target); is_in(l, i, target); i++) {
        struct link *k = &l->links.at[i];
        if (k->retracts) continue;
        struct here here;
        bool news = k->outwritten != later;
        k->outwritten = later;
        if (news && link_find(l, k->name, &here)) (void)judge(l, &here, ret_first);
        later = later || !k->retracted;
    }
}

static bool is_written_before(const struct ledger *l, const struct link *k, const struct fact *f)
{
    struct here other;
    if (k->written.us != f->recorded_at.us) return is_before(k->written, f->recorded_at);
    return link_find(l, k->name, &other) && slice_compare(other.u.fact.id, f->id) < 0;
}

bool links_reserve(struct ledger *l, struct room *room)
{
    return list_reserve(room, (void **)&l->links.at, &l->links.capacity,
        (struct list_size){ l->links.n + 1, sizeof *l->links.at });
}

static void link_insert(struct ledger *l, const struct here *here, const struct fact_name *target)
{
    const struct fact *f = &here->u.fact;
    uint64_t key = key_of(target->tag, target->source);
    uint32_t i = group_find(l, key);
    while (is_in(l, i, key) && !is_written_before(l, &l->links.at[i], f)) i++;
    memmove(&l->links.at[i + 1], &l->links.at[i], (l->links.n - i) * sizeof *l->links.at);
    l->links.n++;
    l->links.at[i] = (struct link){ .target = key,
        .name = here->key,
        .written = f->recorded_at,
        .after = slice_compare(f->id, target->text) > 0,
        .retracts = f->retracts.at != NULL };
}

uint32_t links_settle(struct ledger *l, struct row_at at)
{
    struct here here;
    uint32_t first = at.i;
    if (l->links.n == 0 && l->links.capacity == 0) return first;
    here_read(l, at, &here);
    bool acts = is_link(&here.u.fact);
    struct fact_name target = { 0 };
    if (acts) target = target_of(&here.u.fact);
    if (acts) link_insert(l, &here, &target);
    while (judge(l, &here, &first) || acts) {
        struct packed p;
        target = target_of(&here.u.fact);
        rivals_judge(l, key_of(target.tag, target.source), &first);
        acts = false;
        if (!ledger_find(l, &target, &at, &p)) break;
        here_read(l, at, &here);
    }
    return first;
}
