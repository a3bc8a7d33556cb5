/*
 * market_draw.c - firms, and what they sell.
 */
#include <stdlib.h>

#include "bench/market.h"

/* ---------------------------------------------------------------- firms */

static void draw_slots(market *m, market_firm *firm, int f) {
    firm->slots[firm->n_slots++] = f % MARKET_SLOTS; /* so that every slot has sellers */
    int more = dice_from(&m->dice, 0, MARKET_FIRM_SLOTS - 1);
    for (int i = 0; i < more; i++) {
        int slot = dice_from(&m->dice, 0, MARKET_SLOTS - 1);
        bool known = false;
        for (int j = 0; j < firm->n_slots; j++) {
            known = known || firm->slots[j] == slot;
        }
        if (!known) {
            firm->slots[firm->n_slots++] = slot;
        }
    }
}

static void draw_firms(market *m) {
    static const char *const countries[] = {"US", "US", "US", "US", "US", "US", "JP", "KR",
                                            "DE", "GB", "CA", "FR", "KE", "NL", "SE"};
    static const char *const sizes[] = {"small", "small", "medium", "medium", "large"};
    for (int f = 0; f < m->n_firms; f++) {
        market_firm *firm = &m->firms[f];
        firm->country = DICE_PICK(&m->dice, countries);
        firm->size = DICE_PICK(&m->dice, sizes);
        firm->can_anchor = firm->country[0] == 'U' && dice_chance(&m->dice, 40);
        firm->price_permille = dice_from(&m->dice, 900, 1100);
        draw_slots(m, firm, f);
    }
}

/* ---------------------------------------------------------------- amounts */

/* What a unit of the slot's own resource consumes of another, in millionths. */
typedef struct appetite {
    market_slot slot, of;
    int per_million;
} appetite;

static const appetite appetites[] = {
    {MARKET_APPLICATIONS, MARKET_MODELS, 180000}, {MARKET_MODELS, MARKET_CHIPS, 380000},
    {MARKET_DATA, MARKET_STORAGE, 120000},        {MARKET_CHIPS, MARKET_SERVERS, 110000},
    {MARKET_CHIPS, MARKET_DATA_CENTER, 1100000},  {MARKET_SERVERS, MARKET_DATA_CENTER, 1500000},
};

/* Sizes against the need, in thousandths, and what smaller ones cost more. */
typedef struct scale {
    int size_permille, price_permille;
    int most_units;
} scale;

static const scale scales[] = {
    {40, 1110, 50},  {60, 1090, 50},  {80, 1075, 50},  {100, 1060, 50}, {125, 1050, 30},
    {167, 1040, 30}, {200, 1025, 30}, {250, 1010, 20}, {333, 1000, 20}, {500, 985, 10},
};

static const scale whole = {1000, 1000, 4};

/* Rounded up to a multiple of step. */
static int64_t up_to(int64_t amount, int64_t step) {
    return (amount + step - 1) / step * step;
}

/* Some clouds come with storage: a resource that two slots provide. */
static void draw_second(market *m, market_offering *o) {
    if (o->slot == MARKET_CLOUD && dice_chance(&m->dice, 30)) {
        const market_class *storage = &market_classes[MARKET_STORAGE];
        int64_t amount = market_permille(storage->need_milli, dice_from(&m->dice, 50, 250));
        o->second[MARKET_STORAGE] = up_to(amount, storage->step_milli);
    }
}

/* thrift: what it consumes against others, in thousandths. */
static void draw_amounts(market *m, market_offering *o, const scale *s, int thrift) {
    const market_class *class = &market_classes[o->slot];
    int64_t size = market_permille(class->need_milli, s->size_permille);
    int spread = class->whole ? dice_from(&m->dice, 1000, 1300) : dice_from(&m->dice, 850, 1150);
    o->size = up_to(market_permille(size, spread), class->step_milli);
    for (size_t i = 0; i < sizeof appetites / sizeof *appetites; i++) {
        const appetite *a = &appetites[i];
        if (a->slot == o->slot) {
            int64_t amount = o->size * a->per_million / 1000000;
            amount = market_permille(amount, thrift);
            o->consumes[a->of] = up_to(market_permille(amount, dice_from(&m->dice, 900, 1100)),
                                       market_classes[a->of].step_milli / 20);
        }
    }
    draw_second(m, o);
}

