#include "simulate/outbox.h"

#include <stdlib.h>

#include "simulate/heap.h"

struct outbox {
    struct heap heap;
    uint64_t posted;
};

static bool before(const void *a, const void *b)
{
    const struct mail *x = a, *y = b;
    return x->stamp.us != y->stamp.us ? x->stamp.us < y->stamp.us : x->posted < y->posted;
}

struct outbox *outbox_new(void)
{
    struct outbox *o = calloc(1, sizeof *o);
    if (o) o->heap = (struct heap){ .size = sizeof(struct mail), .before = before };
    return o;
}

struct outbox *outbox_free(struct outbox *o)
{
    while (o && o->heap.n) outbox_done(o);
    if (o) heap_deinit(&o->heap);
    free(o);
    return NULL;
}

bool outbox_add(struct outbox *o, const struct mail *mail)
{
    struct mail kept = *mail;
    uint8_t *value = malloc(mail->value.n);
    if (!value) return false;
    memcpy(value, mail->value.at, mail->value.n);
    kept.value.at = value;
    kept.posted = o->posted++;
    if (heap_add(&o->heap, &kept)) return true;
    free(value);
    return false;
}

const struct mail *outbox_next(const struct outbox *o)
{
    return o->heap.n ? (const struct mail *)(const void *)o->heap.at : NULL;
}

void outbox_done(struct outbox *o)
{
    const struct mail *next = outbox_next(o);
    if (!next) return;
    free((void *)(uintptr_t)next->value.at);
    heap_drop(&o->heap);
}
