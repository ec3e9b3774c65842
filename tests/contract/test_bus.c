/* The bus against a real Apache Kafka, whose address stands in COASTLINE_BROKERS; what a mock
 * would let pass (transactions, fencing, groups, settings of topics) is held here. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "bus/reader.h"
#include "bus/snapshots.h"
#include "bus/topics.h"
#include "bus/writer.h"

enum { PARTITIONS = 3, NO_BROKER = 77 };

static const char *brokers(void) { return getenv("COASTLINE_BROKERS"); }

/* A topic of this test's own, so that tests may run twice on one broker. */
static void topic_make(char name[64], const char *stem, const struct topic_setting *setting)
{
    struct topics *t = NULL;
    struct why why = { "" };
    bool made = false;
    struct timespec now;
    assert_int_equal(clock_gettime(CLOCK_REALTIME, &now), 0);
    assert_true(snprintf(name, 64, "%s.%d.%lld", stem, (int)getpid(),
                    (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000) < 64);
    struct topic_row row = { .name = name, .partitions = PARTITIONS, .copies = 1 };
    if (setting) row.settings[row.n_settings++] = *setting;
    assert_int_equal(topics_open(&t, brokers(), 10000, &why), RC_OK);
    assert_int_equal(topics_make(t, &row, &made, &why), RC_OK);
    assert_true(made);
    topics_close(t);
}

static struct writer *writer_make(void)
{
    struct writer *w = NULL;
    struct why why = { "" };
    struct writer_conf conf = { .brokers = brokers(), .client = "test", .linger_ms = 1 };
    assert_int_equal(writer_open(&w, &conf, &why), RC_OK);
    return w;
}

static void send_text(struct writer *w, const char *topic, int32_t partition, const char *text)
{
    int handle = 0;
    struct why why = { "" };
    assert_int_equal(writer_topic(w, topic, &handle, &why), RC_OK);
    struct outgoing out = {
        .topic = handle, .partition = partition, .key = slice_str(text), .value = slice_str(text)
    };
    assert_int_equal(writer_send(w, &out, &why), RC_OK);
}

static void settle(struct writer *w)
{
    struct why why = { "" };
    enum rc rc = writer_settle(w, 20000, &why);
    if (rc != RC_OK) print_error("%s\n", why.text);
    assert_int_equal(rc, RC_OK);
}

static struct reader *reader_make(const char *group, const char *topic)
{
    struct reader *r = NULL;
    struct why why = { "" };
    struct reader_conf conf = {
        .brokers = brokers(), .client = "test", .group = group, .topic = topic
    };
    assert_int_equal(reader_open(&r, &conf, &why), RC_OK);
    return r;
}

/* The next news of a kind within 20 s; others are passed over. */
static struct news news_soon(struct reader *r, enum news_kind kind)
{
    struct news news = { 0 };
    struct why why = { "" };
    for (int i = 0; i < 200; i++) {
        enum rc rc = reader_poll(r, 100, &news, &why);
        if (rc == RC_OK && news.kind == kind) return news;
        if (rc == RC_BROKEN) fail_msg("%s", why.text);
    }
    fail_msg("no news of kind %d: %s", (int)kind, why.text);
    return news;
}

static void begin(struct reader *r, const char *topic, int32_t partition, int64_t offset)
{
    struct why why = { "" };
    enum rc rc = reader_begin(r, topic, partition, offset, &why);
    if (rc != RC_OK) print_error("%s\n", why.text);
    assert_int_equal(rc, RC_OK);
}

static void assert_record(struct news news, int32_t partition, int64_t offset, const char *text)
{
    assert_int_equal(news.record.partition, partition);
    assert_int_equal(news.record.offset, offset);
    assert_true(slice_is(news.record.value, text));
}

static void reading_by_hand_adds_leaves_and_rewinds_partitions_one_by_one(void **state)
{
    char topic[64];
    struct why why = { "" };
    (void)state;
    topic_make(topic, "hand", NULL);
    struct writer *w = writer_make();
    for (int i = 0; i < 3; i++) send_text(w, topic, 0, i == 0 ? "a" : i == 1 ? "b" : "c");
    send_text(w, topic, 1, "x");
    settle(w);
    assert_int_equal(writer_unsettled(w), 0);
    struct reader *r = reader_make(NULL, NULL);
    begin(r, topic, 0, 1);
    assert_record(news_soon(r, NEWS_RECORD), 0, 1, "b");
    assert_record(news_soon(r, NEWS_RECORD), 0, 2, "c");
    assert_int_equal(news_soon(r, NEWS_END).record.offset, 3);
    begin(r, topic, 1, 0);
    assert_record(news_soon(r, NEWS_RECORD), 1, 0, "x");
    assert_int_equal(reader_seek(r, topic, 0, 0, &why), RC_OK);
    assert_record(news_soon(r, NEWS_RECORD), 0, 0, "a");
    assert_record(news_soon(r, NEWS_RECORD), 0, 1, "b");
    assert_int_equal(reader_end(r, topic, 0, &why), RC_OK);
    send_text(w, topic, 0, "unread");
    send_text(w, topic, 1, "y");
    settle(w);
    assert_record(news_soon(r, NEWS_RECORD), 1, 1, "y");
    reader_close(r);
    writer_close(w);
}

static void a_paused_partition_is_silent_and_goes_on_where_it_was(void **state)
{
    char topic[64];
    struct why why = { "" };
    struct news news;
    (void)state;
    topic_make(topic, "pause", NULL);
    struct writer *w = writer_make();
    send_text(w, topic, 0, "a");
    send_text(w, topic, 0, "b");
    settle(w);
    struct reader *r = reader_make(NULL, NULL);
    begin(r, topic, 0, 0);
    assert_record(news_soon(r, NEWS_RECORD), 0, 0, "a");
    assert_int_equal(reader_pause(r, topic, 0, true, &why), RC_OK);
    assert_int_equal(reader_pause(r, topic, 0, true, &why), RC_OK);
    for (int i = 0; i < 5; i++) assert_int_equal(reader_poll(r, 100, &news, &why), RC_AGAIN);
    assert_int_equal(reader_pause(r, topic, 0, false, &why), RC_OK);
    assert_record(news_soon(r, NEWS_RECORD), 0, 1, "b");
    assert_int_equal(news_soon(r, NEWS_END).record.offset, 2);
    reader_close(r);
    writer_close(w);
}

static void headers_stamps_and_absent_bytes_arrive_as_they_were_sent(void **state)
{
    char topic[64];
    int handle = 0;
    struct why why = { "" };
    struct record_header sent[2] = { { slice_str("ce_id"), slice_str("7") },
        { slice_str("none"), { 0 } } };
    struct record_header got[4];
    (void)state;
    topic_make(topic, "headers", NULL);
    struct writer *w = writer_make();
    assert_int_equal(writer_topic(w, topic, &handle, &why), RC_OK);
    struct outgoing out = { .topic = handle,
        .partition = 2,
        .key = slice_str("k"),
        .headers = sent,
        .n_headers = 2,
        .stamp = { 1772332200000000 } };
    assert_int_equal(writer_send(w, &out, &why), RC_OK);
    settle(w);
    struct reader *r = reader_make(NULL, NULL);
    begin(r, topic, 2, 0);
    struct news news = news_soon(r, NEWS_RECORD);
    assert_null(news.record.value.at);
    assert_true(slice_is(news.record.key, "k"));
    assert_int_equal(news.record.stamp.us, 1772332200000000);
    assert_false(news.record.broker_stamp);
    assert_int_equal(record_headers(&news.record, got, 4), 2);
    assert_true(slice_is(got[0].name, "ce_id") && slice_is(got[0].value, "7"));
    assert_true(slice_is(got[1].name, "none") && !got[1].value.at);
    reader_close(r);
    writer_close(w);
}

static void a_record_that_is_too_large_is_refused_before_it_is_sent(void **state)
{
    static uint8_t large[1000001];
    char topic[64];
    int handle = 0;
    struct why why = { "" };
    (void)state;
    topic_make(topic, "large", NULL);
    struct writer *w = writer_make();
    assert_int_equal(writer_topic(w, topic, &handle, &why), RC_OK);
    struct outgoing out = { .topic = handle, .value = slice_of(large, sizeof large) };
    assert_int_equal(writer_send(w, &out, &why), RC_REFUSED);
    out.value.n = 999000;
    assert_int_equal(writer_send(w, &out, &why), RC_OK);
    settle(w);
    writer_close(w);
}

static void records_for_a_topic_that_is_not_there_end_the_process_and_are_not_lost_silently(
    void **state)
{
    int handle = 0, tries = 0;
    struct why why = { "" };
    (void)state;
    struct writer *w = writer_make();
    assert_int_equal(writer_topic(w, "no.such.topic", &handle, &why), RC_OK);
    struct outgoing out = { .topic = handle, .partition = 0, .value = slice_str("x") };
    enum rc rc = writer_send(w, &out, &why);
    while (rc == RC_OK && ++tries < 50) {
        rc = writer_settle(w, 1000, &why);
        if (rc == RC_AGAIN) rc = RC_OK;
        if (rc == RC_OK && writer_unsettled(w) == 0) break;
    }
    assert_int_equal(rc, RC_BROKEN);
    int32_t n = 0;
    assert_int_equal(writer_partitions(w, handle, &n, &why), RC_REFUSED);
    writer_close(w);
}

static void members_share_partitions_and_each_keeps_its_places_with_words_beside(void **state)
{
    char topic[64], group[80];
    struct why why = { "" };
    (void)state;
    topic_make(topic, "group", NULL);
    assert_true(snprintf(group, sizeof group, "g.%s", topic) > 0);
    struct writer *w = writer_make();
    for (int32_t p = 0; p < PARTITIONS; p++) send_text(w, topic, p, "first");
    for (int32_t p = 0; p < PARTITIONS; p++) send_text(w, topic, p, "second");
    settle(w);
    struct reader *a = reader_make(group, topic);
    struct news news = news_soon(a, NEWS_GAINED);
    assert_int_equal(news.n, PARTITIONS);
    struct place places[PARTITIONS] = { 0 };
    for (int32_t p = 0; p < PARTITIONS; p++) places[p].partition = p;
    assert_int_equal(reader_places(a, topic, places, PARTITIONS, &why), RC_OK);
    for (int32_t p = 0; p < PARTITIONS; p++) {
        struct bus_span log;
        int64_t start = -1, expired = -1;
        assert_int_equal(places[p].offset, -1);
        assert_int_equal(reader_span(a, topic, p, &log, &why), RC_OK);
        assert_int_equal(log.high, 2);
        assert_int_equal(bus_begin(places[p].offset, log, &start, &expired, &why), RC_OK);
        assert_int_equal(start, 0);
        begin(a, topic, p, start);
    }
    for (int i = 0; i < 2 * PARTITIONS; i++) (void)news_soon(a, NEWS_RECORD);
    for (int32_t p = 0; p < PARTITIONS; p++) {
        places[p].offset = 1;
        strcpy(places[p].beside, "1 42 7 -");
    }
    assert_int_equal(reader_keep(a, topic, places, PARTITIONS, &why), RC_OK);
    struct reader *b = reader_make(group, topic);
    assert_int_equal(reader_poll(b, 0, &news, &why), RC_AGAIN);
    news = news_soon(a, NEWS_LOST);
    assert_int_equal(news.n, PARTITIONS);
    assert_false(news.too_late);
    assert_int_equal(reader_let_go(a, &why), RC_OK);
    size_t n_a = 0, n_b = 0;
    for (int i = 0; i < 200 && (n_a == 0 || n_b == 0); i++) {
        if (n_a == 0 && reader_poll(a, 50, &news, &why) == RC_OK && news.kind == NEWS_GAINED) {
            n_a = news.n;
            for (size_t k = 0; k < n_a; k++) begin(a, topic, news.partitions[k], 1);
        }
        if (n_b == 0 && reader_poll(b, 50, &news, &why) == RC_OK && news.kind == NEWS_GAINED) {
            n_b = news.n;
            struct place place = { .partition = news.partitions[0] };
            assert_int_equal(reader_places(b, topic, &place, 1, &why), RC_OK);
            assert_int_equal(place.offset, 1);
            assert_string_equal(place.beside, "1 42 7 -");
            for (size_t k = 0; k < n_b; k++) begin(b, topic, news.partitions[k], 1);
        }
    }
    assert_int_equal(n_a + n_b, PARTITIONS);
    assert_true(n_a > 0 && n_b > 0);
    assert_true(slice_is(news_soon(a, NEWS_RECORD).record.value, "second"));
    assert_true(slice_is(news_soon(b, NEWS_RECORD).record.value, "second"));
    reader_close(a);
    reader_close(b);
    writer_close(w);
}

static struct snapshots *snapshots_make(const char *topic, const char *name, enum rc expect)
{
    struct snapshots *s = NULL;
    struct why why = { "" };
    struct snapshots_conf conf = {
        .brokers = brokers(), .name = name, .topic = topic, .partition = 1
    };
    assert_int_equal(snapshots_open(&s, &conf, &why), expect);
    return s;
}

static void snapshots_show_whole_or_not_at_all_and_a_stale_writer_is_fenced(void **state)
{
    char topic[64];
    struct why why = { "" };
    struct reader *r = NULL;
    (void)state;
    topic_make(topic, "files", &(struct topic_setting){ "cleanup.policy", "compact" });
    struct snapshots *s = snapshots_make(topic, topic, RC_OK);
    assert_int_equal(snapshots_add(s, slice_str("p"), slice_str("old"), &why), RC_OK);
    assert_int_equal(snapshots_commit(s, &why), RC_OK);
    assert_int_equal(snapshots_add(s, slice_str("p"), slice_str("torn"), &why), RC_OK);
    struct snapshots *successor = snapshots_make(topic, topic, RC_OK);
    assert_int_equal(snapshots_commit(s, &why), RC_BROKEN);
    assert_int_equal(snapshots_add(successor, slice_str("p"), slice_str("new"), &why), RC_OK);
    assert_int_equal(snapshots_add(successor, slice_str("q"), (struct slice){ 0 }, &why), RC_OK);
    assert_int_equal(snapshots_commit(successor, &why), RC_OK);
    struct reader_conf conf = { .brokers = brokers(), .client = "test", .committed_only = true };
    assert_int_equal(reader_open(&r, &conf, &why), RC_OK);
    begin(r, topic, 1, 0);
    assert_true(slice_is(news_soon(r, NEWS_RECORD).record.value, "old"));
    assert_true(slice_is(news_soon(r, NEWS_RECORD).record.value, "new"));
    assert_null(news_soon(r, NEWS_RECORD).record.value.at);
    struct bus_span log;
    assert_int_equal(reader_span(r, topic, 1, &log, &why), RC_OK);
    assert_int_equal(news_soon(r, NEWS_END).record.offset, log.high);
    reader_close(r);
    snapshots_close(s);
    snapshots_close(successor);
}

static void note(void *self, const char *sentence)
{
    char *said = self;
    assert_true(strlen(said) + strlen(sentence) < 1000);
    strcat(strcat(said, sentence), "\n");
}

static void a_topic_that_is_not_as_it_should_be_is_described_in_sentences(void **state)
{
    char topic[64], said[1000] = "", expect[300];
    struct why why = { "" };
    struct topics *t = NULL;
    size_t n = 0;
    bool broker_stamps = false, made = true;
    (void)state;
    struct topic_setting setting = { "message.timestamp.type", "LogAppendTime" };
    topic_make(topic, "row", &setting);
    struct topic_row row = { .name = topic,
        .partitions = PARTITIONS,
        .copies = 1,
        .settings = { setting, { "retention.ms", "604800000" } },
        .n_settings = 2 };
    assert_int_equal(topics_open(&t, brokers(), 10000, &why), RC_OK);
    assert_int_equal(topics_make(t, &row, &made, &why), RC_OK);
    assert_false(made);
    assert_int_equal(topics_compare(t, &row, note, said, &n, &why), RC_OK);
    assert_int_equal(n, 0);
    row.partitions = 12;
    row.settings[1].value = "-1";
    assert_int_equal(topics_compare(t, &row, note, said, &n, &why), RC_OK);
    assert_int_equal(n, 2);
    assert_true(snprintf(expect, sizeof expect,
                    "%s: number of partitions is 3 and should be 12\n"
                    "%s: retention.ms is 604800000 and should be -1\n",
                    topic, topic) > 0);
    assert_string_equal(said, expect);
    assert_int_equal(topics_broker_stamps(t, topic, &broker_stamps, &why), RC_OK);
    assert_true(broker_stamps);
    row.name = "no.such.topic";
    assert_int_equal(topics_compare(t, &row, note, said, &n, &why), RC_OK);
    assert_int_equal(n, 1);
    topics_close(t);
}

static void keys_go_where_javas_client_would_send_them(void **state)
{
    char topic[64];
    struct news news;
    struct why why = { "" };
    static const char *const keys[] = { "", "a", "ab", "abc", "abcd", "21d9a8k6v3w0q5m7n1p2r4t6x8",
        "\xff\xfe\x80" };
    (void)state;
    topic_make(topic, "keyed", NULL);
    struct writer *w = writer_make();
    for (size_t i = 0; i < COUNT(keys); i++) send_text(w, topic, PARTITION_BY_KEY, keys[i]);
    settle(w);
    struct reader *r = reader_make(NULL, NULL);
    for (int32_t p = 0; p < PARTITIONS; p++) begin(r, topic, p, 0);
    for (size_t i = 0; i < COUNT(keys); i++) {
        news = news_soon(r, NEWS_RECORD);
        assert_int_equal(news.record.partition, bus_partition_of(news.record.key, PARTITIONS));
    }
    assert_int_equal(reader_poll(r, 0, &news, &why) == RC_BROKEN, false);
    reader_close(r);
    writer_close(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reading_by_hand_adds_leaves_and_rewinds_partitions_one_by_one),
        cmocka_unit_test(a_paused_partition_is_silent_and_goes_on_where_it_was),
        cmocka_unit_test(headers_stamps_and_absent_bytes_arrive_as_they_were_sent),
        cmocka_unit_test(a_record_that_is_too_large_is_refused_before_it_is_sent),
        cmocka_unit_test(
            records_for_a_topic_that_is_not_there_end_the_process_and_are_not_lost_silently),
        cmocka_unit_test(members_share_partitions_and_each_keeps_its_places_with_words_beside),
        cmocka_unit_test(snapshots_show_whole_or_not_at_all_and_a_stale_writer_is_fenced),
        cmocka_unit_test(a_topic_that_is_not_as_it_should_be_is_described_in_sentences),
        cmocka_unit_test(keys_go_where_javas_client_would_send_them),
    };
    if (!brokers()) {
        print_message("skipped: COASTLINE_BROKERS names no Kafka\n");
        return NO_BROKER;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
