/* master.c - rows and columns of the master program, its multipliers, its part of the bound. */
#include "solver/master.h"

#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double violated_by = 1e-6;

/* ---------------------------------------------------------------- entries by column */

static bool transpose(cst__master *m) {
    const cst__program *p = m->program;
    m->start = calloc(p->n_columns + 2, sizeof *m->start);
    m->entry_row = malloc((p->n_entries + 1) * sizeof *m->entry_row);
    m->entry_value = malloc((p->n_entries + 1) * sizeof *m->entry_value);
    if (m->start == NULL || m->entry_row == NULL || m->entry_value == NULL) {
        return false;
    }
    for (size_t e = 0; e < p->n_entries; e++) {
        m->start[p->entry_column[e] + 2]++;
    }
    for (size_t j = 0; j < p->n_columns; j++) {
        m->start[j + 2] += m->start[j + 1];
    }
    for (size_t i = 0; i < p->n_rows; i++) {
        for (size_t e = p->rows[i].start; e < p->rows[i].start + p->rows[i].n; e++) {
            size_t at = m->start[p->entry_column[e] + 1]++;
            m->entry_row[at] = (int)i;
            m->entry_value[at] = p->entry_value[e];
        }
    }
    return true;
}

/* ---------------------------------------------------------------- what a configuration is */

static const cst__item *item_at(const cst__master *m, const cst__pool_column *c, int k) {
    return &m->blocks->blocks[c->block].items[c->item[k]];
}

static bool holds_party(const cst__master *m, const cst__pool_column *c, size_t party) {
    for (int k = 0; k < c->n; k++) {
        if ((size_t)item_at(m, c, k)->party == party) {
            return true;
        }
    }
    return false;
}

static void tags_of(const cst__master *m, const cst__pool_column *c, uint64_t *has,
                    uint64_t *lacks) {
    *has = 0;
    *lacks = 0;
    for (int k = 0; k < c->n; k++) {
        *has |= item_at(m, c, k)->has;
        *lacks |= item_at(m, c, k)->needs;
    }
    *lacks &= ~*has;
}

/* The value of a column of the program in a configuration with so many units of its item. */
static double column_value(const cst__item *item, int column, double units) {
    return column == item->chosen ? 1 : units - item->low;
}

static double config_cost(const cst__master *m, const cst__pool_column *c) {
    double cost = 0;
    for (int k = 0; k < c->n; k++) {
        const cst__item *item = item_at(m, c, k);
        cost += m->program->columns[item->chosen].cost;
        if (item->units >= 0) {
            cost += m->program->columns[item->units].cost * (c->units[k] - item->low);
        }
    }
    return cost;
}

/* The member column of a link. */
static int member_of(const cst__master *m, const cst__master_row *link) {
    size_t firm = m->blocks->blocks[link->block].firms[link->index];
    return m->blocks->formulation->member[firm];
}

/* ---------------------------------------------------------------- coefficients */

/* Collects the entries of a column in work_index and work_value; returns how many. */
typedef struct collector {
    cst__master *m;
    size_t n;
} collector;

static void put(collector *c, size_t row, double value) {
    if (fabs(value) < 1e-200) {
        return; /* cancelled out */
    }
    c->m->work_index[c->n] = (int)row;
    c->m->work_value[c->n++] = value * c->m->rows[row].scale;
}

static void put_program_rows(collector *c, const cst__pool_column *column) {
    cst__master *m = c->m;
    /* sums by row first: two items may meet in one row */
    size_t n = 0;
    for (int k = 0; k < column->n; k++) {
        const cst__item *item = item_at(m, column, k);
        int columns[2] = {item->chosen, item->units};
        for (int part = 0; part < 2; part++) {
            double value =
                columns[part] < 0 ? 0 : column_value(item, columns[part], column->units[k]);
            for (size_t e = columns[part] < 0 ? 0 : m->start[columns[part]];
                 value != 0 && e < m->start[columns[part] + 1]; e++) {
                int row = m->row_of[m->entry_row[e]];
                if (row < 0) {
                    continue;
                }
                if (m->sum[row] == 0) {
                    m->work_index[n++] = row;
                }
                m->sum[row] += value * m->entry_value[e];
                m->sum[row] += m->sum[row] == 0 ? DBL_MIN : 0; /* seen, though it cancelled out */
            }
        }
    }
    for (size_t k = 0; k < n; k++) {
        int row = m->work_index[k];
        put(c, (size_t)row, m->sum[row]); /* c->n <= k: nothing unread is overwritten */
        m->sum[row] = 0;
    }
}

