/* Tells stories (tests/stories) to a running hub: what happened goes to the agencies' topics,
 * through our own codecs and with the stories' own time stamps, all stories in one order of time.
 * Everybody is somebody else: a document, and event ids that begin with the story's name
 * (`W02.e0001`), are given to each story. `hub.opened` and the heartbeats between are told too.
 *
 * tell_stories BROKERS SECRETS CHECKIN_1_1 STORY…
 *
 * CHECKIN_1_1: the schema of a check-in with coordinates. Standard output has a line for each thing
 * to be done by whoever asks; those with a ? wait for a line on standard input:
 *
 *   person STORY WHO PID DOCUMENT UNTIL               whose story it is, and how far it goes
 *   ?look STORY TIME RECORDS                          all that arrived up to TIME is in Kafka: so
 * many ?review STORY PID TIME TASK VERDICT REVIEWER      somebody decides, now told STORY EVENT
 * TIME AGENCY PARTITION OFFSET DROPPED  at the end: where each event stands */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "bus/writer.h"
#include "codec/canonical.h"
#include "codec/event.h"
#include "codec/frame.h"
#include "codec/json.h"
#include "codec/json_event.h"
#include "made.h"
#include "runtime/topology.h"
#include "stories/story.h"
#include "vault/pid.h"

enum { STORIES = 16, TURNS = 40000, ARENA = 16 << 20, FILE_BYTES = 1 << 20, SETTLE_MS = 30000 };

/* One event of a story, or a moment at which it says how the file stands. */
struct turn {
    instant at;
    int story;
    size_t order;
    const struct story_event *event; /* NULL: a look */
    char id[TEXT_MAX + 1];           /* what follows is filled in when it is told */
    enum event_source source;
    int32_t partition, dropped;
    int64_t offset;
};

struct teller {
    struct secrets *secrets;
    struct writer *writer;
    int topics[SOURCES];
    struct arena *arena;
    struct buffer bytes;
    struct slice checkin; /* the schema with coordinates */
    struct story *stories[STORIES];
    struct text names[STORIES], documents[STORIES], pids[STORIES];
    int n_stories;
    struct turn turns[TURNS];
    size_t n_turns;
    instant beaten;        /* the last heartbeat */
    int64_t sent, moments; /* records: about somebody, about nobody */
};

static void must(enum rc rc, const struct why *why)
{
    if (rc == RC_OK) return;
    fprintf(stderr, "tell_stories: %s\n", why->text);
    exit(1);
}

static void need(bool good, const char *what)
{
    if (good) return;
    fprintf(stderr, "tell_stories: %s\n", what);
    exit(1);
}

static void answered(void)
{
    char line[16];
    need(fflush(stdout) == 0 && fgets(line, sizeof line, stdin), "nobody answers");
}

static char *content_read(const char *path)
{
    char *content = calloc(1, FILE_BYTES + 1);
    FILE *f = fopen(path, "rb");
    need(content && f, path);
    content[fread(content, 1, FILE_BYTES, f)] = 0;
    fclose(f);
    return content;
}

/* --- what is to be told --- */

static int by_time(const void *a, const void *b)
{
    const struct turn *x = a, *y = b;
    if (x->at.us != y->at.us) return x->at.us < y->at.us ? -1 : 1;
    if (!x->event != !y->event) return x->event ? -1 : 1;
    if (x->story != y->story) return x->story - y->story;
    return x->order < y->order ? -1 : x->order > y->order;
}

static void turn_add(struct teller *t, struct turn turn)
{
    need(t->n_turns < TURNS, "more events than can be told");
    turn.offset = -1;
    t->turns[t->n_turns++] = turn;
}

/* W02_late_report_in.story is W02. */
static struct text story_name(const char *path)
{
    const char *base = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    struct text name = { "" };
    need(text_from(slice_of(base, strcspn(base, "_.")), &name), "a story has no name");
    return name;
}

static void person_name(struct teller *t, int n)
{
    struct document document;
    t->documents[n] = made_document(n);
    const struct subject subject = { DOC_CN_ID, slice_text(&t->documents[n]) };
    need(document_from(&subject, &document), "no such document");
    t->pids[n] = pid_of(t->secrets, &document);
    printf("person %s %s %s %s %s\n", t->names[n].at, t->stories[n]->pid.at, t->pids[n].at,
        document.at, instant_text(t->stories[n]->until).at);
}

static void story_add(struct teller *t, const char *path)
{
    int n = t->n_stories++;
    struct story *s = calloc(1, sizeof *s);
    need(n < STORIES && s && (s->events = calloc(STORY_EVENTS, sizeof *s->events)), "no room");
    need(story_read(s, path, content_read(path)), path);
    t->stories[n] = s;
    t->names[n] = story_name(path);
    person_name(t, n);
    for (size_t i = 0; i < s->n_events; i++)
        turn_add(
            t, (struct turn){
                   .at = s->events[i].arrival, .story = n, .order = i, .event = &s->events[i] });
    for (size_t i = 0; i < s->n_states; i++)
        turn_add(t, (struct turn){ .at = s->states[i].at, .story = n, .order = i });
}

