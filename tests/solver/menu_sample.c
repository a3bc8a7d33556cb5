/* menu_sample.c - a menu small enough to be known by heart. */
#include "tests/solver/menu_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support.h"
#include "tests/tree.h"

static const char rules_text[] =
    "{ 'format': 'consort-rules/1', 'id': 'menu-rules', 'groups': { 'concern': [ 'RU' ] },"
    "  'layers': [ { 'id': 'hardware', 'slots': [ 'chips' ], 'required': true },"
    "              { 'id': 'software', 'slots': [ 'models' ], 'required': true } ],"
    "  'content': { 'slots': [ 'chips' ], 'threshold': 0.5, 'method': 'made',"
    "               'mode': 'presumption' },"
    "  'jurisdiction': [ { 'id': 'seat', 'test': 'incorporated', 'in': 'concern',"
    "                      'verdict': 'refuse', 'source': 'policy' } ],"
    "  'export': [ { 'id': 'X', 'destination': [ 'JP' ], 'eccn': [ '4A090' ], 'status': 'licence',"
    "                'posture': 'case by case', 'weeks': 10, 'source': 'counsel' } ],"
    "  'unknown': 'refuse' }";

static const char catalog_text[] =
    "{ 'format': 'consort-catalog/1', 'as_of': '2026-11-01', 'currency': 'USD',"
    "  'provenance': { 'kind': 'synthetic', 'note': 'five firms' },"
    "  'resources': { 'cards': {}, 'seats': {} },"
    "  'firms': [ { 'id': 'alder', 'incorporated': 'US', 'can_anchor': true, 'max_value': 9000 },"
    "             { 'id': 'birch', 'incorporated': 'US', 'can_anchor': true },"
    "             { 'id': 'cedar', 'incorporated': 'US', 'size': 'small' },"
    "             { 'id': 'dogwood', 'incorporated': 'JP' },"
    "             { 'id': 'volna', 'incorporated': 'RU' } ],"
    "  'offerings': ["
    "    { 'id': 'alder-rack', 'firm': 'alder', 'slot': 'chips', 'units': { 'max': 50 },"
    "      'price': { 'per_unit': 1000 }, 'provides': { 'cards': 8 },"
    "      'us_content': { 'made': 0.6 }, 'eccn': '4A090', 'lead_weeks': 20 },"
    "    { 'id': 'birch-rack', 'firm': 'birch', 'slot': 'chips', 'units': { 'max': 50 },"
    "      'price': { 'per_unit': 900 }, 'provides': { 'cards': 8 }, 'eccn': 'EAR99', "
    "'lead_weeks': 30,"
    "      'available_in': [ 'BR', 'JP', 'KE' ], 'us_content': { 'made': 0.4 } },"
    "    { 'id': 'cedar-model', 'firm': 'cedar', 'slot': 'models', 'units': { 'max': 50 },"
    "      'price': { 'fixed': 500, 'per_unit': 10 }, 'provides': { 'seats': 100 },"
    "      'consumes': { 'cards': 1 }, 'weights': 'open', 'eccn': 'EAR99', 'lead_weeks': 4 },"
    "    { 'id': 'dogwood-model', 'firm': 'dogwood', 'slot': 'models', 'units': { 'max': 50 },"
    "      'price': { 'per_unit': 90.5 }, 'provides': { 'seats': 100 }, 'weights': 'closed',"
    "      'eccn': 'EAR99', 'lead_weeks': 2, 'capabilities': [ 'lang:ja' ] },"
    "    { 'id': 'volna-model', 'firm': 'volna', 'slot': 'models', 'price': { 'fixed': 1 },"
    "      'provides': { 'seats': 9000 }, 'weights': 'open', 'eccn': 'EAR99',"
    "      'lead_weeks': 1 } ] }";

