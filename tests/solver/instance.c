/* instance.c - tiny tenders from a seed: the three files, read, and written for a person. */
#include "tests/solver/instance.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/solver/instance_parts.h"
#include "tests/support.h"
#include "tests/tree.h"

/* ---------------------------------------------------------------- parts of a file */

void instance_put_unknown(dice *d, json_t *object, const char *key) {
    if (dice_chance(d, 50)) {
        tree_put(object, key, json_null());
    }
}

void instance_put_fact(dice *d, json_t *object, const char *key, const char *text) {
    if (text == NULL) {
        instance_put_unknown(d, object, key);
    } else {
        tree_put_text(object, key, text);
    }
}

json_t *instance_tags(unsigned tags) {
    json_t *list = json_array();
    for (int t = 0; t < SKETCH_TAGS; t++) {
        if ((tags >> t & 1U) != 0) {
            json_array_append_new(list, json_string(sketch_tag_names[t]));
        }
    }
    return list;
}

/* ---------------------------------------------------------------- the instance */

instance instance_new(uint64_t seed) {
    sketch s = sketch_new(seed);
    instance it;
    it.rules = instance_rules(&s);
    it.catalog = instance_catalog(&s);
    it.opportunity = instance_opportunity(&s);
    return it;
}

instance instance_copy(const instance *it) {
    return (instance){json_deep_copy(it->rules), json_deep_copy(it->catalog),
                      json_deep_copy(it->opportunity)};
}

void instance_clear(instance *it) {
    json_decref(it->rules);
    json_decref(it->catalog);
    json_decref(it->opportunity);
    *it = (instance){0};
}

/* ---------------------------------------------------------------- reading */

static cst_error read_files(const char *rules, const char *catalog, const char *opportunity,
                            tender *t, cst_diagnostics *diagnostics) {
    cst_error error =
        cst_rules_read(rules, strlen(rules), "rules.json", NULL, &t->rules, diagnostics);
    if (error == CST_E_OK) {
        error = cst_catalog_read(catalog, strlen(catalog), "catalog.json", t->rules, NULL,
                                 &t->catalog, diagnostics);
    }
    if (error == CST_E_OK) {
        error = cst_opportunity_read(opportunity, strlen(opportunity), "opportunity.json", t->rules,
                                     t->catalog, NULL, &t->opportunity, diagnostics);
    }
    return error;
}

bool tender_read(const instance *it, tender *t, char **faults) {
    char *rules = tree_text(it->rules);
    char *catalog = tree_text(it->catalog);
    char *opportunity = tree_text(it->opportunity);
    cst_diagnostics *diagnostics = cst_diagnostics_new(0);
    *t = (tender){0};
    cst_error error = read_files(rules, catalog, opportunity, t, diagnostics);
    if (error != CST_E_OK && faults != NULL) {
        *faults = test_faults(diagnostics);
    }
    if (error != CST_E_OK) {
        tender_clear(t);
    }
    cst_diagnostics_free(diagnostics);
    free(rules);
    free(catalog);
    free(opportunity);
    return error == CST_E_OK;
}

void tender_clear(tender *t) {
    cst_opportunity_free(t->opportunity);
    cst_catalog_free(t->catalog);
    cst_rules_free(t->rules);
    *t = (tender){0};
}

/* ---------------------------------------------------------------- for a person */

static void write_file(const char *folder, const char *name, const json_t *tree) {
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = malloc(size);
    char *text = tree_text(tree);
    if (path == NULL) {
        abort();
    }
    snprintf(path, size, "%s/%s", folder, name);
    FILE *out = fopen(path, "w");
    if (out == NULL || fputs(text, out) == EOF || fclose(out) != 0) {
        fprintf(stderr, "could not write %s\n", path);
    }
    free(text);
    free(path);
}

char *instance_write(const instance *it, const char *name) {
    const char *where = getenv("TMPDIR");
    const char *above = where != NULL && *where != '\0' ? where : "/tmp";
    size_t size = strlen(above) + strlen(name) + sizeof "/-XXXXXX";
    char *folder = malloc(size);
    if (folder == NULL) {
        abort();
    }
    snprintf(folder, size, "%s/%s-XXXXXX", above, name);
    if (mkdtemp(folder) == NULL) {
        fprintf(stderr, "could not make a folder in %s\n", above);
        return folder;
    }
    write_file(folder, "rules.json", it->rules);
    write_file(folder, "catalog.json", it->catalog);
    write_file(folder, "opportunity.json", it->opportunity);
    return folder;
}
