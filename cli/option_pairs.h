/*
 * option_pairs.h - options that need another one, and options that exclude each other.
 */
#ifndef CLI_OPTION_PAIRS_H
#define CLI_OPTION_PAIRS_H

#include "cli/options.h"

/* False, and said, where an option that was given would have no effect, or contradicts another. */
bool option_pairs_hold(const options *asked);

#endif
