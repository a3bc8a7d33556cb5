/*
 * verify_explanation_test.c - would the verifier notice a forged explanation? Right ones pass, of a
 * tender with room, of one with a tight budget and of one with assumptions, and are written again
 * byte for byte; then every row breaks one thing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "consort.h"
#include "tests/solver/forgery.h"

static cst_rules *rules;
static cst_catalog *catalog, *filled;
static cst_opportunity *roomy, *tight, *strict;
static char *plain, *hard, *assumed; /* their explanations, as text */

static cst_opportunity *tender_of(json_t *tree, const cst_catalog *of) {
    cst_opportunity *tender = NULL;
    char *text = tree_text(tree);
    assert_int_equal(cst_opportunity_read(text, strlen(text), "opportunity.json", rules, of, NULL,
                                          &tender, NULL),
                     CST_E_OK);
    free(text);
    return tender;
}

/* Everything that needs no assumptions. */
static const char *const ids[] = {"birch-rack"};
static const cst_questions everything = {
    .ids = ids,
    .n_ids = 1,
    .every_firm = true,
    .rules_cost = true,
    .dropouts = true,
    .curves = {[CST_CRITERION_MEMBERS] = true, [CST_CRITERION_LICENCES] = true}};

/* New text of an explanation. */
static char *explained(const cst_opportunity *tender, const cst_questions *questions) {
    cst_settings settings = cst_settings_default();
    settings.threads = 1;
    const cst_catalog *of = tender == strict ? filled : catalog;
    cst_explanation *explanation = NULL;
    char *text = NULL;
    size_t size = 0;
    assert_int_equal(cst_explain(rules, of, tender, &settings, questions, &explanation), CST_E_OK);
    assert_int_equal(cst_explanation_to_json(explanation, &text, &size), CST_E_OK);
    cst_explanation_free(explanation);
    return text;
}

/* The catalog with facts that assumptions fill. */
static cst_catalog *filled_catalog(void) {
    size_t size = 0;
    char *text = test_file("tests/cli/data/catalog.json", &size);
    cst_catalog *made = test_catalog(text, rules);
    cst_assumptions *assumptions = NULL;
    free(text);
    text = test_file("tests/cli/data/assumptions.json", &size);
    assert_int_equal(
        cst_assumptions_read(text, size, "assumptions.json", rules, NULL, &assumptions, NULL),
        CST_E_OK);
    assert_int_equal(cst_catalog_assume(made, assumptions, NULL), CST_E_OK);
    cst_assumptions_free(assumptions);
    free(text);
    return made;
}

static int begin(void **state) {
    (void)state;
    size_t size = 0;
    char *text = test_file("tests/cli/data/rules.json", &size);
    rules = test_rules(text);
    free(text);
    text = test_file("tests/cli/data/catalog.json", &size);
    catalog = test_catalog(text, rules);
    free(text);
    filled = filled_catalog();
    text = test_file("tests/cli/data/opportunity.json", &size);
    json_t *tree = tree_of(text);
    roomy = tender_of(tree, catalog);
    tree_edit(tree, "/budget", "2070000");
    tree_edit(tree, "/consortium/exclude", "['elm']");
    tight = tender_of(tree, catalog);
    tree_edit(tree, "/content", "{'mode':'require','gamma':1}");
    tree_edit(tree, "/budget", "9000000");
    tree_edit(tree, "/consortium/exclude", NULL);
    strict = tender_of(tree, filled);
    json_decref(tree);
    free(text);
    plain = explained(roomy, &everything);
    hard = explained(tight, &everything);
    assumed = explained(strict, &(cst_questions){.assumptions = true});
    return 0;
}

static int end(void **state) {
    (void)state;
    free(plain);
    free(hard);
    free(assumed);
    cst_opportunity_free(roomy);
    cst_opportunity_free(tight);
    cst_opportunity_free(strict);
    cst_catalog_free(catalog);
    cst_catalog_free(filled);
    cst_rules_free(rules);
    return 0;
}

static cst_error verify_plain(const char *text, size_t size, cst_findings **findings,
                              cst_diagnostics *faults) {
    return cst_explanation_verify(rules, catalog, roomy, text, size, "explanation.json", NULL,
                                  findings, faults);
}

static cst_error verify_hard(const char *text, size_t size, cst_findings **findings,
                             cst_diagnostics *faults) {
    return cst_explanation_verify(rules, catalog, tight, text, size, "explanation.json", NULL,
                                  findings, faults);
}

static cst_error verify_assumed(const char *text, size_t size, cst_findings **findings,
                                cst_diagnostics *faults) {
    return cst_explanation_verify(rules, filled, strict, text, size, "explanation.json", NULL,
                                  findings, faults);
}

static void rewritten(const char *right) {
    cst_explanation *read = NULL;
    char *again = NULL;
    size_t size = 0;
    assert_int_equal(cst_explanation_read(right, strlen(right), "x", NULL, &read, NULL), CST_E_OK);
    assert_int_equal(cst_explanation_to_json(read, &again, &size), CST_E_OK);
    assert_string_equal(again, right);
    cst_explanation_free(read);
    free(again);
}

