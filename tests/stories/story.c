/* story COASTLINE FILE.story: plays a story through `coastline fold` and compares what it says.
 * story --heard FOLDER FILE.story: compares what somebody else heard: the lines of FOLDER/words,
 * and of FOLDER/state-TIME for each time at which the story says how files stand.
 * story --lines FILE.story: prints what happened, as `coastline fold` reads it.
 *
 * Of every kind of word that the story mentions (says, never) all must come exactly as written, in
 * that order; kinds it does not mention are not its subject. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "codec/json.h"
#include "story.h"

enum { ARENA_MAX = 64 << 20 };

static char *content_read(const char *path)
{
    static const size_t room = 1 << 20;
    char *content = calloc(1, room + 1);
    FILE *f = fopen(path, "rb");
    if (!f || !content) return NULL;
    content[fread(content, 1, room, f)] = 0;
    fclose(f);
    return content;
}

static int by_arrival(const void *a, const void *b)
{
    const struct story_event *x = a, *y = b;
    if (x->arrival.us != y->arrival.us) return x->arrival.us < y->arrival.us ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

static int by_time(const void *a, const void *b)
{
    const struct story_word *x = a, *y = b;
    if (x->at.us != y->at.us) return x->at.us < y->at.us ? -1 : 1;
    return x->line - y->line;
}

static bool story_write(struct story *s, const char *path)
{
    FILE *f = fopen(path, "wb");
    if (!f) return false;
    qsort(s->events, s->n_events, sizeof *s->events, by_arrival);
    qsort(s->words, s->n_words, sizeof *s->words, by_time);
    for (size_t i = 0; i < s->n_events; i++)
        fprintf(f, "%.*s\n", (int)s->events[i].json.n, (const char *)s->events[i].json.at);
    return fclose(f) == 0;
}

/* ---- does a word hold ---- */

static bool value_is(const struct json *v, struct slice want)
{
    switch (v->kind) {
    case JSON_NULL: return slice_is(want, "none");
    case JSON_FALSE: return slice_is(want, "no");
    case JSON_TRUE: return slice_is(want, "yes");
    case JSON_TEXT:
        if (v->text.n == 0) return slice_is(want, "none");
        return slice_equal(v->text, want);
    case JSON_INTEGER:
    case JSON_REAL: return slice_equal(v->text, want);
    case JSON_LIST:
    case JSON_OBJECT: return slice_is(want, "none") && v->n == 0;
    }
    return false;
}

/* Is `want` the value, or somewhere inside it? Times may be cut: 2026-03-18T00:30. */
static bool value_has(const struct json *v, struct slice want)
{
    if (value_is(v, want)) return true;
    for (size_t i = 1; i < v->span; i++)
        if (value_is(v + i, want)) return true;
    return want.n >= 10 && v->kind == JSON_TEXT && slice_starts(v->text, want);
}

static bool list_has(const struct json *v, const char *wants, size_t n)
{
    for (size_t at = 0; at < n;) {
        size_t end = at + strcspn(wants + at, ", \t");
        if (!value_has(v, slice_of(wants + at, MIN(end, n) - at))) return false;
        at = end + 1;
    }
    return true;
}

/* A share is written 2/3. */
static bool share_is(const struct json *v, struct slice want)
{
    char text[64];
    const struct json *num = json_find(v, "num"), *den = json_find(v, "den");
    if (!num || !den) return false;
    snprintf(text, sizeof text, "%.*s/%.*s", (int)num->text.n, (const char *)num->text.at,
        (int)den->text.n, (const char *)den->text.at);
    return slice_is(want, text);
}

/* By a path: S12.by.other.person. */
static const struct json *path_find(const struct json *object, char *path)
{
    char *dot;
    while ((dot = strchr(path, '.')) && object && object->kind == JSON_OBJECT) {
        *dot = 0;
        object = json_find(object, path);
        path = dot + 1;
    }
    return object && object->kind == JSON_OBJECT ? json_find(object, path) : NULL;
}

