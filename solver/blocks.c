/* blocks.c - sorts the variants into their slots, and the rows into absorbed ones and others. */
#include "solver/blocks.h"

#include <stdlib.h>
#include <string.h>

#include "solver/terms.h"

static const cst__offering *offering_of(const cst__formulation *f, size_t variant) {
    return &f->opportunity->catalog->offerings[f->variants[variant].offering];
}

/* ---------------------------------------------------------------- needed tags */

static bool is_needed_outside(const cst__formulation *f, const cst__offering *o, const char *tag) {
    return !cst__texts_has(&o->capabilities, tag) &&
           !cst__texts_has(&f->opportunity->buyer_has, tag);
}

static int find_tag(const cst__blocks *b, const char *tag) {
    for (int t = 0; t < b->n_tags; t++) {
        if (strcmp(b->tags[t], tag) == 0) {
            return t;
        }
    }
    return -1;
}

/* False when there are too many. */
static bool list_tags(cst__blocks *b) {
    const cst__formulation *f = b->formulation;
    for (size_t v = 0; v < f->n_variants; v++) {
        const cst__offering *o = offering_of(f, v);
        for (size_t i = 0; i < o->needs.n; i++) {
            const char *tag = o->needs.item[i];
            if (!is_needed_outside(f, o, tag) || find_tag(b, tag) >= 0) {
                continue;
            }
            if (b->n_tags == CST__MOST_NEEDS) {
                return false;
            }
            b->tags[b->n_tags++] = tag;
        }
    }
    return true;
}

static void mark_tags(const cst__blocks *b, const cst__offering *o, cst__item *item) {
    for (int t = 0; t < b->n_tags; t++) {
        if (cst__texts_has(&o->capabilities, b->tags[t])) {
            item->has |= UINT64_C(1) << t;
        }
    }
    for (size_t i = 0; i < o->needs.n; i++) {
        bool outside = is_needed_outside(b->formulation, o, o->needs.item[i]);
        int tag = outside ? find_tag(b, o->needs.item[i]) : -1;
        item->needs |= tag >= 0 ? UINT64_C(1) << tag : 0;
    }
}

/* ---------------------------------------------------------------- items of a slot */

static bool count_items(cst__blocks *b) {
    const cst__formulation *f = b->formulation;
    for (size_t v = 0; v < f->n_variants; v++) {
        b->blocks[offering_of(f, v)->slot].n_items++;
    }
    for (size_t s = 0; s < b->n_blocks; s++) {
        b->blocks[s].items = calloc(b->blocks[s].n_items + 1, sizeof *b->blocks[s].items);
        if (b->blocks[s].items == NULL) {
            return false;
        }
        b->blocks[s].slot = s;
        b->blocks[s].n_items = 0;
    }
    return true;
}

static unsigned marks_of(const cst__slot_ask *ask, int n_marks, const cst__offering *o) {
    unsigned marks = 0;
    for (int m = 0; m < n_marks; m++) {
        marks |= cst__texts_has(&o->capabilities, ask->some_has.item[m]) ? 1U << m : 0;
    }
    return marks;
}

static void add_item(cst__blocks *b, size_t v) {
    const cst__formulation *f = b->formulation;
    const cst__offering *o = offering_of(f, v);
    cst__block *block = &b->blocks[o->slot];
    cst__item *item = &block->items[block->n_items];
    *item = (cst__item){.variant = v,
                        .offering = f->variants[v].offering,
                        .firm = o->firm,
                        .chosen = f->variants[v].chosen,
                        .units = f->variants[v].units,
                        .low = (double)f->variants[v].low,
                        .marks = marks_of(&f->opportunity->slots[o->slot], block->n_marks, o)};
    mark_tags(b, o, item);
    b->block_of[item->chosen] = (int)o->slot;
    b->item_of[item->chosen] = (int)block->n_items;
    if (item->units >= 0) {
        b->block_of[item->units] = (int)o->slot;
        b->item_of[item->units] = (int)block->n_items;
    }
    block->n_items++;
}

