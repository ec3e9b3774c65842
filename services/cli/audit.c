#include "audit.h"

#include <time.h>

#include "codec/frame.h"
#include "codec/record.h"

enum { NOTE_MAX = 512 * 1024 };

enum rc clock_now(instant *ret, struct why *why)
{
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0) return why_set(why, RC_BROKEN, "no clock");
    *ret = (instant){ (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000 };
    return RC_OK;
}

enum rc audit_send(struct writer *w, int topic, const struct hub_audit *note, struct why *why)
{
    struct hub_audit audit = *note;
    struct buffer value = buffer_new(NOTE_MAX);
    enum rc rc = clock_now(&audit.at, why);
    frame_write(hub_audit_row.fingerprint, &value);
    if (rc == RC_OK) rc = record_write(&hub_audit_row, &audit, &value, why);
    const struct outgoing out = { .topic = topic, .value = buffer_slice(&value) };
    if (rc == RC_OK) rc = writer_send(w, &out, why);
    if (rc == RC_OK) rc = writer_settle(w, AUDIT_WAIT_MS, why);
    buffer_deinit(&value);
    return rc;
}