static double link_or_tag_entry(const cst__master *m, const cst__master_row *row,
                                const cst__pool_column *c) {
    if (row->kind == CST__MASTER_LINK) {
        return c->block == row->block && holds_party(m, c, row->index) ? -1 : 0;
    }
    uint64_t has = 0;
    uint64_t lacks = 0;
    tags_of(m, c, &has, &lacks);
    uint64_t bit = UINT64_C(1) << row->index;
    return c->block == row->block ? ((lacks & bit) != 0 ? -1 : 0) : (has & bit) != 0 ? 1 : 0;
}

static size_t collect_config(cst__master *m, const cst__pool_column *column) {
    collector c = {m, 0};
    put_program_rows(&c, column);
    for (size_t i = 0; i < m->n_rows; i++) {
        const cst__master_row *row = &m->rows[i];
        if (row->kind == CST__MASTER_CONVEX) {
            if (row->block == column->block) {
                put(&c, i, 1);
            }
        } else if (row->kind != CST__MASTER_PROGRAM) {
            double value = link_or_tag_entry(m, row, column);
            if (value != 0) {
                put(&c, i, value);
            }
        }
    }
    return c.n;
}

static size_t collect_side(cst__master *m, int j) {
    collector c = {m, 0};
    for (size_t e = m->start[j]; e < m->start[j + 1]; e++) {
        int row = m->row_of[m->entry_row[e]];
        if (row >= 0) {
            put(&c, (size_t)row, m->entry_value[e]);
        }
    }
    for (size_t i = 0; i < m->n_rows; i++) {
        const cst__master_row *row = &m->rows[i];
        if (row->kind == CST__MASTER_LINK && member_of(m, row) == j) {
            put(&c, i, 1);
        }
    }
    return c.n;
}

/* ---------------------------------------------------------------- columns */

static bool room_for_column(cst__master *m) {
    if (m->n_pool < m->room_pool) {
        return true;
    }
    size_t room = m->room_pool == 0 ? 256 : 2 * m->room_pool;
    cst__pool_column *pool = realloc(m->pool, room * sizeof *pool);
    if (pool == NULL) {
        return false;
    }
    m->pool = pool;
    m->room_pool = room;
    return true;
}

static double cost_in_lp(const cst__master *m, const cst__pool_column *c) {
    if (c->kind == CST__POOL_ARTIFICIAL) {
        return m->without_cost ? 1 : m->penalty;
    }
    return m->without_cost ? 0 : c->cost * m->cost_scale;
}

static cst_error append(cst__master *m, cst__pool_column column, double lower, double upper,
                        size_t n_entries) {
    if (!room_for_column(m)) {
        return CST_E_MEMORY;
    }
    column.open = true;
    m->pool[m->n_pool++] = column;
    return cst__lp_add_column(m->lp, lower, upper, cost_in_lp(m, &column), n_entries, m->work_index,
                              m->work_value);
}

/* Falls are sums of money: the LP counts them in units of about the largest. */
static double side_unit(const cst__column *column) {
    int exponent = 0;
    frexp(column->integer ? 1 : column->upper, &exponent);
    return column->integer || column->upper <= 1 ? 1 : ldexp(1, exponent);
}

static cst_error add_side(cst__master *m, int j) {
    const cst__column *column = &m->program->columns[j];
    double unit = side_unit(column);
    m->side_of[j] = (int)m->n_pool;
    size_t n = collect_side(m, j);
    for (size_t k = 0; k < n; k++) {
        m->work_value[k] *= unit;
    }
    return append(
        m,
        (cst__pool_column){
            .kind = CST__POOL_SIDE, .index = j, .unit = unit, .cost = column->cost * unit},
        column->lower / unit, column->upper / unit, n);
}

cst_error cst__master_set_side(cst__master *m, size_t pool_column, double lower, double upper) {
    double unit = m->pool[pool_column].unit;
    return cst__lp_set_bounds(m->lp, (int)pool_column, lower / unit, upper / unit);
}

static cst_error add_artificial(cst__master *m, size_t row, double sign) {
    m->work_index[0] = (int)row;
    m->work_value[0] = sign;
    return append(m, (cst__pool_column){.kind = CST__POOL_ARTIFICIAL, .index = (int)row}, 0,
                  HUGE_VAL, 1);
}

