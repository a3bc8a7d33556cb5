/*
 * explain.c - explanations. A place holder: the engine of explanations replaces this file.
 */
#include "consort/explain.h"

cst_error cst_explain(const cst_rules *rules, const cst_catalog *catalog,
                      const cst_opportunity *opportunity, const cst_settings *settings,
                      const cst_questions *questions, cst_explanation **explanation) {
    (void)rules;
    (void)catalog;
    (void)opportunity;
    (void)settings;
    (void)questions;
    *explanation = NULL;
    return CST_E_INTERNAL;
}

void cst_explanation_free(cst_explanation *explanation) {
    (void)explanation;
}
