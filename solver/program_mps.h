/*
 * program_mps.h - a program in the format that every other solver reads, to compare with them.
 *
 * Free MPS: names without blanks, one section after the other (the manual of glpsol, appendix C,
 * describes both kinds). Every number is written exactly, as a decimal. Integer columns stand
 * between markers and have both bounds.
 */
#ifndef CST_PROGRAM_MPS_H
#define CST_PROGRAM_MPS_H

#include "solver/program.h"

/* Takes the next bytes of the text; false when it can not, which ends the writing. */
typedef bool (*cst__mps_sink)(void *context, const char *bytes, size_t size);

/*
 * Writes the program into the sink. Natural units make it fit the tolerances of solvers in floating
 * point, by powers of ten alone, hence exactly: money in thousands of currency units, shares as
 * fractions, amounts in units instead of thousandths. Otherwise every number is as the program has
 * it (cents, basis points, thousandths).
 *
 * False when the sink failed, when memory ran out, or when a number is no integer below 2^53.
 */
bool cst__program_write_mps(const cst__program *program, bool natural, cst__mps_sink sink,
                            void *context);

#endif