static bool story_holds(const char *wants, const struct json *object, struct text *ret_failed)
{
    for (const char *at = wants + strspn(wants, " \t"); *at; at += strspn(at, " \t")) {
        size_t n = strcspn(at, " \t"), key = strcspn(at, "=!");
        bool not = at[key] == '!';
        char name[65] = { 0 };
        memcpy(name, at, MIN(key, sizeof name - 1));
        const struct json *v = path_find(object, name);
        size_t value = key + 1 + not ;
        bool has = v && value <= n &&
                   (list_has(v, at + value, n - value) ||
                       (v->kind == JSON_OBJECT && share_is(v, slice_of(at + value, n - value))));
        if (!v || has == not ) {
            if (!text_from(slice_of(at, MIN(n, (size_t)TEXT_MAX)), ret_failed)) return false;
            return false;
        }
        at += n;
    }
    return true;
}

/* ---- the comparison ---- */

struct play {
    const struct story *story;
    const char *coastline, *events; /* the program, and the file of what happened, */
    const char *heard;              /* or the folder in place of both */
    struct arena *arena;
    size_t next; /* expected word */
    bool seen;   /* the file whose state is asked for */
    int failed;
};

static struct slice field(const struct json *o, const char *key)
{
    const struct json *v = json_find(o, key);
    return v && v->kind == JSON_TEXT ? v->text : slice_str("");
}

/* What a word is about within its kind: the task's kind, the need, the alert; "" of others. */
static struct slice subject_of(const struct json *o)
{
    static const char *const keys[] = { "task", "need", "alert" };
    for (size_t i = 0; i < COUNT(keys); i++) {
        struct slice about = field(o, keys[i]);
        const uint8_t *colon = about.n ? memchr(about.at, ':', about.n) : NULL;
        if (about.n) return colon ? slice_of(about.at, (size_t)(colon - about.at)) : about;
    }
    return slice_str("");
}

/* Likewise of an expected word, from its task=, need= or alert=. */
static struct slice subject_wanted(const struct story_word *w)
{
    static const char *const keys[] = { "task=", "need=", "alert=" };
    for (size_t i = 0; i < COUNT(keys); i++) {
        const char *at = strstr(w->wants, keys[i]);
        if (at) return slice_of(at + strlen(keys[i]), strcspn(at + strlen(keys[i]), ": \t"));
    }
    return slice_str("");
}

static bool is_mentioned(const struct story *s, const struct json *o)
{
    struct slice kind = field(o, "signal"), about = subject_of(o);
    for (size_t i = 0; i < s->n_words; i++) {
        struct slice wanted = subject_wanted(&s->words[i]);
        if (!slice_equal(slice_text(&s->words[i].kind), kind)) continue;
        if (wanted.n == 0 || slice_equal(wanted, about)) return true;
    }
    for (size_t i = 0; i < s->n_never; i++)
        if (slice_equal(slice_text(&s->never[i]), kind)) return true;
    return false;
}

static bool word_is(const struct story_word *w, const struct json *o, struct text *failed)
{
    struct text at = instant_text(w->at);
    if (!slice_equal(field(o, "at"), slice_text(&at))) return *failed = at, false;
    if (!slice_equal(field(o, "signal"), slice_text(&w->kind))) return *failed = w->kind, false;
    if (!slice_equal(field(o, "pid"), slice_text(&w->pid))) return *failed = w->pid, false;
    return story_holds(w->wants, o, failed);
}

static void report(struct play *p, const struct story_word *w, const char *what, const char *line)
{
    fprintf(stderr, "%s:%d: %s\n    wanted %s %s %s\n    got    %s\n", p->story->path, w->line,
        what, instant_text(w->at).at, w->kind.at, w->wants, line);
    p->failed++;
}

static void check_signal(struct play *p, const struct json *o, const char *line)
{
    static const struct story_word none = { .wants = "(nothing more)" };
    struct text failed = { 0 };
    if (!is_mentioned(p->story, o)) return;
    if (p->next == p->story->n_words) {
        report(p, &none, "a word too many", line);
        return;
    }
    const struct story_word *w = &p->story->words[p->next++];
    if (!word_is(w, o, &failed)) report(p, w, failed.at, line);
}

static void check_state(
    struct play *p, const struct story_word *w, const char *line, const struct json *o)
{
    struct text failed = { 0 };
    if (!slice_equal(field(o, "pid"), slice_text(&w->pid))) return;
    p->seen = true;
    if (!story_holds(w->wants, o, &failed)) report(p, w, failed.at, line);
}