static void test_rewritten(void **state) {
    (void)state;
    rewritten(plain);
    rewritten(hard);
    rewritten(assumed);
}

/* An explanation is of its own tender. */
static void test_another_tender(void **state) {
    (void)state;
    const forged file = {plain, verify_hard};
    char *said = forgery_findings(&file, plain);
    assert_non_null(strstr(said, "rules_cost/budget value: the tender does not have this value\n"));
    free(said);
}

static const forgery rows[] = {
    {"as it is", "", {{NULL, NULL}}},
    {"a unit more in the cheapest",
     "p1 lines/alder-rack/value: expected 2269004.50, found 2017004\n"
     "p1 members/alder/value: expected 2269004.50, found 2017004\n"
     "p1 members/alder/share: expected 0.9806, found 0.9782\n"
     "p1 members/cedar/share: expected 0.0195, found 0.0219\n"
     "p1 gross: expected 2314004.50, found 2062004\n"
     "p1 criteria/cost: expected 2309004.50, found 2057004\n"
     "p1 criteria/largest_share: expected 0.9806, found 0.9782\n"
     "p1 content/value: expected 2269004.50, found 2017004\n"
     "p1 content/shortfall: expected 249590.50, found 221870.44\n"
     "p1 ledger/accelerators/provided: expected 72, found 64\n"
     "p1 ledger/accelerators/slack: expected 8, found 0\n"
     "p1 ledger/power-kw/consumed: expected 112.500, found 100\n"
     "p1 ledger/power-kw/slack: expected 7.500, found 20\n"
     "p1 proof/gap: the cost 2309004.50 is farther above the bound 2057004 than the gap allows\n",
     {{"/result/packages/0/lines/0/units", "9"}}},
    {"a refusal taken away",
     "- refused/elm-model/jurisdiction:J1: expected, but not listed\n",
     {{"/result/refused/0", NULL}}},
    {"another verb", "- verb: expected 'explain', found 'match'\n", {{"/result/verb", "'match'"}}},
    {"settings of another verb",
     "- settings/candidates: expected 1, found 2\n",
     {{"/result/settings/candidates", "2"}}},
    {"by the slate",
     "- best_at/cost: no package is called best\n"
     "- best_at/us_content: no package is called best\n"
     "- best_at/delivery_weeks: no package is called best\n"
     "- best_at/members: no package is called best\n"
     "- best_at/licences: no package is called best\n"
     "- best_at/misfit: no package is called best\n"
     "- best_at/largest_share: no package is called best\n"
     "- settings/by: expected 'cost', found 'slate'\n",
     {{"/result/settings/by", "'slate'"}}},
    {"not complete", "- complete: all of it is called proven\n", {{"/complete", "false"}}},
    {"the result is not proven",
     "- complete: something in it is not proven\n",
     {{"/result/status", "'limit'"}}},
    {"no such firm", "whys/aldr id: the catalog has no such firm\n", {{"/whys/1/id", "'aldr'"}}},
    {"another kind",
     "whys/alder id: the catalog has no such offering\n",
     {{"/whys/1/kind", "'offering'"}}},
    {"another name",
     "whys/alder name: expected 'Alder Silicon, Inc.', found 'Alder'\n",
     {{"/whys/1/name", "'Alder'"}}},
    {"chosen, called beaten",
     "whys/alder standing: expected 'chosen', found 'beaten'\n"
     "whys/alder rebate: both packages are proven, and the difference is not told so\n"
     "whys/alder consortium/include/alder: the firm is not a member\n"
     "whys/alder proof/bound: nothing costs less than 2445000, it is said, but a package that "
     "stands here costs 2057004\n",
     {{"/whys/1/standing", "'beaten'"}}},
    {"beaten, called chosen",
     "whys/birch standing: expected 'beaten', found 'chosen'\n"
     "whys/birch room: both packages are proven, and the difference is not told so\n"
     "whys/birch screening/birch-server/excluded: the offering is refused: birch\n"
     "whys/birch consortium/exclude/birch: the firm is a member\n"
     "whys/birch proof/bound: nothing costs less than 2077004, it is said, but a package that "
     "stands here costs 2057004\n",
     {{"/whys/2/standing", "'chosen'"}}},
    {"beaten, called impossible",
     "whys/birch standing: expected 'beaten', found 'impossible'\n"
     "whys/birch status: nothing was asked, and yet there is an answer\n",
     {{"/whys/2/standing", "'impossible'"}}},
    {"beaten, called refused",
     "whys/birch standing: expected 'beaten', found 'refused'\n"
     "whys/birch status: nothing was asked, and yet there is an answer\n",
     {{"/whys/2/standing", "'refused'"}}},
    {"refused, called impossible",
     "whys/elm standing: expected 'refused', found 'impossible'\n",
     {{"/whys/5/standing", "'impossible'"}}},
    {"beaten, and nothing with it",
     "whys/birch status: no package, it is said, but one of 2105003.50 that stands here holds\n",
     {{"/whys/2/standing", "'impossible'"},
      {"/whys/2/status", NULL},
      {"/whys/2/cost", NULL},
      {"/whys/2/package", NULL},
      {"/whys/2/difference", NULL},
      {"/whys/2/rebate", NULL}}},
    {"beaten, and not decided",
     "- complete: something in it is not proven\n",
     {{"/whys/2/standing", "'undecided'"},
      {"/whys/2/status", "'limit'"},
      {"/whys/2/cost", "null"},
      {"/whys/2/package", "null"},
      {"/whys/2/difference", "null"},
      {"/whys/2/rebate", NULL}}},
    {"refused, with an answer",
     "whys/elm status: nothing was asked, and yet there is an answer\n",
     {{"/whys/5/status", "'infeasible'"}}},
    {"no refusal",
     "whys/elm refusals/elm-model/jurisdiction:J1: expected, but not listed\n",
     {{"/whys/5/refusals/0", NULL}}},
    {"one refusal more",
     "whys/birch refusals/elm-model/jurisdiction:J1: listed, but not expected\n",
     {{"/whys/2/refusals/-", "@/whys/5/refusals/0"}}},
    {"refusal of another firm",
     "whys/elm refusals/elm-model/jurisdiction:J1/firm: expected 'elm', found 'alder'\n",
     {{"/whys/5/refusals/0/firm", "'alder'"}}},
    {"refusal of another offering",
     "whys/elm refusals/alder-rack/jurisdiction:J1: listed, but not expected\n"
     "whys/elm refusals/elm-model/jurisdiction:J1: expected, but not listed\n",
     {{"/whys/5/refusals/0/offering", "'alder-rack'"}}},
    {"refusal by another row",
     "whys/elm refusals/elm-model/jurisdiction:J1: expected, but not listed\n"
     "whys/elm refusals/elm-model/jurisdiction:J2: listed, but not expected\n",
     {{"/whys/5/refusals/0/code", "'jurisdiction:J2'"}}},
    {"refusal for another fact",
     "whys/elm refusals/elm-model/jurisdiction:J1/fact: expected 'CN', found 'RU'\n",
     {{"/whys/5/refusals/0/fact", "'RU'"}}},
    {"refusal by another source",
     "whys/elm refusals/elm-model/jurisdiction:J1/source: expected 'test rules, row J1', found "
     "'hearsay'\n",
     {{"/whys/5/refusals/0/source", "'hearsay'"}}},
    {"another way out",
     "whys/elm refusals/elm-model/jurisdiction:J1/way_out: it does not speak of 'J1'\n",
     {{"/whys/5/refusals/0/way_out", "'ask again'"}}},
    {"package without the firm",
     "whys/birch rebate/amount: expected 0, found 20000\n"
     "whys/birch rebate/at_least: expected 0, found 20000\n"
     "whys/birch consortium/include/birch: the firm is not a member\n"
     "whys/birch cost: expected 2057004, found 2077004\n"
     "whys/birch difference/cost: expected 0, found 20000\n"
     "whys/birch difference/us_content: expected 0, found 0.0049\n"
     "whys/birch difference/members: expected 0, found 1\n"
     "whys/birch difference/largest_share: expected 0, found -0.0094\n",
     {{"/whys/2/package", "@/result/packages/0"},
      {"/whys/2/package/id", "''"},
      {"/whys/2/package/best_at", "[]"}}},
    {"package with the firm that is left out",
     "whys/alder room/amount: expected 0, found 387996\n"
     "whys/alder room/at_least: expected 0, found 387996\n"
     "whys/alder screening/alder-rack/excluded: the offering is refused: alder\n"
     "whys/alder consortium/exclude/alder: the firm is a member\n"
     "whys/alder cost: expected 2057004, found 2445000\n"
     "whys/alder difference/cost: expected 0, found 387996\n"
     "whys/alder difference/us_content: expected 0, found 0.2000\n"
     "whys/alder difference/delivery_weeks: expected 0, found 4\n"
     "whys/alder difference/licences: expected 0, found -1\n"
     "whys/alder difference/largest_share: expected 0, found 0.0034\n",
     {{"/whys/1/package", "@/result/packages/0"},
      {"/whys/1/package/id", "''"},
      {"/whys/1/package/best_at", "[]"}}},
    {"package with an id",
     "whys/alder id: expected '', found 'p2'\n",
     {{"/whys/1/package/id", "'p2'"}}},
    {"package that is best at something",
     "whys/alder best_at: the package of an answer is not called best\n",
     {{"/whys/1/package/best_at/-", "'cost'"}}},
    {"unit of a package",
     "whys/alder lines/birch-rack/value: expected 2700000, found 2400000\n"
     "whys/alder members/birch/value: expected 2700000, found 2400000\n"
     "whys/alder members/birch/share: expected 0.9837, found 0.9816\n"
     "whys/alder members/cedar/share: expected 0.0164, found 0.0185\n"
     "whys/alder gross: expected 2745000, found 2445000\n"
     "whys/alder criteria/cost: expected 2745000, found 2445000\n"
     "whys/alder criteria/largest_share: expected 0.9837, found 0.9816\n"
     "whys/alder content/value: expected 2700000, found 2400000\n"
     "whys/alder ledger/accelerators/provided: expected 72, found 64\n"
     "whys/alder ledger/accelerators/slack: expected 8, found 0\n"
     "whys/alder ledger/power-kw/consumed: expected 90, found 80\n"
     "whys/alder ledger/power-kw/slack: expected 30, found 40\n"
     "whys/alder proof/gap: the cost 2745000 is farther above the bound 2445000 than the gap "
     "allows\n",
     {{"/whys/1/package/lines/0/units", "9"}}},
    {"ledger of a package",
     "whys/alder ledger/accelerators/slack: expected 0, found 1\n",
     {{"/whys/1/package/ledger/0/slack", "1"}}},
    {"bound of a package",
     "whys/alder room/at_least: expected 342996, found 387996\n"
     "whys/alder proof/gap: the cost 2445000 is farther above the bound 2400000 than the gap "
     "allows\n",
     {{"/whys/1/package/proof/bound", "2400000"}}},
    {"bound above what is known",
     "whys/birch rebate/amount: expected 142996, found 20000\n"
     "whys/birch rebate/at_least: expected 142996, found 20000\n"
     "whys/birch criteria/cost: expected 2077004, found 2200000\n"
     "whys/birch proof/bound: the bound 2200000 is above the cost 2077004\n"
     "whys/birch cost: expected 2200000, found 2077004\n"
     "whys/birch difference/cost: expected 142996, found 20000\n"
     "whys/birch proof/bound: nothing costs less than 2200000, it is said, but a package that "
     "stands here costs 2105003.50\n",
     {{"/whys/2/package/criteria/cost", "2200000"}, {"/whys/2/package/proof/bound", "2200000"}}},
    {"package that is not proven",
     "whys/alder status: solved, it is said, but the package is not called proven\n",
     {{"/whys/1/package/proof/status", "'unproven'"}}},
    {"answer that is not proven",
     "whys/alder room: not both packages are there and proven\n"
     "whys/alder status: the package is called proven, and yet this is not solved\n"
     "- complete: something in it is not proven\n",
     {{"/whys/1/status", "'limit'"}}},
    {"solved without a package",
     "whys/alder room: not both packages are there and proven\n"
     "whys/alder status: solved, it is said, but there is no package\n"
     "whys/alder cost: there is no package\n"
     "whys/alder difference: there are no two packages\n",
     {{"/whys/1/package", "null"}}},
    {"no answer", "whys/alder status: the answer is missing\n", {{"/whys/1/status", NULL}}},
    {"cost of an answer",
     "whys/alder cost: expected 2445000, found 2445001\n",
     {{"/whys/1/cost", "2445001"}}},
    {"cost of an answer, null",
     "whys/alder cost: there is a package, but no cost\n",
     {{"/whys/1/cost", "null"}}},
    {"difference, null",
     "whys/alder difference: two packages, but no difference\n",
     {{"/whys/1/difference", "null"}}},
    {"difference in cost",
     "whys/alder difference/cost: expected 387996, found 1\n",
     {{"/whys/1/difference/cost", "1"}}},
    {"difference in us_content",
     "whys/alder difference/us_content: expected 0.2000, found 0.5000\n",
     {{"/whys/1/difference/us_content", "0.5"}}},
    {"difference in delivery_weeks",
     "whys/alder difference/delivery_weeks: expected 4, found 7\n",
     {{"/whys/1/difference/delivery_weeks", "7"}}},
    {"difference in members",
     "whys/alder difference/members: expected 0, found 7\n",
     {{"/whys/1/difference/members", "7"}}},
    {"difference in licences",
     "whys/alder difference/licences: expected -1, found 7\n",
     {{"/whys/1/difference/licences", "7"}}},
    {"difference in misfit",
     "whys/alder difference/misfit: expected 0, found 0.5000\n",
     {{"/whys/1/difference/misfit", "0.5"}}},
    {"difference in largest_share",
     "whys/alder difference/largest_share: expected 0.0034, found 0.5000\n",
     {{"/whys/1/difference/largest_share", "0.5"}}},
    {"difference without us_content",
     "whys/alder difference/us_content: both packages have it\n",
     {{"/whys/1/difference/us_content", NULL}}},
    {"rebate",
     "whys/birch rebate/amount: expected 20000, found 19999\n",
     {{"/whys/2/rebate/amount", "19999"}}},
    {"least rebate",
     "whys/birch rebate/at_least: expected 20000, found 19999\n",
     {{"/whys/2/rebate/at_least", "19999"}}},
    {"no rebate",
     "whys/birch rebate: both packages are proven, and the difference is not told so\n",
     {{"/whys/2/rebate", NULL}}},
    {"room",
     "whys/alder room/amount: expected 387996, found 387997\n",
     {{"/whys/1/room/amount", "387997"}}},
    {"least room",
     "whys/alder room/at_least: expected 387996, found 387997\n",
     {{"/whys/1/room/at_least", "387997"}}},
    {"room in the place of a rebate",
     "whys/birch rebate: both packages are proven, and the difference is not told so\n",
     {{"/whys/2/room", "@/whys/2/rebate"}, {"/whys/2/rebate", NULL}}},
    {"a rule missing", "- rules_cost: expected 10, found 9\n", {{"/rules_cost/9", NULL}}},
    {"a rule twice",
     "rules_cost/jurisdiction:J1 name: expected 'export:X1' here\n",
     {{"/rules_cost/8", "@/rules_cost/7"}}},
    {"rules in another order",
     "rules_cost/budget name: expected 'deadline_weeks' here\n"
     "rules_cost/deadline_weeks name: expected 'budget' here\n",
     {{"/rules_cost/0", "@/rules_cost/1"}, {"/rules_cost/1", "@/rules_cost/0"}}},
    {"source of a rule",
     "rules_cost/jurisdiction:J1 source: expected 'test rules, row J1', found 'hearsay'\n",
     {{"/rules_cost/7/source", "'hearsay'"}}},
    {"value of a demand",
     "rules_cost/deadline_weeks value: the tender does not have this value\n",
     {{"/rules_cost/0/value", "61"}}},
    {"unit of a demand",
     "rules_cost/demand/accelerators unit: expected 'accelerators', found 'racks'\n",
     {{"/rules_cost/2/unit", "'racks'"}}},
    {"idle, it is said",
     "rules_cost/export:X1 idle: without it more is possible\n"
     "rules_cost/export:X1 status: nothing was asked, and yet there is an answer\n",
     {{"/rules_cost/8/idle", "true"}}},
    {"not idle, it is said",
     "rules_cost/unknown idle: without it screening is the same\n"
     "rules_cost/unknown status: solved, it is said, but there is no package\n"
     "rules_cost/unknown status: the answer is missing\n",
     {{"/rules_cost/9/idle", "false"}}},
    {"a demand that is idle",
     "rules_cost/deadline_weeks idle: without it more is possible\n"
     "rules_cost/deadline_weeks status: nothing was asked, and yet there is an answer\n",
     {{"/rules_cost/0/idle", "true"}}},
    {"an idle rule with an answer",
     "rules_cost/unknown status: nothing was asked, and yet there is an answer\n",
     {{"/rules_cost/9/status", "'solved'"}}},
    {"added, it is said",
     "rules_cost/deadline_weeks added: it is asked for\n",
     {{"/rules_cost/0/added", "true"}}},
    {"not added, it is said",
     "rules_cost/content added: it is not asked for\n",
     {{"/rules_cost/6/added", "false"}}},
    {"cheaper than without the rule",
     "rules_cost/jurisdiction:J1 ledger/accelerators: short by 64 accelerators\n"
     "rules_cost/jurisdiction:J1 ledger/accelerators/demand: expected 64, found 0\n"
     "rules_cost/jurisdiction:J1 ledger/accelerators/slack: expected -64, found 0\n",
     {{"/rules_cost/7/package", "@/rules_cost/2/package"},
      {"/rules_cost/7/cost", "65000"},
      {"/rules_cost/7/difference", "@/rules_cost/2/difference"}}},
    {"package that needs the rule",
     "rules_cost/content content: expected at least 1028672.04 of US content, found 806801.60\n"
     "rules_cost/content content/mode: expected 'require', found 'presumption'\n",
     {{"/rules_cost/6/package", "@/rules_cost/0/package"},
      {"/rules_cost/6/cost", "2057004"},
      {"/rules_cost/6/difference", "@/rules_cost/0/difference"}}},
    {"nothing fits without a rule",
     "rules_cost/jurisdiction:J1 status: no package, it is said, but one of 2057004 that stands "
     "here holds\n",
     {{"/rules_cost/7/status", "'infeasible'"},
      {"/rules_cost/7/cost", "null"},
      {"/rules_cost/7/package", "null"},
      {"/rules_cost/7/difference", "null"}}},
    {"a rule costs nothing",
     "rules_cost/jurisdiction:J1 criteria/delivery_weeks: expected 40, found 30\n"
     "rules_cost/jurisdiction:J1 criteria/licences: expected 1, found 0\n"
     "rules_cost/jurisdiction:J1 licences/alder-rack: expected, but not listed\n",
     {{"/rules_cost/7/package", "@/rules_cost/8/package"},
      {"/rules_cost/7/cost", "2057004"},
      {"/rules_cost/7/difference", "@/rules_cost/8/difference"}}},
    {"cost without a rule",
     "rules_cost/demand/accelerators cost: expected 65000, found 65001\n",
     {{"/rules_cost/2/cost", "65001"}}},
    {"difference without a rule",
     "rules_cost/demand/accelerators difference/cost: expected -1992004, found -1992005\n",
     {{"/rules_cost/2/difference/cost", "-1992005"}}},
    {"a member missing", "- dropouts/cedar: expected, but not listed\n", {{"/dropouts/1", NULL}}},
    {"a firm that is no member",
     "- dropouts/birch: listed, but not expected\n"
     "- dropouts/cedar: expected, but not listed\n",
     {{"/dropouts/1/firm", "'birch'"}}},
    {"members in another order",
     "- dropouts/order: 'alder' stands after 'cedar'\n",
     {{"/dropouts/0", "@/dropouts/1"}, {"/dropouts/1", "@/dropouts/0"}}},
    {"critical",
     "dropouts/alder critical: it is not proven that nothing fits without it\n",
     {{"/dropouts/0/critical", "true"}}},
    {"critical, and nothing without it",
     "dropouts/cedar status: no package, it is said, but one of 2064504 that stands here holds\n",
     {{"/dropouts/1/critical", "true"},
      {"/dropouts/1/status", "'infeasible'"},
      {"/dropouts/1/cost", "null"},
      {"/dropouts/1/package", "null"},
      {"/dropouts/1/difference", "null"},
      {"/dropouts/1/joins", "[]"}}},
    {"slot that others fill",
     "dropouts/alder slots/models: it does not fill so many slots alone\n",
     {{"/dropouts/0/slots/-", "'models'"}}},
    {"another slot",
     "dropouts/alder slots/chips: expected 'chips', found 'models'\n",
     {{"/dropouts/0/slots/0", "'models'"}}},
    {"no slot",
     "dropouts/alder slots/chips: expected 'chips', found ''\n",
     {{"/dropouts/0/slots", "[]"}}},
    {"who joins",
     "dropouts/alder joins/birch: expected, but not listed\n"
     "dropouts/alder joins/dogwood: listed, but not expected\n",
     {{"/dropouts/0/joins", "['dogwood']"}}},
    {"nobody joins",
     "dropouts/alder joins/birch: expected, but not listed\n",
     {{"/dropouts/0/joins", "[]"}}},
    {"who leaves",
     "dropouts/alder leaves/cedar: listed, but not expected\n",
     {{"/dropouts/0/leaves", "['cedar']"}}},
    {"package with the member",
     "dropouts/alder screening/alder-rack/excluded: the offering is refused: alder\n"
     "dropouts/alder consortium/exclude/alder: the firm is a member\n",
     {{"/dropouts/0/package", "@/dropouts/1/package"},
      {"/dropouts/0/cost", "@/dropouts/1/cost"},
      {"/dropouts/0/difference", "@/dropouts/1/difference"},
      {"/dropouts/0/joins", "['dogwood']"},
      {"/dropouts/0/leaves", "['cedar']"}}},
    {"cost without the member",
     "dropouts/alder cost: expected 2445000, found 1\n",
     {{"/dropouts/0/cost", "1"}}},
    {"difference without the member",
     "dropouts/alder difference/members: expected 0, found 3\n",
     {{"/dropouts/0/difference/members", "3"}}},
    {"a curve twice",
     "curves/members criterion: it stands in the place of another\n",
     {{"/curves/1", "@/curves/0"}}},
    {"a curve of the cost",
     "curves/cost criterion: it has no curve\n",
     {{"/curves/0/criterion", "'cost'"}}},
    {"limit of a curve",
     "curves/members limit: the tender has another one\n",
     {{"/curves/0/limit", "3"}}},
    {"limit that the tender does not have",
     "curves/licences limit: the tender has none\n",
     {{"/curves/1/limit", "3"}}},
    {"no limit", "curves/members limit: the tender has another one\n", {{"/curves/0/limit", NULL}}},
    {"curve that is not complete",
     "- complete: something in it is not proven\n",
     {{"/curves/1/complete", "false"}}},
    {"where a step begins",
     "curves/licences at: the package has another value\n"
     "curves/licences proof/bound: nothing costs less than 2445000, it is said, but a package that "
     "stands here costs 2057004\n",
     {{"/curves/1/steps/0/at", "2"}}},
    {"steps in another order",
     "curves/licences proof/bound: nothing costs less than 2445000, it is said, but a package that "
     "stands here costs 2057004\n"
     "curves/licences at: it is not tighter than the step before\n"
     "curves/licences cost: a looser limit costs more\n"
     "curves/end status: no package, it is said, but one of 2445000 that stands here holds\n",
     {{"/curves/1/steps/0", "@/curves/1/steps/1"}, {"/curves/1/steps/1", "@/curves/1/steps/0"}}},
    {"no first step",
     "curves/licences proof/bound: nothing costs less than 2445000, it is said, but a package that "
     "stands here costs 2057004\n",
     {{"/curves/1/steps/0", NULL}}},
    {"no last step",
     "curves/end status: no package, it is said, but one of 2445000 that stands here holds\n",
     {{"/curves/1/steps/1", NULL}}},
    {"step without a package",
     "curves/licences package: a step has a package\n"
     "curves/licences status: solved, it is said, but there is no package\n"
     "curves/licences cost: there is no package\n",
     {{"/curves/1/steps/1/package", "null"}}},
    {"step that is not proven",
     "curves/licences status: a step that is not proven has none after it\n"
     "curves/licences status: the package is called proven, and yet this is not solved\n"
     "- complete: something in it is not proven\n",
     {{"/curves/1/steps/0/status", "'limit'"}}},
    {"cost of a step",
     "curves/licences cost: expected 2445000, found 2445001\n",
     {{"/curves/1/steps/1/cost", "2445001"}}},
    {"bound of a step",
     "curves/licences proof/bound: the bound 2100000 is above the cost 2057004\n"
     "curves/licences proof/bound: nothing costs less than 2100000, it is said, but a package that "
     "stands here costs 2057004\n",
     {{"/curves/1/steps/0/package/proof/bound", "2100000"}}},
    {"an unknown key", "/whys/0/why: unknown key 'why'\n", {{"/whys/0/why", "'because'"}}},
    {"an unknown standing",
     "/whys/0/standing: expected 'refused', 'impossible', 'beaten', 'chosen' or 'undecided', found "
     "'best'\n",
     {{"/whys/0/standing", "'best'"}}},
    {"no result", ": missing key 'result'\n", {{"/result", NULL}}},
    {"a result of another format",
     "/result/format: expected 'consort-result/1', found 'consort-menu/1'\n",
     {{"/result/format", "'consort-menu/1'"}}},
    {"a list missing", ": missing key 'curves'\n", {{"/curves", NULL}}},
    {"a difference that is no object",
     "/whys/1/difference: expected an object, found 7\n",
     {{"/whys/1/difference", "7"}}},
};