static const char markets_text[] =
    "{ 'format': 'consort-markets/1', 'id': 'five', 'title': 'Five markets', 'markets': ["
    "  { 'id': 'br', 'region': 'west', 'weight': 2, 'opportunity': { 'buyer': { 'country': 'BR' },"
    "    'demand': { 'cards': 20, 'seats': 600 }, 'title': 'Brazil' } },"
    "  { 'id': 'in', 'region': 'east', 'weight': 3, 'opportunity': { 'buyer': { 'country': 'IN' },"
    "    'demand': { 'cards': 30, 'seats': 700 }, 'budget': 20000,"
    "    'slots': { 'models': { 'every_has': [ 'weights:open' ] } } } },"
    "  { 'id': 'jp', 'region': 'east', 'weight': 0.5, 'opportunity': {"
    "    'buyer': { 'country': 'JP' }, 'demand': { 'cards': 8, 'seats': 100 },"
    "    'consortium': { 'include': [ 'alder', 'dogwood' ] },"
    "    'slots': { 'models': { 'some_has': [ 'lang:ja' ] } } } },"
    "  { 'id': 'ke', 'region': 'south', 'opportunity': { 'buyer': { 'country': 'KE' },"
    "    'demand': { 'cards': 40, 'seats': 600 }, 'deadline_weeks': 40,"
    "    'consortium': { 'anchor': 'birch' } } },"
    "  { 'id': 'ng', 'region': 'south', 'opportunity': { 'buyer': { 'country': 'NG' },"
    "    'demand': { 'cards': 8, 'seats': 100 }, 'budget': 100 } } ] }";

/* The text with its changes, with " for '. New. */
static char *changed(const char *text, const tree_change *edits) {
    json_t *tree = tree_of(text);
    for (; edits != NULL && edits->pointer != NULL; edits++) {
        tree_edit(tree, edits->pointer, edits->text);
    }
    char *made = tree_text(tree);
    json_decref(tree);
    return made;
}

menu_sample menu_sample_of(const tree_change *markets, const tree_change *rules) {
    menu_sample s = {.rules = NULL};
    char *text = changed(rules_text, rules);
    s.rules = test_rules(text);
    free(text);
    s.catalog = test_catalog(catalog_text, s.rules);
    text = changed(markets_text, markets);
    cst_diagnostics *faults = cst_diagnostics_new(0);
    cst_error error = cst_markets_read(text, strlen(text), "markets.json", s.rules, s.catalog, NULL,
                                       &s.markets, faults);
    test_expect_faults(faults, error, "");
    cst_diagnostics_free(faults);
    free(text);
    return s;
}

void menu_sample_clear(menu_sample *s) {
    cst_markets_free(s->markets);
    cst_catalog_free(s->catalog);
    cst_rules_free(s->rules);
}

cst_menu *menu_sample_find(const menu_sample *s, int packages) {
    return menu_sample_ask(s, (cst_menu_ask){.packages = packages}, NULL);
}

cst_menu *menu_sample_ask(const menu_sample *s, cst_menu_ask ask, const char *kept) {
    cst_settings settings = cst_settings_default();
    cst_kept *keep = NULL;
    cst_menu *menu = NULL;
    ask.max_members = 2;
    if (kept != NULL) {
        char *text = test_quoted(kept);
        cst_diagnostics *faults = cst_diagnostics_new(0);
        cst_error read =
            cst_kept_read(text, strlen(text), "kept.json", s->catalog, &ask, NULL, &keep, faults);
        test_expect_faults(faults, read, "");
        cst_diagnostics_free(faults);
        free(text);
    }
    ask.keep = keep;
    settings.gap = 0;
    settings.threads = 1;
    cst_error error = cst_menu_find(s->rules, s->catalog, s->markets, &settings, &ask, &menu);
    cst_kept_free(keep);
    assert_int_equal(error, CST_E_OK);
    return menu;
}

char *menu_sample_text(const cst_menu *menu) {
    char *text = NULL;
    size_t size = 0;
    assert_int_equal(cst_menu_to_json(menu, &text, &size), CST_E_OK);
    assert_int_equal(strlen(text), size);
    return text;
}

cst_menu *menu_sample_read(const char *text) {
    cst_menu *menu = NULL;
    cst_diagnostics *faults = cst_diagnostics_new(0);
    cst_error error = cst_menu_read(text, strlen(text), "menu.json", NULL, &menu, faults);
    test_expect_faults(faults, error, "");
    assert_int_equal(error, CST_E_OK);
    cst_diagnostics_free(faults);
    return menu;
}
