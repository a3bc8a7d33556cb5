/* pages.c - pages looked at line by line. */
#include "tests/cli/pages.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cli/visible.h"

void expect_within(page *p, int width) {
    for (char *line = strtok(p->bytes, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        if (visible_width(line) > width) {
            fail_msg("wider than %d columns: %s", width, line);
        }
    }
}
