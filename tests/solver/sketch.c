/* sketch.c - slots, firms, offerings and a planted choice from a seed. */
#include "tests/solver/sketch.h"

#include <stdio.h>
#include <string.h>

const char *const sketch_slot_names[SKETCH_SLOTS] = {"chips", "cloud", "data", "apps"};
const char *const sketch_layer_names[SKETCH_SLOTS] = {"iron", "stack", "reach", "rest"};
const char *const sketch_resource_names[SKETCH_RESOURCES] = {"flops", "watts", "bytes"};
const char *const sketch_tag_names[SKETCH_TAGS] = {"lang:sw", "port:ib", "cool:dry", "cert:27001"};

/* ---------------------------------------------------------------- layers and slots */

static void draw_slots(sketch *s) {
    dice *d = &s->dice;
    s->n_slots = dice_from(d, 3, SKETCH_SLOTS);
    s->n_layers = dice_from(d, 2, 3);
    for (int i = 0; i < s->n_slots; i++) {
        s->layer_of[i] = i < s->n_layers ? i : dice_from(d, 0, s->n_layers - 1);
        s->slot_required[i] = dice_chance(d, 12);
        s->content_slot[i] = dice_chance(d, 70);
        s->layer_required[i] = dice_chance(d, 40);
    }
    if (s->n_slots > s->n_layers && dice_chance(d, 20)) { /* named in required_slots alone */
        s->layer_of[s->n_slots - 1] = -1;
        s->slot_required[s->n_slots - 1] = true;
    }
}

/* ---------------------------------------------------------------- offerings */

/* Ids in an order of their own, so that the file is not sorted. */
static void name_it(dice *d, char id[SKETCH_ID], char kind, int i) {
    snprintf(id, SKETCH_ID, "%c%c%d", kind, 'a' + dice_from(d, 0, 25), i);
}

static int64_t draw_price(sketch *s, int most) {
    int64_t price = dice_from(&s->dice, 0, most) * s->money;
    return s->odd_cents && dice_chance(&s->dice, 30) ? price + dice_from(&s->dice, 1, 99) : price;
}

static void draw_tiers(sketch *s, sketch_offering *o) {
    dice *d = &s->dice;
    int from = dice_from(d, 1, 3);
    for (o->n_tiers = 0; o->n_tiers < SKETCH_TIERS && dice_chance(d, 70); o->n_tiers++) {
        o->tier_from[o->n_tiers] = from;
        o->tier_price[o->n_tiers] = draw_price(s, 6);
        from += dice_from(d, 1, 2);
    }
}

static void draw_units(sketch *s, sketch_offering *o) {
    static const int spans[] = {0, 0, 0, 1, 1, 2, 3};
    o->min = dice_chance(&s->dice, 75) ? 1 : dice_from(&s->dice, 2, 3);
    o->max = o->min + DICE_PICK(&s->dice, spans);
    o->fixed = dice_chance(&s->dice, 40) ? draw_price(s, 6) : 0;
    o->per_unit = dice_chance(&s->dice, 90) ? draw_price(s, 8) : 0;
    o->per_year = dice_chance(&s->dice, 25) ? draw_price(s, 2) : 0;
    if (dice_chance(&s->dice, 35)) {
        draw_tiers(s, o);
    }
}

/* Amounts of one, of some, or with three decimal places. */
static int64_t draw_amount(dice *d) {
    static const int64_t sizes[] = {1000, 1000, 1000, 500, 250, 1};
    return dice_from(d, 1, 4) * DICE_PICK(d, sizes);
}

static void draw_amounts(sketch *s, sketch_offering *o) {
    for (int r = 0; r < s->n_resources; r++) {
        bool gives = dice_chance(&s->dice, r == o->slot ? 90 : 20);
        o->provides[r] = gives ? draw_amount(&s->dice) : 0;
        o->consumes[r] = dice_chance(&s->dice, gives ? 10 : 45) ? draw_amount(&s->dice) : 0;
    }
}

static void draw_content(sketch *s, sketch_offering *o) {
    static const int shares[] = {0, 2000, 3000, 4000, 5000, 6000, 8000, 10000, 3333, -1};
    o->made = DICE_PICK(&s->dice, shares);
    o->added = DICE_PICK(&s->dice, shares);
    o->low = DICE_PICK(&s->dice, shares);
    if (o->made >= 0 && o->low > o->made) {
        o->low = dice_chance(&s->dice, 70) ? o->made / 2 : o->made;
    }
}

static void draw_tags(sketch *s, sketch_offering *o) {
    for (int t = 0; t < SKETCH_TAGS; t++) {
        o->has |= dice_chance(&s->dice, 35) ? 1U << t : 0;
        o->needs |= dice_chance(&s->dice, 7) ? 1U << t : 0;
    }
}

static void draw_offering(sketch *s, int i) {
    sketch_offering *o = &s->offerings[i];
    name_it(&s->dice, o->id, 'o', i);
    o->slot = i < s->n_slots ? i : dice_from(&s->dice, 0, s->n_slots - 1);
    o->firm = dice_from(&s->dice, 0, s->n_firms - 1);
    o->lead = dice_from(&s->dice, 0, 6);
    draw_units(s, o);
    draw_amounts(s, o);
    draw_content(s, o);
    draw_tags(s, o);
}

/* Most tenders are tried in a blink, a few have as many choices as an oracle may try. */
static void bound_choices(sketch *s) {
    static const int most_of[] = {1000, 1000, 2000, 2000, 4000, 4000, 8000, 30000};
    int most = dice_chance(&s->dice, 1) ? 200000 : DICE_PICK(&s->dice, most_of);
    int n = 1;
    for (int i = 0; i < s->n_offerings; i++) {
        sketch_offering *o = &s->offerings[i];
        int left = s->n_offerings - i - 1; /* each of which can be chosen or not */
        while (o->max > o->min && (n * (o->max - o->min + 2)) << left > most) {
            o->max--;
        }
        n *= o->max - o->min + 2;
    }
}