static bool is_same(const cst__pool_column *a, int block, const cst__config *b) {
    if (a->kind != CST__POOL_CONFIG || a->block != block || a->n != b->n) {
        return false;
    }
    return memcmp(a->item, b->item, (size_t)b->n * sizeof *b->item) == 0 &&
           memcmp(a->units, b->units, (size_t)b->n * sizeof *b->units) == 0;
}

cst_error cst__master_add(cst__master *m, int block, const cst__config *config, bool *added) {
    *added = false;
    for (size_t j = 0; j < m->n_pool; j++) {
        if (is_same(&m->pool[j], block, config)) {
            return CST_E_OK;
        }
    }
    size_t n = (size_t)config->n;
    double *units = malloc(n * (sizeof(double) + sizeof(int)) + 1);
    if (units == NULL) {
        return CST_E_MEMORY;
    }
    cst__pool_column column = {.kind = CST__POOL_CONFIG, .block = block, .n = config->n};
    column.units = units;
    column.item = (int *)(void *)(units + n);
    memcpy(column.units, config->units, n * sizeof *units);
    memcpy(column.item, config->item, n * sizeof(int));
    column.cost = config_cost(m, &column);
    size_t n_entries = collect_config(m, &column);
    cst_error error = append(m, column, 0, HUGE_VAL, n_entries);
    *added = error == CST_E_OK;
    if (error != CST_E_OK && (m->n_pool == 0 || m->pool[m->n_pool - 1].units != units)) {
        free(units);
    }
    return error;
}

/* ---------------------------------------------------------------- rows */

static bool make_work(cst__master *m) {
    size_t need = 2 * m->n_rows + m->n_pool + m->program->n_columns + 64;
    if (need <= m->room_work) {
        return true;
    }
    free(m->work_value);
    free(m->work_index);
    free(m->sum);
    m->room_work = 2 * need;
    size_t sums = m->room_work + m->program->n_rows;
    m->work_value = malloc(m->room_work * sizeof *m->work_value);
    m->work_index = malloc(m->room_work * sizeof *m->work_index);
    m->sum = calloc(sums, sizeof *m->sum);
    bool ok = m->work_value != NULL && m->work_index != NULL && m->sum != NULL;
    m->room_work = ok ? m->room_work : 0;
    return ok;
}

/* A power of two that brings the row near 1. */
static double row_scale(const cst__master *m, const cst__master_row *row) {
    if (row->kind != CST__MASTER_PROGRAM) {
        return 1;
    }
    const cst__program *p = m->program;
    const cst__row *it = &p->rows[row->index];
    double largest = 0;
    for (size_t e = it->start; e < it->start + it->n; e++) {
        double value = fabs(p->entry_value[e]);
        const cst__column *column = &p->columns[p->entry_column[e]];
        largest = fmax(largest, column->integer ? value : value * column->upper);
    }
    double side = fmax(it->lower == -HUGE_VAL ? 0 : fabs(it->lower),
                       it->upper == HUGE_VAL ? 0 : fabs(it->upper));
    int exponent = 0;
    frexp(fmax(largest, side), &exponent);
    return ldexp(1, -exponent);
}

/* Fills work with the row over the pool; returns the number of entries. */
static size_t collect_row(cst__master *m, const cst__master_row *row) {
    size_t n = 0;
    const cst__row *it = row->kind == CST__MASTER_PROGRAM ? &m->program->rows[row->index] : NULL;
    for (size_t e = 0; it != NULL && e < it->n; e++) {
        m->dense[m->program->entry_column[it->start + e]] = m->program->entry_value[it->start + e];
    }
    for (size_t j = 0; j < m->n_pool; j++) {
        const cst__pool_column *c = &m->pool[j];
        double value = 0;
        if (c->kind == CST__POOL_ARTIFICIAL) {
            continue;
        }
        if (it != NULL && c->kind == CST__POOL_SIDE) {
            value = m->dense[c->index] * c->unit;
        } else if (it != NULL) {
            for (int k = 0; k < c->n; k++) {
                const cst__item *item = item_at(m, c, k);
                value += m->dense[item->chosen];
                value += item->units >= 0 ? m->dense[item->units] * (c->units[k] - item->low) : 0;
            }
        } else if (c->kind == CST__POOL_CONFIG) {
            value = row->kind == CST__MASTER_CONVEX ? c->block == row->block
                                                    : link_or_tag_entry(m, row, c);
        } else if (row->kind == CST__MASTER_LINK) {
            value = member_of(m, row) == c->index ? 1 : 0;
        }
        if (value != 0) {
            m->work_index[n] = (int)j;
            m->work_value[n++] = value * row->scale;
        }
    }
    for (size_t e = 0; it != NULL && e < it->n; e++) {
        m->dense[m->program->entry_column[it->start + e]] = 0;
    }
    return n;
}

