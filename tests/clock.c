/* clock.c - clock_gettime as the linker finds it first. */
#include "tests/clock.h"

#include <stdatomic.h>
#include <time.h>

enum { NS = 1000000000 };

static atomic_llong readings;
static long step = NS;

void test_clock_begin(long step_ns) {
    step = step_ns;
    atomic_store(&readings, 0);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    (void)clock;
    long long ns = (atomic_fetch_add(&readings, 1) + 1) * step;
    *now = (struct timespec){.tv_sec = (time_t)(ns / NS), .tv_nsec = (long)(ns % NS)};
    return 0;
}
