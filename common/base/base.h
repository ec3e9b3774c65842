/* The small words of the house: nothing here knows what Coastline is for. */
#ifndef COASTLINE_BASE_BASE_H
#define COASTLINE_BASE_BASE_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A result that must be looked at; the build fails where it is dropped. */
#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(words, first) __attribute__((format(printf, words, first)))

/* The scope frees: DEFINE_CLEANUP(struct bus *, bus_free), then CLEANUP(bus_freep) struct bus *b.
 * Success takes: *ret = TAKE(b) leaves NULL behind, so the scope frees nothing. */
#define CLEANUP(fn) __attribute__((cleanup(fn)))
#define DEFINE_CLEANUP(type, fn)                                                                   \
    static inline void fn##p(type *p)                                                              \
    {                                                                                              \
        if (*p) (void)fn(*p);                                                                      \
    }
#define TAKE(p)                                                                                    \
    __extension__({                                                                                \
        __typeof__(p) taken_ = (p);                                                                \
        (p) = NULL;                                                                                \
        taken_;                                                                                    \
    })

/* The number of items of an array; a pointer does not compile. */
#define COUNT(array)                                                                               \
    (sizeof(array) / sizeof *(array) +                                                             \
        0 * sizeof(struct {                                                                        \
            _Static_assert(                                                                        \
                !__builtin_types_compatible_p(__typeof__(array), __typeof__(&*(array))),           \
                "COUNT takes an array");                                                           \
            int unused;                                                                            \
        }))

/* One argument is evaluated twice: no call that reads on or draws. */
#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))

#endif
