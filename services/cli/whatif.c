/* coastline whatif: another rule set over the same events (domain.md C6: before a rule set changes,
 * a run on history with counts before and after). Nothing is said to anybody: files are walked
 * apart from what was told. What people decided stays decided. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "commands.h"
#include "domain/sayings.h"
#include "fold/ask.h"
#include "fold/progress.h"
#include "fold/stand.h"
#include "whatif/judge.h"

static const char help[] =
    "usage: coastline whatif FILE --rules CANDIDATE --until TIME [OPTION]…\n\n"
    "Folds a file of events by the rules in force, judges everybody once more by CANDIDATE as if "
    "it\n"
    "had always held, and prints who would be graded otherwise, since when, and which rules say\n"
    "another thing; then the totals. Nothing is sent, and what reviewers decided stays decided.\n\n"
    "  --rules CANDIDATE  the rule set to try (`coastline rules print` shows one in full)\n"
    "  --until TIME       the moment at which both are compared, e.g. 2026-10-01T00:30:00+08:00\n"
    "  --log              FILE is what `coastline log export` prints\n"
    "  --active FILES     rule sets that the events activate, with commas between\n"
    "  --lang zh|en       the language of the answer (zh)\n"
    "  --summary          the totals only\n\n"
    "Exit: 0 done, 1 the file or the output failed, 2 misused or no rule set.\n";

struct ask {
    struct fold_ask fold;
    const char *active, *lang;
    bool summary;
};

struct totals {
    size_t people, higher, lower, aside, ever;
    size_t before[HUB_GRADES], after[HUB_GRADES];
    size_t rules[RULES]; /* of those graded otherwise: this rule says another thing */
};

/* --- in the language of the reader --- */

static enum tongue_of_people tongue;

static const char *line(enum saying_line which) { return saying_line(which, tongue); }

static const char *named(enum saying_group group, const char *name)
{
    return (const char *)saying_of(group, slice_str(name), tongue).at;
}

static const char *grade_name(enum hub_grade g) { return named(SAYING_GRADE, hub_grade_name(g)); }

/* --- one person --- */

static const char *floor_shown(const struct floor *f, char room[96])
{
    if (!f->there) return line(LINE_NONE);
    struct text last = { "" };
    if (f->has_last) last = date_text(f->last);
    (void)snprintf(room, 96, "%s %s %s", grade_name(f->grade), line(LINE_UNTIL),
        f->has_last ? last.at : line(LINE_OPEN_END));
    return room;
}

static void rule_print(const struct judged *a, const struct judged *b, int i, const char *when)
{
    char x[96], y[96];
    const char *gap = when[0] ? " " : "", *said = saying_rule((enum rule)i, tongue);
    if (i < RULE_FLOORS)
        printf("  %s %s -> %s%s%s (%s)\n", rule_rows[i].id, floor_shown(&a->floors[i], x),
            floor_shown(&b->floors[i], y), gap, when, said);
    else
        printf("  %s %d -> %d%s%s (%s)\n", rule_rows[i].id, a->points[i], b->points[i], gap, when,
            said);
}

static void standing_print(const struct judged *j)
{
    printf("%s (%s%s%s)", grade_name(j->grade), named(SAYING_CLASS, hub_grade_class_name(j->class)),
        j->proposed ? ", " : "", j->proposed ? line(LINE_PROPOSED) : "");
}

/* One person, judged twice: at the end, and when the grades parted. A floor that is over by now may
 * be why a grade is still higher. */
struct trial_case {
    struct judged before, after, then_before, then_after;
    struct parting parting;
};

static bool differs_now(const struct trial_case *c, int i)
{
    return rule_differs(&c->before, &c->after, (enum rule)i);
}

static bool differs_then(const struct trial_case *c, int i)
{
    return rule_differs(&c->then_before, &c->then_after, (enum rule)i);
}

static void rules_print(const struct trial_case *c)
{
    bool none = true;
    for (int i = 0; i < RULES; i++) {
        if (differs_now(c, i))
            rule_print(&c->before, &c->after, i, "");
        else if (differs_then(c, i))
            rule_print(&c->then_before, &c->then_after, i, line(LINE_PARTED));
        else
            continue;
        none = false;
    }
    if (none) printf("  %s\n", line(LINE_LIMITS));
}

static void case_print(const char *pid, const struct trial_case *c)
{
    const struct judged *a = &c->before, *b = &c->after;
    printf("%s ", pid);
    standing_print(a);
    printf(" -> ");
    standing_print(b);
    struct text since = instant_text(c->parting.since);
    if (c->parting.now) printf(" %s %s", line(LINE_SINCE), since.at);
    printf(", %s %d -> %d\n", line(LINE_SCORE), a->score, b->score);
    rules_print(c);
}

static void totals_add(struct totals *t, const struct trial_case *c)
{
    const struct parting *p = &c->parting;
    t->people++;
    t->before[c->before.grade]++;
    t->after[c->after.grade]++;
    t->higher += p->now && c->after.grade > c->before.grade;
    t->lower += p->now && c->after.grade < c->before.grade;
    t->aside += p->aside;
    t->ever += p->ever && !p->now;
    for (int i = 0; i < RULES; i++)
        t->rules[i] += (p->now || p->aside) && (differs_now(c, i) || differs_then(c, i));
}

/* --- everybody --- */

struct trial {
    struct fold *fold;
    const struct logged_fold *logged;
    struct rulebook candidate; /* holds from the beginning of time */
    struct totals totals;
    bool summary;
};

