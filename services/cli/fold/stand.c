#include <stdlib.h>

#include "codec/json_words.h"
#include "domain/statistics.h"
#include "fold/stand.h"

/* In whose numerators the person counts on the day of `until`. */
static enum rc members_read(const struct file *f, const struct rulebook *rules, date day,
    struct words_state *ret, struct why *why)
{
    struct tally t;
    uint32_t members = 0;
    tally_begin(&t, realloc, day);
    enum rc rc = tally_add(&t, f, rules, &members, why);
    tally_end(&t);
    for (int i = 0; i < MEMBERS; i++)
        if (members & 1u << i) ret->member[ret->n_member++] = member_name((enum member)i);
    return rc;
}

const struct rulebook *stand_of(
    const struct fold *f, const struct logged_fold *l, const struct person *p, instant *ret_until)
{
    *ret_until = f->until;
    return l ? logged_stand(l, p, ret_until) : &f->rules;
}

enum rc stand_line(
    struct fold *f, const struct person *p, const struct standing *s, struct why *why)
{
    const char *names[MEMBERS];
    struct words_state more = {
        .pid = slice_text(&p->pid), .facts = s->picture.facts, .member = names
    };
    enum rc rc = members_read(p->file, s->rules, instant_date(s->at), &more, why);
    if (rc == RC_OK) words_put_state(&f->voice.line, &more, &s->picture.state);
    return rc;
}

enum rc stand_put(struct fold *f, const struct logged_fold *l, struct person *p,
    struct hub_file_state *ret_state, int64_t *ret_facts, struct why *why)
{
    struct standing s = { .picture.facts = 0 };
    s.rules = stand_of(f, l, p, &s.at);
    arena_reset(f->word);
    enum rc rc = file_state(p->file, s.rules, s.at, f->word, &s.picture.state, why);
    s.picture.facts = file_facts(p->file);
    *ret_facts = rc == RC_OK ? s.picture.facts : 0;
    if (*ret_facts == 0) return rc;
    *ret_state = s.picture.state;
    return stand_line(f, p, &s, why);
}
