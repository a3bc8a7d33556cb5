/*
 * option_table.c - every option once: its name, what it takes, which verbs take it, its line of
 * help, and the function that reads its value into the struct.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/nearest.h"
#include "cli/numbers.h"
#include "cli/options.h"
#include "cli/talk.h"

/* ---------------------------------------------------------------- values of several kinds */

static bool set_path(const char **path, const char *name, const char *text) {
    if (*path != NULL) {
        talk("option '--%s' is given twice", name);
        return false;
    }
    if (*text == '\0') {
        talk("option '--%s' needs the name of a file", name);
        return false;
    }
    *path = text;
    return true;
}

/* 'slate', 'cost' or 'price': as many words as there are. */
static void list_words(char *list, size_t size, const char *const *words, int n) {
    size_t used = 0;
    for (int i = 0; i < n && used < size; i++) {
        const char *before = i == 0 ? "" : i == n - 1 ? " or " : ", ";
        used += (size_t)snprintf(list + used, size - used, "%s'%s'", before, words[i]);
    }
}

/* One of a few words; *chosen becomes its place among them. */
static bool set_word(int *chosen, const char *name, const char *text, const char *const *words,
                     int n) {
    for (int i = 0; i < n; i++) {
        if (strcmp(text, words[i]) == 0) {
            *chosen = i;
            return true;
        }
    }
    const char *near = nearest_word(text, words, (size_t)n);
    if (near != NULL) {
        talk("option '--%s' does not take '%s'; did you mean '%s'?", name, text, near);
    } else {
        char list[128];
        list_words(list, sizeof list, words, n);
        talk("option '--%s' does not take '%s'; it takes %s", name, text, list);
    }
    return false;
}

static bool set_whole(long *value, const char *name, const char *text, long low, long high) {
    if (!number_whole(text, low, high, value)) {
        talk("option '--%s' takes a whole number from %ld to %ld, not '%s'", name, low, high, text);
        return false;
    }
    return true;
}

static bool set_real(double *value, const char *name, const char *text, double low, double high) {
    if (!number_real(text, low, high, value)) {
        talk("option '--%s' takes a number from %g to %g, not '%s'", name, low, high, text);
        return false;
    }
    return true;
}

/* Each word between two commas, as far as the first that is no good. */
static bool set_each(options *asked, const char *name, const char *text,
                     bool (*set)(options *asked, const char *name, char *word)) {
    char word[64];
    bool good = true;
    while (good && text != NULL) {
        const char *comma = strchr(text, ',');
        size_t length = comma == NULL ? strlen(text) : (size_t)(comma - text);
        length = length < sizeof word ? length : sizeof word - 1;
        memcpy(word, text, length);
        word[length] = '\0';
        good = set(asked, name, word);
        text = comma == NULL ? NULL : comma + 1;
    }
    return good;
}

/* ---------------------------------------------------------------- one function for each option */

static bool set_catalog(options *asked, const char *name, const char *text) {
    return set_path(&asked->catalog, name, text);
}

/* One more text of a list. */
static bool add_text(const char ***list, size_t *n, const char *text) {
    const char **longer = realloc(*list, (*n + 1) * sizeof *longer);
    if (longer == NULL) {
        talk("out of memory");
        return false;
    }
    *list = longer;
    longer[(*n)++] = text;
    return true;
}

/* 'match' compares what there is under several rules; the others take one file. */
static bool set_rules(options *asked, const char *name, const char *text) {
    bool several = asked->verb->bit == VERB_MATCH;
    const char *first = asked->rules;
    asked->rules = several ? NULL : first;
    if (!set_path(&asked->rules, name, text)) {
        return false;
    }
    asked->rules = several && first != NULL ? first : asked->rules;
    return !several || add_text(&asked->regimes, &asked->n_regimes, text);
}

