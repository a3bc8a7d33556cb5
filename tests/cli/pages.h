/* pages.h - what must hold of every page for a person. */
#ifndef CST_TESTS_PAGES_H
#define CST_TESTS_PAGES_H

#include "cli/page.h"

/* No line is wider than so many columns. The page is cut into its lines. */
void expect_within(page *p, int width);

#endif
