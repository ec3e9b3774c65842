/* The inside of topics.*, for topics.c and topics_compare.c. */
#ifndef COASTLINE_BUS_TOPICS_INSIDE_H
#define COASTLINE_BUS_TOPICS_INSIDE_H

#include "bus/client.h"
#include "bus/topics.h"

struct topics {
    struct client client; /* first: the client's opaque points here */
    rd_kafka_queue_t *answers;
    int32_t wait_ms;
};

/* Options of a request; the caller destroys them. */
rd_kafka_AdminOptions_t *topics_request(struct topics *t, rd_kafka_admin_op_t what);
/* Waits for the answer to the one request under way; the caller destroys it. */
MUST_CHECK enum rc topics_answer(struct topics *t, rd_kafka_event_t **ret, struct why *why);

#endif
