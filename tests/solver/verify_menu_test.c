/*
 * verify_menu_test.c - would the verifier notice a forged menu? A right one (menu_sample.h) passes;
 * then every row of the table breaks one thing and says what must be found, all of it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "consort.h"
#include "tests/solver/forgery.h"
#include "tests/solver/menu_sample.h"

static menu_sample sample;
static char *plain;  /* the menu, as text */
static char *asked;  /* one that keeps a team, has open weights and shares capacity */
static char *nobody; /* one that has no team of small firms, and says so */

static char *text_of(cst_menu *menu) {
    char *text = menu_sample_text(menu);
    cst_menu_free(menu);
    return text;
}

static int begin(void **state) {
    (void)state;
    sample = menu_sample_of(NULL, NULL);
    plain = text_of(menu_sample_find(&sample, 2));
    asked = text_of(menu_sample_ask(
        &sample,
        (cst_menu_ask){
            .packages = 3, .open_weight_team = true, .share_units = true, .share_value = true},
        "{'format':'consort-menu/1','teams':["
        "{'anchor':'alder','members':['alder','cedar']},"
        "{'anchor':'birch','members':['birch','volna']}]}"));
    nobody =
        text_of(menu_sample_ask(&sample, (cst_menu_ask){.packages = 1, .small_team = true}, NULL));
    return 0;
}

static int end(void **state) {
    (void)state;
    menu_sample_clear(&sample);
    free(plain);
    free(asked);
    free(nobody);
    return 0;
}

static cst_error verify(const char *text, size_t size, cst_findings **findings,
                        cst_diagnostics *faults) {
    return cst_menu_verify(sample.rules, sample.catalog, sample.markets, text, size, "menu.json",
                           NULL, findings, faults);
}

/* The sample is what the rows take it for. */
static void test_sample(void **state) {
    (void)state;
    const forged file = {plain, verify};
    char *said = forgery_findings(&file, plain);
    assert_string_equal(said, "");
    free(said);
    cst_menu *menu = menu_sample_read(plain);
    assert_int_equal(menu->status, CST_STATUS_SOLVED);
    assert_int_equal(menu->n_teams, 2);
    assert_int_equal(menu->n_markets, 5);
    static const cst_cover covers[] = {CST_COVER_SERVED, CST_COVER_SERVED, CST_COVER_LEFT,
                                       CST_COVER_SERVED, CST_COVER_NONE};
    for (size_t m = 0; m < menu->n_markets; m++) {
        assert_int_equal(menu->list[m].cover, covers[m]);
    }
    char *again = menu_sample_text(menu);
    assert_string_equal(again, plain);
    free(again);
    cst_menu_free(menu);
}

