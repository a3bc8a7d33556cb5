/*
 * verbs.c - the table of verbs: what each is called, what it says of itself, and what it takes.
 * Parsing, help and dispatch all read it.
 */
#include <limits.h>

#include "cli/command.h"

static const verb table[] = {
    {
        .bit = VERB_MATCH,
        .name = "match",
        .synopsis = "-c CATALOG OPPORTUNITY",
        .summary = "candidate packages for one opportunity, each proven",
        .help =
            "By default a slate: for each criterion the package that is best on it, and among "
            "those the cheapest; then, until there are K, the next cheapest package that "
            "differs in at least D members from every package before it. The order of the "
            "packages is no ranking. --frontier lists instead all packages that no other beats on "
            "some "
            "criteria, --diverse some that differ as much as they can. With --rules given more "
            "than once the tender is matched under "
            "each of the rules, and the results are compared: which conclusions flip, and what "
            "a package costs under each; a time limit holds for each. An interrupt (Ctrl-C) stops "
            "the search with what it has "
            "found; a second one ends it at once. With --text it does not match: it reads a "
            "tender's free text and proposes, slot by slot, which capabilities and ratings of the "
            "catalog an opportunity file could ask for, with the words that speak of them; an "
            "opportunity may then be given, and is only looked at. It exits with 0.",
        .needs_catalog = true,
        .least_files = 1,
        .most_files = 1,
        .run = run_match,
    },
    {
        .bit = VERB_EXPLAIN,
        .name = "explain",
        .synopsis = "-c CATALOG OPPORTUNITY",
        .summary = "why a firm is in or out, what each rule costs, why nothing fits",
        .help = "Compares the cheapest package with the cheapest one of a changed tender: with or "
                "without a firm or offering, without a demand or rule, under a tighter limit. "
                "Without a question it answers --rules-cost and --drop-out, and --assumptions "
                "where there are some. Where nothing fits it says what can not hold together and "
                "which changes would let a package in. What could not be proven is said to be "
                "UNPROVEN. Nothing here is a ranking or a verdict.",
        .needs_catalog = true,
        .least_files = 1,
        .most_files = 1,
        .run = run_explain,
    },
    {
        .bit = VERB_PARTNERS,
        .name = "partners",
        .synopsis = "-c CATALOG --firm ID TENDER...",
        .summary = "for a company: the teams it completes, whom it needs, its price to win",
        .help =
            "A file of tenders is an opportunity, or markets, each of which is a tender. "
            "For each firm and tender: which of its offerings may take part, and what would lift "
            "what keeps the others out; the K cheapest packages with it and who fills which slot "
            "in them; the rebate on its bill at which the cheapest package is one with it, or how "
            "far its price may rise; and where US content or the deadline keep it out, the share "
            "or the lead time that would put it in. Whom it needs (--whom-i-need) and with which "
            "few partners it is competitive (--most-partners) are asked for by name, since they "
            "take a search for each firm or more. What could not be proven is said to be UNPROVEN. "
            "Exits with 1 where it is proven that no firm asked for fits any tender. No firm is "
            "ranked.",
        .needs_catalog = true,
        .least_files = 1,
        .most_files = INT_MAX,
        .run = run_partners,
    },
    {
        .bit = VERB_MENU,
        .name = "menu",
        .synopsis = "-c CATALOG --packages K MARKETS",
        .summary = "few standing teams for many markets, market by market",
        .help = "Looks for at most K teams, each of at most --max-members firms with one anchor, "
                "that serve the greatest total weight of the markets; among those for the least "
                "total cost; among those for the fewest teams. A team serves a market when a "
                "package of its firms, led by its anchor, satisfies the market's tender in full. "
                "Shows what one team, two teams and so on come to, each proven or with what could "
                "be better at most; every market with its package; what is uncovered, why, and "
                "what would help; and what rests on each firm. Nothing is ranked.",
        .needs_catalog = true,
        .least_files = 1,
        .most_files = 1,
        .run = run_menu,
    },
    {
        .bit = VERB_CHECK,
        .name = "check",
        .synopsis = "FILE...",
        .summary = "validate files, and their references to each other",
        .help =
            "Takes catalogs, opportunities, markets, rules, assumptions, results and menus in any "
            "order and reports every fault with its place. Rules among the files are used for the "
            "others. Assumptions, opportunities and markets are checked against the catalogs among "
            "the "
            "files, results against the first catalog and opportunity.",
        .least_files = 1,
        .most_files = INT_MAX,
        .run = run_check,
    },
    {
        .bit = VERB_COMPARE,
        .name = "compare",
        .synopsis = "RESULT RESULT...",
        .summary = "results, or menus, side by side: what is the same, what differs",
        .help =
            "Compares results of match, whatever their rules or tenders: which conclusions flip, "
            "the best of each criterion, packages that answer to each other (by what they are "
            "best at, else by their members), members, units, licences, refusals, conflicts. Or "
            "compares menus: teams by their firms, every market and its criteria, what rests on "
            "each firm. "
            "Results are taken as they stand ('verify' re-checks one); what a result has not "
            "proven is said to be UNPROVEN. Nothing is ranked. Exits with 0 whatever differs.",
        .least_files = 2,
        .most_files = INT_MAX,
        .run = run_compare,
    },
    {
        .bit = VERB_FIND,
        .name = "find",
        .synopsis = "-c CATALOG --like TEXT",
        .summary = "offerings whose words are like a text",
        .help = "Proposes offerings whose name, capabilities, slot, description or firm are like "
                "the text: by the words that both have, and by words that keep the same company in "
                "the catalog. The order is by likeness of texts alone and says nothing of what an "
                "offering is worth, whether it is eligible or whether it fits a tender. Exits with "
                "0 whatever is found.",
        .needs_catalog = true,
        .least_files = 0,
        .most_files = 0,
        .run = run_find,
    },
    {
        .bit = VERB_VERIFY,
        .name = "verify",
        .synopsis = "-c CATALOG OPPORTUNITY RESULT",
        .summary = "re-check a result, an explanation or a menu, without a solver",
        .help = "Checks every package of a result against every constraint and recomputes every "
                "figure from catalog and opportunity, in integers; of an explanation each in the "
                "tender "
                "it answers to, and every difference between them. With markets and a menu in "
                "their places it checks every package of the menu in its market and every sum, "
                "tries each package on every other market, and says where that contradicts the "
                "menu. Exits with 1 and the list of findings when the file does not hold.",
        .needs_catalog = true,
        .least_files = 2,
        .most_files = 2,
        .run = run_verify,
    },
};

const verb *verbs_table(size_t *n) {
    *n = sizeof table / sizeof table[0];
    return table;
}
