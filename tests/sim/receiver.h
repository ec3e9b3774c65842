/* The partners' ends and the network before them: posts are lost, slow, refused, taken and not
 * answered; what was taken is kept, in the order of coming. */
#ifndef COASTLINE_TESTS_SIM_RECEIVER_H
#define COASTLINE_TESTS_SIM_RECEIVER_H

#include "fiber.h"
#include "http/sign.h"

enum { PARTNERS = 3 };

enum receiver_mood {
    MOOD_WELL,
    MOOD_FAILS,       /* 500 */
    MOOD_BUSY,        /* 429 with Retry-After */
    MOOD_HANGS,       /* takes nothing, answers nothing */
    MOOD_DEAF,        /* takes it, answers nothing */
    MOOD_UNREACHABLE, /* no connection */
    MOODS,
};

/* A webhook that a partner took for the first time. */
struct taken {
    int partner;
    struct text id;
    struct slice subject, body;
    int64_t times;
    instant first_try;
};

struct partner {
    char name[24], url[56];
    struct sign_secret secret;
    enum receiver_mood mood;
    instant mood_until;
};

struct receiver {
    struct partner partners[PARTNERS];
    struct taken *taken;
    int64_t n, room;
};
extern struct receiver the_receiver;

/* Partners with the secrets that they were given; nothing taken. */
void receiver_begin(void);
void receiver_forget(void);         /* what was taken; the partners stay */
bool receiver_has(struct slice id); /* some partner took it */
instant receiver_next(void);
void receiver_look(void); /* posts come and answers go */
bool receiver_idle(void);
void receiver_mood_set(int partner, enum receiver_mood mood, instant until);

#endif
