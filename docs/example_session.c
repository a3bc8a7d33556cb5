/* example_session.c - many questions: the cheapest package without, or with dearer, lines. */
#include <consort.h>
#include <stdio.h>

enum { MOST = 100 };
static char text[1 << 24];

static size_t load(const char *path) {
    FILE *file = fopen(path, "rb");
    size_t size = file == NULL ? 0 : fread(text, 1, sizeof text, file);
    return file == NULL || fclose(file) != 0 ? 0 : size;
}

static void print_answer(const char *about, const char *id, const cst_session_answer *a) {
    printf("%s %s cost %lld searched %d\n", about, id, (long long)a->package.criteria.cost_cents,
           a->searched);
}

/* Without each of its lines, and with the whole value of each as its fixed price. */
static bool ask(cst_session *session, const cst_package *p) {
    cst_session_question questions[2 * MOST] = {0};
    cst_session_answer *answers[2 * MOST];
    cst_new_price prices[MOST];
    size_t n = p->n_lines < MOST ? p->n_lines : MOST;
    for (size_t i = 0; i < n; i++) {
        prices[i] = (cst_new_price){p->lines[i].offering, CST_PRICE_FIXED, p->lines[i].value_cents};
        questions[2 * i] = (cst_session_question){.without = &p->lines[i].offering, .n_without = 1};
        questions[2 * i + 1] = (cst_session_question){.prices = &prices[i], .n_prices = 1};
    }
    bool ok = !cst_session_ask_all(session, questions, 2 * n, answers);
    for (size_t i = 0; ok && i < 2 * n; i++) {
        print_answer(i % 2 == 0 ? "without" : "dearer", p->lines[i / 2].offering, answers[i]);
        cst_session_answer_free(answers[i]);
    }
    return ok;
}

int main(int argc, char **argv) {
    cst_rules *rules = NULL;
    cst_catalog *catalog = NULL;
    cst_opportunity *tender = NULL;
    cst_session *session = NULL;
    cst_session_answer *base = NULL;
    bool ok =
        argc == 3 && !cst_rules_default(&rules) &&
        !cst_catalog_read(text, load(argv[1]), argv[1], rules, NULL, &catalog, NULL) &&
        !cst_opportunity_read(text, load(argv[2]), argv[2], rules, catalog, NULL, &tender, NULL) &&
        !cst_session_new(rules, catalog, tender, NULL, &session) &&
        !cst_session_ask(session, &(cst_session_question){0}, &base);
    if (ok)
        print_answer("cheapest", "of all", base);
    ok = ok && base->found && ask(session, &base->package);
    cst_session_answer_free(base);
    cst_session_free(session);
    cst_opportunity_free(tender);
    cst_catalog_free(catalog);
    cst_rules_free(rules);
    return !ok;
}
