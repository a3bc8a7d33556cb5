/*
 * read_opportunity.h - an opportunity that is a part of another file: of a market, for one.
 */
#ifndef CST_READ_OPPORTUNITY_H
#define CST_READ_OPPORTUNITY_H

#include "model/reader.h"

/* Reads what stands at a value into a zeroed opportunity whose arena (the reader's), rules and
 * catalog are set. id: what it is called where it does not say so itself, in which case it has no
 * "format" either; NULL: it is a file of its own. */
void cst__read_opportunity(cst__reader *reader, const cst__at *at, const char *id,
                           cst_opportunity *opportunity);

#endif
