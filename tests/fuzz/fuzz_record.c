/* Records of the hub. The first byte chooses the record. What is read is written, and what is
 * written reads as the same bytes again. */
#include "baked/hub.h"
#include "codec/record.h"
#include "fuzz.h"

enum { ARENA_MAX = 64 << 20, WRITTEN_MAX = 4 << 20, ROOM = 4096 };

static const struct record_row *const rows[] = { &hub_change_body_row, &hub_sealed_fact_row,
    &hub_tick_row, &hub_moment_row, &hub_identity_row, &hub_snapshot_row, &hub_checkpoint_row,
    &hub_subscription_row, &hub_delivery_row, &hub_attempt_row, &hub_audit_row, &hub_speaker_row,
    &hub_change_row, &hub_closing_row, &hub_created_row, &hub_signal_row };

static struct arena *arena;
static struct buffer first, second;
static _Alignas(16) uint8_t room[ROOM];

static void begin(void)
{
    if (arena) return;
    arena = arena_new(ARENA_MAX);
    first = buffer_new(WRITTEN_MAX), second = buffer_new(WRITTEN_MAX);
    if (!arena) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
    struct why why = { "" };
    begin();
    arena_reset(arena);
    if (n == 0) return 0;
    const struct record_row *row = rows[at[0] % COUNT(rows)];
    FUZZ_HOLDS(row->size <= sizeof room);
    enum rc rc = record_read(row, slice_of(at + 1, n - 1), arena, room, &why);
    FUZZ_HOLDS(rc == RC_OK || why.text[0]);
    if (rc != RC_OK) return 0;
    buffer_reset(&first), buffer_reset(&second);
    FUZZ_HOLDS(record_write(row, room, &first, &why) == RC_OK);
    FUZZ_HOLDS(record_read(row, buffer_slice(&first), arena, room, &why) == RC_OK);
    FUZZ_HOLDS(record_write(row, room, &second, &why) == RC_OK);
    FUZZ_HOLDS(slice_equal(buffer_slice(&first), buffer_slice(&second)));
    return 0;
}

static void seed(fuzz_take *take, void *self, uint8_t which, const void *from)
{
    struct why why;
    buffer_reset(&first);
    buffer_byte(&first, which);
    if (record_write(rows[which], from, &first, &why) == RC_OK) take(self, buffer_slice(&first));
}

/* A change with something in every list; and zeros of each record, as far as zeros can be written.
 */
void fuzz_seeds(fuzz_take *take, void *self)
{
    struct slice ids[] = { slice_str("police-1"), slice_str("人-2") };
    struct hub_rule_reason reasons[] = { { .rule = slice_str("P2"), .points = -5 },
        { .rule = slice_str("G-H2"),
            .has_grade = true,
            .grade = HUB_GRADE_HIGH,
            .has_last = true,
            .last = { 19000 },
            .facts = { 2, ids } } };
    struct hub_need_state need = { slice_str("child"), true, { 2, ids } };
    struct hub_alert_state alert = { .alert = slice_str("X1"),
        .observed = slice_str("460105"),
        .level = slice_str("county"),
        .count = 2 };
    struct hub_board_delta delta = { slice_str("460000"), slice_str("files"), 1 };
    enum hub_role roles[] = { HUB_ROLE_TOWN, HUB_ROLE_DPO };
    struct hub_word_place place = { 7, 1 };
    struct hub_signal signal = { .kind = HUB_SIGNAL_KIND_GRADE_CORRECTED,
        .recipients = { 2, roles },
        .notices = { 1, roles },
        .rules = { 2, reasons },
        .basis = { 2, reasons },
        .supersedes = { 1, &place },
        .causes = { 2, ids },
        .has_due = true };
    struct hub_change_body body = { .token = slice_str("0123456789abcdef0123456789abcdef"),
        .place = slice_str("460108"),
        .has_line = true,
        .line = { slice_str("police-1"), slice_str("police.test.recorded"), { 1 }, { 0 } },
        .facts = 3,
        .has_state = true,
        .deltas = { 1, &delta },
        .signals = { 1, &signal } };
    static _Alignas(16) uint8_t zeros[ROOM];
    body.state.rules.n = body.state.floors.n = body.state.proposal.n = 2;
    body.state.rules.at = body.state.floors.at = body.state.proposal.at = reasons;
    body.state.muted.n = body.state.tasks.n = 2;
    body.state.muted.at = body.state.tasks.at = ids;
    body.state.needs.n = 1, body.state.needs.at = &need;
    body.state.alerts.n = 1, body.state.alerts.at = &alert;
    begin();
    seed(take, self, 0, &body);
    seed(take, self, COUNT(rows) - 1, &signal);
    for (size_t i = 0; i < COUNT(rows); i++) {
        seed(take, self, (uint8_t)i, zeros);
        take(self, slice_of((const uint8_t[32]){ (uint8_t)i }, 32));
    }
}
