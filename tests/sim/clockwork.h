#ifndef COASTLINE_TESTS_SIM_CLOCKWORK_H
#define COASTLINE_TESTS_SIM_CLOCKWORK_H

/* Takes randomness over; before libsodium is first used. */
void clockwork_begin(void);

#endif