static bool room_for_row(cst__master *m) {
    if (m->n_rows < m->room_rows) {
        return true;
    }
    size_t room = m->room_rows == 0 ? 64 : 2 * m->room_rows;
    cst__master_row *rows = realloc(m->rows, room * sizeof *rows);
    if (rows == NULL) {
        return false;
    }
    m->rows = rows;
    m->room_rows = room;
    return true;
}

static double scaled(double side, double scale) {
    return fabs(side) == HUGE_VAL ? side : side * scale;
}

/* The side columns that only this row asks for come with it. */
static cst_error add_sides_of(cst__master *m, const cst__master_row *row) {
    const cst__program *p = m->program;
    const cst__row *it = row->kind == CST__MASTER_PROGRAM ? &p->rows[row->index] : NULL;
    cst_error error = CST_E_OK;
    for (size_t e = 0; it != NULL && e < it->n && error == CST_E_OK; e++) {
        int j = p->entry_column[it->start + e];
        bool wanted = it->lazy || p->columns[j].kind != CST__COLUMN_FALL_OF;
        if (m->blocks->block_of[j] < 0 && m->side_of[j] < 0 && wanted) {
            error = add_side(m, j);
        }
    }
    if (row->kind == CST__MASTER_LINK && error == CST_E_OK) {
        int j = member_of(m, row);
        error = m->side_of[j] < 0 ? add_side(m, j) : CST_E_OK;
    }
    return error;
}

static cst_error add_row(cst__master *m, cst__master_row row) {
    cst_error error = make_work(m) ? add_sides_of(m, &row) : CST_E_MEMORY;
    if (error != CST_E_OK) {
        return error;
    }
    if (!room_for_row(m) || !make_work(m)) {
        return CST_E_MEMORY;
    }
    row.scale = row_scale(m, &row);
    size_t n = collect_row(m, &row);
    int index = (int)m->n_rows;
    m->rows[m->n_rows++] = row;
    error = cst__lp_add_row(m->lp, scaled(row.lower, row.scale), scaled(row.upper, row.scale), n,
                            m->work_index, m->work_value);
    if (row.kind == CST__MASTER_PROGRAM) {
        m->row_of[row.index] = index;
    } else if (row.kind == CST__MASTER_LINK) {
        m->link_of[row.block][row.index] = index;
    } else if (row.kind == CST__MASTER_TAG) {
        m->tag_of[row.block][row.index] = index;
    }
    if (error == CST_E_OK && row.lower > -HUGE_VAL) {
        error = add_artificial(m, (size_t)index, 1);
    }
    if (error == CST_E_OK && row.upper < HUGE_VAL) {
        error = add_artificial(m, (size_t)index, -1);
    }
    return error;
}

static cst__master_row program_row(const cst__master *m, size_t i) {
    const cst__row *row = &m->program->rows[i];
    return (cst__master_row){
        .kind = CST__MASTER_PROGRAM, .index = i, .lower = row->lower, .upper = row->upper};
}

/* A row that nothing chosen violates can not wait for a point that touches it. */
static bool must_come_first(const cst__row *row) {
    return !row->lazy || row->lower > 0 || row->upper < 0;
}

static cst_error add_first_rows(cst__master *m) {
    cst_error error = CST_E_OK;
    for (size_t s = 0; s < m->blocks->n_blocks && error == CST_E_OK; s++) {
        error = add_row(
            m,
            (cst__master_row){.kind = CST__MASTER_CONVEX, .block = (int)s, .lower = 1, .upper = 1});
    }
    for (size_t i = 0; i < m->program->n_rows && error == CST_E_OK; i++) {
        const cst__row *row = &m->program->rows[i];
        if (!m->absorbed[i] && must_come_first(row) && row->n > 0) {
            error = add_row(m, program_row(m, i));
        }
    }
    for (size_t j = 0; j < m->program->n_columns && error == CST_E_OK; j++) {
        if (m->blocks->block_of[j] < 0 && m->side_of[j] < 0 && m->program->columns[j].cost != 0) {
            error = add_side(m, (int)j);
        }
    }
    return error;
}