static const forgery tight_rows[] = {
    {"as it is", "", {{NULL, NULL}}},
    {"impossible, called beaten",
     "whys/birch standing: expected 'undecided', found 'beaten'\n"
     "whys/birch status: solved, it is said, but there is no package\n"
     "whys/birch status: the answer is missing\n",
     {{"/whys/2/standing", "'beaten'"}}},
    {"impossible, with an answer",
     "whys/birch status: nothing was asked, and yet there is an answer\n",
     {{"/whys/2/status", "'infeasible'"}}},
    {"chosen, and something is left",
     "- complete: something in it is not proven\n",
     {{"/whys/1/status", "'limit'"}}},
    {"critical, called replaceable",
     "dropouts/alder critical: nothing fits without it, and yet it is not critical\n",
     {{"/dropouts/0/critical", "false"}}},
    {"somebody joins where nothing is left",
     "dropouts/alder joins/birch: listed, but not expected\n",
     {{"/dropouts/0/joins", "['birch']"}}},
    {"nothing is left, with a cost",
     "dropouts/alder cost: there is no package\n",
     {{"/dropouts/0/cost", "7"}}},
    {"a list of a demand",
     "rules_cost/consortium/exclude value: the tender does not have this value\n",
     {{"/rules_cost/6/value", "['birch']"}}},
    {"a way out of what is excluded",
     "whys/elm refusals/elm-model/excluded/way_out: it does not speak of 'elm'\n",
     {{"/whys/5/refusals/0/way_out", "'nothing helps'"}}},
    {"refusals in another order",
     "whys/elm refusals/order: 'elm-model' stands after 'elm-model'\n",
     {{"/whys/5/refusals/0", "@/whys/5/refusals/1"},
      {"/whys/5/refusals/1", "@/whys/5/refusals/0"}}},
    {"without the content that can not be had",
     "rules_cost/content added: it is not asked for\n",
     {{"/rules_cost/7/added", "false"}}},
    {"everything is proven",
     "- complete: something in it is not proven\n",
     {{"/dropouts/0/status", "'limit'"}, {"/dropouts/0/critical", "false"}}},
};

