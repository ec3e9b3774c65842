/* What of a person would be lost between two assessors if the form of a snapshot lost it. */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "assessor/keep_form.h"

struct desk {
    struct folder kept, read;
    struct buffer bytes;
};

static struct folder folder_new(void) { return (struct folder){ .file = file_new(people_memory) }; }

static void folder_drop(struct folder *f)
{
    f->file = file_free(f->file);
    free(f->refusals);
}

static enum rc through(struct desk *d)
{
    struct why why = { "" };
    buffer_reset(&d->bytes);
    assert_int_equal(folder_save(&d->kept, &d->bytes, &why), RC_OK);
    return folder_load(&d->read, buffer_slice(&d->bytes), &why);
}

static struct refusal refusal_of(enum event_source source)
{
    struct refusal r = { .source = source };
    text_print(&r.event, "0190f6a0-%04d", (int)source);
    text_print(&r.reason, "unknown_target");
    return r;
}

/* A person may have anything refused by any agency; an assessor that could not read that back could
 * not take the partition over, nor any after it. */
static void what_was_refused_by_any_agency_is_read_back(void **unused)
{
    (void)unused;
    struct desk d = { folder_new(), folder_new(), buffer_new(1 << 20) };
    for (int s = 0; s < SOURCES; s++) {
        const struct refusal r = refusal_of((enum event_source)s);
        assert_true(folder_refuse(&d.kept, &r));
    }
    assert_int_equal(through(&d), RC_OK);
    assert_int_equal(d.read.refusals->n, SOURCES);
    assert_memory_equal(
        d.read.refusals->at, d.kept.refusals->at, SOURCES * sizeof *d.kept.refusals->at);
    folder_drop(&d.kept);
    folder_drop(&d.read);
    buffer_deinit(&d.bytes);
}

static void what_was_last_said_is_read_back(void **unused)
{
    (void)unused;
    struct desk d = { folder_new(), folder_new(), buffer_new(1 << 20) };
    d.kept.said =
        (struct change_said){ .digest = UINT64_C(0xf123456789abcdef), .board.region = 460106 };
    for (size_t i = 0; i < BOARD_COUNTERS; i++) d.kept.said.board.at[i] = (uint8_t)(i + 1);
    assert_int_equal(through(&d), RC_OK);
    assert_memory_equal(&d.read.said, &d.kept.said, sizeof d.kept.said);
    folder_drop(&d.kept);
    folder_drop(&d.read);
    buffer_deinit(&d.bytes);
}

static void a_snapshot_that_was_cut_anywhere_is_no_file(void **unused)
{
    (void)unused;
    struct why why = { "" };
    struct desk d = { folder_new(), folder_new(), buffer_new(1 << 20) };
    const struct refusal r = refusal_of(SOURCE_HEALTH);
    assert_true(folder_refuse(&d.kept, &r));
    assert_int_equal(through(&d), RC_OK);
    for (size_t n = 0; n < d.bytes.n; n++) {
        struct folder cut = folder_new();
        assert_int_equal(folder_load(&cut, slice_of(d.bytes.at, n), &why), RC_REFUSED);
        folder_drop(&cut);
    }
    folder_drop(&d.kept);
    folder_drop(&d.read);
    buffer_deinit(&d.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_refused_by_any_agency_is_read_back),
        cmocka_unit_test(what_was_last_said_is_read_back),
        cmocka_unit_test(a_snapshot_that_was_cut_anywhere_is_no_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