/* ---------------------------------------------------------------- separation */

static cst_error separate_program(cst__master *m, int *added) {
    const cst__program *p = m->program;
    size_t n = 0;
    for (size_t j = 0; j < p->n_columns; j++) {
        for (size_t e = m->start[j]; m->x[j] != 0 && e < m->start[j + 1]; e++) {
            int i = m->entry_row[e];
            if (m->absorbed[i] || m->row_of[i] >= 0) {
                continue;
            }
            if (m->sum[i] == 0 && n < m->room_work) {
                m->work_index[n++] = i;
            }
            m->sum[i] += m->x[j] * m->entry_value[e];
            m->sum[i] += m->sum[i] == 0 ? DBL_MIN : 0;
        }
    }
    size_t kept = 0;
    for (size_t k = 0; k < n; k++) {
        int i = m->work_index[k];
        const cst__row *row = &p->rows[i];
        double by = fmax(row->lower - m->sum[i], m->sum[i] - row->upper);
        cst__master_row it = program_row(m, (size_t)i);
        if (by * row_scale(m, &it) > violated_by) {
            m->work_index[kept++] = i;
        }
        m->sum[i] = 0;
    }
    int *rows = malloc((kept + 1) * sizeof *rows);
    if (rows == NULL) {
        return CST_E_MEMORY;
    }
    memcpy(rows, m->work_index, kept * sizeof *rows);
    cst_error error = CST_E_OK;
    for (size_t k = 0; k < kept && error == CST_E_OK; k++, (*added)++) {
        error = add_row(m, program_row(m, (size_t)rows[k]));
    }
    free(rows);
    return error;
}

static cst_error separate_links(cst__master *m, int *added) {
    cst_error error = CST_E_OK;
    for (size_t s = 0; s < m->blocks->n_blocks && error == CST_E_OK; s++) {
        const cst__block *block = &m->blocks->blocks[s];
        double *used = calloc((size_t)block->n_parties + 1, sizeof *used);
        if (used == NULL) {
            error = CST_E_MEMORY;
        }
        for (size_t j = 0; error == CST_E_OK && j < m->n_pool; j++) {
            const cst__pool_column *c = &m->pool[j];
            for (int k = 0;
                 c->kind == CST__POOL_CONFIG && c->block == (int)s && c->x > 0 && k < c->n; k++) {
                const cst__item *item = item_at(m, c, k);
                bool again = false;
                for (int e = 0; e < k && !again; e++) {
                    again = item_at(m, c, e)->party == item->party;
                }
                used[item->party] += again ? 0 : c->x;
            }
        }
        for (int party = 0; error == CST_E_OK && party < block->n_parties; party++) {
            int y = used[party] > 0 ? m->blocks->formulation->member[block->firms[party]] : -1;
            if (y >= 0 && m->blocks->block_of[y] < 0 && m->link_of[s][party] < 0 &&
                used[party] > m->x[y] + violated_by) {
                error = add_row(m, (cst__master_row){.kind = CST__MASTER_LINK,
                                                     .block = (int)s,
                                                     .index = (size_t)party,
                                                     .upper = HUGE_VAL});
                (*added)++;
            }
        }
        free(used);
    }
    return error;
}

static cst_error separate_tags(cst__master *m, int *added) {
    size_t n_tags = (size_t)m->blocks->n_tags;
    size_t n_blocks = m->blocks->n_blocks;
    double *has = calloc(n_blocks * n_tags + 1, sizeof *has);
    double *lacks = calloc(n_blocks * n_tags + 1, sizeof *lacks);
    cst_error error = has == NULL || lacks == NULL ? CST_E_MEMORY : CST_E_OK;
    for (size_t j = 0; error == CST_E_OK && j < m->n_pool; j++) {
        const cst__pool_column *c = &m->pool[j];
        if (c->kind != CST__POOL_CONFIG || c->x <= 0) {
            continue;
        }
        uint64_t h = 0;
        uint64_t l = 0;
        tags_of(m, c, &h, &l);
        for (size_t t = 0; t < n_tags; t++) {
            has[(size_t)c->block * n_tags + t] += (h >> t & 1) != 0 ? c->x : 0;
            lacks[(size_t)c->block * n_tags + t] += (l >> t & 1) != 0 ? c->x : 0;
        }
    }
    for (size_t t = 0; error == CST_E_OK && t < n_tags; t++) {
        double all = 0;
        for (size_t s = 0; s < n_blocks; s++) {
            all += has[s * n_tags + t];
        }
        for (size_t s = 0; s < n_blocks && error == CST_E_OK; s++) {
            size_t at = s * n_tags + t;
            if (m->tag_of[s][t] < 0 && lacks[at] > all - has[at] + violated_by) {
                error = add_row(
                    m,
                    (cst__master_row){
                        .kind = CST__MASTER_TAG, .block = (int)s, .index = t, .upper = HUGE_VAL});
                (*added)++;
            }
        }
    }
    free(has);
    free(lacks);
    return error;
}