/* What a file may ask of the reader: KIND=N. */
static bool set_file_limit(options *asked, const char *name, char *word) {
    static const char *const kinds[] = {"bytes", "depth", "items", "text"};
    static const long most[] = {INT_MAX, 1000, INT_MAX, INT_MAX};
    cst_limits *limits = &asked->limits;
    int chosen = 0;
    long number = 0;
    char *equals = strchr(word, '=');
    const char *text = equals == NULL ? "" : equals + 1;
    word[equals == NULL ? strlen(word) : (size_t)(equals - word)] = '\0';
    if (!set_word(&chosen, name, word, kinds, 4) ||
        !set_whole(&number, name, text, 1, most[chosen])) {
        return false;
    }
    limits->max_bytes = chosen == 0 ? (size_t)number : limits->max_bytes;
    limits->max_depth = chosen == 1 ? (int)number : limits->max_depth;
    limits->max_items = chosen == 2 ? (size_t)number : limits->max_items;
    limits->max_text = chosen == 3 ? (size_t)number : limits->max_text;
    return true;
}

static bool set_file_limits(options *asked, const char *name, const char *text) {
    return set_each(asked, name, text, set_file_limit);
}

static bool set_assume(options *asked, const char *name, const char *text) {
    return set_path(&asked->assume, name, text);
}

static bool set_output(options *asked, const char *name, const char *text) {
    return set_path(&asked->output, name, text);
}

static bool set_what_by(options *asked, const char *name, const char *text) {
    static const char *const words[] = {"slate", "cost"};
    static const cst_by values[] = {CST_BY_SLATE, CST_BY_COST};
    int chosen = 0;
    bool known = set_word(&chosen, name, text, words, 2);
    asked->settings.by = values[chosen];
    return known;
}

/* Lines are for verbs that have many answers. */
static bool set_format(options *asked, const char *name, const char *text) {
    static const char *const words[] = {"text", "json", "jsonl"};
    static const output_format values[] = {FORMAT_TEXT, FORMAT_JSON, FORMAT_LINES};
    int chosen = 0;
    bool lines = (asked->verb->bit & (VERB_PARTNERS | VERB_MENU)) != 0;
    bool known = set_word(&chosen, name, text, words, lines ? 3 : 2);
    asked->format = values[chosen];
    return known;
}

static bool set_colour(options *asked, const char *name, const char *text) {
    static const char *const words[] = {"auto", "always", "never"};
    static const colour_choice values[] = {COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER};
    int chosen = 0;
    bool known = set_word(&chosen, name, text, words, 3);
    asked->colour = values[chosen];
    return known;
}

static bool set_refused(options *asked, const char *name, const char *text) {
    (void)name;
    (void)text;
    asked->list_refused = true;
    return true;
}

static bool ask_risk(options *asked, const char *name, const char *text) {
    (void)name;
    (void)text;
    asked->settings.risk = 1;
    return true;
}

static bool ask_resilience(options *asked, const char *name, const char *text) {
    (void)name;
    (void)text;
    asked->settings.resilience = 1;
    return true;
}

/* ---- what to explain */

/* One more text; they are cut at their commas when the catalog is there to look into. */
static bool set_why(options *asked, const char *name, const char *text) {
    (void)name;
    return add_text(&asked->why, &asked->n_why, text);
}

static bool set_why_all(options *asked, const char *name, const char *text) {
    (void)name;
    (void)text;
    asked->why_all = true;
    return true;
}

static bool set_rules_cost(options *asked, const char *name, const char *text) {
    (void)name;
    (void)text;
    asked->rules_cost = true;
    return true;
}

static bool set_drop_out(options *asked, const char *name, const char *text) {
    (void)name;
    (void)text;
    asked->drop_out = true;
    return true;
}

static bool set_assumptions(options *asked, const char *name, const char *text) {
    (void)name;
    (void)text;
    asked->assumptions = true;
    return true;
}

