/* Every piece has a head that links it to its owner's others. */
#include "memory.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct piece {
    struct memory_link link; /* first */
    struct memory *owner;    /* NULL: nobody's */
    size_t n;
    void *raw; /* what the C library gave */
    _Alignas(16) uint8_t bytes[];
};

enum { HEAD = sizeof(struct piece) };

static struct memory *owner;

void *__real_malloc(size_t n);
void *__real_calloc(size_t n, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t n);
void __real_free(void *at);
void *__wrap_malloc(size_t n);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *at, size_t n);
void *__wrap_aligned_alloc(size_t alignment, size_t n);
void __wrap_free(void *at);
char *__wrap_strdup(const char *s);
char *__wrap_strndup(const char *s, size_t n);
void *__wrap_sodium_malloc(size_t n);
void __wrap_sodium_free(void *at);
int __wrap_sodium_mprotect_readonly(void *at);

void memory_init(struct memory *m)
{
    *m = (struct memory){ .bytes = 0 };
    m->all.before = m->all.after = &m->all;
}

struct memory *memory_owner(struct memory *m)
{
    struct memory *before = owner;
    owner = m;
    return before;
}

void *memory_own(size_t n)
{
    void *at = __real_calloc(1, n);
    if (!at) abort();
    return at;
}

static struct piece *piece_of(void *at)
{
    return (struct piece *)(void *)((uint8_t *)at - offsetof(struct piece, bytes));
}

/* `head` bytes into what the C library gave, the piece's bytes begin. */
static void *piece_take(void *raw, size_t head, size_t n)
{
    if (!raw) return NULL;
    struct piece *p = piece_of((uint8_t *)raw + head);
    p->raw = raw;
    p->owner = owner;
    p->n = n;
    if (owner) {
        p->link = (struct memory_link){ &owner->all, owner->all.after };
        p->link.after->before = &p->link;
        owner->all.after = &p->link;
        owner->bytes += n;
        owner->pieces++;
        if (owner->bytes > owner->most) owner->most = owner->bytes;
    }
    return p->bytes;
}

static void piece_free(struct piece *p)
{
    if (p->owner) {
        p->link.before->after = p->link.after;
        p->link.after->before = p->link.before;
        p->owner->bytes -= p->n;
        p->owner->pieces--;
    }
    __real_free(p->raw);
}

void memory_drop(struct memory *m)
{
    while (m->all.after != &m->all) piece_free((struct piece *)(void *)m->all.after);
}

void *__wrap_malloc(size_t n) { return piece_take(__real_malloc(HEAD + n), HEAD, n); }

void *__wrap_aligned_alloc(size_t alignment, size_t n)
{
    size_t head = alignment < HEAD ? HEAD : alignment;
    return piece_take(__real_aligned_alloc(alignment, head + n), head, n);
}

void *__wrap_calloc(size_t n, size_t size)
{
    assert(size == 0 || n <= SIZE_MAX / 2 / size);
    return piece_take(__real_calloc(1, HEAD + n * size), HEAD, n * size);
}

void __wrap_free(void *at)
{
    if (at) piece_free(piece_of(at));
}

void *__wrap_realloc(void *at, size_t n)
{
    void *fresh = __wrap_malloc(n);
    if (!fresh || !at) return fresh;
    size_t before = piece_of(at)->n;
    memcpy(fresh, at, before < n ? before : n);
    __wrap_free(at);
    return fresh;
}

char *__wrap_strndup(const char *s, size_t n)
{
    size_t length = strnlen(s, n);
    char *at = __wrap_malloc(length + 1);
    if (!at) return NULL;
    memcpy(at, s, length);
    at[length] = '\0';
    return at;
}

char *__wrap_strdup(const char *s) { return __wrap_strndup(s, strlen(s)); }

/* Guard pages that a crash would leave behind are no use here. */
void *__wrap_sodium_malloc(size_t n) { return __wrap_malloc(n); }
void __wrap_sodium_free(void *at) { __wrap_free(at); }
int __wrap_sodium_mprotect_readonly(void *at) { return at ? 0 : -1; }
