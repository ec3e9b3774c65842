/* A record concerns a person if its key or its value names the pseudonym. Of a compacted topic only
 * the latest record of a key counts: older ones and tombstones are on their way out. */
#include "person/find.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fold/names.h"
#include "tally/topic.h"
#include "vault/pid.h"
#include "verb.h"

static const struct kept_in {
    const char *topic;
    bool compacted;
} kept_in[] = {
#define DELETE false
#define COMPACT true
#define TOPIC(name, partitions, kept, stamps, cleanup, bytes) { name, cleanup },
#include "ops/topics"
#undef TOPIC
#undef DELETE
#undef COMPACT
};

struct found {
    struct slice pid;
    int64_t records;      /* of a topic that keeps all */
    struct names *latest; /* of a compacted one: key -> its place in */
    bool *gone;           /* owned: its last record is a tombstone */
    size_t n, room;
};

static bool names_it(struct slice text, struct slice pid)
{
    return text.at && text.n >= pid.n && memmem(text.at, text.n, pid.at, pid.n) != NULL;
}

static enum rc every_take(void *self, const struct record *r, struct arena *a, struct why *why)
{
    struct found *f = self;
    (void)a, (void)why;
    f->records += names_it(r->key, f->pid) || names_it(r->value, f->pid);
    return RC_OK;
}

/* A tombstone says no more than the key, which may name nobody. */
static enum rc latest_take(void *self, const struct record *r, struct arena *a, struct why *why)
{
    struct found *f = self;
    (void)a;
    int64_t place = names_find(f->latest, r->key);
    if (place < 0 && !names_it(r->key, f->pid) && !names_it(r->value, f->pid)) return RC_OK;
    if (place < 0) {
        if (f->n == f->room) {
            size_t room = f->room ? 2 * f->room : 64;
            bool *gone = realloc(f->gone, room * sizeof *gone);
            if (!gone) return why_set(why, RC_BROKEN, "out of memory");
            f->gone = gone;
            f->room = room;
        }
        place = names_put(f->latest, r->key, (int64_t)f->n);
        if (place < 0) return why_set(why, RC_BROKEN, "out of memory");
        f->n++;
    }
    f->gone[place] = !r->value.at;
    return RC_OK;
}

static int64_t found_print(const struct found *f, const struct kept_in *p)
{
    int64_t alive = f->records, gone = 0;
    for (size_t i = 0; i < f->n; i++) {
        gone += f->gone[i];
        alive += !f->gone[i];
    }
    if (alive + gone == 0) return 0;
    printf("%-24s %" PRId64 " %s", p->topic, alive, p->compacted ? "keys" : "records");
    if (gone) printf(", and %" PRId64 " deleted", gone);
    printf("\n");
    return alive + gone;
}

static enum rc topic_look(
    const struct find_conf *c, const struct kept_in *p, int64_t *ret_all, struct why *why)
{
    CLEANUP(names_freep) struct names *latest = names_new();
    struct found f = { .pid = slice_str(c->pid), .latest = latest };
    if (!latest) return why_set(why, RC_BROKEN, "out of memory");
    enum rc rc = topic_read(c->brokers, p->topic, p->compacted ? latest_take : every_take, &f, why);
    if (rc == RC_OK) *ret_all += found_print(&f, p);
    free(f.gone);
    return rc;
}

/* Half of a pseudonym would find other people too. */
static bool is_whole(const char *pid)
{
    static const char base32[] = "0123456789abcdefghjkmnpqrstvwxyz";
    return strlen(pid) == PID_CHARS && strspn(pid, base32) == PID_CHARS;
}

static enum rc find_run(const void *conf, struct why *why)
{
    const struct find_conf *c = conf;
    int64_t all = 0, redis = 0;
    enum rc rc = RC_OK;
    if (!is_whole(c->pid))
        return why_set(why, RC_REFUSED, "--pid wants a whole pseudonym, %d characters", PID_CHARS);
    for (size_t i = 0; rc == RC_OK && i < COUNT(kept_in); i++)
        rc = topic_look(c, &kept_in[i], &all, why);
    if (rc == RC_OK && c->redis[0]) rc = find_redis(c, &redis, why);
    if (rc == RC_OK && all + redis == 0) printf("nothing names this person\n");
    return rc;
}

static const struct option_row rows[] = {
    OPTION(struct find_conf, pid, OPT_TEXT, .help = "pseudonym of the person"),
    OPTION(struct find_conf, brokers, OPT_TEXT, .fallback = "127.0.0.1:9092",
        .help = "Kafka brokers, host:port with commas between"),
    OPTION(struct find_conf, redis, OPT_TEXT, .fallback = "",
        .help = "Redis, as host:port or path of its socket; none: it is not looked at"),
};

static const struct verb_row verbs[] = {
    { "find",
        "counts what names the person's pseudonym in every topic and in Redis; what is sealed "
        "stays sealed, so of dead letters only those that name it in clear are found",
        { rows }, { COUNT(rows) }, sizeof(struct find_conf), find_run },
};

int find_command(int argc, char *argv[]) { return verbs_run(verbs, COUNT(verbs), argc, argv); }
