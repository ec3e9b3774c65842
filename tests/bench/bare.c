/* The floor that services are measured against: consume, look at one byte, produce, with librdkafka
 * as it comes: bare BROKERS OUT TOPIC…
 *
 * Reads every partition of the topics from its beginning to its end, and ends. Prints one line:
 * `bare RECORDS BYTES`. Groups, offsets and checks are left out: nothing can be cheaper and still
 * move the same bytes. */
#include <librdkafka/rdkafka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WAIT_MS = 10000, BATCH = 1000 };

static _Noreturn void fail(const char *words)
{
    fprintf(stderr, "bare: %s\n", words);
    exit(1);
}

static rd_kafka_t *client(rd_kafka_type_t type, const char *brokers, const char *(*rows)[2])
{
    char words[256];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    if (rd_kafka_conf_set(conf, "bootstrap.servers", brokers, words, sizeof words)) fail(words);
    for (; (*rows)[0]; rows++)
        if (rd_kafka_conf_set(conf, (*rows)[0], (*rows)[1], words, sizeof words)) fail(words);
    rd_kafka_t *rk = rd_kafka_new(type, conf, words, sizeof words);
    if (!rk) fail(words);
    return rk;
}

/* All partitions of the topics, from the beginning; returns how many. */
static int assign(rd_kafka_t *rk, int n, char *topics[])
{
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(64);
    for (int i = 0; i < n; i++) {
        const struct rd_kafka_metadata *m;
        rd_kafka_topic_t *t = rd_kafka_topic_new(rk, topics[i], NULL);
        if (rd_kafka_metadata(rk, 0, t, &m, WAIT_MS)) fail("the brokers do not answer");
        for (int p = 0; p < m->topics[0].partition_cnt; p++)
            rd_kafka_topic_partition_list_add(list, topics[i], p)->offset =
                RD_KAFKA_OFFSET_BEGINNING;
        rd_kafka_metadata_destroy(m);
        rd_kafka_topic_destroy(t);
    }
    if (rd_kafka_assign(rk, list)) fail("cannot assign");
    int parts = list->cnt;
    rd_kafka_topic_partition_list_destroy(list);
    return parts;
}

static void send_on(rd_kafka_t *to, rd_kafka_topic_t *out, const rd_kafka_message_t *m)
{
    while (rd_kafka_produce(out, RD_KAFKA_PARTITION_UA, RD_KAFKA_MSG_F_COPY, m->payload, m->len,
               m->key, m->key_len, NULL) == -1) {
        if (rd_kafka_last_error() != RD_KAFKA_RESP_ERR__QUEUE_FULL) fail("cannot produce");
        rd_kafka_poll(to, 10);
    }
}

int main(int argc, char *argv[])
{
    if (argc < 4) fail("usage: bare BROKERS OUT TOPIC…");
    const char *in_rows[][2] = { { "group.id", "bare" }, { "enable.auto.commit", "false" },
        { "enable.partition.eof", "true" }, { "fetch.wait.max.ms", "10" }, { NULL, NULL } };
    const char *out_rows[][2] = { { "acks", "all" }, { "enable.idempotence", "true" },
        { "linger.ms", "5" }, { "queue.buffering.max.messages", "1000000" }, { NULL, NULL } };
    rd_kafka_t *from = client(RD_KAFKA_CONSUMER, argv[1], in_rows);
    rd_kafka_t *to = client(RD_KAFKA_PRODUCER, argv[1], out_rows);
    rd_kafka_topic_t *out = rd_kafka_topic_new(to, argv[2], NULL);
    rd_kafka_poll_set_consumer(from);
    int open = assign(from, argc - 3, argv + 3);
    long n = 0, bytes = 0, ones = 0;
    while (open > 0) {
        rd_kafka_message_t *m = rd_kafka_consumer_poll(from, WAIT_MS);
        if (!m) fail("nothing comes");
        if (m->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
            open--;
        } else if (m->err) {
            fail(rd_kafka_message_errstr(m));
        } else {
            ones += m->len ? *(const unsigned char *)m->payload & 1 : 0;
            bytes += (long)m->len;
            send_on(to, out, m);
            if (++n % BATCH == 0) rd_kafka_poll(to, 0);
        }
        rd_kafka_message_destroy(m);
    }
    if (rd_kafka_flush(to, 60000)) fail("not everything was acknowledged");
    printf("bare %ld %ld %ld\n", n, bytes, ones);
    rd_kafka_consumer_close(from);
    rd_kafka_topic_destroy(out);
    rd_kafka_destroy(from);
    rd_kafka_destroy(to);
    return 0;
}
