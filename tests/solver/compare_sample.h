/*
 * compare_sample.h - results made by hand to be put side by side. They lie in static memory and are
 * not to be freed.
 */
#ifndef CST_TESTS_COMPARE_SAMPLE_H
#define CST_TESTS_COMPARE_SAMPLE_H

#include "consort.h"

enum { SAMPLE_SIDES = 3, SAMPLE_MARKETS = 6 };

typedef struct compare_sample {
    const cst_result *results[SAMPLE_MARKETS];
    const char *labels[SAMPLE_MARKETS];
    size_t n;
} compare_sample;

/* One tender under three rules: solved; stopped at a limit with packages that are numbered the
 * other way round; proven to have no package. */
compare_sample sample_regimes(void);

/* Results of several tenders: other currencies, methods and settings, content ignored, nothing
 * found before a limit, names with control characters. */
compare_sample sample_markets(void);

/* The same result twice. */
compare_sample sample_twice(void);

/* Twice that nothing fits, once for other reasons. */
compare_sample sample_hopeless(void);

/* New comparison of a sample. */
cst_comparison *sample_compared(compare_sample sample);

#endif
