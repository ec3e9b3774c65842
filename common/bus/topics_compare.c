/* What a topic is like, against its row. Every difference is a sentence of its own. */
#include <stdio.h>

#include "bus/topics_inside.h"

static enum rc describe(struct topics *t, const char *name, rd_kafka_event_t **ret, struct why *why)
{
    rd_kafka_ConfigResource_t *topic = rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, name);
    rd_kafka_AdminOptions_t *options = topics_request(t, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS);
    rd_kafka_DescribeConfigs(t->client.rk, &topic, 1, options, t->answers);
    rd_kafka_AdminOptions_destroy(options);
    rd_kafka_ConfigResource_destroy(topic);
    return topics_answer(t, ret, why);
}

/* The value of a setting in an answer; NULL: it has none of that name. */
static const char *setting_in(rd_kafka_event_t *event, const char *name)
{
    size_t n = 0, n_entries = 0;
    const rd_kafka_ConfigResource_t **topics =
        rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(event), &n);
    if (n != 1 || rd_kafka_ConfigResource_error(topics[0])) return NULL;
    const rd_kafka_ConfigEntry_t **found = rd_kafka_ConfigResource_configs(topics[0], &n_entries);
    for (size_t i = 0; i < n_entries; i++)
        if (strcmp(rd_kafka_ConfigEntry_name(found[i]), name) == 0)
            return rd_kafka_ConfigEntry_value(found[i]);
    return NULL;
}

enum rc topics_broker_stamps(struct topics *t, const char *name, bool *ret, struct why *why)
{
    rd_kafka_event_t *event = NULL;
    int32_t partitions;
    enum rc rc = topics_partitions(t, name, &partitions, why);
    if (rc == RC_OK) rc = describe(t, name, &event, why);
    if (rc != RC_OK) return rc;
    const char *value = setting_in(event, "message.timestamp.type");
    if (value)
        *ret = strcmp(value, "LogAppendTime") == 0;
    else
        rc = why_set(why, RC_BROKEN, "Kafka does not say how %.150s stamps its records", name);
    rd_kafka_event_destroy(event);
    return rc;
}

/* --- comparing --- */

struct comparison {
    const struct topic_row *row;
    topics_say *say;
    void *self;
    size_t n;
};

static void differs(struct comparison *c, const char *what, const char *is, const char *wanted)
{
    char sentence[400];
    (void)snprintf(sentence, sizeof sentence, "%s: %s is %s and should be %s", c->row->name, what,
        is ? is : "not known to this Kafka", wanted);
    c->say(c->self, sentence);
    c->n++;
}

static void settings_compare(struct comparison *c, rd_kafka_event_t *event)
{
    for (size_t i = 0; i < c->row->n_settings; i++) {
        const struct topic_setting *s = &c->row->settings[i];
        const char *is = setting_in(event, s->name);
        if (!is || strcmp(is, s->value) != 0) differs(c, s->name, is, s->value);
    }
}

static void partitions_compare(struct comparison *c, int32_t partitions)
{
    char is[12], wanted[12];
    if (partitions == c->row->partitions) return;
    (void)snprintf(is, sizeof is, "%d", (int)partitions);
    (void)snprintf(wanted, sizeof wanted, "%d", (int)c->row->partitions);
    differs(c, "number of partitions", is, wanted);
}

enum rc topics_compare(struct topics *t, const struct topic_row *row, topics_say *say, void *self,
    size_t *ret_n, struct why *why)
{
    struct comparison c = { row, say, self, 0 };
    rd_kafka_event_t *event = NULL;
    int32_t partitions = 0;
    enum rc rc = topics_partitions(t, row->name, &partitions, why);
    if (rc == RC_REFUSED) {
        say(self, why->text);
        *ret_n = 1;
        return RC_OK;
    }
    if (rc == RC_OK) rc = describe(t, row->name, &event, why);
    if (rc != RC_OK) return rc;
    partitions_compare(&c, partitions);
    settings_compare(&c, event);
    rd_kafka_event_destroy(event);
    *ret_n = c.n;
    return RC_OK;
}
