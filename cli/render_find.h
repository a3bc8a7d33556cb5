/* render_find.h - what was found by words, as a person reads it. */
#ifndef CLI_RENDER_FIND_H
#define CLI_RENDER_FIND_H

#include <consort.h>

#include "cli/page.h"

/* Offerings that are like a text. */
void render_likenesses(page *p, const cst_likenesses *found, const char *like);

/* What a tender's free text may be asking for. */
void render_proposal(page *p, const cst_proposal *proposal);

#endif
