/* The canonical form of any schema text: a form of a form is the same form, so the fingerprint does
 * not depend on who wrote the schema down. */
#include "codec/canonical.h"
#include "fuzz.h"

static struct buffer first, second;

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t n)
{
    struct why why = { "" };
    if (!first.ceiling) first = second = buffer_new(2 * CANONICAL_MAX);
    buffer_reset(&first), buffer_reset(&second);
    enum rc rc = canonical_form(slice_of(at, n), &first, &why);
    FUZZ_HOLDS(rc == RC_OK || why.text[0]);
    if (rc != RC_OK) return 0;
    FUZZ_HOLDS(canonical_form(buffer_slice(&first), &second, &why) == RC_OK);
    FUZZ_HOLDS(slice_equal(buffer_slice(&first), buffer_slice(&second)));
    return 0;
}

void fuzz_seeds(fuzz_take *take, void *self)
{
    static const char *const seeds[] = {
        "{\"type\":\"record\",\"name\":\"R\",\"namespace\":\"a.b\",\"doc\":\"x\",\"aliases\":[\"c."
        "Q\"],"
        "\"fields\":[{\"name\":\"f\",\"type\":[\"null\",\"string\"],\"default\":null},"
        "{\"name\":\"g\",\"type\":{\"type\":\"array\",\"items\":\"a.b.R\"}},"
        "{\"type\":{\"type\":\"map\",\"values\":\"long\"},\"name\":\"h\",\"order\":\"ignore\"}]}",
        "{\"type\":\"enum\",\"name\":\"a.E\",\"symbols\":[\"A\",\"B\"],\"default\":\"A\"}",
        "{\"name\":\"F\",\"size\":\"016\",\"type\":\"fixed\"}",
        "[\"int\",{\"type\":\"string\"},{\"type\":{\"type\":\"bytes\",\"scale\":2}}]",
        "\"long\"",
        "{\"type\":\"int\",\"logicalType\":\"date\"}",
    };
    for (size_t i = 0; i < COUNT(seeds); i++) take(self, slice_str(seeds[i]));
}
