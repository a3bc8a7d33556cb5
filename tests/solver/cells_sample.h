/* cells_sample.h - a small program whose search goes through many cells, for tests. */
#ifndef CELLS_SAMPLE_H
#define CELLS_SAMPLE_H

#include "consort/error.h"

/* Searches it in cells of one node; cost becomes that of its best point, 287. */
cst_error sample_in_cells(double *cost);

#endif