/* The criterion that a text names, CST_N_CRITERIA where it names none: then that is said. */
static cst_criterion read_criterion(const char *name, const char *text, bool cost_too) {
    const char *ids[CST_N_CRITERIA];
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        bool taken = cost_too || c != CST_CRITERION_COST;
        ids[c] = taken ? cst_criterion_id((cst_criterion)c) : NULL;
        if (ids[c] != NULL && strcmp(text, ids[c]) == 0) {
            return (cst_criterion)c;
        }
    }
    const char *near = nearest_word(text, ids, CST_N_CRITERIA);
    if (near != NULL) {
        talk("option '--%s' does not take '%s'; did you mean '%s'?", name, text, near);
    } else {
        talk("option '--%s' does not take '%s'; it takes a criterion%s, such as '%s'", name, text,
             cost_too ? "" : " but cost", ids[CST_CRITERION_DELIVERY]);
    }
    return CST_N_CRITERIA;
}

static bool set_curve(options *asked, const char *name, const char *text) {
    cst_criterion criterion = read_criterion(name, text, false);
    if (criterion != CST_N_CRITERIA) {
        asked->curves[criterion] = true;
    }
    return criterion != CST_N_CRITERIA;
}

/* So many packages that differ from each other as much as they can. */
static bool set_diverse(options *asked, const char *name, const char *text) {
    long number = 0;
    bool good = set_whole(&number, name, text, 2, 100);
    asked->settings.candidates = good ? (int)number : asked->settings.candidates;
    asked->settings.by = CST_BY_DIVERSE;
    return good;
}

static bool set_differ_slot(options *asked, const char *name, const char *text) {
    (void)name;
    asked->settings.differ_slot = text; /* looked up when the rules are there */
    return true;
}

/* Adds the criterion between two commas to those of the frontier. */
static bool add_to_frontier(options *asked, const char *name, char *word) {
    cst_criterion criterion = read_criterion(name, word, true);
    if (criterion == CST_N_CRITERIA) {
        return false;
    }
    if ((asked->settings.frontier >> criterion & 1U) != 0) {
        talk("option '--%s' names %s twice", name, word);
        return false;
    }
    asked->settings.frontier |= 1U << criterion;
    return true;
}

static bool set_frontier_criteria(options *asked, const char *name, const char *text) {
    bool good = set_each(asked, name, text, add_to_frontier);
    unsigned named = asked->settings.frontier;
    if (good && (named & (named - 1)) == 0) {
        talk("option '--%s' takes two criteria or more, such as 'cost,us_content'", name);
        good = false;
    }
    asked->settings.by = CST_BY_FRONTIER;
    return good;
}

/* ---- finding by words */

static bool set_text(options *asked, const char *name, const char *text) {
    return set_path(&asked->text, name, text);
}

static bool set_like(options *asked, const char *name, const char *text) {
    (void)name;
    asked->like = text;
    return true;
}

static bool set_slot(options *asked, const char *name, const char *text) {
    (void)name;
    asked->slot = text;
    return true;
}

static bool set_most(options *asked, const char *name, const char *text) {
    return set_whole(&asked->most, name, text, 1, 1000000);
}

/* ---- firms beside tenders */

static bool set_firm(options *asked, const char *name, const char *text) {
    (void)name;
    return add_text(&asked->firms, &asked->n_firms, text);
}

static bool set_every_firm(options *asked, const char *name, const char *text) {
    (void)name;
    (void)text;
    asked->every_firm = true;
    return true;
}

static bool set_needs(options *asked, const char *name, const char *text) {
    static const char *const words[] = {"team", "all"};
    int chosen = 0;
    bool known = set_word(&chosen, name, text, words, 2);
    asked->needs = known;
    asked->needs_of_all = chosen == 1;
    return known;
}

static bool set_prices(options *asked, const char *name, const char *text) {
    (void)name;
    (void)text;
    asked->prices = true;
    return true;
}

static bool set_matrix(options *asked, const char *name, const char *text) {
    (void)name;
    (void)text;
    asked->matrix = true;
    return true;
}

static bool set_most_partners(options *asked, const char *name, const char *text) {
    long number = 0;
    bool good = set_whole(&number, name, text, 1, 1000);
    asked->most_partners = (int)number;
    return good;
}

