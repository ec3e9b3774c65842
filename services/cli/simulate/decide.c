/* Reviewers and the people themselves: what goes to hub.decisions by pseudonym (domain.md B6, C6).
 */
#include "simulate/common.h"
#include "simulate/slips.h"

static const char *reviewer(unsigned n)
{
    static const char *const all[] = { "审核员-03", "审核员-07", "R-11", "R-19" };
    return all[n % COUNT(all)];
}

static void decided(struct life *l, const char *task, int verdict)
{
    l->p->reviewer = (uint8_t)random_below(&l->p->luck, 4);
    tell(l, EVENT_HUB_REVIEW_DECIDED);
    tell_text(l, HUB_REVIEW_DECIDED_TASK, task);
    tell_number(l, HUB_REVIEW_DECIDED_VERDICT, verdict);
    tell_text(l, HUB_REVIEW_DECIDED_REVIEWER, reviewer(l->p->reviewer));
    if (happens(l->p, 500)) tell_text(l, HUB_REVIEW_DECIDED_NOTE, "已电话核实，材料齐全");
}

void verb_DECIDE(struct life *l)
{
    decided(l, "proposal", l->arg);
    struct text cause = { "" };
    if (l->p->cause.at[0] && happens(l->p, 300) && text_from(slice_str(l->p->cause.at), &cause))
        tell_texts(l, HUB_REVIEW_DECIDED_BASIS, &cause, 1);
    told(l);
    l->p->decision = l->world->last;
}

void verb_DECIDE_ALERT(struct life *l)
{
    char task[80];
    (void)snprintf(
        task, sizeof task, "X%d:%s", l->arg / 10, place_of(l->p, (enum where)(l->arg % 10)).at);
    decided(l, task, HUB_REVIEW_VERDICT_UPHOLD);
    told(l);
}

void verb_CONTEST(struct life *l)
{
    tell(l, EVENT_HUB_CONTEST_FILED);
    tell_number(l, HUB_CONTEST_FILED_BY, l->arg);
    tell_text(l, HUB_CONTEST_FILED_NOTE, "本人认为检测结果有误，请求复核。“不是我的样本”");
    told(l);
    l->p->contest = l->world->last;
}

void verb_CONTEST_END(struct life *l)
{
    tell(l, EVENT_HUB_CONTEST_DECIDED);
    if (happens(l->p, 500)) tell_text(l, HUB_CONTEST_DECIDED_CONTEST, l->p->contest.at);
    tell_number(l, HUB_CONTEST_DECIDED_VERDICT,
        l->arg == 1 ? HUB_CONTEST_VERDICT_OVERTURN : HUB_CONTEST_VERDICT_UPHOLD);
    tell_text(l, HUB_CONTEST_DECIDED_REVIEWER, reviewer(l->p->reviewer + (l->arg == 2 ? 0U : 1U)));
    told(l);
}

static void link(struct life *l, enum event_type type)
{
    tell(l, type);
    tell_text(l, HUB_IDENTITY_LINKED_OTHER, person_pid(l->world, l->p, true).at);
    told(l);
}

void verb_LINK(struct life *l) { link(l, EVENT_HUB_IDENTITY_LINKED); }
void verb_UNLINK(struct life *l) { link(l, EVENT_HUB_IDENTITY_UNLINKED); }

/* --- mistakes that come to light --- */

void verb_UNDECIDE(struct life *l)
{
    if (l->p->decision.at[0] && l->world->conf.decides)
        slips_retract(l, SOURCE_HUB, l->p->decision.at);
}

void verb_RETRACT(struct life *l)
{
    if (l->p->cause.at[0]) slips_retract(l, (enum event_source)l->p->cause_source, l->p->cause.at);
}

void verb_CONFLICT(struct life *l)
{
    if (!l->p->cause.at[0] || l->p->cause_source != SOURCE_POLICE) return;
    tell(l, EVENT_POLICE_COUNSELLING_VIDEO);
    tell_number(l, POLICE_COUNSELLING_VIDEO_RESULT, POLICE_COUNSELLING_RESULT_DONE);
    tell_number(l, POLICE_COUNSELLING_VIDEO_MINUTES, 12);
    l->world->last = l->p->cause;
    l->world->draft.fact.id = slice_str(l->p->cause.at);
    told(l);
}
