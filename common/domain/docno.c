/* A citizen number: 6 digits of region, 8 of birth date, 3 of sequence, and a check character of
 * ISO 7064 MOD 11-2. Old ones had 6 digits for the date and no check. */
#include "domain/docno.h"

#include "base/calendar.h"

enum { LONG_FORM = 18, SHORT_FORM = 15, BIRTH_AT = 6 };

static bool is_digit(uint8_t c) { return c >= '0' && c <= '9'; }

static bool all_digits(struct slice s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!is_digit(s.at[i])) return false;
    return true;
}

static int32_t number_at(struct slice s, size_t at, size_t n)
{
    int32_t number = 0;
    for (size_t i = at; i < at + n; i++) number = number * 10 + (s.at[i] - '0');
    return number;
}

/* The check character that belongs to the first 17 digits. */
static char check_of(struct slice digits)
{
    static const int weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
    int sum = 0;
    for (size_t i = 0; i < COUNT(weights); i++) sum += weights[i] * (digits.at[i] - '0');
    return "10X98765432"[sum % 11];
}

static char capital(uint8_t c) { return c == 'x' ? 'X' : (char)c; }

static enum docno_fault long_check(struct slice number)
{
    char last = capital(number.at[LONG_FORM - 1]);
    if (!all_digits(number, LONG_FORM - 1)) return DOCNO_FORM;
    if (!is_digit((uint8_t)last) && last != 'X') return DOCNO_FORM;
    if (last != check_of(number)) return DOCNO_CHECK;
    bool born = civil_exists(number_at(number, BIRTH_AT, 4), number_at(number, BIRTH_AT + 4, 2),
        number_at(number, BIRTH_AT + 6, 2));
    return born ? DOCNO_GOOD : DOCNO_DATE;
}

static enum docno_fault short_check(struct slice number)
{
    if (!all_digits(number, SHORT_FORM)) return DOCNO_FORM;
    bool born = civil_exists(1900 + number_at(number, BIRTH_AT, 2),
        number_at(number, BIRTH_AT + 2, 2), number_at(number, BIRTH_AT + 4, 2));
    return born ? DOCNO_GOOD : DOCNO_DATE;
}

enum docno_fault docno_check(struct slice number)
{
    if (number.n == LONG_FORM) return long_check(number);
    return number.n == SHORT_FORM ? short_check(number) : DOCNO_FORM;
}

bool docno_normal(struct slice number, struct text *ret)
{
    struct text t = { 0 };
    if (docno_check(number) != DOCNO_GOOD) return false;
    if (number.n == LONG_FORM) {
        memcpy(t.at, number.at, LONG_FORM);
        t.at[LONG_FORM - 1] = capital(number.at[LONG_FORM - 1]);
    } else {
        memcpy(t.at, number.at, BIRTH_AT);
        memcpy(t.at + BIRTH_AT, "19", 2);
        memcpy(t.at + BIRTH_AT + 2, number.at + BIRTH_AT, SHORT_FORM - BIRTH_AT);
        t.at[LONG_FORM - 1] = check_of(slice_of(t.at, LONG_FORM - 1));
    }
    *ret = t;
    return true;
}

bool docno_hides_in(struct slice text)
{
    for (size_t i = 0; i + LONG_FORM <= text.n; i++)
        if (docno_check(slice_of(text.at + i, LONG_FORM)) == DOCNO_GOOD) return true;
    return false;
}
