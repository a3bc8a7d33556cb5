/* ids.h - ids of a command line, with commas between them, and whether a catalog has them. */
#ifndef CLI_IDS_H
#define CLI_IDS_H

#include <consort.h>
#include <stdbool.h>

#include "cli/command.h"

/* The ids of an option, each once, in the order in which they were given. To be freed. */
typedef struct id_list {
    char *text; /* all of them, each ending in NUL */
    const char **ids;
    size_t n;
} id_list;

/* Cuts the texts of an option at their commas. needs: what it takes, for the message. */
exit_code ids_split(id_list *list, const char *const *texts, size_t n, const char *option,
                    const char *needs);
void ids_free(id_list *list);

/* Says of every id that the catalog does not have, and which was meant. */
exit_code ids_look_up(const id_list *list, const cst_catalog *catalog, bool offerings_too);

#endif