/* Numbers the firms within a block and counts the offerings of each. */
static bool number_parties(const cst__blocks *b, cst__block *block, int *number) {
    size_t n_firms = b->formulation->opportunity->catalog->n_firms;
    block->crowd = calloc(block->n_items + 1, sizeof *block->crowd);
    block->firms = calloc(block->n_items + 1, sizeof *block->firms);
    if (block->crowd == NULL || block->firms == NULL) {
        return false;
    }
    for (size_t f = 0; f < n_firms; f++) {
        number[f] = -1;
    }
    for (size_t i = 0; i < block->n_items; i++) {
        cst__item *item = &block->items[i];
        if (number[item->firm] < 0) {
            block->firms[block->n_parties] = item->firm;
            number[item->firm] = block->n_parties++;
        }
        item->party = number[item->firm];
        bool again = i > 0 && block->items[i - 1].offering == item->offering;
        block->crowd[item->party] += again ? 0 : 1;
    }
    for (int p = 0; p < block->n_parties; p++) {
        block->crowd[p] = block->crowd[p] < block->most ? block->crowd[p] : block->most;
    }
    return true;
}

/* False where a configuration could hold too many offerings. */
static bool limit_picks(const cst__blocks *b, cst__block *block) {
    const cst__slot_ask *ask = &b->formulation->opportunity->slots[block->slot];
    size_t n = 0;
    for (size_t i = 0; i < block->n_items; i++) {
        n += i == 0 || block->items[i - 1].offering != block->items[i].offering;
    }
    int64_t most = ask->max_offerings < (int64_t)n ? ask->max_offerings : (int64_t)n;
    block->most = (int)(most < CST__MOST_PICKS ? most : CST__MOST_PICKS);
    block->required = ask->required;
    return most <= CST__MOST_PICKS;
}

/* ---------------------------------------------------------------- forms */

static double net_amount(const cst__offering *o, size_t resource) {
    double sum = 0;
    for (size_t i = 0; i < o->n_provides; i++) {
        sum += o->provides[i].resource == resource ? (double)o->provides[i].milli : 0;
    }
    for (size_t i = 0; i < o->n_consumes; i++) {
        sum -= o->consumes[i].resource == resource ? (double)o->consumes[i].milli : 0;
    }
    return sum;
}

/* Adds the form of a resource unless no item has it or the signs are mixed. False: out of memory.
 */
static bool add_form(cst__blocks *b, const cst__block *block, size_t resource) {
    const cst__formulation *f = b->formulation;
    cst__form *form = &b->forms[b->n_forms];
    *form = (cst__form){.block = block->slot, .resource = resource};
    form->amount = malloc((block->n_items + 1) * sizeof *form->amount);
    if (form->amount == NULL) {
        return false;
    }
    for (size_t i = 0; i < block->n_items; i++) {
        double amount = net_amount(offering_of(f, block->items[i].variant), resource);
        double sign = amount < 0 ? -1 : 1;
        form->sign = form->sign == 0 && amount != 0 ? sign : form->sign;
        if (amount != 0 && sign != form->sign) {
            form->sign = 0;
            break;
        }
        form->amount[i] = amount == 0 ? 0 : amount * sign;
        form->unit = (double)cst__common_divisor((int64_t)form->amount[i], (int64_t)form->unit);
    }
    if (form->sign == 0) {
        free(form->amount);
        form->amount = NULL;
        return true;
    }
    b->n_forms++;
    return true;
}

static bool list_forms(cst__blocks *b) {
    size_t n_resources = b->formulation->opportunity->catalog->n_resources;
    b->forms = calloc(b->n_blocks * n_resources + 1, sizeof *b->forms);
    if (b->forms == NULL) {
        return false;
    }
    for (size_t s = 0; s < b->n_blocks; s++) {
        cst__block *block = &b->blocks[s];
        block->first_form = b->n_forms;
        for (size_t r = 0; r < n_resources; r++) {
            if (!add_form(b, block, r)) {
                return false;
            }
        }
        block->n_forms = b->n_forms - block->first_form;
    }
    return true;
}

