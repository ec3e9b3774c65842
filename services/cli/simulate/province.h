/* The province plays: lives act, events arrive, hours end. */
#ifndef COASTLINE_SIMULATE_PROVINCE_H
#define COASTLINE_SIMULATE_PROVINCE_H

#include "simulate/world.h"

/* Where events go. */
struct sink {
    void *self;
    /* One record; by stamp, never falling. pid: of the person, "" of nobody. */
    enum rc (*mail)(void *self, const struct mail *mail, const struct text *pid, struct why *why);
    /* Everything before this moment has been given: an hour ends (or the history does) there, and
     * the record that says so comes next. Returns when all of it has landed. */
    enum rc (*hour)(void *self, instant at, struct why *why);
    /* Once, before all else: who lives here. May be NULL. */
    enum rc (*person)(void *self, const struct subject *subject, struct why *why);
};

/* Plays the whole time: history, hub.opened, then `days` days hour by hour; the last record is the
 * heartbeat at 23:30 of `until`. The same conf gives the same records. RC_BROKEN: out of memory, or
 * the sink's. */
MUST_CHECK enum rc province_play(
    const struct province_conf *conf, const struct sink *sink, struct why *why);

/* hub.opened: ten minutes into the first day. */
instant province_opening(const struct province_conf *conf);
/* The last heartbeat. */
instant province_end(const struct province_conf *conf);

#endif
