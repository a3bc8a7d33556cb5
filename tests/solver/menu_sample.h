/*
 * menu_sample.h - five small markets of which a menu of two teams of two firms serves three: one
 * more is left to a team that there is no room for, and one nobody can serve.
 */
#ifndef CST_TESTS_MENU_SAMPLE_H
#define CST_TESTS_MENU_SAMPLE_H

#include "consort.h"
#include "tests/tree.h"

/* What a menu is asked of. To be cleared. */
typedef struct menu_sample {
    cst_rules *rules;
    cst_catalog *catalog;
    cst_markets *markets;
} menu_sample;

/* The sample with some changes of its markets, and of its rules; lists end at a NULL pointer, NULL:
 * none. */
menu_sample menu_sample_of(const tree_change *markets, const tree_change *rules);
void menu_sample_clear(menu_sample *sample);

/* New menu of so many teams of at most two firms. */
cst_menu *menu_sample_find(const menu_sample *sample, int packages);

/* The same with more that is asked, and with the teams of a file with ' for " (NULL: none) kept. */
cst_menu *menu_sample_ask(const menu_sample *sample, cst_menu_ask ask, const char *kept);

/* New text of a menu. */
char *menu_sample_text(const cst_menu *menu);

/* New menu from a text, which must have no faults. */
cst_menu *menu_sample_read(const char *text);

#endif