/* --- telling --- */

static void landed(void *self, void *mark, int32_t partition, int64_t offset)
{
    struct turn *turn = mark;
    (void)self;
    if (!turn) return;
    turn->partition = partition;
    turn->offset = offset;
}

static void settle(struct teller *t)
{
    struct why why = { "" };
    must(writer_settle(t->writer, SETTLE_MS, &why), &why);
}

static void send(
    struct teller *t, enum event_source source, struct slice key, instant at, struct turn *mark)
{
    struct why why = { "" };
    struct outgoing out = { .topic = t->topics[source],
        .partition = PARTITION_BY_KEY,
        .key = key,
        .value = buffer_slice(&t->bytes),
        .mark = mark,
        .stamp = at };
    need(buffer_whole(&t->bytes), "an event is too large");
    must(writer_send(t->writer, &out, &why), &why);
}

/* Everything before it has landed. */
static void moment(struct teller *t, enum event_type type, instant at)
{
    struct why why = { "" };
    char id[32];
    (void)snprintf(id, sizeof id, "moment-%" PRId64, ++t->moments);
    const struct event e = { .fact = { .type = type,
                                 .source = SOURCE_HUB,
                                 .version = 1,
                                 .id = slice_str(id),
                                 .event_time = at,
                                 .recorded_at = at } };
    settle(t);
    buffer_reset(&t->bytes);
    must(event_write(&e, &t->bytes, &why), &why);
    send(t, SOURCE_HUB, (struct slice){ NULL, 0 }, at, NULL);
    t->beaten = at;
}

/* The hour of that moment has begun: only hub.decisions opens the gate (design.md 3). */
static void beat_up_to(struct teller *t, instant at)
{
    instant tick = tick_at_or_after(at);
    if (is_before(at, tick)) tick = instant_minus(tick, HOURS(1));
    if (is_before(t->beaten, tick)) moment(t, EVENT_HUB_HEARTBEAT, tick);
}

/* Each story has ids of its own. */
static struct slice own(struct teller *t, int story, struct slice id)
{
    size_t room = 2 * TEXT_MAX + 2;
    char *to = id.at ? arena_take(t->arena, room) : NULL;
    if (!to) return id;
    int n = snprintf(to, room, "%s.%.*s", t->names[story].at, (int)id.n, (const char *)id.at);
    return slice_of(to, (size_t)n);
}

/* A line may name a document of its own, which is then what is wrong with it. */
static struct slice document_of(struct teller *t, const struct turn *turn)
{
    struct why why = { "" };
    const struct json *line, *subject, *number = NULL;
    must(json_read(turn->event->json, t->arena, &line, &why), &why);
    subject = json_find(line, "subject");
    if (subject) number = json_find(subject, "doc_no");
    return number ? number->text : slice_text(&t->documents[turn->story]);
}

/* W25: a type that nobody knows is, on the wire, a schema that nobody knows. */
static void make_unknown(struct fact *f)
{
    f->type = EVENT_POLICE_CHECKIN_APP;
    f->values[POLICE_CHECKIN_APP_RESULT] = (struct fact_value){ .there = true };
}

/* W25: coordinates come by a schema that was accepted. */
static void add_coordinates(struct teller *t, const struct json_event *e)
{
    struct why why = { "" };
    uint64_t fingerprint;
    uint8_t number[9] = { 2 };
    const double longitude = 110.35;
    need(e->fact.type == EVENT_POLICE_CHECKIN_APP && e->dropped == 1, "no schema has this field");
    must(schema_fingerprint(t->checkin, &fingerprint, &why), &why);
    for (int k = 0; k < 8; k++) t->bytes.at[2 + k] = (uint8_t)(fingerprint >> 8 * k);
    memcpy(number + 1, &longitude, sizeof longitude);
    buffer_add(&t->bytes, slice_of(number, sizeof number));
    buffer_byte(&t->bytes, 0); /* no latitude */
}

/* The line as its agency sends it; what the door will refuse of it included. */
static void event_make(struct teller *t, const struct turn *turn, const struct json_event *e)
{
    struct why why = { "" };
    struct event event = { .fact = e->fact, .has_subject = true };
    struct fact *f = &event.fact;
    bool is_unknown = slice_is(slice_text(&e->reason), "type");
    if (is_unknown) make_unknown(f);
    f->pid = (struct slice){ NULL, 0 };
    f->id = own(t, turn->story, f->id);
    f->supersedes = own(t, turn->story, f->supersedes);
    f->retracts = own(t, turn->story, f->retracts);
    event.subject = (struct subject){ DOC_CN_ID, document_of(t, turn) };
    buffer_reset(&t->bytes);
    must(event_write(&event, &t->bytes, &why), &why);
    if (is_unknown) t->bytes.at[2] ^= 0x55;
    if (e->dropped) add_coordinates(t, e);
}

