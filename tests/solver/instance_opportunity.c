/*
 * instance_opportunity.c - the tender itself: what it asks, drawn around what the planted choice
 * comes to.
 */
#include "tests/solver/instance_parts.h"

/* A limit of this kind is there. */
static bool is_limited(sketch *s) {
    return dice_chance(&s->dice, s->tightness);
}

/* ---------------------------------------------------------------- buyer, demand */

static json_t *make_buyer(sketch *s) {
    static const char *const parents[] = {"KE", "US", "CN", NULL};
    dice *d = &s->dice;
    json_t *buyer = json_object();
    tree_put_text(buyer, "name", dice_chance(d, 50) ? "Ministry" : "Bank");
    tree_put_text(buyer, "country", s->buyer);
    instance_put_fact(d, buyer, "parent_country",
                      dice_chance(d, 70) ? s->buyer : DICE_PICK(d, parents));
    if (dice_chance(d, 30)) {
        tree_put(buyer, "listed_as", tree_list("watch list", NULL));
    }
    return buyer;
}

/* What the planted choice lacks is on the site; what it has over is in demand. */
static void put_amounts(sketch *s, json_t *opportunity) {
    json_t *demand = json_object();
    json_t *site = json_object();
    for (int r = 0; r < s->n_resources; r++) {
        int64_t balance = sketch_planted_balance(s, r);
        int64_t extra = dice_chance(&s->dice, 30) ? dice_from(&s->dice, 1, 8) * 500 : 0;
        int64_t on_site = balance < 0 ? extra - balance : extra;
        if (on_site > 0) {
            tree_put_amount(site, sketch_resource_names[r], on_site);
        }
        if (dice_chance(&s->dice, 40 + s->tightness)) {
            int64_t step = dice_chance(&s->dice, 50) ? 1 : 500;
            tree_put_amount(demand, sketch_resource_names[r],
                            sketch_limit(s, balance + on_site, step, -1));
        }
    }
    tree_put(opportunity, "demand", demand);
    tree_put(opportunity, "site", site);
}

/* ---------------------------------------------------------------- slots */

/* The tags that all planted offerings of the slot have, or that some of them has. */
static unsigned planted_tags(const sketch *s, int slot, bool every) {
    unsigned tags = every ? (1U << SKETCH_TAGS) - 1 : 0;
    for (int i = 0; i < s->n_offerings; i++) {
        const sketch_offering *o = &s->offerings[i];
        if (o->slot == slot && o->planted > 0) {
            tags = every ? tags & o->has : tags | o->has;
        }
    }
    return tags;
}

static int planted_in(const sketch *s, int slot) {
    int n = 0;
    for (int i = 0; i < s->n_offerings; i++) {
        n += s->offerings[i].slot == slot && s->offerings[i].planted > 0 ? 1 : 0;
    }
    return n;
}

/* Some of the tags, mostly of those that the planted choice has. */
static unsigned draw_tags(sketch *s, unsigned planted) {
    unsigned drawn = (unsigned)dice_from(&s->dice, 0, (1 << SKETCH_TAGS) - 1);
    return dice_chance(&s->dice, 88) ? drawn & planted : drawn;
}

static json_t *make_wants(dice *d) {
    static const int weights[] = {0, 500, 1000, 2000, 3000};
    json_t *wants = json_object();
    tree_put_amount(wants, "speed", DICE_PICK(d, weights));
    if (dice_chance(d, 60)) {
        tree_put_amount(wants, "tongue", DICE_PICK(d, weights));
    }
    return wants;
}