static const forgery rows[] = {
    {"another file",
     "- markets_file: expected 'five', found 'six'\n",
     {{"/markets_file", "'six'"}}},
    {"other rules", "- rules: expected 'menu-rules', found 'x'\n", {{"/rules", "'x'"}}},
    {"assumptions that there were not",
     "- assumptions: expected '', found 'x'\n",
     {{"/assumptions", "'x'"}}},
    {"another title", "- title: expected 'Five markets', found 'x'\n", {{"/title", "'x'"}}},
    {"another currency", "- currency: expected 'USD', found 'EUR'\n", {{"/currency", "'EUR'"}}},
    {"a region that there is not",
     "- settings/region: no market is of the region 'north'\n"
     "- markets/br: listed, but not expected\n"
     "- markets/in: listed, but not expected\n"
     "- markets/jp: listed, but not expected\n"
     "- markets/ke: listed, but not expected\n"
     "- markets/ng: listed, but not expected\n"
     "- weight_of_all: expected 0, found 7.500\n",
     {{"/settings/region", "'north'"}}},
    {"a region that leaves out what is listed",
     "- markets/br: listed, but not expected\n"
     "- markets/ke: listed, but not expected\n"
     "- markets/ng: listed, but not expected\n"
     "- weight_of_all: expected 3.500, found 7.500\n",
     {{"/settings/region", "'east'"}}},
    {"a wrong weight of all",
     "- weight_of_all: expected 7.500, found 8\n",
     {{"/weight_of_all", "8"}}},
    {"a market is dropped", "- markets/ng: expected, but not listed\n", {{"/markets/4", NULL}}},
    {"a served market is dropped",
     "- markets/ke: expected, but not listed\n"
     "- curve/2/served: expected 2, found 3\n"
     "- curve/2/weight: expected 5, found 6\n"
     "- curve/2/cost: expected 8813, found 13856\n"
     "- teams/t2/markets: expected 1, found 2\n"
     "- teams/t2/weight: expected 2, found 3\n"
     "- teams/t2/cost: expected 3243, found 8286\n"
     "- teams/t2/lost_without/ke: the team does not serve this market\n"
     "- firms/birch/markets: expected 1, found 2\n"
     "- firms/birch/weight: expected 2, found 3\n"
     "- firms/birch/value: expected 2700, found 7200\n"
     "- firms/dogwood/markets: expected 1, found 2\n"
     "- firms/dogwood/weight: expected 2, found 3\n"
     "- firms/dogwood/value: expected 543, found 1086\n",
     {{"/markets/3", NULL}}},
    {"a market that nobody asked about",
     "- markets/ng: expected, but not listed\n"
     "- markets/zz: listed, but not expected\n",
     {{"/markets/4/market", "'zz'"}}},
    {"another region of a market",
     "br region: expected 'west', found 'east'\n",
     {{"/markets/0/region", "'east'"}}},
    {"another title of a market",
     "br title: expected 'Brazil', found 'Bresil'\n",
     {{"/markets/0/title", "'Bresil'"}}},
    {"another country",
     "br country: expected 'BR', found 'PT'\n",
     {{"/markets/0/country", "'PT'"}}},
    {"another weight", "ng weight: expected 1, found 2\n", {{"/markets/4/weight", "2"}}},
    {"a weight that is served for more",
     "ke weight: expected 1, found 2\n"
     "- curve/2/weight: expected 7, found 6\n"
     "- teams/t2/weight: expected 4, found 3\n"
     "- firms/birch/weight: expected 4, found 3\n"
     "- firms/dogwood/weight: expected 4, found 3\n",
     {{"/markets/3/weight", "2"}}},
    {"a wrong cost",
     "in criteria/cost: expected 5570, found 5569\n"
     "in alone/cost: the least known cost 5570 is above the cost 5569 of the package\n"
     "- curve/2/cost: expected 13855, found 13856\n"
     "- teams/t1/cost: expected 5569, found 5570\n",
     {{"/markets/1/package/criteria/cost", "5569"}}},
    {"a wrong cost, and every sum with it",
     "in criteria/cost: expected 5570, found 5470\n"
     "in proof/gap: the cost 5570 is farther above the bound 5470 than the gap allows\n",
     {{"/markets/1/package/criteria/cost", "5470"},
      {"/markets/1/package/proof/bound", "5470"},
      {"/markets/1/alone", "{'cost':5470,'bound':5470}"},
      {"/teams/0/cost", "5470"},
      {"/curve/1/cost", "{'found':13756,'bound':13756,'proven':true}"}}},
    {"a wrong share of content",
     "br criteria/us_content: expected 0.4000, found 0.7000\n",
     {{"/markets/0/package/criteria/us_content", "0.7"}}},
    {"too few units",
     "in lines/alder-rack/value: expected 4000, found 5000\n"
     "in ledger/cards: short by 5\n"
     "in members/alder/value: expected 4000, found 5000\n"
     "in members/alder/share: expected 0.8753, found 0.8977\n"
     "in members/cedar/share: expected 0.1248, found 0.1024\n"
     "in gross: expected 4570, found 5570\n"
     "in criteria/cost: expected 4570, found 5570\n"
     "in criteria/largest_share: expected 0.8753, found 0.8977\n"
     "in content/value: expected 4000, found 5000\n"
     "in ledger/cards/provided: expected 32, found 40\n"
     "in ledger/cards/slack: expected -5, found 3\n"
     "in proof/bound: the bound 5570 is above the cost 4570\n",
     {{"/markets/1/package/lines/0/units", "4"}}},
    {"an offering that is refused there",
     "in lines/birch-rack/firm: expected 'birch', found 'alder'\n"
     "in lines/birch-rack/value: expected 4500, found 5000\n"
     "in screening/birch-rack/unavailable: the offering is refused: BR, JP, KE\n"
     "in anchor/member: alder is not a member\n"
     "in members/alder: listed, but not expected\n"
     "in members/birch: expected, but not listed\n"
     "in members/cedar/share: expected 0.1125, found 0.1024\n"
     "in gross: expected 5070, found 5570\n"
     "in criteria/cost: expected 5070, found 5570\n"
     "in criteria/us_content: expected 0.4000, found 0.6000\n"
     "in criteria/delivery_weeks: expected 30, found 20\n"
     "in criteria/largest_share: expected 0.8876, found 0.8977\n"
     "in content/share: expected 0.4000, found 0.6000\n"
     "in content/guaranteed/0: expected 0.4000, found 0.6000\n"
     "in content/value: expected 4500, found 5000\n"
     "in content/met: expected 'false', found 'true'\n"
     "in content/shortfall: expected 450, found 0\n"
     "in proof/bound: the bound 5570 is above the cost 5070\n",
     {{"/markets/1/package/lines/0/offering", "'birch-rack'"}}},
    {"the package of another market",
     "ke ledger/cards: short by 16\n"
     "ke ledger/cards/demand: expected 40, found 20\n"
     "ke ledger/cards/slack: expected -16, found 4\n"
     "ke alone/cost: the least known cost 5043 is above the cost 3243 of the package\n"
     "- curve/2/cost: expected 12056, found 13856\n"
     "- teams/t2/cost: expected 6486, found 8286\n"
     "- firms/birch/value: expected 5400, found 7200\n",
     {{"/markets/3/package", "@/markets/0/package"}}},
    {"a member outside the team",
     "in team/cedar: the firm is in the package, but not in the team t1\n"
     "- firms/cedar: listed, but not expected\n",
     {{"/teams/0/members/1", NULL}}},
    {"a team with one firm too many",
     "- teams/t2/members: expected at most 2 firms, found 3\n"
     "- teams/t2/elm: the catalog has no such firm\n",
     {{"/teams/1/members/-", "'elm'"}}},
    {"a member that is no firm",
     "in team/cedar: the firm is in the package, but not in the team t1\n"
     "- teams/t1/cedra: the catalog has no such firm\n"
     "- firms/cedar: listed, but not expected\n",
     {{"/teams/0/members/1", "'cedra'"}}},
    {"a member that is in no package",
     "in team/cedar: the firm is in the package, but not in the team t1\n"
     "- teams/t1/birch: the firm is in no package of the team\n"
     "- firms/birch/teams: expected 2, found 1\n"
     "- firms/cedar: listed, but not expected\n",
     {{"/teams/0/members", "['alder','birch']"}}},
    {"a member twice",
     "- teams/t1/members: expected at most 2 firms, found 3\n"
     "- teams/t1/members/order: 'cedar' stands after 'cedar'\n",
     {{"/teams/0/members", "['alder','cedar','cedar']"}}},
    {"more members than allowed",
     "br consortium/max_members: expected at most 1, found 2\n"
     "in consortium/max_members: expected at most 1, found 2\n"
     "ke consortium/max_members: expected at most 1, found 2\n"
     "ng demands/consortium/max_members: the tender asks something else\n"
     "ng remedies/budget/consortium/max_members: expected at most 1, found 2\n"
     "- teams/t1/members: expected at most 1 firms, found 2\n"
     "- teams/t2/members: expected at most 1 firms, found 2\n",
     {{"/settings/max_members", "1"}}},
    {"a swapped anchor",
     "in team/anchor: the team is led by cedar, the package by alder\n"
     "in anchor/named: expected cedar, found alder\n"
     "jp missing: no team is led by alder and lacks these firms\n",
     {{"/teams/0/anchor", "'cedar'"}}},
    {"a swapped anchor, in the package too",
     "in anchor/allowed: cedar may not lead\n"
     "jp missing: no team is led by alder and lacks these firms\n",
     {{"/teams/0/anchor", "'cedar'"}, {"/markets/1/package/anchor", "'cedar'"}}},
    {"an anchor that is not in the team",
     "in team/anchor: the team is led by birch, the package by alder\n"
     "in anchor/named: expected birch, found alder\n"
     "jp missing: no team is led by alder and lacks these firms\n"
     "- teams/t1/anchor: birch is not in the team\n"
     "- firms/birch/lost_markets: every team is led by the firm: all its markets are lost without "
     "it\n",
     {{"/teams/0/anchor", "'birch'"}}},
    {"an anchor that the market does not want",
     "br team/anchor: the team is led by dogwood, the package by birch\n"
     "br anchor/named: expected dogwood, found birch\n"
     "ke team/anchor: the team is led by dogwood, the package by birch\n"
     "ke team/anchor: the market asks that birch leads, the team is led by dogwood\n"
     "ke anchor/named: expected dogwood, found birch\n",
     {{"/teams/1/anchor", "'dogwood'"}}},
    {"the anchor of a package alone",
     "in team/anchor: the team is led by alder, the package by cedar\n"
     "in anchor/allowed: cedar may not lead\n",
     {{"/markets/1/package/anchor", "'cedar'"}}},
    {"markets of a team", "- teams/t1/markets: expected 1, found 3\n", {{"/teams/0/markets", "3"}}},
    {"the weight of a team",
     "- teams/t1/weight: expected 3, found 6\n",
     {{"/teams/0/weight", "6"}}},
    {"the cost of a team",
     "- teams/t2/cost: expected 8286, found 8286.01\n",
     {{"/teams/1/cost", "8286.01"}}},
    {"a team by another name",
     "- teams/id: expected 't1', found 't9'\n",
     {{"/teams/0/id", "'t9'"}, {"/markets/1/team", "'t9'"}}},
    {"a market by a team that there is not",
     "/markets/0/team: the menu has no team 't9'\n",
     {{"/markets/0/team", "'t9'"}}},
    {"a market by the other team",
     "br team/anchor: the team is led by alder, the package by birch\n"
     "br team/birch: the firm is in the package, but not in the team t1\n"
     "br team/dogwood: the firm is in the package, but not in the team t1\n"
     "br anchor/named: expected alder, found birch\n"
     "- teams/t1/markets: expected 2, found 1\n"
     "- teams/t1/weight: expected 5, found 3\n"
     "- teams/t1/cost: expected 8813, found 5570\n"
     "- teams/t2/markets: expected 1, found 2\n"
     "- teams/t2/weight: expected 1, found 3\n"
     "- teams/t2/cost: expected 5043, found 8286\n",
     {{"/markets/0/team", "'t1'"}}},
    {"a team without a market",
     "- curve/2/teams: expected 3, found 2\n"
     "- teams: expected at most 2 teams, found 3\n"
     "- teams/t3/birch: the firm is in no package of the team\n"
     "- teams/t3: the team serves no market\n"
     "- firms/birch/teams: expected 2, found 1\n",
     {{"/teams/-",
       "{'id':'t3','anchor':'birch','members':['birch'],'markets':0,'weight':0,'cost':0,'lost_"
       "without':[]}"}}},
    {"a team twice",
     "- curve/2/teams: expected 3, found 2\n"
     "- teams: expected at most 2 teams, found 3\n"
     "- teams/t3: the team is the same as t2\n"
     "- teams/t3/birch: the firm is in no package of the team\n"
     "- teams/t3/dogwood: the firm is in no package of the team\n"
     "- teams/t3: the team serves no market\n"
     "- firms/birch/teams: expected 2, found 1\n"
     "- firms/dogwood/teams: expected 2, found 1\n",
     {{"/teams/-",
       "{'id':'t3','anchor':'birch','members':['birch','dogwood'],'markets':0,'weight':0,'cost':0,'"
       "lost_without':[]}"}}},
    {"lost without a team that does not serve it",
     "- teams/t2/lost_without/in: the team does not serve this market\n",
     {{"/teams/1/lost_without", "['in','ke']"}}},
    {"lost without a team, though the other can serve it",
     "br teams/t2/lost_without/br: team t1 can serve it, with its package of in\n",
     {{"/teams/1/lost_without", "['br','ke']"}}},
    {"not served, it is said",
     "br cover: not served, but a team or a package is named\n",
     {{"/markets/0/cover", "'left'"}}},
    {"served, it is said",
     "jp cover: served, but no team or no package is named\n"
     "jp missing: no team is said to be near to the market\n",
     {{"/markets/2/cover", "'served'"}}},
    {"a market called left that a team of the menu can serve",
     "- curve/2/served: expected 2, found 3\n"
     "- curve/2/weight: expected 4, found 6\n"
     "- curve/2/cost: expected 10613, found 13856\n"
     "- teams/t2/markets: expected 1, found 2\n"
     "- teams/t2/weight: expected 1, found 3\n"
     "- teams/t2/cost: expected 5043, found 8286\n"
     "- firms/birch/markets: expected 1, found 2\n"
     "- firms/birch/weight: expected 1, found 3\n"
     "- firms/birch/value: expected 4500, found 7200\n"
     "- firms/dogwood/markets: expected 1, found 2\n"
     "- firms/dogwood/weight: expected 1, found 3\n"
     "- firms/dogwood/value: expected 543, found 1086\n"
     "br cover: not served, but team t1 can, with its package of in: more could be served than is "
     "called proven\n"
     "br cover: not served, but team t2 can, with its package of ke: more could be served than is "
     "called proven\n",
     {{"/markets/0/cover", "'left'"}, {"/markets/0/team", "null"}, {"/markets/0/package", "null"}}},
    {"the same where more may be served, alone for more than that",
     "- curve/2/served: expected 2, found 3\n"
     "- curve/2/weight: expected 4, found 5.500\n"
     "- curve/2/cost: expected 10613, found 13856\n"
     "- teams/t2/markets: expected 1, found 2\n"
     "- teams/t2/weight: expected 1, found 3\n"
     "- teams/t2/cost: expected 5043, found 8286\n"
     "- firms/birch/markets: expected 1, found 2\n"
     "- firms/birch/weight: expected 1, found 3\n"
     "- firms/birch/value: expected 4500, found 7200\n"
     "- firms/dogwood/markets: expected 1, found 2\n"
     "- firms/dogwood/weight: expected 1, found 3\n"
     "- firms/dogwood/value: expected 543, found 1086\n"
     "br alone/bound: the bound 8000 is above the cost 5570 of the package of in, which holds "
     "here\n"
     "br alone/bound: the bound 8000 is above the cost 5043 of the package of ke, which holds "
     "here\n",
     {{"/markets/0/cover", "'left'"},
      {"/markets/0/team", "null"},
      {"/markets/0/package", "null"},
      {"/markets/0/alone", "{'cost':9000,'bound':8000}"},
      {"/status", "'limit'"},
      {"/curve/1/weight", "{'found':5.5,'bound':7.5,'proven':false}"},
      {"/curve/1/gain", "0.5"}}},
    {"a market called out of reach that a team of the menu can serve",
     "br refused/volna-model/jurisdiction:seat: expected, but not listed\n"
     "- curve/2/served: expected 2, found 3\n"
     "- curve/2/weight: expected 4, found 6\n"
     "- curve/2/cost: expected 10613, found 13856\n"
     "- teams/t2/markets: expected 1, found 2\n"
     "- teams/t2/weight: expected 1, found 3\n"
     "- teams/t2/cost: expected 5043, found 8286\n"
     "- firms/birch/markets: expected 1, found 2\n"
     "- firms/birch/weight: expected 1, found 3\n"
     "- firms/birch/value: expected 4500, found 7200\n"
     "- firms/dogwood/markets: expected 1, found 2\n"
     "- firms/dogwood/weight: expected 1, found 3\n"
     "- firms/dogwood/value: expected 543, found 1086\n"
     "br cover: no team can serve the market, it is said, but the package of in holds there\n"
     "br cover: no team can serve the market, it is said, but the package of ke holds there\n",
     {{"/markets/0/cover", "'none'"},
      {"/markets/0/team", "null"},
      {"/markets/0/package", "null"},
      {"/markets/0/alone", NULL}}},
    {"a market out of reach called left",
     "ng alone/cost: some team can serve the market, but no cost is named\n",
     {{"/markets/4/cover", "'left'"}, {"/markets/4/alone", "{'cost':null,'bound':0}"}}},
    {"a market in reach called open",
     "jp alone/cost: a cost is named, but no team is known to serve the market\n"
     "jp missing: no team is said to be near to the market\n",
     {{"/markets/2/cover", "'open'"}}},
    {"alone for more than with the menu",
     "ke alone/cost: the least known cost 5100 is above the cost 5043 of the package\n",
     {{"/markets/3/alone", "{'cost':5100,'bound':5043}"}}},
    {"alone, a bound above the cost",
     "ke alone/bound: the bound 5044 is above the cost 5043\n",
     {{"/markets/3/alone/bound", "5044"}}},
    {"alone, no cost",
     "ke alone/cost: some team can serve the market, but no cost is named\n",
     {{"/markets/3/alone", "{'cost':null,'bound':5043}"}}},
    {"missing, a firm that the team has",
     "jp missing: no team is led by alder and lacks these firms\n",
     {{"/markets/2/missing/0", "'cedar'"}}},
    {"missing, a firm that there is not",
     "jp missing/dogwod: the catalog has no such firm\n",
     {{"/markets/2/missing/0", "'dogwod'"}}},
    {"missing, out of order",
     "jp missing/order: 'birch' stands after 'dogwood'\n",
     {{"/markets/2/missing", "['dogwood','birch']"}}},
    {"missing for an anchor that leads none",
     "jp missing: no team is led by cedar and lacks these firms\n",
     {{"/markets/2/nearest_anchor", "'cedar'"}}},
    {"missing for a market that is served",
     "br missing: no team is said to be near to the market\n",
     {{"/markets/0/missing", "['dogwood']"}}},
    {"a conflict that the tender has not",
     "ng conflicts/deadline_weeks: the tender has no such demand\n"
     "ng remedies/budget: a conflict is left as it is\n",
     {{"/markets/4/conflicts/0", "['deadline_weeks']"}}},
    {"a remedy that would not do",
     "ng remedies/budget/budget: expected at most 1000, found 1090.50\n"
     "ng remedies/budget/to: its package needs another value\n",
     {{"/markets/4/remedies/0/to", "1000"}}},
    {"a refusal is dropped",
     "ng refused/birch-rack/unavailable: expected, but not listed\n",
     {{"/markets/4/refused/0", NULL}}},
    {"a refusal for another reason",
     "ng refused/birch-rack/unavailable/fact: expected 'BR, JP, KE', found 'CN'\n",
     {{"/markets/4/refused/0/fact", "'CN'"}}},
    {"a bound above a package of the same team",
     "br proof/bound: the bound 5044 is above the cost 3243\n"
     "br proof/bound: the bound 5044 is above the cost 5043 of the package of ke, which holds "
     "here\n",
     {{"/markets/0/package/proof/bound", "5044"}}},
    {"best at something",
     "br best_at: the package of a market is not called best\n",
     {{"/markets/0/package/best_at/-", "'cost'"}}},
    {"a point too few",
     "- curve: expected 2, found 1\n"
     "- curve/1/teams: expected 2, found 1\n"
     "- curve/1/served: expected 3, found 2\n"
     "- curve/1/weight: expected 6, found 5\n"
     "- curve/1/cost: expected 13856, found 10130\n",
     {{"/curve/1", NULL}}},
    {"a point twice",
     "- curve/packages: expected 2, found 1\n"
     "- curve/1/teams: 2 teams are more than asked for\n",
     {{"/curve/1/packages", "1"}}},
    {"more teams than asked for",
     "- curve: expected 1, found 2\n"
     "- teams: expected at most 1 teams, found 2\n",
     {{"/settings/packages", "1"}}},
    {"more teams in a point than it may have",
     "- curve/1/teams: 2 teams are more than asked for\n",
     {{"/curve/0/teams", "2"}}},
    {"the curve serves more",
     "- curve/2/weight: expected 6, found 6.500\n",
     {{"/curve/1/weight", "{'found':6.5,'bound':6.5,'proven':true}"}, {"/curve/1/gain", "1.5"}}},
    {"the curve costs less",
     "- curve/2/cost: expected 13856, found 13000\n",
     {{"/curve/1/cost", "{'found':13000,'bound':13000,'proven':true}"}}},
    {"the curve serves another number of markets",
     "- curve/2/served: expected 3, found 4\n",
     {{"/curve/1/served", "4"}}},
    {"a wrong gain", "- curve/2/gain: expected 1, found 2\n", {{"/curve/1/gain", "2"}}},
    {"fewer teams serve more",
     "- curve/2/weight: a menu of fewer teams serves more\n",
     {{"/curve/0/weight", "{'found':7,'bound':7,'proven':true}"},
      {"/curve/0/gain", "7"},
      {"/curve/1/gain", "-1"}}},
    {"fewer teams as much for less",
     "- curve/2/cost: a menu of fewer teams serves as much for less\n",
     {{"/curve/0/weight", "{'found':6,'bound':6,'proven':true}"},
      {"/curve/0/gain", "6"},
      {"/curve/1/gain", "0"}}},
    {"a bound below what is served",
     "- curve/2/weight: the bound 5.500 is below the weight 6 that is served\n",
     {{"/curve/1/weight", "{'found':6,'bound':5.5,'proven':false}"}, {"/status", "'limit'"}}},
    {"a bound above all markets",
     "- curve/2/weight: the bound 8 is above the weight of all markets\n",
     {{"/curve/1/weight", "{'found':6,'bound':8,'proven':false}"}, {"/status", "'limit'"}}},
    {"called proven with a gap in weight",
     "- curve/2/weight: called proven, but the bound 7.500 is not what is served\n",
     {{"/curve/1/weight/bound", "7.5"}}},
    {"called proven with a gap in cost",
     "- curve/2/cost: called proven, but the bound 13855 is further below than the gap\n",
     {{"/curve/1/cost/bound", "13855"}}},
    {"a bound above the cost",
     "- curve/2/cost: the bound 13857 is above the cost 13856\n",
     {{"/curve/1/cost/bound", "13857"}}},
    {"a team that serves nothing",
     "- curve/1/served: teams, markets and weight are not all there, or all absent\n",
     {{"/curve/0",
       "{'packages':1,'teams':1,'served':0,'weight':{'found':0,'bound':0,'proven':true},'gain':0,'"
       "cost':{'found':0,'bound':0,'proven':true}}"},
      {"/curve/1/gain", "6"}}},
    {"unproven but called solved",
     "- status: expected 'limit', found 'solved'\n",
     {{"/curve/1/weight", "{'found':6,'bound':7,'proven':false}"}}},
    {"proven but called a limit",
     "- status: expected 'solved', found 'limit'\n",
     {{"/status", "'limit'"}}},
    {"served but called infeasible",
     "- status: expected 'solved', found 'infeasible'\n",
     {{"/status", "'infeasible'"}}},
    {"a firm is dropped", "- firms/alder: expected, but not listed\n", {{"/firms/0", NULL}}},
    {"a firm of no team",
     "- firms/volna: listed, but not expected\n",
     {{"/firms/-",
       "{'firm':'volna','teams':0,'markets':0,'weight':0,'value':0,'lost_markets':0,'lost_weight':"
       "0}"}}},
    {"a firm in more teams",
     "- firms/alder/teams: expected 1, found 2\n",
     {{"/firms/0/teams", "2"}}},
    {"a firm in fewer markets",
     "- firms/cedar/markets: expected 1, found 0\n",
     {{"/firms/2/markets", "0"}, {"/firms/2/lost_markets", "0"}, {"/firms/2/lost_weight", "0"}}},
    {"the weight of a firm",
     "- firms/alder/weight: expected 3, found 6\n",
     {{"/firms/0/weight", "6"}}},
    {"the value of a firm",
     "- firms/alder/value: expected 5000, found 5000.01\n",
     {{"/firms/0/value", "5000.01"}}},
    {"more lost than served",
     "- firms/alder/lost_markets: more is lost without the firm than it takes part in\n",
     {{"/firms/0/lost_markets", "3"}}},
    {"more weight lost than served",
     "- firms/alder/lost_markets: more is lost without the firm than it takes part in\n",
     {{"/firms/0/lost_weight", "5.5"}}},
    {"markets lost without weight",
     "- firms/alder/lost_weight: markets and weight are not both lost\n",
     {{"/firms/0/lost_weight", "0"}}},
    {"lost without a firm, though others can serve it",
     "- firms/birch/lost_markets: packages of the menu without the firm hold in 1 of its 2 "
     "markets\n",
     {{"/firms/1/lost_markets", "2"}, {"/firms/1/lost_weight", "3"}}},
    {"an unknown key", "/score: unknown key 'score'\n", {{"/score", "1"}}},
    {"a team that is a number",
     "/markets/0/team: expected text, found 7\n",
     {{"/markets/0/team", "7"}}},
};