static void ask_review(const struct teller *t, const struct turn *turn, const struct fact *f)
{
    struct slice task = f->values[HUB_REVIEW_DECIDED_TASK].text;
    struct slice reviewer = f->values[HUB_REVIEW_DECIDED_REVIEWER].text;
    bool rejects = f->values[HUB_REVIEW_DECIDED_VERDICT].number == HUB_REVIEW_VERDICT_REJECT;
    printf("?review %s %s %s %.*s %s %.*s\n", t->names[turn->story].at, t->pids[turn->story].at,
        instant_text(turn->at).at, (int)task.n, (const char *)task.at,
        rejects ? "reject" : "uphold", (int)reviewer.n, (const char *)reviewer.at);
    answered();
}

static void agency_send(struct teller *t, struct turn *turn, const struct json_event *e)
{
    (void)snprintf(
        turn->id, sizeof turn->id, "%.*s", (int)e->fact.id.n, (const char *)e->fact.id.at);
    turn->source = e->fact.source;
    turn->dropped = e->dropped;
    event_make(t, turn, e);
    send(t, e->fact.source, slice_text(&t->names[turn->story]), turn->at, turn);
    t->sent++;
}

static void event_tell(struct teller *t, struct turn *turn)
{
    static const struct json_event_way way = { .has_last = false };
    struct json_event e;
    struct why why = { "" };
    arena_reset(t->arena);
    must(json_event_read(turn->event->json, &way, t->arena, &e, &why), &why);
    if (e.fact.source != SOURCE_HUB) {
        agency_send(t, turn, &e);
        return;
    }
    need(e.kind == JSON_EVENT_FACT && e.fact.type == EVENT_HUB_REVIEW_DECIDED,
        "of decisions, only reviews can be told");
    settle(t);
    ask_review(t, turn, &e.fact);
    t->sent++;
}

static void turn_tell(struct teller *t, struct turn *turn)
{
    beat_up_to(t, turn->at);
    if (turn->event) {
        event_tell(t, turn);
        return;
    }
    settle(t);
    printf("?look %s %s %" PRId64 "\n", t->names[turn->story].at, instant_text(turn->at).at,
        t->sent + t->moments);
    answered();
}

static void told_print(const struct teller *t)
{
    for (size_t i = 0; i < t->n_turns; i++) {
        const struct turn *turn = &t->turns[i];
        if (turn->offset >= 0)
            printf("told %s %s %s %s %d %" PRId64 " %d\n", t->names[turn->story].at, turn->id,
                instant_text(turn->at).at, event_source_name(turn->source), (int)turn->partition,
                turn->offset, (int)turn->dropped);
    }
}

static void topics_open(struct teller *t)
{
    struct why why = { "" };
    for (int s = 0; s < SOURCES; s++) {
        char name[64];
        int32_t partitions; /* asked for, so that records find theirs by key */
        (void)snprintf(
            name, sizeof name, "%s" AGENCY_TOPIC_END, event_source_name((enum event_source)s));
        must(writer_topic(t->writer, s == SOURCE_HUB ? TOPIC_DECISIONS : name, &t->topics[s], &why),
            &why);
        must(writer_partitions(t->writer, t->topics[s], &partitions, &why), &why);
    }
}

static void teller_open(struct teller *t, char *argv[])
{
    struct why why = { "" };
    const struct writer_conf conf = {
        .brokers = argv[1], .client = "tell-stories", .landed = landed, .landed_self = t
    };
    t->arena = arena_new(ARENA);
    t->bytes = buffer_new(FILE_BYTES);
    t->checkin = slice_str(content_read(argv[3]));
    must(secrets_open(&t->secrets, argv[2], SECRET_BIT(PID), &why), &why);
    must(writer_open(&t->writer, &conf, &why), &why);
    topics_open(t);
}

int main(int argc, char *argv[])
{
    static struct teller t;
    if (argc < 5) return fprintf(stderr, "tell_stories BROKERS SECRETS CHECKIN_1_1 STORY…\n"), 2;
    teller_open(&t, argv);
    for (int i = 4; i < argc; i++) story_add(&t, argv[i]);
    qsort(t.turns, t.n_turns, sizeof *t.turns, by_time);
    moment(&t, EVENT_HUB_OPENED, instant_minus(t.turns[0].at, HOURS(2)));
    settle(&t); /* nothing later lands before it */
    for (size_t i = 0; i < t.n_turns; i++) turn_tell(&t, &t.turns[i]);
    settle(&t);
    told_print(&t);
    writer_close(t.writer);
    secrets_free(t.secrets);
    arena_free(t.arena);
    buffer_deinit(&t.bytes);
    return 0; /* the stories go with the process */
}
