/*
 * clock.h - a clock of the test's own in the place of the system's: it goes on by one step whenever
 * it is read, so that a time limit stops the same search at the same place, everywhere. A test that
 * calls test_clock_begin has it from its start, others keep the clock of the system.
 */
#ifndef CST_TESTS_CLOCK_H
#define CST_TESTS_CLOCK_H

/* Begins anew at 0, with steps of so many nanoseconds. */
void test_clock_begin(long step_ns);

#endif
