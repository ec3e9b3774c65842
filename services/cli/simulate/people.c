#include "simulate/people.h"

#include <stdio.h>

#include "simulate/common.h"
#include "simulate/course.h"

enum {
    BIRTHDAYS = 17000, /* from 1850-01-01: nobody alive was born then */
    STRIDE = 7919,     /* prime to BIRTHDAYS, so that neighbours in number are none in age */
    PLANTINGS = 2,     /* of each story, at most */
    PLANTED_PER_MILLE = 700,
};

/* --- documents --- */

/* GB 11643: weights, and the check digit by the remainder of the sum. */
static char check_digit(const char *digits)
{
    static const int weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
    int sum = 0;
    for (size_t i = 0; i < COUNT(weights); i++) sum += weights[i] * (digits[i] - '0');
    return "10X98765432"[sum % 11];
}

/* Half of the people keep the digits of before 1988, when Hainan belonged to Guangdong. */
static void number_make(struct person *p)
{
    uint32_t n = p->n;
    struct civil born =
        date_civil(date_plus(date_of(1850, 1, 1), (int32_t)((uint64_t)n * STRIDE % BIRTHDAYS)));
    struct text county = place_county(p->town);
    const char *region = n % 2 ? county.at : n % 4 ? "442103" : "441000";
    (void)snprintf(p->doc_no, sizeof p->doc_no, "%.6s%04d%02d%02d%03u", region, born.year,
        born.month, born.day, n / BIRTHDAYS % 1000);
    p->doc_no[DOC_CHARS - 1] = check_digit(p->doc_no);
    p->doc_no[DOC_CHARS] = 0;
}

static void document_make(struct person *p)
{
    uint64_t at = random_below(&p->luck, 1000);
    p->doc_type = at < 960 ? DOC_CN_ID : (enum doc_type)(1 + at % (DOC_TYPES - 1));
    switch (p->doc_type) {
    case DOC_HMT_PERMIT: (void)snprintf(p->doc_no, sizeof p->doc_no, "H%08u", p->n); break;
    case DOC_FOREIGN_PR: (void)snprintf(p->doc_no, sizeof p->doc_no, "FRA4601%08u", p->n); break;
    case DOC_PASSPORT: (void)snprintf(p->doc_no, sizeof p->doc_no, "E%08u", p->n); break;
    case DOC_CN_ID: number_make(p); break;
    case DOC_TYPES: break;
    }
}

/* --- courses --- */

/* How many have a story given: each story PLANTINGS times, if there are people enough. */
static uint32_t planted(const struct world *w)
{
    uint32_t room = (uint32_t)((uint64_t)w->conf.people * PLANTED_PER_MILLE / 1000);
    return MIN(room, (uint32_t)(PLANTINGS * stories_count()));
}

static date entry(const struct world *w, int age)
{
    bool old = age > 2 * 1095;
    return date_plus(instant_date(w->opened), -(old ? age : MIN(age, w->conf.history_days)));
}

static void plant(struct world *w, struct person *p, const struct story *s)
{
    int age = lucky(p, s->age_min, s->age_max);
    int last = MAX(1, w->conf.days - 1 - course_length(&s->course) + MAX(s->lead, 0));
    int first = s->lead < 0 ? -s->lead : lucky(p, 1, MAX(1, MIN(last, w->conf.days - 1)));
    becomes(p, IS_PLANTED | s->traits);
    if (frames[s->frame].n) course_begin(w, p, VERB_FRAME, &frames[s->frame], entry(w, age));
    course_begin(
        w, p, VERB_STORY, &s->course, date_plus(instant_date(w->opened), first - MAX(s->lead, 0)));
}

/* The shares of domain.md G: six in ten in community measures, two in ten patients, one inside. */
static const struct share {
    enum frame frame;
    int16_t age_min, age_max; /* below 0: after the opening */
    uint16_t per_mille;
} shares[] = {
    { FRAME_ORDER, 1, 380, 230 }, /* so that about half of all are graded medium, as in A2 no. 6 */
    { FRAME_ORDER, 1, 1085, 190 },
    { FRAME_BOTH, 20, 380, 80 },
    { FRAME_BOTH, 20, 1085, 60 },
    { FRAME_PATIENT, 20, 1085, 60 },
    { FRAME_INSIDE, 10, 700, 110 },
    { FRAME_INSIDE, 740, 1085, 70 },
    { FRAME_LISTED, 10, 1000, 120 },
    { FRAME_ORDER, -60, 0, 80 },
};

static void place_in_life(struct world *w, struct person *p)
{
    const struct share *s = shares;
    for (uint64_t at = random_below(&p->luck, 1000); at >= s->per_mille; s++) at -= s->per_mille;
    int age = lucky(p, s->age_min, s->age_max);
    if (age < 0) age = age * w->conf.days / 60; /* within the days that are played */
    course_begin(w, p, VERB_FRAME, &frames[s->frame], entry(w, age));
}

void person_make(struct world *w, uint32_t n)
{
    struct person *p = &w->people[n];
    const struct story *s = n < planted(w) ? story_at(n % stories_count()) : NULL;
    *p = (struct person){
        .luck = random_seeded(w->conf.seed ^ (UINT64_C(0x9e3779b97f4a7c15) * (n + 1))), .n = n
    };
    p->town = p->first_town = place_draw(&p->luck, s && s->city);
    p->substance =
        (int8_t)(happens(p, 450) ? POLICE_SUBSTANCE_OPIOID : lucky(p, 1, POLICE_SUBSTANCE_OTHER));
    if (happens(p, 300)) becomes(p, IS_PARENT);
    if (happens(p, 600)) becomes(p, IS_SOCIABLE);
    document_make(p);
    if (s)
        plant(w, p, s);
    else
        place_in_life(w, p);
}
