/*
 * ids.c - ids of a command line. They are looked up before anything is searched, so that a misspelt
 * one is answered at once and with the id that was meant.
 */
#include "cli/ids.h"

#include <stdlib.h>
#include <string.h>

#include "cli/faults.h"
#include "cli/nearest.h"
#include "cli/talk.h"

void ids_free(id_list *list) {
    free(list->text);
    free(list->ids);
}

static bool add_id(id_list *list, const char *id, const char *option, const char *needs) {
    if (*id == '\0') {
        talk("option '--%s' needs %s, with commas between them", option, needs);
        return false;
    }
    for (size_t i = 0; i < list->n; i++) {
        if (strcmp(list->ids[i], id) == 0) {
            return true;
        }
    }
    list->ids[list->n++] = id;
    return true;
}

/* Room for all that is asked for, which is copied behind one another. */
static bool make_room(id_list *list, const char *const *texts, size_t n_texts) {
    size_t bytes = 1;
    size_t n = 1;
    for (size_t i = 0; i < n_texts; i++) {
        bytes += strlen(texts[i]) + 1;
        for (const char *c = texts[i]; *c != '\0'; c++) {
            n += *c == ',';
        }
        n++;
    }
    list->text = malloc(bytes);
    list->ids = malloc(n * sizeof *list->ids);
    return list->text != NULL && list->ids != NULL;
}

exit_code ids_split(id_list *list, const char *const *texts, size_t n, const char *option,
                    const char *needs) {
    *list = (id_list){.n = 0};
    if (!make_room(list, texts, n)) {
        return faults_code(CST_E_MEMORY);
    }
    char *to = list->text;
    for (size_t i = 0; i < n; i++) {
        strcpy(to, texts[i]);
        for (char *comma; (comma = strchr(to, ',')) != NULL; to = comma + 1) {
            *comma = '\0';
            if (!add_id(list, to, option, needs)) {
                return CODE_USAGE;
            }
        }
        if (!add_id(list, to, option, needs)) {
            return CODE_USAGE;
        }
        to += strlen(to) + 1;
    }
    return CODE_PROVEN;
}

/* New list of all ids of the catalog, *n of them. */
static const char **known_ids(const cst_catalog *catalog, bool offerings_too, size_t *n) {
    size_t firms = cst_catalog_firm_count(catalog);
    size_t offerings = offerings_too ? cst_catalog_offering_count(catalog) : 0;
    const char **ids = malloc((firms + offerings + 1) * sizeof *ids);
    *n = 0;
    for (size_t i = 0; ids != NULL && i < firms; i++) {
        ids[(*n)++] = cst_catalog_firm_id(catalog, i);
    }
    for (size_t i = 0; ids != NULL && i < offerings; i++) {
        ids[(*n)++] = cst_catalog_offering_id(catalog, i);
    }
    return ids;
}

static bool is_known(const char *id, const char *what, const char *const *known, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (strcmp(id, known[i]) == 0) {
            return true;
        }
    }
    const char *near = nearest_word(id, known, n);
    if (near != NULL) {
        talk("the catalog has no %s '%s'; did you mean '%s'?", what, id, near);
    } else {
        talk("the catalog has no %s '%s'", what, id);
    }
    return false;
}

exit_code ids_look_up(const id_list *list, const cst_catalog *catalog, bool offerings_too) {
    size_t n = 0;
    const char *what = offerings_too ? "firm or offering" : "firm";
    const char **known = known_ids(catalog, offerings_too, &n);
    exit_code code = known == NULL ? faults_code(CST_E_MEMORY) : CODE_PROVEN;
    for (size_t i = 0; known != NULL && i < list->n; i++) {
        code = is_known(list->ids[i], what, known, n) ? code : CODE_USAGE;
    }
    free(known);
    return code;
}
