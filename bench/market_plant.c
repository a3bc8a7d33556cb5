/*
 * market_plant.c - a package that fits, and the tender drawn around it.
 *
 * The slots are filled in the order of the chain, each by one offering in as many units as cover
 * what is needed by then; so the ledger holds. What else the package must satisfy is made true
 * where it is not: the facts of the few planted offerings give way. It is the cheapest of a random
 * half, with more US content than is asked: near the best, hardly ever the best.
 */
#include <stdlib.h>

#include "bench/market.h"

enum { MADE_AT_LEAST = 6200, LOW_AT_LEAST = 5300 };

/* ---------------------------------------------------------------- choosing */

static int64_t units_for(const market_offering *o, int64_t need) {
    int64_t units = (need + o->size - 1) / o->size;
    return units > o->min ? units : o->min;
}

static bool is_candidate(const market *m, const market_offering *o, market_slot slot,
                         int64_t need) {
    const market_firm *firm = &m->firms[o->firm];
    return o->slot == slot && firm->planted_value == 0 && units_for(o, need) <= o->max &&
           o->lead_weeks <= m->tender.deadline_weeks &&
           (!market_classes[slot].content || o->made >= MADE_AT_LEAST);
}

/* An offering for the slot; -1: none. Half of the candidates are passed over. */
static int choose(market *m, market_slot slot, int64_t need) {
    int best = -1;
    int64_t best_value = 0;
    for (int i = 0; i < m->n_offerings; i++) {
        const market_offering *o = &m->offerings[i];
        if (is_candidate(m, o, slot, need) && dice_chance(&m->dice, 50)) {
            int64_t value = market_value(m, o, units_for(o, need));
            if (best < 0 || value < best_value) {
                best = i;
                best_value = value;
            }
        }
    }
    return best;
}

/* Where nobody fits, the first offering of the slot is made to. */
static int bend(market *m, market_slot slot, int64_t need) {
    for (int i = 0; i < m->n_offerings; i++) {
        market_offering *o = &m->offerings[i];
        if (o->slot == slot) {
            int64_t units = units_for(o, need);
            o->max = o->max > units ? o->max : units;
            o->made = o->made > MADE_AT_LEAST ? o->made : MADE_AT_LEAST;
            o->lead_weeks = 40;
            return i;
        }
    }
    abort(); /* every slot has offerings */
}

/* ---------------------------------------------------------------- facts that give way */

/* Whoever needs a tag finds it with a planted offering of the slot that offers it. */
static void grant_tags(market *m, const int planted[]) {
    static const market_slot from[MARKET_TAGS] = {
        [MARKET_LIQUID] = MARKET_DATA_CENTER,    [MARKET_FABRIC_IB] = MARKET_NETWORKING,
        [MARKET_FABRIC_ETH] = MARKET_NETWORKING, [MARKET_API_CHAT] = MARKET_MODELS,
        [MARKET_API_TOOLS] = MARKET_MODELS,      [MARKET_RUNTIME_A] = MARKET_CLOUD,
        [MARKET_RUNTIME_B] = MARKET_CLOUD,       [MARKET_OBJECTS] = MARKET_STORAGE,
        [MARKET_LANGUAGE] = MARKET_APPLICATIONS, [MARKET_CERTIFIED] = MARKET_SECURITY};
    const unsigned language = 1U << MARKET_LANGUAGE;
    unsigned wanted = m->full ? language | 1U << MARKET_CERTIFIED : 0;
    for (int s = 0; s < MARKET_SLOTS; s++) {
        wanted |= m->offerings[planted[s]].needs;
    }
    for (int t = 0; t < MARKET_TAGS; t++) {
        m->offerings[planted[from[t]]].has |= wanted & 1U << t;
    }
    m->offerings[planted[MARKET_MODELS]].has |= wanted & language;
}

/* Somebody can lead, is of the buyer's country, is small. */
static void grant_facts(market *m, const int planted[]) {
    market_firm *leader = &m->firms[m->offerings[planted[MARKET_CHIPS]].firm];
    leader->country = "US";
    leader->can_anchor = true;
    m->firms[m->offerings[planted[MARKET_DATA]].firm].country = "KE";
    m->firms[m->offerings[planted[MARKET_SECURITY]].firm].size = "small";
    for (int s = 0; s < MARKET_SLOTS; s++) {
        market_offering *o = &m->offerings[planted[s]];
        o->made_low = o->made_low > LOW_AT_LEAST ? o->made_low : LOW_AT_LEAST;
        o->made = o->made > o->made_low ? o->made : o->made_low;
    }
}

/* ---------------------------------------------------------------- limits */

static int share_of(int64_t part, int64_t whole) {
    return whole < 10000 ? 0 : (int)(part / (whole / 10000));
}

static void draw_shares(market *m, int64_t whole) {
    int64_t largest = 0;
    int64_t local = 0;
    int64_t small = 0;
    for (int f = 0; f < m->n_firms; f++) {
        const market_firm *firm = &m->firms[f];
        largest = firm->planted_value > largest ? firm->planted_value : largest;
        local += firm->country[0] == 'K' && firm->country[1] == 'E' ? firm->planted_value : 0;
        small += firm->size[0] == 's' ? firm->planted_value : 0;
    }
    m->tender.max_member_share = share_of(largest, whole) + 200;
    m->tender.local_share = share_of(local, whole) * 9 / 10;
    m->tender.small_share = share_of(small, whole) * 8 / 10;
}

static void draw_tender(market *m, const int planted[]) {
    market_tender *t = &m->tender;
    int64_t whole = 0;
    for (int f = 0; f < m->n_firms; f++) {
        whole += m->firms[f].planted_value;
    }
    t->budget = whole / 100 * 105 / 10000 * 10000;
    t->max_member_share = 10000;
    t->anchor = t->include_firm = -1;
    if (m->full) {
        t->gamma = dice_from(&m->dice, 1, 2);
        draw_shares(m, whole);
        t->anchor = dice_chance(&m->dice, 25) ? m->offerings[planted[MARKET_CHIPS]].firm : -1;
        t->include_firm = m->offerings[planted[MARKET_STORAGE]].firm;
    }
}

/* ---------------------------------------------------------------- the package */

static void plant_offering(market *m, market_slot slot, int index, int64_t balance[]) {
    market_offering *o = &m->offerings[index];
    o->planted = units_for(o, -balance[slot]);
    balance[slot] += o->planted * o->size;
    for (int r = 0; r < MARKET_SLOTS; r++) {
        balance[r] += o->planted * (o->second[r] - o->consumes[r]);
    }
    m->firms[o->firm].planted_value += market_value(m, o, o->planted);
}

void market_plant(market *m) {
    int planted[MARKET_SLOTS];
    int64_t balance[MARKET_SLOTS];
    for (int r = 0; r < MARKET_SLOTS; r++) {
        balance[r] = -market_classes[r].demand_milli;
    }
    for (int s = 0; s < MARKET_SLOTS; s++) {
        planted[s] = choose(m, (market_slot)s, -balance[s]);
        if (planted[s] < 0) {
            planted[s] = bend(m, (market_slot)s, -balance[s]);
        }
        plant_offering(m, (market_slot)s, planted[s], balance);
    }
    grant_tags(m, planted);
    grant_facts(m, planted);
    draw_tender(m, planted);
}
