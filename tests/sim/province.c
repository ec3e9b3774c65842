#include "province.h"

#include <stdio.h>
#include <stdlib.h>

#include "broker.h"
#include "canary.h"
#include "made.h"
#include "runtime/topology.h"

enum { VALUE_MAX = 64 * 1024, ARENA_MAX = 1 << 20 };

static struct {
    int people;
    int64_t serial;
    struct published *at;
    int64_t n, room;
    struct slice again; /* a good value, to be published once more */
    enum event_source again_source;
} province;

void province_begin(void)
{
    province.people = 2 + (int)dice(4);
    province.serial = province.n = province.room = 0;
    province.at = NULL;
    province.again = (struct slice){ 0 };
    canary_begin();
    for (int i = 0; i < province.people; i++) canary_add(made_document(i).at);
}

int64_t province_count(void) { return province.n; }
struct published *province_at(int64_t i) { return &province.at[i]; }

struct published *province_find(struct slice topic, int32_t partition, int64_t offset)
{
    for (int64_t i = 0; i < province.n; i++) {
        struct published *p = &province.at[i];
        if (p->offset == offset && p->partition == partition && slice_equal(p->topic, topic))
            return p;
    }
    return NULL;
}

static void publish(const char *topic, struct slice value, struct published p)
{
    struct log_topic *t = log_topic(topic);
    const struct log_record r = { .key = slice_str("k"), .value = value };
    p.partition = (int32_t)dice(t->partitions);
    p.topic = slice_str(t->name);
    p.offset = log_append(t, p.partition, &r);
    p.stamp = t->parts[p.partition].at[p.offset].stamp;
    province.at = world_grow(province.at, sizeof *province.at, province.n, &province.room);
    province.at[province.n++] = p;
}

static const char *topic_of(enum event_source source)
{
    static const char *const topics[] = { "police" AGENCY_TOPIC_END, "hr" AGENCY_TOPIC_END,
        "civil" AGENCY_TOPIC_END, "health" AGENCY_TOPIC_END, "justice" AGENCY_TOPIC_END };
    return topics[source];
}

static struct slice encoded(const struct event *e)
{
    struct why why = { "" };
    struct buffer out = buffer_new(VALUE_MAX);
    if (event_write(e, &out, &why) != RC_OK) {
        fprintf(stderr, "sim: %s\n", why.text);
        abort();
    }
    struct slice value = world_copy(buffer_slice(&out));
    buffer_deinit(&out);
    return value;
}

/* Half of it is about what matters most: orders, reports, tests, shelters. */
static enum event_type type_drawn(enum event_source source)
{
    return made_type(source, dice(1000));
}

static struct slice event_drawn(enum event_source source, instant when)
{
    struct arena *a = arena_new(ARENA_MAX);
    int64_t serial = ++province.serial;
    struct event e = made_event(a, type_drawn(source), (int)dice(province.people), serial, when);
    struct slice value = encoded(&e);
    arena_free(a);
    return value;
}

static void rubbish_publish(enum event_source source)
{
    struct slice value = event_drawn(source, instant_minus(sim.now, SECONDS(5)));
    int64_t how = dice(3);
    uint8_t *at = (uint8_t *)(uintptr_t)value.at;
    if (how == 0) value.n = (size_t)dice((int64_t)value.n - 1);
    if (how == 1) at[2] ^= 0xff; /* no such schema */
    if (how == 2) at[0] = 'x';
    rare_seen(RARE_event_refused);
    publish(topic_of(source), value, (struct published){ .good = false });
}

void province_publish(span aged)
{
    enum event_source source = (enum event_source)dice(SOURCE_HUB);
    int64_t how = dice(12);
    if (how == 0) {
        rubbish_publish(source);
        return;
    }
    if (how == 1 && province.again.at) {
        rare_seen(RARE_event_came_twice);
        publish(
            topic_of(province.again_source), province.again, (struct published){ .good = true });
        return;
    }
    if (aged.us > HOURS(1).us) rare_seen(RARE_event_came_late);
    instant when = { instant_minus(sim.now, aged).us / 1000000 * 1000000 };
    province.again = event_drawn(source, when);
    province.again_source = source;
    publish(topic_of(source), province.again, (struct published){ .good = true });
}

void province_moment(bool opens)
{
    struct event e = { .fact = { .type = opens ? EVENT_HUB_OPENED : EVENT_HUB_HEARTBEAT,
                           .version = 1,
                           .id = slice_str("of-nobody") } };
    e.fact.event_time = e.fact.recorded_at = sim.now;
    publish(TOPIC_DECISIONS, encoded(&e), (struct published){ .good = true, .nobody = true });
}
