/* numbers.h - numbers of a command line, read strictly: nothing before, nothing behind. */
#ifndef CLI_NUMBERS_H
#define CLI_NUMBERS_H

#include <stdbool.h>

/* Reads decimal digits with at most a minus before them; false outside of the range. */
bool number_whole(const char *text, long lowest, long highest, long *number);

/* Reads digits, at most one point and an exponent: no "inf", no hexadecimal, no spaces. */
bool number_real(const char *text, double lowest, double highest, double *number);

#endif