static const forgery assumed_rows[] = {
    {"as it is", "", {{NULL, NULL}}},
    {"a fact missing", "- assumptions: expected 3, found 2\n", {{"/assumptions/1", NULL}}},
    {"facts in another order",
     "- assumptions/order: 'S1' stands after 'S2'\n",
     {{"/assumptions/0", "@/assumptions/1"}, {"/assumptions/1", "@/assumptions/0"}}},
    {"another row",
     "assumptions/S2/us_content.made_low row: the row fills no such fact\n",
     {{"/assumptions/0/row", "'S2'"}}},
    {"another fact",
     "assumptions/S1/us_content.made row: the row fills no such fact\n",
     {{"/assumptions/0/fact", "'us_content.made'"}}},
    {"no fact at all",
     "assumptions/S1/price fact: there is no such fact\n",
     {{"/assumptions/0/fact", "'price'"}}},
    {"another value",
     "assumptions/S1/us_content.made_low value: expected '0.6', found '0.7'\n",
     {{"/assumptions/0/value", "'0.7'"}}},
    {"another subject",
     "assumptions/S1/us_content.made_low subjects/birch-server: expected 'birch-server', found "
     "'birch-rack'\n",
     {{"/assumptions/0/subjects", "['birch-rack']"}}},
    {"one subject more",
     "assumptions/S1/us_content.made_low subjects/birch-rack: the row does not fill it there\n",
     {{"/assumptions/0/subjects/-", "'birch-rack'"}}},
    {"least of a share",
     "assumptions/S1/us_content.made_low least: expected 0, found 0.1000\n"
     "assumptions/S1/us_content.made_low from: expected 0.1000, found 0\n",
     {{"/assumptions/0/least", "0.1"}}},
    {"most of a share",
     "assumptions/S1/us_content.made_low most: expected 0.9000, found 0.8000\n"
     "assumptions/S1/us_content.made_low to: expected 0.8000, found 0.9000\n",
     {{"/assumptions/0/most", "0.8"}}},
    {"no range",
     "assumptions/S1/us_content.made_low ranges: there is none\n",
     {{"/assumptions/0/ranges/0", NULL}}},
    {"a range twice",
     "assumptions/S1/us_content.made_low from: expected 0.9001, found 0\n",
     {{"/assumptions/0/ranges/-", "@/assumptions/0/ranges/0"}}},
    {"two ranges of what is idle",
     "assumptions/S3/maker_country ranges: what nothing asks for has one range\n"
     "assumptions/S3/maker_country assumed: expected false, found true\n",
     {{"/assumptions/2/ranges/-", "@/assumptions/2/ranges/0"}}},
    {"where a range begins",
     "assumptions/S1/us_content.made_low from: expected 0, found 0.1000\n",
     {{"/assumptions/0/ranges/0/from", "0.1"}}},
    {"where a range ends",
     "assumptions/S1/us_content.made_low to: expected 0.9000, found 0.8000\n",
     {{"/assumptions/0/ranges/0/to", "0.8"}}},
    {"where the package is",
     "assumptions/S1/us_content.made_low at: expected 0.6000, found 0.5000\n",
     {{"/assumptions/0/ranges/0/at", "0.5"}}},
    {"a range that is not assumed",
     "assumptions/S1/us_content.made_low assumed: expected true, found false\n",
     {{"/assumptions/0/ranges/0/assumed", "false"}}},
    {"another conclusion",
     "assumptions/S1/us_content.made_low same: expected true, found false\n",
     {{"/assumptions/0/ranges/0/same", "false"}}},
    {"other members",
     "assumptions/S1/us_content.made_low same_members: expected true, found false\n",
     {{"/assumptions/0/ranges/0/same_members", "false"}}},
    {"not met",
     "assumptions/S1/us_content.made_low met: the package says otherwise\n",
     {{"/assumptions/0/ranges/0/met", "false"}}},
    {"met, null",
     "assumptions/S1/us_content.made_low met: the package says otherwise\n",
     {{"/assumptions/0/ranges/0/met", "null"}}},
    {"cost at one end",
     "assumptions/S1/us_content.made_low cost_to: the cost of the package is not between those of "
     "the ends\n",
     {{"/assumptions/0/ranges/0/cost_from", "2345000"}}},
    {"cost at the other",
     "assumptions/S1/us_content.made_low cost_to: the cost of the package is not between those of "
     "the ends\n",
     {{"/assumptions/0/ranges/0/cost_to", "2345002"}}},
    {"no costs at the ends",
     "assumptions/S1/us_content.made_low cost_from: there is a package, but no cost\n",
     {{"/assumptions/0/ranges/0/cost_from", NULL}, {"/assumptions/0/ranges/0/cost_to", NULL}}},
    {"cost of a range",
     "assumptions/S1/us_content.made_low cost: expected 2345001, found 1\n",
     {{"/assumptions/0/ranges/0/cost", "1"}}},
    {"difference of a range",
     "assumptions/S1/us_content.made_low difference/members: expected 0, found 1\n",
     {{"/assumptions/0/ranges/0/difference/members", "1"}}},
    {"range that is not proven",
     "assumptions/S1/us_content.made_low status: the package is called proven, and yet this is not "
     "solved\n"
     "- complete: something in it is not proven\n",
     {{"/assumptions/0/ranges/0/status", "'limit'"}}},
    {"range without a package",
     "assumptions/S1/us_content.made_low cost_from: there is no package\n"
     "assumptions/S1/us_content.made_low status: no package, it is said, but one of 2345001 that "
     "stands here holds\n"
     "assumptions/S1/us_content.made_low same_members: expected false, found true\n"
     "assumptions/S1/us_content.made_low same: expected false, found true\n"
     "assumptions/S1/us_content.made_low met: the package says otherwise\n",
     {{"/assumptions/0/ranges/0/status", "'infeasible'"},
      {"/assumptions/0/ranges/0/cost", "null"},
      {"/assumptions/0/ranges/0/package", "null"},
      {"/assumptions/0/ranges/0/difference", "null"}}},
    {"another value of a country",
     "assumptions/S3/maker_country ranges/value: expected 'US', found 'CN'\n",
     {{"/assumptions/2/ranges/0/value", "'CN'"}}},
    {"a country that is not assumed",
     "assumptions/S3/maker_country assumed: expected true, found false\n",
     {{"/assumptions/2/ranges/0/assumed", "false"}}},
};

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rewritten),
                                       cmocka_unit_test(test_another_tender)};
    begin(NULL);
    int failed = cmocka_run_group_tests_name("explanations that hold", tests, NULL, NULL);
    const forged files[] = {{plain, verify_plain}, {hard, verify_hard}, {assumed, verify_assumed}};
    failed += FORGERIES("forged explanations", &files[0], rows);
    failed += FORGERIES("forged explanations of a tight budget", &files[1], tight_rows);
    failed += FORGERIES("forged explanations of assumptions", &files[2], assumed_rows);
    end(NULL);
    return failed;
}
