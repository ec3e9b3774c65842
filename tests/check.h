/* cmocka, with the headers it wants before it. */
#ifndef COASTLINE_TESTS_CHECK_H
#define COASTLINE_TESTS_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#endif