/* ---------------------------------------------------------------- prices */

static int64_t to_hundred_dollars(int64_t cents) {
    return (cents + 5000) / 10000 * 10000;
}

/* Most tiers are cheaper than what precedes them; a few are not. */
static void draw_tiers(market *m, market_offering *o) {
    int64_t from = o->min;
    int64_t price = o->per_unit;
    int n = dice_chance(&m->dice, 40) ? dice_from(&m->dice, 1, MARKET_TIERS) : 0;
    for (int t = 0; t < n; t++) {
        from += dice_from(&m->dice, 1, 4);
        int step = dice_chance(&m->dice, 95) ? -dice_from(&m->dice, 20, 90) : 30;
        price = to_hundred_dollars(market_permille(price, 1000 + step));
        if (from <= o->max) {
            o->tiers[o->n_tiers++] = (market_tier){from, price};
        }
    }
}

/* What a buyer pays for: size, US content, quality, thrift; and luck. */
static void draw_price(market *m, market_offering *o, const scale *s, int thrift) {
    const market_class *class = &market_classes[o->slot];
    int64_t price = class->worth_cents / 1000 * (o->size * 1000 / class->need_milli);
    int content = class->content ? 880 + o->made * 24 / 1000 : 1000;
    price = market_permille(price, s->price_permille);
    price = market_permille(price, content);
    price = market_permille(price, 900 + o->quality * 2 / 100);
    price = market_permille(price, 1500 - thrift / 2);
    price = market_permille(price, m->firms[o->firm].price_permille);
    price = market_permille(price, dice_from(&m->dice, 200, 800) + dice_from(&m->dice, 200, 800));
    int part = m->full && dice_chance(&m->dice, 30) ? dice_from(&m->dice, 100, 300) : 0;
    o->per_year = to_hundred_dollars(market_permille(price, part) / m->tender.term_years);
    o->per_unit = to_hundred_dollars(market_permille(price, 1000 - part));
    o->fixed = to_hundred_dollars(market_permille(class->worth_cents, dice_from(&m->dice, 0, 30)));
    if (m->full) {
        draw_tiers(m, o);
    }
}

/* ---------------------------------------------------------------- tags */

const char *const market_tags[MARKET_TAGS] = {
    [MARKET_LIQUID] = "cooling:liquid", [MARKET_FABRIC_IB] = "fabric:ib",
    [MARKET_FABRIC_ETH] = "fabric:eth", [MARKET_API_CHAT] = "api:chat",
    [MARKET_API_TOOLS] = "api:tools",   [MARKET_RUNTIME_A] = "runtime:a",
    [MARKET_RUNTIME_B] = "runtime:b",   [MARKET_OBJECTS] = "store:object",
    [MARKET_LANGUAGE] = "lang:sw",      [MARKET_CERTIFIED] = "cert:iso27001"};

/* How many of a hundred offerings of a slot have, or need, a tag. */
typedef struct habit {
    market_slot slot;
    market_tag tag;
    int percent;
    bool needs;
} habit;

