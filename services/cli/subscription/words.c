/* How signals and keys are written where people read them. */
#include "subscription/words.h"

#include <string.h>

struct text signal_word(enum hub_signal_kind kind)
{
    struct text word = { "" };
    text_print(&word, "%s", hub_signal_kind_name(kind));
    char *bar = strchr(word.at, '_');
    if (bar) *bar = '.';
    return word;
}

bool signal_from_word(struct slice word, enum hub_signal_kind *ret)
{
    for (int kind = 0; kind < HUB_SIGNAL_KINDS; kind++) {
        struct text name = signal_word((enum hub_signal_kind)kind);
        if (!slice_is(word, name.at)) continue;
        *ret = (enum hub_signal_kind)kind;
        return true;
    }
    return false;
}

static int digit_of(uint8_t c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = c ? strchr(digits, c | (c >= 'A' && c <= 'F' ? 0x20 : 0)) : NULL;
    return at ? (int)(at - digits) : -1;
}

bool alias_key_parse(struct slice text, uint8_t ret[ALIAS_KEY_BYTES])
{
    uint8_t key[ALIAS_KEY_BYTES];
    if (text.n != 2 * ALIAS_KEY_BYTES) return false;
    for (size_t i = 0; i < ALIAS_KEY_BYTES; i++) {
        int high = digit_of(text.at[2 * i]), low = digit_of(text.at[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        key[i] = (uint8_t)(high << 4 | low);
    }
    memcpy(ret, key, sizeof key);
    explicit_bzero(key, sizeof key);
    return true;
}
