/* A rule set file of any content is refused with a sentence and leaves nothing behind, or is read;
 * what was read and is written down in full is read as the same set. */
#include "base/buffer.h"
#include "domain/rules.h"
#include "fuzz.h"

static struct buffer written;

static void write_down(const struct rules *rules)
{
    buffer_reset(&written);
    rules_write(rules, &written);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
    struct rules rules = { .name = { "untouched" } }, again;
    struct why why = { "" };
    if (!written.ceiling) written = buffer_new(RULES_FILE_MAX);
    enum rc rc = rules_read(slice_of(at, n), &rules, &why);
    FUZZ_HOLDS(rc == RC_OK || rc == RC_REFUSED);
    if (rc != RC_OK) {
        FUZZ_HOLDS(why.text[0] && slice_is(slice_text(&rules.name), "untouched"));
        return 0;
    }
    write_down(&rules);
    FUZZ_HOLDS(rules_read(buffer_slice(&written), &again, &why) == RC_OK);
    FUZZ_HOLDS(memcmp(&again, &rules, sizeof rules) == 0);
    return 0;
}

void fuzz_seeds(fuzz_take *take, void *self)
{
    struct rules rules = *rules_built_in();
    if (!written.ceiling) written = buffer_new(RULES_FILE_MAX);
    write_down(&rules);
    take(self, buffer_slice(&written));
    rules.name = (struct text){ "trial-2" };
    for (size_t i = 0; i < RULE_NUMBERS; i++) {
        char line[200];
        int size = snprintf(line, sizeof line, "# one\nruleset trial-%zu\n%s = %d\r\n", i,
            rule_number_rows[i].key, (int)rules.at[i]);
        take(self, slice_of(line, (size_t)size));
    }
    take(self, slice_str(""));
}