/* A line of the fold's output; `state` is whose state is asked for, NULL when signals are. */
static void check_line(struct play *p, const struct story_word *state, const char *line)
{
    const struct json *o;
    struct why why;
    arena_reset(p->arena);
    if (json_read(slice_str(line), p->arena, &o, &why) != RC_OK || o->kind != JSON_OBJECT) {
        fprintf(stderr, "%s: not JSON: %s\n", p->story->path, line);
        p->failed++;
    } else if (state) {
        check_state(p, state, line, o);
    } else {
        check_signal(p, o, line);
    }
}

/* The command's lines: `words` without a state, else the states at its moment. */
static void lines_of(const struct play *p, const struct story_word *state, char command[1024])
{
    struct text at = instant_text(state ? state->at : p->story->until);
    if (p->heard && state)
        snprintf(command, 1024, "cat '%s/state-%s'", p->heard, at.at);
    else if (p->heard)
        snprintf(command, 1024, "cat '%s/words'", p->heard);
    else
        snprintf(command, 1024, "'%s' fold '%s' --until %s %s", p->coastline, p->events, at.at,
            state ? "--no-signals --state" : "");
}

static void fold_run(struct play *p, const char *command, const struct story_word *state)
{
    char *line = NULL;
    size_t room = 0;
    FILE *out = popen(command, "r");
    while (out && getline(&line, &room, out) > 0) check_line(p, state, line);
    free(line);
    if (!out || pclose(out) != 0) {
        fprintf(stderr, "%s: failed: %s\n", p->story->path, command);
        p->failed++;
    }
}

static void stats_play(struct play *p)
{
    const struct story *s = p->story;
    char command[1024];
    for (size_t i = 0; i < s->n_stats; i++) {
        snprintf(command, sizeof command, "'%s' fold '%s' --until %s --no-signals --stats %s",
            p->coastline, p->events, instant_text(s->until).at, s->stats[i].day.at);
        p->seen = false;
        fold_run(p, command, &s->stats[i].word);
        if (!p->seen) report(p, &s->stats[i].word, "no statistics", "(nothing)\n");
    }
}

static void compare(struct play *p)
{
    const struct story *s = p->story;
    char command[1024];
    lines_of(p, NULL, command);
    fold_run(p, command, NULL);
    for (; p->next < s->n_words; p->next++)
        report(p, &s->words[p->next], "never said", "(nothing)\n");
    for (size_t i = 0; i < s->n_states; i++) {
        lines_of(p, &s->states[i], command);
        p->seen = false;
        fold_run(p, command, &s->states[i]);
        if (!p->seen) report(p, &s->states[i], "no such file", "(nothing)\n");
    }
    if (!p->heard) stats_play(p);
}

/* Through `coastline fold`. */
static void play(struct play *p, struct story *s)
{
    char path[] = "/tmp/story-XXXXXX";
    int fd = mkstemp(path);
    if (fd < 0 || !story_write(s, path)) {
        fprintf(stderr, "%s: cannot be written to a file\n", s->path);
        p->failed++;
        return;
    }
    close(fd);
    p->events = path;
    compare(p);
    unlink(path);
}

int main(int argc, char *argv[])
{
    static struct story s;
    bool heard = argc == 4 && strcmp(argv[1], "--heard") == 0;
    const char *file = heard ? argv[3] : argv[argc - 1];
    char *content = heard || argc == 3 ? content_read(file) : NULL;
    CLEANUP(arena_freep) struct arena *arena = arena_new(ARENA_MAX);
    s.events = calloc(STORY_EVENTS, sizeof *s.events);
    if (!content || !s.events || !arena)
        return fprintf(stderr, "usage: story COASTLINE FILE.story\n"
                               "       story --heard FOLDER FILE.story\n"
                               "       story --lines FILE.story\n"),
               2;
    if (!story_read(&s, file, content)) return 2;
    struct play p = { .story = &s, .arena = arena, .coastline = argv[1] };
    if (argc == 3 && strcmp(argv[1], "--lines") == 0) {
        if (!story_write(&s, "/dev/stdout")) return 1;
        return 0;
    }
    if (heard) {
        p.heard = argv[2];
        qsort(s.words, s.n_words, sizeof *s.words, by_time);
        compare(&p);
    } else {
        play(&p, &s);
    }
    for (size_t i = 0; i < s.n_events; i++) free((char *)(uintptr_t)s.events[i].json.at);
    free(s.events);
    free(content);
    printf("%s: %zu events, %zu words: %s\n", file, s.n_events, s.n_words,
        p.failed ? "not as told" : "as told");
    return p.failed ? 1 : 0;
}
