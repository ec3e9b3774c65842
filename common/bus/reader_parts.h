/* The inside of a reader, for reader.c, reader_parts.c and reader_places.c. */
#ifndef COASTLINE_BUS_READER_PARTS_H
#define COASTLINE_BUS_READER_PARTS_H

#include "bus/client.h"
#include "bus/reader.h"

struct part {
    rd_kafka_topic_t *topic; /* a reference of ours */
    int32_t partition;
    int64_t next; /* nothing before it is handed out */
    bool paused;
};

enum change { CALM, GAINING, LOSING };

struct reader {
    struct client client; /* first: the client's opaque points here */
    bool member, closing;
    int32_t wait_ms;
    rd_kafka_message_t *held; /* what the last poll returned */

    struct part *parts;
    size_t n, last; /* last: where the last record belonged */

    enum change change;
    rd_kafka_topic_partition_list_t *list; /* of the change, or of what we are assigned */
    bool told, too_late;
    int32_t *numbers; /* partitions of the change, as told */

    rd_kafka_queue_t *queue; /* only with a bell */
    int bell[2];
};

/* Whose record it is; NULL: we were not told to read it. */
struct part *part_of(struct reader *r, const rd_kafka_message_t *m);
/* As a member: tells the client to read what was begun, from there; calm again. */
MUST_CHECK enum rc parts_assign(struct reader *r, struct why *why);

#endif