static const habit habits[] = {
    {MARKET_CHIPS, MARKET_LIQUID, 30, true},
    {MARKET_DATA_CENTER, MARKET_LIQUID, 45, false},
    {MARKET_SERVERS, MARKET_FABRIC_IB, 25, true},
    {MARKET_SERVERS, MARKET_FABRIC_ETH, 25, true},
    {MARKET_NETWORKING, MARKET_FABRIC_IB, 50, false},
    {MARKET_NETWORKING, MARKET_FABRIC_ETH, 60, false},
    {MARKET_APPLICATIONS, MARKET_API_CHAT, 30, true},
    {MARKET_APPLICATIONS, MARKET_API_TOOLS, 20, true},
    {MARKET_MODELS, MARKET_API_CHAT, 60, false},
    {MARKET_MODELS, MARKET_API_TOOLS, 45, false},
    {MARKET_MODELS, MARKET_RUNTIME_A, 20, true},
    {MARKET_MODELS, MARKET_RUNTIME_B, 20, true},
    {MARKET_CLOUD, MARKET_RUNTIME_A, 50, false},
    {MARKET_CLOUD, MARKET_RUNTIME_B, 50, false},
    {MARKET_DATA, MARKET_OBJECTS, 25, true},
    {MARKET_STORAGE, MARKET_OBJECTS, 50, false},
    {MARKET_APPLICATIONS, MARKET_LANGUAGE, 35, false},
    {MARKET_MODELS, MARKET_LANGUAGE, 35, false},
    {MARKET_SECURITY, MARKET_CERTIFIED, 40, false},
};

static void draw_tags(market *m, market_offering *o) {
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++) {
        if (habits[i].slot == o->slot && dice_chance(&m->dice, habits[i].percent)) {
            *(habits[i].needs ? &o->needs : &o->has) |= 1U << habits[i].tag;
        }
    }
}

/* ---------------------------------------------------------------- offerings */

static void draw_offering(market *m, market_offering *o) {
    dice *d = &m->dice;
    const scale *s = market_classes[o->slot].whole ? &whole : &DICE_PICK(d, scales);
    bool home = m->firms[o->firm].country[0] == 'U';
    int thrift = dice_from(d, 750, 1250);
    o->made = (home ? dice_from(d, 45, 95) : dice_from(d, 15, 65)) * 100;
    o->made_low = o->made - dice_from(d, 0, 20) * 100;
    o->made_low = o->made_low > 0 ? o->made_low : 0;
    o->quality = dice_from(d, 30, 100) * 100;
    o->lead_weeks = dice_from(d, 8, 70);
    o->min = m->full && dice_chance(d, 10) ? 2 : 1;
    o->max = dice_chance(d, 50) ? s->most_units : s->most_units / 2;
    draw_amounts(m, o, s, thrift);
    draw_price(m, o, s, thrift);
    if (m->full) {
        draw_tags(m, o);
        o->lead_weeks += dice_chance(d, 4) ? 20 : 0; /* a few come too late */
    }
}

/* The sellers of each slot: sellers[slot] is a list of n[slot] firms. */
static void list_sellers(const market *m, int *sellers[], int n[]) {
    for (int s = 0; s < MARKET_SLOTS; s++) {
        sellers[s] = market_alloc((size_t)m->n_firms, sizeof *sellers[s]);
        n[s] = 0;
    }
    for (int f = 0; f < m->n_firms; f++) {
        for (int i = 0; i < m->firms[f].n_slots; i++) {
            int slot = m->firms[f].slots[i];
            sellers[slot][n[slot]++] = f;
        }
    }
}

void market_draw(market *m) {
    int *sellers[MARKET_SLOTS];
    int n[MARKET_SLOTS];
    m->tender.term_years = m->full ? 3 : 1;
    m->tender.deadline_weeks = 78;
    draw_firms(m);
    list_sellers(m, sellers, n);
    for (int i = 0; i < m->n_offerings; i++) {
        market_offering *o = &m->offerings[i];
        o->slot = (market_slot)(i % MARKET_SLOTS);
        o->firm = sellers[o->slot][dice_from(&m->dice, 0, n[o->slot] - 1)];
        draw_offering(m, o);
    }
    for (int s = 0; s < MARKET_SLOTS; s++) {
        free(sellers[s]);
    }
}
