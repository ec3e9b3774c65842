/* RESP bulk strings, with the number of words of each write in front of it as four digits, so that
 * it can be filled in when the write ends. */
#include "store/writes.h"

#define COUNT_DIGITS 4
static const char count_room[] = "$4\r\n0000\r\n";

struct writes writes_new(void) { return (struct writes){ .bytes = buffer_new(WRITES_BYTES_MAX) }; }

void writes_deinit(struct writes *w) { buffer_deinit(&w->bytes); }

void writes_reset(struct writes *w)
{
    buffer_reset(&w->bytes);
    *w = (struct writes){ .bytes = w->bytes };
}

/* Digits of n at the end of a room of 20; returns how many. */
static size_t digits_put(char room[20], uint64_t n)
{
    size_t i = 20;
    do {
        room[--i] = (char)('0' + n % 10);
        n /= 10;
    } while (n);
    return 20 - i;
}

void writes_word(struct writes *w, struct slice word)
{
    char digits[20];
    size_t n = digits_put(digits, word.n);
    uint8_t *at = buffer_room(&w->bytes, 1 + n + 2 + word.n + 2);
    if (!at) return;
    *at++ = '$';
    memcpy(at, digits + 20 - n, n);
    memcpy(at + n, "\r\n", 2);
    if (word.n) memcpy(at + n + 2, word.at, word.n);
    memcpy(at + n + 2 + word.n, "\r\n", 2);
    w->open++;
}

void writes_number(struct writes *w, int64_t number)
{
    char digits[21];
    size_t n = digits_put(digits + 1, number < 0 ? -(uint64_t)number : (uint64_t)number);
    char *first = digits + 21 - n;
    if (number < 0) *--first = '-';
    writes_word(w, slice_of(first, (size_t)(digits + 21 - first)));
}

void writes_begin(struct writes *w, const char *verb)
{
    w->at = w->bytes.n + 4;
    w->open = 0;
    buffer_add(&w->bytes, slice_str(count_room));
    writes_word(w, slice_str(verb));
}

void writes_end(struct writes *w)
{
    if (w->open > WRITE_WORDS_MAX) w->failed = true;
    if (!writes_whole(w)) return;
    size_t count = w->open;
    for (size_t i = COUNT_DIGITS; i > 0; i--, count /= 10)
        w->bytes.at[w->at + i - 1] = (uint8_t)('0' + count % 10);
    w->n++;
    w->words += w->open + 1;
}
