/* menu_read.h - what the writer, the reader and the verifier of menus share beside consort/menu.h.
 */
#ifndef CST_MENU_READ_H
#define CST_MENU_READ_H

#include "consort/menu.h"

/* The words of a menu file for cst_cover, in its order, ending in NULL. */
extern const char *const cst__cover_ids[];
extern const char *const cst__unmet_ids[]; /* the same for cst_unmet */

#endif