static json_t *make_slot(sketch *s, int slot) {
    dice *d = &s->dice;
    json_t *object = json_object();
    if (s->slot_required[slot] || dice_chance(d, 20)) {
        bool required = s->slot_required[slot] || planted_in(s, slot) > 0 || dice_chance(d, 15);
        tree_put(object, "required", json_boolean(required));
    }
    if (is_limited(s)) {
        int64_t most = sketch_limit(s, planted_in(s, slot), 1, 1);
        tree_put(object, "max_offerings", json_integer(most));
    }
    if (dice_chance(d, s->tightness / 3)) {
        tree_put(object, "every_has", instance_tags(draw_tags(s, planted_tags(s, slot, true))));
    }
    if (dice_chance(d, s->tightness * 2 / 3)) {
        tree_put(object, "some_has", instance_tags(draw_tags(s, planted_tags(s, slot, false))));
    }
    if (dice_chance(d, 60)) {
        tree_put(object, "wants", make_wants(d));
    }
    return object;
}

static json_t *make_slots(sketch *s) {
    json_t *slots = json_object();
    for (int i = 0; i < s->n_slots; i++) {
        if (dice_chance(&s->dice, 80)) {
            tree_put(slots, sketch_slot_names[i], make_slot(s, i));
        }
    }
    return slots;
}

/* ---------------------------------------------------------------- consortium */

static int planted_members(const sketch *s) {
    int n = 0;
    for (int f = 0; f < s->n_firms; f++) {
        n += s->firms[f].planted ? 1 : 0;
    }
    return n;
}

static void put_member_limits(sketch *s, json_t *consortium) {
    int64_t least = is_limited(s) ? sketch_limit(s, planted_members(s), 1, -1) : 0;
    int64_t most = is_limited(s) ? sketch_limit(s, planted_members(s), 1, 1) : SKETCH_FIRMS;
    tree_put(consortium, "min_members", json_integer(least));
    tree_put(consortium, "max_members", json_integer(most > least ? most : least));
}

/* Firms and offerings that are planted, or are not; now and then the other way round. */
static json_t *draw_parties(sketch *s, bool planted) {
    json_t *list = json_array();
    for (int i = 0; i < s->n_firms; i++) {
        bool fits = s->firms[i].planted == planted && dice_chance(&s->dice, 20);
        if (fits || dice_chance(&s->dice, 2)) {
            json_array_append_new(list, json_string(s->firms[i].id));
        }
    }
    for (int i = 0; i < s->n_offerings; i++) {
        bool fits = (s->offerings[i].planted > 0) == planted && dice_chance(&s->dice, 20);
        if (fits || dice_chance(&s->dice, 2)) {
            json_array_append_new(list, json_string(s->offerings[i].id));
        }
    }
    return list;
}

static void put_parties(sketch *s, json_t *consortium) {
    if (is_limited(s)) {
        tree_put(consortium, "include", draw_parties(s, true));
    }
    if (dice_chance(&s->dice, s->tightness / 2)) {
        tree_put(consortium, "exclude", draw_parties(s, false));
    }
    if (dice_chance(&s->dice, s->tightness / 2)) {
        int f = dice_from(&s->dice, 0, s->n_firms - 1);
        bool fits = s->firms[f].planted && s->firms[f].can_anchor;
        tree_put(consortium, "anchor",
                 fits || dice_chance(&s->dice, 15) ? json_string(s->firms[f].id) : json_null());
    }
}

/* In basis points, a part of a whole of 0 being 0. */
static int64_t share_up(int64_t part, int64_t whole) {
    return whole == 0 ? 0 : (part * 10000 + whole - 1) / whole;
}

static int64_t share_down(int64_t part, int64_t whole) {
    return whole == 0 ? 0 : part * 10000 / whole;
}

static void put_shares(sketch *s, json_t *consortium) {
    int64_t whole = sketch_planted_value(s, -1);
    int64_t largest = 0;
    int64_t local = 0;
    int64_t small = 0;
    for (int f = 0; f < s->n_firms; f++) {
        const sketch_firm *it = &s->firms[f];
        int64_t value = sketch_planted_value(s, f);
        largest = value > largest ? value : largest;
        local += it->country != NULL && it->country[0] == s->buyer[0] ? value : 0;
        small += it->size != NULL && it->size[0] == 's' ? value : 0;
    }
    if (is_limited(s)) {
        int64_t most = sketch_limit(s, share_up(largest, whole), 1, 1);
        tree_put_share(consortium, "max_member_share", most < 10000 ? most : 10000);
    }
    if (is_limited(s)) {
        int64_t least = sketch_limit(s, share_down(local, whole), 1, -1);
        tree_put_share(consortium, "local_share", least < 10000 ? least : 10000);
    }
    if (is_limited(s)) {
        int64_t least = sketch_limit(s, share_down(small, whole), 1, -1);
        tree_put_share(consortium, "small_share", least < 10000 ? least : 10000);
    }
}

