#include <stdio.h>
#include <stdlib.h>

#include "explain/dues.h"
#include "fold/names.h"

static struct due_note *note_of(const struct dues *d, const char *name)
{
    for (size_t i = 0; i < d->n; i++)
        if (strcmp(d->at[i].name, name) == 0) return &d->at[i];
    return NULL;
}

static struct due_note *note_add(struct dues *d, const char *name)
{
    struct due_note *note = note_of(d, name);
    if (note) return note;
    if (d->n == d->room) {
        size_t room = MAX((size_t)16, 2 * d->room);
        struct due_note *at = realloc(d->at, room * sizeof *at);
        if (!at) return d->failed = true, NULL;
        d->at = at;
        d->room = room;
    }
    note = &d->at[d->n++];
    (void)snprintf(note->name, sizeof note->name, "%s", name);
    return note;
}

static void name_of(char ret[96], const char *prefix, struct slice name)
{
    (void)snprintf(ret, 96, "%s%.*s", prefix, (int)MIN(name.n, (size_t)88), (const char *)name.at);
}

/* Linked people are told of as the one who leads (fold.md R24). */
static bool is_meant(const struct dues *d, struct slice pid)
{
    int64_t place = names_find(d->people->names, d->pid);
    return place >= 0 && slice_is(pid, d->people->found[place]->root->pid.at);
}

static bool same_second(instant a, instant b) { return a.us / 1000000 == b.us / 1000000; }

void dues_hear(void *self, const struct words_place *place, const struct hub_signal *s)
{
    struct dues *d = self;
    char name[96] = "proposal";
    if (!is_meant(d, place->pid)) return;
    if (d->has_moment && same_second(place->at, d->moment)) words_put_signal(&d->lines, place, s);
    if (s->kind == HUB_SIGNAL_KIND_NEED_OPENED)
        name_of(name, "need:", s->need);
    else if (s->kind == HUB_SIGNAL_KIND_TASK_OPENED)
        name_of(name, "", s->task);
    else if (s->kind != HUB_SIGNAL_KIND_GRADE_PROPOSED)
        return;
    struct due_note *note = note_add(d, name);
    if (note) note->due = s->due;
}

void dues_deinit(struct dues *d)
{
    free(d->at);
    buffer_deinit(&d->lines);
    *d = (struct dues){ .n = 0 };
}

const instant *dues_of(const struct dues *d, const char *prefix, struct slice name)
{
    char full[96];
    name_of(full, prefix, name);
    const struct due_note *note = note_of(d, full);
    return note ? &note->due : NULL;
}
