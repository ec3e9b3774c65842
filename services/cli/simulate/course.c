#include "simulate/course.h"

#include "simulate/common.h"

static verb_fn *const does[VERBS] = {
#define VERB(name, does) [VERB_##name] = verb_##name,
#include "simulate/verbs.def"
#undef VERB
};

void life_does(struct life *l, enum verb verb, int arg)
{
    struct life turn = { l->world, l->p, l->at, arg };
    does[verb](&turn);
}

int course_length(const struct course *course)
{
    int days = 0;
    for (size_t i = 1; i < course->n; i++) days += course->beats[i].to;
    return days;
}

void course_begin(
    struct world *w, struct person *p, enum verb kind, const struct course *course, date first)
{
    p->courses[kind == VERB_STORY] = course;
    p->beats[kind == VERB_STORY] = 0;
    if (course->n) world_plan(w, p, day_time(p, first, OFFICE_OPENS, 12 * 60), kind, 0);
}

static void beat(struct life *l, enum verb kind)
{
    int which = kind == VERB_STORY;
    const struct course *course = l->p->courses[which];
    if (is(l->p, IS_GONE) && which == 0) return;
    const struct beat *now = &course->beats[l->p->beats[which]++];
    if (l->p->beats[which] < course->n) {
        const struct beat *next = now + 1;
        instant soon = instant_plus(l->at, MINUTES(lucky(l->p, 25, 90)));
        if (next->to == 0)
            world_plan(l->world, l->p, soon, kind, 0);
        else
            again(l, kind, 0, next->from, next->to);
    } else {
        l->p->courses[which] = NULL;
    }
    if (happens(l->p, now->chance)) life_does(l, (enum verb)now->verb, now->arg);
}

void verb_FRAME(struct life *l) { beat(l, VERB_FRAME); }
void verb_STORY(struct life *l) { beat(l, VERB_STORY); }

/* --- by chance --- */

static uint64_t weight_of(size_t i, const struct person *p)
{
    const struct story *s = story_at(i);
    return is(p, s->needs) && is_about(p) ? s->weight : 0;
}

void verb_FATE(struct life *l)
{
    struct person *p = l->p;
    uint64_t all = 0, at;
    size_t i = 0;
    if (is(p, IS_GONE)) return;
    again(l, VERB_FATE, 0, 200, 900);
    for (size_t k = 0; k < stories_count(); k++) all += weight_of(k, p);
    if (all == 0 || p->courses[1]) return;
    for (at = random_below(&p->luck, all); at >= weight_of(i, p); i++) at -= weight_of(i, p);
    course_begin(l->world, p, VERB_STORY, &story_at(i)->course, date_plus(today(l), 1));
}