/* ---------------------------------------------------------------- terms */

static void put_deadline(sketch *s, json_t *opportunity) {
    int latest = 0;
    for (int i = 0; i < s->n_offerings; i++) {
        if (s->offerings[i].planted > 0 && s->offerings[i].lead > latest) {
            latest = s->offerings[i].lead;
        }
    }
    if (is_limited(s)) {
        tree_put(opportunity, "deadline_weeks",
                 json_integer(latest + dice_from(&s->dice, -1, 3) + 1));
    }
}

static void put_budget(sketch *s, json_t *opportunity) {
    if (is_limited(s)) {
        int64_t step = dice_chance(&s->dice, 50) ? 1 : s->money;
        tree_put_money(opportunity, "budget",
                       sketch_limit(s, sketch_planted_value(s, -1), step, 1));
    }
}

static void put_residency(sketch *s, json_t *opportunity) {
    json_t *residency = json_object();
    json_t *slots = json_array();
    for (int i = 0; i < s->n_slots; i++) {
        if (dice_chance(&s->dice, 50)) {
            json_array_append_new(slots, json_string(sketch_slot_names[i]));
        }
    }
    tree_put(residency, "in",
             dice_chance(&s->dice, 50) ? tree_list("KE", "US") : json_string("near"));
    tree_put(residency, "slots", slots);
    tree_put(opportunity, "residency", residency);
}

static void put_content(sketch *s, json_t *opportunity) {
    static const char *const modes[] = {"require", "presumption", "ignore"};
    json_t *content = json_object();
    if (dice_chance(&s->dice, 60)) {
        tree_put_text(content, "mode", DICE_PICK(&s->dice, modes));
    }
    if (dice_chance(&s->dice, 60)) {
        tree_put(content, "gamma", json_integer(dice_from(&s->dice, 0, 3)));
    }
    tree_put(opportunity, "content", content);
}

static void put_terms(sketch *s, json_t *opportunity) {
    dice *d = &s->dice;
    static const char *const days[] = {"2027-01-30", "2027-01-31", "2027-03-01",
                                       "2027-03-02", "2027-03-03", NULL};
    instance_put_fact(d, opportunity, "award_by", DICE_PICK(d, days));
    if (s->term_years > 1 || dice_chance(d, 50)) {
        tree_put(opportunity, "term_years", json_integer(s->term_years));
    }
    put_deadline(s, opportunity);
    put_budget(s, opportunity);
}

/* ---------------------------------------------------------------- the file */

json_t *instance_opportunity(sketch *s) {
    dice *d = &s->dice;
    json_t *opportunity = json_object();
    json_t *consortium = json_object();
    tree_put_text(opportunity, "format", "consort-opportunity/1");
    tree_put_text(opportunity, "id", "seeded");
    tree_put(opportunity, "buyer", make_buyer(s));
    put_terms(s, opportunity);
    put_amounts(s, opportunity);
    tree_put(opportunity, "slots", make_slots(s));
    tree_put(opportunity, "buyer_has", instance_tags((unsigned)dice_from(d, 0, 3)));
    put_member_limits(s, consortium);
    put_parties(s, consortium);
    put_shares(s, consortium);
    tree_put(opportunity, "consortium", consortium);
    if (dice_chance(d, 30)) {
        put_residency(s, opportunity);
    }
    if (dice_chance(d, 40)) {
        put_content(s, opportunity);
    }
    return opportunity;
}