cst_error cst__master_separate(cst__master *m, int *added) {
    *added = 0;
    cst_error error = make_work(m) ? separate_program(m, added) : CST_E_MEMORY;
    if (error == CST_E_OK) {
        error = separate_links(m, added);
    }
    return error == CST_E_OK ? separate_tags(m, added) : error;
}

/* ---------------------------------------------------------------- solving */

static void read_point(cst__master *m) {
    memset(m->x, 0, m->program->n_columns * sizeof *m->x);
    m->artificial = 0;
    for (size_t j = 0; j < m->n_pool; j++) {
        cst__pool_column *c = &m->pool[j];
        c->x = fmax(m->work_value[j], 0);
        c->idle = c->x > 0 ? 0 : c->idle + 1;
        if (c->kind == CST__POOL_ARTIFICIAL) {
            m->artificial = fmax(m->artificial, c->x);
        } else if (c->kind == CST__POOL_SIDE) {
            c->x = m->work_value[j] * c->unit;
            m->x[c->index] = c->x;
        } else if (c->x > 0) {
            for (int k = 0; k < c->n; k++) {
                const cst__item *item = item_at(m, c, k);
                m->x[item->chosen] += c->x;
                if (item->units >= 0) {
                    m->x[item->units] += c->x * (c->units[k] - item->low);
                }
            }
        }
    }
}

cst_error cst__master_solve(cst__master *m, bool primal, double seconds, cst__lp_status *status) {
    if (!make_work(m)) {
        return CST_E_MEMORY;
    }
    cst__lp_limits limits = {
        .cutoff = HUGE_VAL, .seconds = seconds, .iterations = INT_MAX, .primal = primal};
    cst_error error = cst__lp_solve(m->lp, &limits, status);
    if (error == CST_E_OK && *status == CST__LP_OPTIMAL) {
        cst__lp_point(m->lp, m->work_value);
        read_point(m);
    }
    return error;
}

void cst__master_take_costs(cst__master *m) {
    for (size_t j = 0; j < m->n_pool; j++) {
        cst__lp_set_cost(m->lp, (int)j, cost_in_lp(m, &m->pool[j]));
    }
}

/* ---------------------------------------------------------------- prices */

static double usable(const cst__master_row *row, double y) {
    bool missing = (y > 0 && row->lower == -HUGE_VAL) || (y < 0 && row->upper == HUGE_VAL);
    return missing ? 0 : y;
}

static void charge_programs(cst__master *m) {
    const cst__program *p = m->program;
    for (size_t j = 0; j < p->n_columns; j++) {
        m->d[j] = m->without_cost ? 0 : p->columns[j].cost;
        m->d_size[j] = fabs(m->d[j]);
    }
    for (size_t i = 0; i < m->n_rows; i++) {
        const cst__master_row *row = &m->rows[i];
        if (row->kind != CST__MASTER_PROGRAM || row->y == 0) {
            continue;
        }
        const cst__row *it = &p->rows[row->index];
        for (size_t e = it->start; e < it->start + it->n; e++) {
            double part = row->y * p->entry_value[e];
            m->d[p->entry_column[e]] -= part;
            m->d_size[p->entry_column[e]] += fabs(part);
        }
    }
}

