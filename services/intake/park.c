/* One buffer of entries: a head of fixed size, the pid, the value. */
#include "park.h"

struct head {
    int32_t partition;
    uint32_t n_pid, n_value;
};

struct park park_new(size_t facts, size_t bytes)
{
    return (struct park){ .bytes = buffer_new(bytes), .max = facts };
}

void park_deinit(struct park *p) { buffer_deinit(&p->bytes); }

bool park_add(struct park *p, int32_t partition, struct slice pid, struct slice value)
{
    struct head head = { partition, (uint32_t)pid.n, (uint32_t)value.n };
    size_t before = p->bytes.n;
    if (p->n >= p->max || pid.n > UINT32_MAX || value.n > UINT32_MAX) return false;
    buffer_add(&p->bytes, slice_of(&head, sizeof head));
    buffer_add(&p->bytes, pid);
    buffer_add(&p->bytes, value);
    if (!buffer_whole(&p->bytes)) {
        p->bytes.n = before;
        p->bytes.failed = false;
        return false;
    }
    p->n++;
    return true;
}

enum rc park_empty(struct park *p, park_send_fn *send, void *self, struct why *why)
{
    const uint8_t *at = p->bytes.at;
    for (size_t i = 0; i < p->n; i++) {
        struct head head;
        memcpy(&head, at, sizeof head);
        const uint8_t *pid = at + sizeof head, *value = pid + head.n_pid;
        enum rc rc = send(
            self, head.partition, slice_of(pid, head.n_pid), slice_of(value, head.n_value), why);
        if (rc != RC_OK) return rc;
        at = value + head.n_value;
    }
    buffer_reset(&p->bytes);
    p->n = 0;
    return RC_OK;
}
