/*
 * option_pairs.c - options beside each other: those that do nothing without another one, and those
 * that two of can not both be meant. An option that would have no effect is a mistake, and what is
 * meant is asked of the person.
 */
#include "cli/option_pairs.h"

#include "cli/talk.h"

typedef struct option_pair {
    unsigned verb;
    const char *option;
    const char *other;
    bool needs; /* the other one; else it does not go with it */
    const char *why;
} option_pair;

static const char *const own_way = "its packages differ in a way of their own";
static const char *const one_list = "each lists packages of its own";
static const char *const own_number = "it says how many packages there are";
static const char *const no_match = "nothing is matched then";
static const char *const no_teams = "no teams are listed then";
static const char *const no_samples = "there is nothing to draw";

static const option_pair pairs[] = {
    {VERB_MATCH, "samples", "risk", true, no_samples},
    {VERB_MATCH, "seed", "risk", true, no_samples},
    {VERB_MATCH, "at-most", "frontier", true, "of other lists '--candidates' says how many"},
    {VERB_MATCH, "within", "diverse", true, "no other list has a limit on cost"},
    {VERB_MATCH, "frontier", "by", false, one_list},
    {VERB_MATCH, "diverse", "by", false, one_list},
    {VERB_MATCH, "frontier", "diverse", false, one_list},
    {VERB_MATCH, "frontier", "differ", false, own_way},
    {VERB_MATCH, "frontier", "differ-slot", false, own_way},
    {VERB_MATCH, "diverse", "differ", false, own_way},
    {VERB_MATCH, "diverse", "differ-slot", false, own_way},
    {VERB_MATCH, "frontier", "candidates", false,
     "all of it is listed, or as much as '--at-most' says"},
    {VERB_MATCH, "diverse", "candidates", false, own_number},
    {VERB_MATCH, "text", "by", false, no_match},
    {VERB_MATCH, "text", "frontier", false, no_match},
    {VERB_MATCH, "text", "diverse", false, no_match},
    {VERB_MATCH, "text", "risk", false, no_match},
    {VERB_MATCH, "text", "resilience", false, no_match},
    {VERB_MATCH, "text", "candidates", false, no_match},
    {VERB_MATCH, "text", "differ", false, no_match},
    {VERB_MATCH, "text", "differ-slot", false, no_match},
    {VERB_MATCH, "text", "conflicts", false, no_match},
    {VERB_MATCH, "text", "gap", false, no_match},
    {VERB_MATCH, "text", "refused", false, no_match},
    {VERB_MATCH, "text", "time-limit", false, no_match},
    {VERB_PARTNERS, "within", "most-partners", true, "nothing else has a limit on cost"},
    {VERB_PARTNERS, "prices", "candidates", false, no_teams},
    {VERB_PARTNERS, "prices", "differ", false, no_teams},
};

bool option_pairs_hold(const options *asked) {
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        const option_pair *pair = &pairs[i];
        bool concerned = asked->verb->bit == pair->verb && options_given(asked, pair->option);
        if (concerned && options_given(asked, pair->other) != pair->needs) {
            talk(pair->needs ? "option '--%s' needs '--%s': %s"
                             : "option '--%s' does not go with '--%s': %s",
                 pair->option, pair->other, pair->why);
            return false;
        }
    }
    return true;
}