static void charge_links_and_tags(cst__master *m) {
    const cst__blocks *b = m->blocks;
    size_t n_tags = (size_t)b->n_tags;
    memset(m->tag_charge, 0, (b->n_blocks * n_tags + 1) * sizeof *m->tag_charge);
    memset(m->tag_reward, 0, (b->n_blocks * n_tags + 1) * sizeof *m->tag_reward);
    memset(m->party_charge, 0, (m->first_party[b->n_blocks] + 1) * sizeof *m->party_charge);
    for (size_t i = 0; i < m->n_rows; i++) {
        const cst__master_row *row = &m->rows[i];
        if (row->kind == CST__MASTER_LINK && row->y > 0) {
            m->party_charge[m->first_party[row->block] + row->index] = row->y;
            int member = member_of(m, row);
            m->d[member] -= row->y;
            m->d_size[member] += row->y;
        } else if (row->kind == CST__MASTER_TAG && row->y > 0) {
            for (size_t s = 0; s < b->n_blocks; s++) {
                size_t at = s * n_tags + row->index;
                if ((int)s == row->block) {
                    m->tag_charge[at] += row->y;
                } else {
                    m->tag_reward[at] += row->y;
                }
            }
        }
    }
}

void cst__master_charge(cst__master *m) {
    charge_programs(m);
    charge_links_and_tags(m);
}

void cst__master_take_prices(cst__master *m) {
    double *y = m->work_value; /* as long as there are rows */
    cst__lp_duals(m->lp, y);
    double back = m->without_cost ? 1 : 1 / m->cost_scale;
    for (size_t i = 0; i < m->n_rows; i++) {
        m->rows[i].y = usable(&m->rows[i], y[i] * m->rows[i].scale * back);
    }
    cst__master_charge(m);
}

double cst__master_sigma(const cst__master *m, int block) {
    return m->rows[block].y; /* the convexity rows come first */
}

double cst__master_bound(const cst__master *m, const double *lower, const double *upper) {
    long double sum = 0;
    long double size = 0;
    double blurred = 0;
    for (size_t i = 0; i < m->n_rows; i++) {
        const cst__master_row *row = &m->rows[i];
        if (row->kind == CST__MASTER_PROGRAM && row->y != 0) {
            long double part = (long double)row->y * (row->y > 0 ? row->lower : row->upper);
            sum += part;
            size += fabsl(part);
        }
    }
    for (size_t j = 0; j < m->program->n_columns; j++) {
        if (m->blocks->block_of[j] < 0) {
            long double part = (long double)m->d[j] * (m->d[j] > 0 ? lower[j] : upper[j]);
            sum += part;
            size += fabsl(part);
            blurred += m->d_size[j] * fmax(fabs(lower[j]), fabs(upper[j]));
        }
    }
    double terms = (double)m->n_rows + 8;
    return (double)(sum - size * LDBL_EPSILON * (terms + (long double)m->program->n_columns)) -
           blurred * DBL_EPSILON * terms;
}

/* ---------------------------------------------------------------- purging */

static int compare_idle(const void *a, const void *b) {
    return *(const int *)a - *(const int *)b;
}

cst_error cst__master_purge(cst__master *m, size_t keep) {
    bool *kept = malloc((m->n_pool + 1) * sizeof *kept);
    int *idle = malloc((m->n_pool + 1) * sizeof *idle);
    if (kept == NULL || idle == NULL) {
        free(kept);
        free(idle);
        return CST_E_MEMORY;
    }
    size_t n = 0;
    for (size_t j = 0; j < m->n_pool; j++) {
        if (m->pool[j].kind == CST__POOL_CONFIG) {
            idle[n++] = m->pool[j].idle;
        }
    }
    qsort(idle, n, sizeof *idle, compare_idle);
    int most = n > keep ? idle[keep] : INT_MAX;
    for (size_t j = 0; j < m->n_pool; j++) {
        const cst__pool_column *c = &m->pool[j];
        kept[j] = c->kind != CST__POOL_CONFIG || c->idle < most || c->x > 0 ||
                  cst__lp_is_basic(m->lp, (int)j);
    }
    cst_error error = cst__lp_keep_columns(m->lp, kept);
    size_t left = 0;
    for (size_t j = 0; j < m->n_pool && error == CST_E_OK; j++) {
        if (!kept[j]) {
            free(m->pool[j].units);
            continue;
        }
        if (m->pool[j].kind == CST__POOL_SIDE) {
            m->side_of[m->pool[j].index] = (int)left;
        }
        m->pool[left++] = m->pool[j];
    }
    m->n_pool = error == CST_E_OK ? left : m->n_pool;
    free(kept);
    free(idle);
    return error;
}