/* Teams: t1 of alder and cedar, kept; t2 of birch and dogwood; t3 of birch and volna, kept. */
static const forgery asked_rows[] = {
    {"as it is", "", {{NULL, NULL}}},
    {"a kept team that is none",
     "- teams/kept: expected 2, found 1\n",
     {{"/teams/0/kept", "false"}}},
    {"more teams are kept", "- teams/kept: expected 2, found 3\n", {{"/teams/1/kept", "true"}}},
    {"fewer teams were kept",
     "- curve: expected 3, found 2\n"
     "- curve/packages: expected 1, found 2\n"
     "- curve/packages: expected 2, found 3\n"
     "- teams/kept: expected 1, found 2\n",
     {{"/settings/kept", "1"}}},
    {"more teams were kept than the menu may have",
     "- curve: expected 0, found 2\n"
     "- curve/packages: expected 4, found 2\n"
     "- curve/2/teams: 2 teams are fewer than are kept\n"
     "- curve/packages: expected 5, found 3\n"
     "- curve/3/teams: 3 teams are fewer than are kept\n"
     "- teams/kept: expected 4, found 2\n"
     "- settings/kept: more teams are kept than the menu may have\n",
     {{"/settings/kept", "4"}}},
    {"nothing was kept",
     "- curve: expected 3, found 2\n"
     "- curve/packages: expected 1, found 2\n"
     "- curve/packages: expected 2, found 3\n"
     "- teams/kept: expected 0, found 2\n",
     {{"/settings/kept", NULL}}},
    {"open weights were not asked for",
     "- demands: expected 0, found 1\n",
     {{"/settings/open_weight_team", NULL}}},
    {"small firms were asked for too",
     "- demands: expected 2, found 1\n"
     "- demands/demand: expected 'small_team', found 'open_weight_team'\n",
     {{"/settings/small_team", "true"}}},
    {"another kind of team",
     "- demands/demand: expected 'open_weight_team', found 'small_team'\n",
     {{"/demands/0/demand", "'small_team'"}}},
    {"a team that is not of the kind",
     "- demands/open_weight_team/teams/t2: the team is named, but is not of the kind\n",
     {{"/demands/0/teams", "['t1','t2']"}}},
    {"a team that is not named",
     "- demands/open_weight_team/teams/t1: the team is of the kind, but is not named\n",
     {{"/demands/0/teams", "[]"}}},
    {"a team that there is not",
     "- demands/open_weight_team/teams/t9: the menu has no such team\n",
     {{"/demands/0/teams", "['t1','t9']"}}},
    {"a team twice",
     "- demands/open_weight_team/teams/t1: the team is named twice\n",
     {{"/demands/0/teams", "['t1','t1']"}}},
    {"met, it is said, by a team with closed models",
     "in lines/dogwood-model/firm: expected 'dogwood', found 'cedar'\n"
     "in lines/dogwood-model/value: expected 633.50, found 570\n"
     "in screening/dogwood-model/capability: the offering is refused: weights:open\n"
     "in members/alder/share: expected 0.8876, found 0.8977\n"
     "in members/cedar: listed, but not expected\n"
     "in members/dogwood: expected, but not listed\n"
     "in gross: expected 5633.50, found 5570\n"
     "in criteria/cost: expected 5633.50, found 5570\n"
     "in criteria/largest_share: expected 0.8876, found 0.8977\n"
     "in ledger/cards/consumed: expected 0, found 7\n"
     "in ledger/cards/slack: expected 10, found 3\n"
     "in proof/gap: the cost 5633.50 is farther above the bound 5570 than the gap allows\n"
     "- demands/open_weight_team/teams/t1: the team is named, but is not of the kind\n"
     "- demands/open_weight_team/met: expected 'false', found 'true'\n"
     "- demands/open_weight_team: no team is of the kind: then nothing is served\n"
     "- capacity/cedar-model: listed, but not expected\n"
     "- capacity/dogwood-model/markets: expected 3, found 2\n"
     "- capacity/dogwood-model/units: expected 19, found 12\n",
     {{"/markets/1/package/lines/1/offering", "'dogwood-model'"}}},
    {"not met",
     "- demands/open_weight_team/met: expected 'true', found 'false'\n"
     "- demands/open_weight_team/why: not met, but no reason is named\n",
     {{"/demands/0/met", "false"}}},
    {"met, but with a reason",
     "- demands/open_weight_team/why: met, and yet there is a reason why it is not\n",
     {{"/demands/0/why", "'open'"}}},
    {"more open weights",
     "- demands/open_weight_team/able: expected 2, found 3\n",
     {{"/demands/0/able", "3"}}},
    {"more unknown weights",
     "- demands/open_weight_team/unknown: expected 0, found 1\n",
     {{"/demands/0/unknown", "1"}}},
    {"possible where nobody can serve",
     "- demands/open_weight_team/possible_in/ng: no team can serve the market, it is said\n",
     {{"/demands/0/possible_in/-", "'ng'"}}},
    {"possible in fewer markets than served",
     "- demands/open_weight_team/possible_in/in: a team of the kind serves the market\n",
     {{"/demands/0/possible_in", "[]"}}},
    {"possible nowhere known",
     "- demands/open_weight_team/possible_in/zz: the menu has no such market\n",
     {{"/demands/0/possible_in", "['in','zz']"}}},
    {"capacity: more units",
     "- capacity/alder-rack/units: expected 5, found 6\n",
     {{"/capacity/0/units", "6"}}},
    {"capacity: fewer markets",
     "- capacity/alder-rack/markets: expected 1, found 0\n",
     {{"/capacity/0/markets", "0"}}},
    {"capacity: more than there is",
     "- capacity/alder-rack/most: expected 50, found 51\n",
     {{"/capacity/0/most", "51"}}},
    {"capacity: of another firm",
     "- capacity/alder-rack/firm: expected 'alder', found 'birch'\n",
     {{"/capacity/0/firm", "'birch'"}}},
    {"capacity: dropped",
     "- capacity/alder-rack: expected, but not listed\n",
     {{"/capacity/0", NULL}}},
    {"capacity: units are not shared",
     "- capacity/alder-rack: listed, but not expected\n"
     "- capacity/birch-rack: listed, but not expected\n"
     "- capacity/cedar-model: listed, but not expected\n"
     "- capacity/dogwood-model: listed, but not expected\n",
     {{"/settings/shared_capacity", "'value'"}}},
    {"capacity: value is not shared",
     "- firms/alder/most_value: the firm has no limit over all markets\n",
     {{"/settings/shared_capacity", "'units'"}}},
    {"capacity: more units than all markets may take",
     "in lines/alder-rack/units: expected 1 to 50, found 51\n"
     "in lines/alder-rack/value: expected 50000, found 5000\n"
     "in values/alder/max_value: expected at most 9000, found 50000\n"
     "in budget: expected at most 20000, found 50570\n"
     "in members/alder/value: expected 50000, found 5000\n"
     "in members/alder/share: expected 0.9888, found 0.8977\n"
     "in members/cedar/share: expected 0.0113, found 0.1024\n"
     "in gross: expected 50570, found 5570\n"
     "in criteria/cost: expected 50570, found 5570\n"
     "in criteria/largest_share: expected 0.9888, found 0.8977\n"
     "in content/value: expected 50000, found 5000\n"
     "in ledger/cards/provided: expected 400, found 40\n"
     "in ledger/cards/slack: expected 363, found 3\n"
     "in proof/gap: the cost 50570 is farther above the bound 5570 than the gap allows\n"
     "- capacity/alder-rack/units: expected 51, found 5\n"
     "- capacity/alder-rack: all markets together take more than there are\n",
     {{"/markets/1/package/lines/0/units", "51"}}},
    {"most value of a firm",
     "- firms/alder/most_value: expected 9000, found 9001\n",
     {{"/firms/0/most_value", "9001"}}},
    {"most value of a firm, dropped",
     "- firms/alder/most_value: expected 9000, found none\n",
     {{"/firms/0/most_value", NULL}}},
    {"most value of a firm without a limit",
     "- firms/birch/most_value: the firm has no limit over all markets\n",
     {{"/firms/1/most_value", "5"}}},
    {"more value than the firm can carry",
     "in lines/alder-rack/value: expected 5000, found 9500\n"
     "- firms/alder/value: all markets together take 9500 of the firm, which can carry 9000\n",
     {{"/markets/1/package/lines/0/value", "9500"}, {"/firms/0/value", "9500"}}},
};