static bool set_recheck(options *asked, const char *name, const char *text) {
    (void)name;
    (void)text;
    asked->recheck = true;
    return true;
}

static bool set_each_limit(options *asked, const char *name, const char *text) {
    return set_real(&asked->each_limit_s, name, text, 0, 1e9);
}

static bool set_resume(options *asked, const char *name, const char *text) {
    return set_path(&asked->resume, name, text);
}

/* ---- a menu */

static bool set_packages(options *asked, const char *name, const char *text) {
    long number = 0;
    bool good = set_whole(&number, name, text, 1, 100);
    asked->menu.packages = good ? (int)number : asked->menu.packages;
    return good;
}

static bool set_max_members(options *asked, const char *name, const char *text) {
    long number = 0;
    bool good = set_whole(&number, name, text, 1, 1000000);
    asked->menu.max_members = good ? (int)number : asked->menu.max_members;
    return good;
}

static bool set_teams_per_firm(options *asked, const char *name, const char *text) {
    long number = 0;
    bool good = set_whole(&number, name, text, 1, 100);
    asked->menu.teams_per_firm = good ? (int)number : asked->menu.teams_per_firm;
    return good;
}

static bool set_region(options *asked, const char *name, const char *text) {
    if (*text == '\0') {
        talk("option '--%s' needs the name of a region", name);
        return false;
    }
    asked->menu.region = text;
    return true;
}

static bool set_small_team(options *asked, const char *name, const char *text) {
    (void)name;
    (void)text;
    asked->menu.small_team = true;
    return true;
}

static bool set_open_weight_team(options *asked, const char *name, const char *text) {
    (void)name;
    (void)text;
    asked->menu.open_weight_team = true;
    return true;
}

static bool set_shared_capacity(options *asked, const char *name, const char *text) {
    static const char *const words[] = {"units", "value", "all"};
    int chosen = 0;
    bool known = set_word(&chosen, name, text, words, 3);
    asked->menu.share_units = known && chosen != 1;
    asked->menu.share_value = known && chosen != 0;
    return known;
}

static bool set_keep(options *asked, const char *name, const char *text) {
    return set_path(&asked->keep, name, text);
}

/* set_candidates, set_time_limit_s and so on, one for each setting of the library. */
#define CST_SETTING_INT(field, type, value, low, high, flag, arg, help)           \
    static bool set_##field(options *asked, const char *name, const char *text) { \
        long number = 0;                                                          \
        bool good = set_whole(&number, name, text, low, high);                    \
        asked->settings.field = good ? (type)number : asked->settings.field;      \
        return good;                                                              \
    }
#define CST_SETTING_REAL(field, value, low, high, flag, arg, help)                \
    static bool set_##field(options *asked, const char *name, const char *text) { \
        return set_real(&asked->settings.field, name, text, low, high);           \
    }
#include "consort/settings.def"
#undef CST_SETTING_INT
#undef CST_SETTING_REAL

/* ---------------------------------------------------------------- the table */

/* The verbs that take a setting of the library. */
enum {
    TAKES_by = VERB_MATCH,
    TAKES_frontier = VERB_MATCH,
    TAKES_at_most = VERB_MATCH,
    TAKES_within = VERB_MATCH | VERB_PARTNERS,
    TAKES_candidates = VERB_MATCH | VERB_PARTNERS,
    TAKES_differ = VERB_MATCH | VERB_PARTNERS,
    TAKES_risk = VERB_MATCH,
    TAKES_samples = VERB_MATCH,
    TAKES_seed = VERB_MATCH,
    TAKES_resilience = VERB_MATCH,
    TAKES_threads = VERB_MATCH | VERB_EXPLAIN | VERB_PARTNERS | VERB_MENU,
    TAKES_conflicts = VERB_MATCH | VERB_EXPLAIN | VERB_MENU,
    TAKES_time_limit_s = VERB_MATCH | VERB_EXPLAIN | VERB_PARTNERS | VERB_MENU,
    TAKES_gap = VERB_MATCH | VERB_EXPLAIN | VERB_PARTNERS | VERB_MENU
};

