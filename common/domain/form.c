#include "domain/form.h"

void form_bytes(struct form *f, void *at, size_t n)
{
    if (f->out) {
        buffer_add(f->out, slice_of(at, n));
        return;
    }
    if (n > f->in.n) f->failed = true;
    if (f->failed) {
        memset(at, 0, n);
        return;
    }
    memcpy(at, f->in.at, n);
    f->in = slice_of(f->in.at + n, f->in.n - n);
}

void form_u64(struct form *f, uint64_t *v)
{
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++) bytes[i] = (uint8_t)(*v >> (8 * i));
    form_bytes(f, bytes, sizeof bytes);
    *v = 0;
    for (int i = 0; i < 8; i++) *v |= (uint64_t)bytes[i] << (8 * i);
}

void form_i64(struct form *f, int64_t *v)
{
    uint64_t u = (uint64_t)*v;
    form_u64(f, &u);
    *v = (int64_t)u;
}

void form_u32(struct form *f, uint32_t *v)
{
    uint8_t bytes[4];
    for (int i = 0; i < 4; i++) bytes[i] = (uint8_t)(*v >> (8 * i));
    form_bytes(f, bytes, sizeof bytes);
    *v = 0;
    for (int i = 0; i < 4; i++) *v |= (uint32_t)bytes[i] << (8 * i);
}

void form_i32(struct form *f, int32_t *v)
{
    uint32_t u = (uint32_t)*v;
    form_u32(f, &u);
    *v = (int32_t)u;
}

void form_bool(struct form *f, bool *v)
{
    uint8_t b = *v;
    form_bytes(f, &b, 1);
    if (b > 1) f->failed = true;
    *v = b == 1;
}

void form_text(struct form *f, struct text *t)
{
    uint8_t n = (uint8_t)slice_text(t).n, bytes[TEXT_MAX];
    form_bytes(f, &n, 1);
    if (n > TEXT_MAX) f->failed = true;
    if (f->failed) return;
    memcpy(bytes, t->at, n);
    form_bytes(f, bytes, n);
    if (!f->out && !text_copy(slice_of(bytes, n), t)) f->failed = true;
}

void form_count(struct form *f, uint32_t *n, size_t least)
{
    form_u32(f, n);
    if (!f->out && *n > f->in.n / least) f->failed = true;
    if (f->failed) *n = 0;
}