/* By the rules in force and by the candidate: at the end, or with `at` as they parted then. */
static enum rc both(struct trial *t, const struct person *p, const instant *at,
    struct trial_case *ret, struct why *why)
{
    instant until;
    const struct rulebook *rules = stand_of(t->fold, t->logged, p, &until);
    struct judged *before = at ? &ret->then_before : &ret->before;
    struct judged *after = at ? &ret->then_after : &ret->after;
    enum rc rc = judge(p->file, rules, at ? *at : until, before, why);
    return rc == RC_OK ? judge(p->file, &t->candidate, at ? *at : until, after, why) : rc;
}

static enum rc person_try(struct trial *t, const struct person *p, struct why *why)
{
    struct trial_case c = { .before.any = false };
    enum rc rc = both(t, p, NULL, &c, why);
    if (rc == RC_OK && c.before.any && c.after.any) {
        c.parting = parting_of(&c.before, &c.after);
        if (c.parting.now) rc = both(t, p, &c.parting.since, &c, why);
        totals_add(&t->totals, &c);
        if ((c.parting.now || c.parting.aside) && !t->summary) case_print(p->pid.at, &c);
    }
    judged_drop(&c.before);
    judged_drop(&c.after);
    judged_drop(&c.then_before);
    judged_drop(&c.then_after);
    return rc;
}

static enum rc people_try(struct trial *t, struct why *why)
{
    struct people *people = &t->fold->people;
    struct progress progress = { .who = "coastline whatif", .what = "people" };
    enum rc rc = RC_OK;
    people_sort(people);
    for (size_t i = 0; rc == RC_OK && i < people->n; i++) {
        progress_show(&progress, i, people->n);
        rc = person_try(t, people->at[i], why);
    }
    return rc;
}

static void totals_zh(const struct totals *s, const char *name, const char *until)
{
    printf("%s，时点 %s：%zu 人中 %zu 人等级不同（%zu 人更高，%zu 人更低），" /* zh */
           "%zu 人等级相同而性质或提请不同，%zu 人只在先前不同\n",
        name, until, s->people, s->higher + s->lower, s->higher, s->lower, s->aside, s->ever);
}

static void totals_en(const struct totals *s, const char *name, const char *until)
{
    printf("%s at %s: of %zu people %zu graded otherwise (%zu higher, %zu lower), %zu of the same "
           "grade but another class or proposal, %zu graded otherwise only before\n",
        name, until, s->people, s->higher + s->lower, s->higher, s->lower, s->aside, s->ever);
}

static void totals_print(const struct trial *t, const char *name, const char *until)
{
    const struct totals *s = &t->totals;
    (tongue == TONGUE_ZH ? totals_zh : totals_en)(s, name, until);
    for (int i = HUB_GRADES - 1; i >= 0; i--)
        printf("  %s %zu -> %zu\n", grade_name((enum hub_grade)i), s->before[i], s->after[i]);
    for (int i = 0; i < RULES; i++)
        if (s->rules[i]) printf("  %s %s: %zu\n", line(LINE_BECAUSE), rule_rows[i].id, s->rules[i]);
}

static enum rc try_all(struct fold *f, const struct ask *a, struct why *why)
{
    static struct rule_shelf shelf; /* some dozen kilobytes */
    struct logged_fold logged = { .n = 0 };
    struct logged_fold *l = a->fold.log ? &logged : NULL;
    struct progress reading = { .who = "coastline whatif", .what = "events" };
    struct trial t = { f, l, .candidate = rulebook_built_in(), .summary = a->summary };
    enum rc rc = fold_open(f, &a->fold, NULL, &shelf, why);
    t.candidate.at[0].rules = &shelf.at[0].rules;
    f->lines.progress = &reading;
    if (rc == RC_OK && a->active) rc = shelf_put_all(&shelf, a->active, why);
    if (rc == RC_OK) rc = fold_go(f, l, why);
    if (rc == RC_OK) rc = people_try(&t, why);
    if (rc == RC_OK) totals_print(&t, shelf.at[0].rules.name.at, a->fold.until);
    if (rc == RC_OK && fflush(stdout) != 0) rc = why_set(why, RC_BROKEN, "cannot write");
    logged_deinit(&logged);
    return rc;
}

static const char *fault_of(struct ask *a)
{
    if (a->fold.path && a->fold.n_rules != 1) return "--rules CANDIDATE is needed, once";
    if (!tongue_from(a->lang, &tongue)) return "--lang is zh or en";
    return ask_fault(&a->fold);
}

int command_whatif(int argc, char *argv[])
{
    struct ask ask = { .summary = false };
    const struct ask_row rows[] = {
        { .name = "active", .text = &ask.active },
        { .name = "lang", .text = &ask.lang },
        { .name = "summary", .flag = &ask.summary },
    };
    struct fold f = { 0 };
    struct why why = { "" };
    bool understood = ask_read(&ask.fold, rows, COUNT(rows), argc, argv);
    if (understood && ask.fold.help) return fputs(help, stdout) < 0;
    const char *fault = understood ? fault_of(&ask) : ask.fold.misuse.at;
    if (fault) return fprintf(stderr, "coastline whatif: %s\n", fault), 2;
    enum rc rc = try_all(&f, &ask, &why);
    if (rc != RC_OK) fprintf(stderr, "coastline whatif: %s\n", why.text);
    fold_close(&f);
    return rc == RC_OK ? 0 : rc == RC_REFUSED ? 2 : 1;
}