static const forgery nobody_rows[] = {
    {"as it is", "", {{NULL, NULL}}},
    {"met",
     "- demands/small_team/met: expected 'false', found 'true'\n"
     "- demands/small_team/why: met, and yet there is a reason why it is not\n",
     {{"/demands/0/met", "true"}}},
    {"met by a team that there is not",
     "- demands/small_team/teams/t1: the menu has no such team\n",
     {{"/demands/0/teams", "['t1']"}}},
    {"without a reason",
     "- demands/small_team/why: not met, but no reason is named\n",
     {{"/demands/0/why", NULL}}},
    {"no market can be served",
     "- demands/small_team/why: some market can be served, or may be\n",
     {{"/demands/0/why", "'no_market'"}}},
    {"the catalog has nobody",
     "- demands/small_team/why: the catalog has somebody\n",
     {{"/demands/0/why", "'nobody'"}}},
    {"possible in a market",
     "- demands/small_team/why: such a team is possible in a market, it is said\n",
     {{"/demands/0/possible_in/-", "'in'"}}},
    {"fewer unknown firms",
     "- demands/small_team/unknown: expected 4, found 0\n",
     {{"/demands/0/unknown", "0"}}},
    {"an unknown reason",
     "/demands/0/why: expected 'no_market', 'nobody', 'refused', 'no_anchor', 'no_package', "
     "'not_together' or 'open', found ''\n",
     {{"/demands/0/why", "''"}}},
    {"no demand", "- demands: expected 1, found 0\n", {{"/demands/0", NULL}}},
};

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sample)};
    begin(NULL);
    int failed = cmocka_run_group_tests_name("a menu that holds", tests, NULL, NULL);
    const forged files[] = {{plain, verify}, {asked, verify}, {nobody, verify}};
    failed += FORGERIES("forged menus", &files[0], rows);
    failed += FORGERIES("forged menus of which more was asked", &files[1], asked_rows);
    failed += FORGERIES("forged menus without the team that was asked for", &files[2], nobody_rows);
    end(NULL);
    return failed;
}
