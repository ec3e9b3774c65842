/* Groups: eager rebalances. Somebody comes, goes or is lost; everybody lets go; the partitions are
 * shared out as ranges. Heartbeats come from a thread of the client, so a member is there as long
 * as its process runs; a process that stands still or is gone loses its session after 8 s. */
#include "groups.h"

#include <stdio.h>
#include <stdlib.h>

#define SESSION SECONDS(8)

static struct group groups[GROUPS_MAX];
static int n_groups;

void group_forget(struct group *g)
{
    if (!g) n_groups = 0;
}

struct group *group_named(const char *name)
{
    for (int i = 0; i < n_groups; i++)
        if (strcmp(groups[i].name, name) == 0) return &groups[i];
    if (n_groups == GROUPS_MAX) abort();
    struct group *g = &groups[n_groups++];
    struct slice copy = world_copy(slice_of(name, strlen(name) + 1));
    *g = (struct group){ .name = (const char *)copy.at };
    for (int t = 0; t < TOPICS_MAX; t++)
        for (int32_t p = 0; p < PARTS; p++)
            g->places[t][p] = (struct place){ .partition = p, .offset = -1 };
    return g;
}

struct place *group_place(struct group *g, const char *topic, int32_t partition)
{
    return &g->places[topic_index(topic)][partition];
}

/* --- moving --- */

static void disturb(struct group *g)
{
    g->moving = true;
    for (int i = 0; i < g->n; i++) {
        struct member *m = &g->members[i];
        if (!m->there || m->kicked) continue;
        if (m->gain) m->has = 0; /* it never knew */
        m->revoke = m->has != 0;
        m->gain = false;
    }
    fibers_wake();
}

static bool counts(const struct member *m) { return m->there && !m->kicked; }

static bool all_let_go(const struct group *g)
{
    for (int i = 0; i < g->n; i++)
        if (counts(&g->members[i]) && g->members[i].has) return false;
    return true;
}

static int live(const struct group *g)
{
    int n = 0;
    for (int i = 0; i < g->n; i++) n += counts(&g->members[i]);
    return n;
}

static void share_out(struct group *g)
{
    int32_t n = live(g), next = 0, at = 0;
    g->moving = false;
    for (int i = 0; i < g->n && n > 0; i++) {
        struct member *m = &g->members[i];
        if (!counts(m)) continue;
        int32_t mine = g->partitions / n + (at++ < g->partitions % n);
        m->has = 0;
        for (int32_t k = 0; k < mine; k++) m->has |= 1u << next++;
        m->gain = true;
        m->revoke = m->told = false;
        trace_add(m->has);
    }
    busy();
    fibers_wake();
}

static void session_end(struct group *g, struct member *m)
{
    rare_seen(RARE_session_expired);
    if (m->fiber->alive && m->fiber->life == m->life)
        m->kicked = true; /* it will hear of it when it wakes */
    else
        *m = (struct member){ .there = false };
    disturb(g);
}

static void member_look(struct group *g, struct member *m)
{
    bool here = m->fiber->alive && m->fiber->life == m->life;
    bool frozen = here && is_before(sim.now, m->fiber->frozen_until);
    if (here && !frozen) m->expires = (instant){ 0 };
    if (frozen && !m->expires.us) m->expires = instant_plus(sim.now, SESSION);
    if (m->expires.us && !is_before(sim.now, m->expires)) session_end(g, m);
}

void groups_look(void)
{
    for (int i = 0; i < n_groups; i++) {
        struct group *g = &groups[i];
        for (int k = 0; k < g->n; k++)
            if (counts(&g->members[k])) member_look(g, &g->members[k]);
        if (g->moving && all_let_go(g)) share_out(g);
    }
}

instant groups_next(void)
{
    instant next = { INT64_MAX };
    for (int i = 0; i < n_groups; i++)
        for (int k = 0; k < groups[i].n; k++) {
            const struct member *m = &groups[i].members[k];
            if (counts(m) && m->expires.us && is_before(m->expires, next)) next = m->expires;
        }
    return later_of(next, sim.kafka_away);
}

bool groups_settled(void)
{
    for (int i = 0; i < n_groups; i++) {
        if (groups[i].moving) return false;
        for (int k = 0; k < groups[i].n; k++) {
            const struct member *m = &groups[i].members[k];
            if (m->there && (m->kicked || m->gain || m->revoke || m->expires.us)) return false;
        }
    }
    return true;
}

/* --- members --- */

static struct member *comes_back(struct group *g, const char *name)
{
    for (int i = 0; name[0] && i < g->n; i++) {
        struct member *m = &g->members[i];
        if (counts(m) && strcmp(m->name, name) == 0) return m;
    }
    return NULL;
}

static struct member *room_for(struct group *g)
{
    for (int i = 0; i < g->n; i++)
        if (!g->members[i].there) return &g->members[i];
    if (g->n == MEMBERS_MAX) abort();
    return &g->members[g->n++];
}

struct member *group_join(struct group *g, int32_t partitions, const char *name)
{
    struct member *m = comes_back(g, name);
    uint32_t had = m ? m->has : 0;
    bool again = m != NULL;
    g->partitions = partitions;
    if (!m) m = room_for(g);
    *m = (struct member){ .fiber = sim.self, .life = sim.self->life, .there = true };
    (void)snprintf(m->name, sizeof m->name, "%s", name);
    if (again && !g->moving) {
        rare_seen(RARE_member_came_back);
        m->has = had;
        m->gain = true;
        return m;
    }
    disturb(g);
    return m;
}

void group_leave(struct group *g, struct member *m)
{
    if (!m->there) return;
    if (m->name[0] && !m->kicked) { /* a static member does not say goodbye */
        m->expires = instant_plus(sim.now, SESSION);
        return;
    }
    bool counted = !m->kicked;
    *m = (struct member){ .there = false };
    if (counted) disturb(g);
}

void group_let_go(struct group *g, struct member *m)
{
    m->has = 0;
    m->revoke = m->told = false;
    if (!m->kicked) return;
    m->kicked = false; /* joins anew */
    m->expires = (instant){ 0 };
    disturb(g);
}

void group_lose(const struct fiber *f)
{
    for (int i = 0; i < n_groups; i++)
        for (int k = 0; k < groups[i].n; k++) {
            struct member *m = &groups[i].members[k];
            if (!m->there || m->fiber != f || m->life != f->life || m->expires.us) continue;
            m->expires = instant_plus(sim.now, SESSION);
            if (m->kicked) *m = (struct member){ .there = false };
        }
}