/* ---------------------------------------------------------------- rows */

/* What a block keeps by itself, whatever else is asked. */
static void absorb_rows(cst__blocks *b, bool needs) {
    const cst__program *program = &b->formulation->program;
    for (size_t i = 0; i < program->n_rows; i++) {
        const cst__row *row = &program->rows[i];
        switch ((int)row->kind) {
            case CST__ROW_SLOT:
            case CST__ROW_MAX_OFFERINGS:
            case CST__ROW_ONE_TIER:
            case CST__ROW_UNITS:
            case CST__ROW_MEMBER:
                b->absorbed[i] = true;
                break;
            case CST__ROW_SOME_HAS:
                b->absorbed[i] =
                    b->formulation->opportunity->slots[row->index].some_has.n <= CST__MOST_MARKS;
                break;
            case CST__ROW_NEEDS:
                b->absorbed[i] = needs;
                break;
            default:
                break;
        }
    }
}

/* ---------------------------------------------------------------- the whole */

static bool make_lists(cst__blocks *b) {
    const cst__formulation *f = b->formulation;
    size_t n_firms = f->opportunity->catalog->n_firms;
    int *number = malloc((n_firms + 1) * sizeof *number);
    b->blocks = calloc(b->n_blocks + 1, sizeof *b->blocks);
    b->block_of = malloc((f->program.n_columns + 1) * sizeof *b->block_of);
    b->item_of = malloc((f->program.n_columns + 1) * sizeof *b->item_of);
    b->absorbed = calloc(f->program.n_rows + 1, sizeof *b->absorbed);
    bool ok = number != NULL && b->blocks != NULL && b->block_of != NULL && b->item_of != NULL &&
              b->absorbed != NULL && count_items(b);
    for (size_t j = 0; ok && j < f->program.n_columns; j++) {
        b->block_of[j] = -1;
    }
    for (size_t s = 0; ok && s < b->n_blocks; s++) {
        size_t n = f->opportunity->slots[s].some_has.n;
        b->blocks[s].n_marks = (int)(n < CST__MOST_MARKS ? n : CST__MOST_MARKS);
    }
    for (size_t v = 0; ok && v < f->n_variants; v++) {
        add_item(b, v);
    }
    for (size_t s = 0; ok && s < b->n_blocks; s++) {
        limit_picks(b, &b->blocks[s]);
        ok = number_parties(b, &b->blocks[s], number);
    }
    free(number);
    return ok && list_forms(b);
}

static bool lend_themselves(const cst__blocks *b) {
    for (size_t s = 0; s < b->n_blocks; s++) {
        if (!limit_picks(b, &b->blocks[s])) {
            return false;
        }
    }
    return true;
}

cst_error cst__blocks_new(const cst__formulation *formulation, cst__blocks **blocks) {
    *blocks = NULL;
    cst__blocks *b = calloc(1, sizeof *b);
    if (b == NULL) {
        return CST_E_MEMORY;
    }
    b->formulation = formulation;
    b->n_blocks = formulation->opportunity->rules->n_slots;
    bool needs = list_tags(b);
    if (!needs) {
        b->n_tags = 0;
    }
    if (!make_lists(b)) {
        cst__blocks_free(b);
        return CST_E_MEMORY;
    }
    absorb_rows(b, needs);
    if (!lend_themselves(b)) {
        cst__blocks_free(b);
        return CST_E_OK;
    }
    *blocks = b;
    return CST_E_OK;
}

void cst__blocks_free(cst__blocks *b) {
    if (b == NULL) {
        return;
    }
    for (size_t s = 0; b->blocks != NULL && s < b->n_blocks; s++) {
        free(b->blocks[s].items);
        free(b->blocks[s].crowd);
        free(b->blocks[s].firms);
    }
    for (size_t i = 0; i < b->n_forms; i++) {
        free(b->forms[i].amount);
    }
    free(b->blocks);
    free(b->forms);
    free(b->block_of);
    free(b->item_of);
    free(b->absorbed);
    free(b);
}