/* ---------------------------------------------------------------- the planted choice */

static void plant_one(sketch *s, sketch_offering *o) {
    o->planted = dice_from(&s->dice, o->min, o->max);
    s->firms[o->firm].planted = true;
}

static void plant(sketch *s) {
    for (int i = 0; i < s->n_offerings; i++) {
        int slot = s->offerings[i].slot;
        bool first = i < s->n_slots; /* which is the one of its slot by number */
        bool needed = s->slot_required[slot] ||
                      (s->layer_of[slot] >= 0 && s->layer_required[s->layer_of[slot]]);
        if (dice_chance(&s->dice, first ? (needed ? 100 : 70) : 25)) {
            plant_one(s, &s->offerings[i]);
        }
    }
}

/* What the planted choice needs it mostly has. */
static void meet_needs(sketch *s) {
    for (int i = 0; i < s->n_offerings; i++) {
        for (int t = 0; t < SKETCH_TAGS; t++) {
            bool needed = s->offerings[i].planted > 0 && (s->offerings[i].needs >> t & 1U) != 0;
            int by = dice_from(&s->dice, 0, s->n_offerings - 1);
            if (needed && s->offerings[by].planted > 0) {
                s->offerings[by].has |= 1U << t;
            }
        }
    }
}

/* ---------------------------------------------------------------- firms */

static void draw_firm(sketch *s, int i) {
    static const char *const sizes[] = {"small", "small", "medium", "large", NULL};
    static const char *const homes[] = {"US", "US", "KE", "DE"};
    static const char *const others[] = {"CN", "RU", NULL, NULL};
    sketch_firm *f = &s->firms[i];
    name_it(&s->dice, f->id, 'f', i);
    f->size = DICE_PICK(&s->dice, sizes);
    f->can_anchor = dice_chance(&s->dice, 55);
    f->country = dice_chance(&s->dice, s->trouble) ? DICE_PICK(&s->dice, others)
                                                   : DICE_PICK(&s->dice, homes);
}

/* ---------------------------------------------------------------- sums */

int64_t sketch_value(const sketch_offering *o, int n, int years) {
    int64_t price = o->per_unit;
    for (int t = 0; t < o->n_tiers; t++) {
        price = o->tier_from[t] <= n ? o->tier_price[t] : price;
    }
    return o->fixed + n * (price + years * o->per_year);
}

int64_t sketch_least_value(const sketch_offering *o) {
    int64_t least = INT64_MAX;
    for (int n = o->min; n <= o->max; n++) {
        int64_t value = sketch_value(o, n, 1);
        least = value < least ? value : least;
    }
    return least;
}

int64_t sketch_planted_value(const sketch *s, int f) {
    int64_t sum = 0;
    for (int i = 0; i < s->n_offerings; i++) {
        const sketch_offering *o = &s->offerings[i];
        if (o->planted > 0 && (f < 0 || o->firm == f)) {
            sum += sketch_value(o, o->planted, s->term_years);
        }
    }
    return sum;
}

int64_t sketch_planted_balance(const sketch *s, int resource) {
    int64_t sum = 0;
    for (int i = 0; i < s->n_offerings; i++) {
        const sketch_offering *o = &s->offerings[i];
        sum += o->planted * (o->provides[resource] - o->consumes[resource]);
    }
    return sum;
}

int64_t sketch_limit(sketch *s, int64_t exact, int64_t step, int looser_sign) {
    int64_t limit = exact;
    int kind = dice_from(&s->dice, 1, 100);
    if (kind > 70) {
        limit += looser_sign * step * dice_from(&s->dice, 1, 3);
    } else if (kind > 60) {
        limit -= looser_sign * step;
    }
    return limit > 0 ? limit : 0;
}

/* ---------------------------------------------------------------- the whole */

static void draw_manner(sketch *s) {
    static const int64_t points[] = {
        100, 100, 100, 100, 25, 25, 1235, 1235, 100000, 123456700, INT64_C(1000000000000)};
    static const int tight[] = {12, 20, 30, 40};
    static const int trouble[] = {0, 5, 10, 20};
    static const char *const buyers[] = {"KE", "KE", "KE", "US"};
    s->tightness = DICE_PICK(&s->dice, tight);
    s->trouble = DICE_PICK(&s->dice, trouble);
    s->money = DICE_PICK(&s->dice, points);
    s->odd_cents = dice_chance(&s->dice, 25);
    s->buyer = DICE_PICK(&s->dice, buyers);
    s->term_years = dice_chance(&s->dice, 50) ? 1 : dice_from(&s->dice, 2, 3);
}

sketch sketch_new(uint64_t seed) {
    sketch s = {.dice = dice_new(seed)};
    draw_manner(&s);
    draw_slots(&s);
    s.n_firms = dice_from(&s.dice, 3, SKETCH_FIRMS);
    s.n_offerings = dice_from(&s.dice, s.n_slots, SKETCH_OFFERINGS);
    s.n_resources = dice_from(&s.dice, 1, SKETCH_RESOURCES);
    for (int i = 0; i < s.n_firms; i++) {
        draw_firm(&s, i);
    }
    for (int i = 0; i < s.n_offerings; i++) {
        draw_offering(&s, i);
    }
    bound_choices(&s);
    plant(&s);
    meet_needs(&s);
    return s;
}