/* ---------------------------------------------------------------- life */

static int **make_grid(size_t n_blocks, const cst__blocks *b, bool parties) {
    size_t total = 0;
    for (size_t s = 0; s < n_blocks; s++) {
        total += (size_t)(parties ? b->blocks[s].n_parties : b->n_tags);
    }
    int **grid = malloc((n_blocks + 1) * sizeof *grid + (total + 1) * sizeof(int));
    if (grid == NULL) {
        return NULL;
    }
    int *at = (int *)(void *)(grid + n_blocks + 1);
    for (size_t k = 0; k < total; k++) {
        at[k] = -1;
    }
    for (size_t s = 0; s < n_blocks; s++) {
        grid[s] = at;
        at += parties ? b->blocks[s].n_parties : b->n_tags;
    }
    return grid;
}

static bool make_arrays(cst__master *m) {
    const cst__blocks *b = m->blocks;
    size_t n_columns = m->program->n_columns + 1;
    size_t n_tags = b->n_blocks * (size_t)b->n_tags + 1;
    m->first_party = calloc(b->n_blocks + 1, sizeof *m->first_party);
    m->row_of = malloc((m->program->n_rows + 1) * sizeof *m->row_of);
    m->side_of = malloc(n_columns * sizeof *m->side_of);
    m->link_of = make_grid(b->n_blocks, b, true);
    m->tag_of = make_grid(b->n_blocks, b, false);
    m->x = calloc(n_columns, sizeof *m->x);
    m->d = calloc(n_columns, sizeof *m->d);
    m->dense = calloc(n_columns, sizeof *m->dense);
    m->d_size = calloc(n_columns, sizeof *m->d_size);
    m->tag_charge = calloc(n_tags, sizeof *m->tag_charge);
    m->tag_reward = calloc(n_tags, sizeof *m->tag_reward);
    if (m->first_party == NULL || m->row_of == NULL || m->side_of == NULL || m->link_of == NULL ||
        m->tag_of == NULL || m->x == NULL || m->d == NULL || m->dense == NULL ||
        m->d_size == NULL || m->tag_charge == NULL || m->tag_reward == NULL) {
        return false;
    }
    for (size_t s = 0; s < b->n_blocks; s++) {
        m->first_party[s + 1] = m->first_party[s] + (size_t)b->blocks[s].n_parties;
    }
    for (size_t i = 0; i < m->program->n_rows; i++) {
        m->row_of[i] = -1;
    }
    for (size_t j = 0; j < m->program->n_columns; j++) {
        m->side_of[j] = -1;
    }
    m->party_charge = calloc(m->first_party[b->n_blocks] + 1, sizeof *m->party_charge);
    return m->party_charge != NULL;
}

cst_error cst__master_new(const cst__blocks *blocks, const cst__program *program,
                          const bool *absorbed, double typical, cst__master **master) {
    *master = NULL;
    cst__master *m = calloc(1, sizeof *m);
    if (m == NULL) {
        return CST_E_MEMORY;
    }
    m->blocks = blocks;
    m->program = program;
    m->absorbed = absorbed;
    int exponent = 0;
    frexp(fmax(typical, DBL_MIN), &exponent);
    m->cost_scale = ldexp(1, 14 - exponent); /* a package costs about 10,000 in the LP */
    m->penalty = 3e4;
    cst_error error = make_arrays(m) && transpose(m) ? cst__lp_new(NULL, &m->lp) : CST_E_MEMORY;
    if (error == CST_E_OK) {
        error = add_first_rows(m);
    }
    if (error != CST_E_OK) {
        cst__master_free(m);
        return error;
    }
    *master = m;
    return CST_E_OK;
}

void cst__master_free(cst__master *m) {
    if (m == NULL) {
        return;
    }
    for (size_t j = 0; j < m->n_pool; j++) {
        free(m->pool[j].units);
    }
    cst__lp_free(m->lp);
    free(m->rows);
    free(m->pool);
    free(m->row_of);
    free(m->side_of);
    free(m->link_of);
    free(m->tag_of);
    free(m->start);
    free(m->entry_row);
    free(m->entry_value);
    free(m->x);
    free(m->d);
    free(m->dense);
    free(m->d_size);
    free(m->tag_charge);
    free(m->tag_reward);
    free(m->party_charge);
    free(m->first_party);
    free(m->work_value);
    free(m->work_index);
    free(m->sum);
    free(m);
}