static const option_row table[] = {
    {"catalog", 'c', "FILE", "the catalog of firms and offerings; '-' is standard input",
     VERB_MATCH | VERB_VERIFY | VERB_EXPLAIN | VERB_FIND | VERB_PARTNERS | VERB_MENU, set_catalog},
    {"rules", 0, "FILE",
     "a file of rules instead of those in the library, which 'default' stands for; 'match' takes "
     "several and compares",
     VERB_TENDER | VERB_FIND, set_rules},
    {"assume", 0, "FILE",
     "assumptions, which fill facts that the catalog leaves unknown; packages list those they rest "
     "on",
     VERB_TENDER, set_assume},
    {"by", 0, "slate|cost",
     "list the best package on each criterion and then the next cheapest, or only the cheapest in "
     "order (default slate)",
     VERB_MATCH, set_what_by},
    {"frontier", 0, "CRITERION,CRITERION[,...]",
     "list all packages that no other beats on the criteria named (cost, us_content, "
     "delivery_weeks, members, licences, misfit, largest_share), one for each point",
     VERB_MATCH, set_frontier_criteria},
    {"diverse", 0, "K",
     "list K packages that cost at most --within more than the cheapest and differ from each other "
     "in as many members as they can: the cheapest, then each time the one that differs most",
     VERB_MATCH, set_diverse},
    {"differ-slot", 0, "SLOT",
     "a further package fills this slot by others: not all firms that fill it in one before do so "
     "again (\"the same, but another cloud\")",
     VERB_MATCH, set_differ_slot},
    {"risk", 0, NULL,
     "for each package the chance to be in time and in budget, from spreads that the catalog and "
     "the rules state",
     VERB_MATCH, ask_risk},
    {"resilience", 0, NULL,
     "for each package whether any package of the tender is left when one or two of its members "
     "are lost",
     VERB_MATCH, ask_resilience},
    {"why", 0, "ID[,ID...]", "why these firms or offerings are in or out; may be given repeatedly",
     VERB_EXPLAIN, set_why},
    {"why-all", 0, NULL, "the same for every firm of the catalog", VERB_EXPLAIN, set_why_all},
    {"rules-cost", 0, NULL, "what each demand and each row of the rules costs", VERB_EXPLAIN,
     set_rules_cost},
    {"drop-out", 0, NULL, "for each member of the cheapest package: what if it drops out",
     VERB_EXPLAIN, set_drop_out},
    {"assumptions", 0, NULL,
     "for each assumption of --assume: the values under which the conclusion stays, and where it "
     "flips",
     VERB_EXPLAIN, set_assumptions},
    {"curve", 0, "CRITERION",
     "the least cost as a limit on us_content, delivery_weeks, members, licences, misfit or "
     "largest_share gets tighter; may be given repeatedly",
     VERB_EXPLAIN, set_curve},
    {"firm", 0, "ID[,ID...]", "the firms that ask; may be given repeatedly", VERB_PARTNERS,
     set_firm},
    {"every-firm", 0, NULL, "every firm of the catalog", VERB_PARTNERS, set_every_firm},
    {"whom-i-need", 0, "team|all",
     "what each member of the cheapest team saves it, and who would fill its slots; with 'all' "
     "also "
     "what each other firm costs to take along: one search for each",
     VERB_PARTNERS, set_needs},
    {"prices", 0, NULL,
     "only where the firms can play, their price to win, and the US content or lead time that "
     "would put them in: no teams, and no rebate where not even their whole bill would do, which "
     "saves most of the time",
     VERB_PARTNERS, set_prices},
    {"matrix", 0, NULL, "in text, only a table of firms and tenders", VERB_PARTNERS, set_matrix},
    {"most-partners", 0, "M",
     "the partners, at most M, with whom alone a firm is competitive in the most tenders",
     VERB_PARTNERS, set_most_partners},
    {"recheck", 0, NULL, "solve every threshold anew just below and just above it", VERB_PARTNERS,
     set_recheck},
    {"time-each", 0, "SECONDS",
     "seconds for one firm in one tender, after which what is left of it is not proven (default: "
     "none)",
     VERB_PARTNERS, set_each_limit},
    {"resume", 0, "FILE",
     "lines that an earlier run with the same inputs has written: they are written again, and the "
     "rest is done",
     VERB_PARTNERS | VERB_MENU, set_resume},
    {"packages", 0, "K", "at most K teams (default 3); every number of teams up to K is shown",
     VERB_MENU, set_packages},
    {"max-members", 0, "N", "a team has at most N firms (default 10)", VERB_MENU, set_max_members},
    {"teams-per-firm", 0, "T", "a firm is in at most T teams (default: any number)", VERB_MENU,
     set_teams_per_firm},
    {"small-team", 0, NULL,
     "some team that serves a market is of firms of size small only; a firm of unknown size is not "
     "small",
     VERB_MENU, set_small_team},
    {"open-weight-team", 0, NULL,
     "some team that serves a market has in each of its packages an offering that states open "
     "weights",
     VERB_MENU, set_open_weight_team},
    {"shared-capacity", 0, "units|value|all",
     "all markets of the menu together take at most units.max of an offering (where that is more "
     "than 1), max_value of a firm, or both; bounds are those of menus that share nothing",
     VERB_MENU, set_shared_capacity},
    {"keep", 0, "MENU",
     "a menu written before, or a file with its 'teams': they stay as they are, firms and anchor, "
     "and count among the K; the curve begins with them alone",
     VERB_MENU, set_keep},
    {"region", 0, "NAME", "only the markets of this region: a menu of its own", VERB_MENU,
     set_region},
#define CST_SETTING_INT(field, type, value, low, high, flag, arg, help) \
    {flag, 0, arg, help, TAKES_##field, set_##field},
#define CST_SETTING_REAL(field, value, low, high, flag, arg, help) \
    {flag, 0, arg, help, TAKES_##field, set_##field},
#include "consort/settings.def"
#undef CST_SETTING_INT
#undef CST_SETTING_REAL
    {"text", 0, "FILE",
     "instead of matching, propose what every_has, some_has and wants of an opportunity could say "
     "for a tender's free text; nothing is applied",
     VERB_MATCH, set_text},
    {"like", 0, "TEXT",
     "what the offerings are to be like, in any words; 'partners --like' does what 'find' does",
     VERB_FIND | VERB_PARTNERS, set_like},
    {"slot", 0, "SLOT", "of this slot alone", VERB_FIND | VERB_PARTNERS, set_slot},
    {"most", 0, "N", "list so many offerings at most (default 10)", VERB_FIND | VERB_PARTNERS,
     set_most},
    {"refused", 0, NULL, "in text, list every refused offering, not only how many by reason",
     VERB_MATCH | VERB_EXPLAIN | VERB_COMPARE, set_refused},
    {"format", 0, "text|json",
     "default: text on a terminal, JSON otherwise; 'partners' and 'menu' also take jsonl: a line "
     "for each firm and tender, or number of teams, as soon as it is known; of a menu that can "
     "take "
     "much longer",
     VERB_ALL, set_format},
    {"file-limits", 0, "KIND=N[,...]",
     "what an input file may ask of the reader: bytes (default 1 GiB), depth of its arrays and "
     "objects (32), items of each list (1,000,000), bytes of one text (65,536)",
     VERB_ALL, set_file_limits},
    {"output", 'o', "FILE", "write to the file, whole or not at all, instead of standard output",
     VERB_ALL, set_output},
    {"color", 0, "auto|always|never",
     "colour; auto (default) is on a terminal, and not where NO_COLOR is set", VERB_ALL,
     set_colour},
    {"help", 'h', NULL, "this text", VERB_ALL, NULL},
};

_Static_assert(sizeof table / sizeof table[0] <= 64, "options.given has a bit for each row");

const option_row *options_table(size_t *n) {
    *n = sizeof table / sizeof table[0];
    return table;
}
