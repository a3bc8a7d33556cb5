/* program.c - growing and copying the plain arrays of a program. */
#include "solver/program.h"

#include <stdlib.h>
#include <string.h>

void cst__program_init(cst__program *program) {
    *program = (cst__program){0};
}

void cst__program_clear(cst__program *program) {
    free(program->columns);
    free(program->rows);
    free(program->entry_column);
    free(program->entry_value);
    cst__program_init(program);
}

static void *copy_of(const void *items, size_t n, size_t size) {
    void *copy = malloc(n * size + 1);
    if (copy != NULL && n > 0) {
        memcpy(copy, items, n * size);
    }
    return copy;
}

bool cst__program_copy(cst__program *to, const cst__program *from) {
    *to = *from;
    to->columns = copy_of(from->columns, from->n_columns, sizeof *from->columns);
    to->rows = copy_of(from->rows, from->n_rows, sizeof *from->rows);
    to->entry_column = copy_of(from->entry_column, from->n_entries, sizeof *from->entry_column);
    to->entry_value = copy_of(from->entry_value, from->n_entries, sizeof *from->entry_value);
    to->room_columns = from->n_columns;
    to->room_rows = from->n_rows;
    to->room_entries = from->n_entries;
    if (to->columns == NULL || to->rows == NULL || to->entry_column == NULL ||
        to->entry_value == NULL) {
        cst__program_clear(to);
        return false;
    }
    return true;
}

/* Room for one more item; on failure the program is marked and the old list stays. */
static void *grown(cst__program *program, void *list, size_t n, size_t *room, size_t size) {
    if (n < *room) {
        return list;
    }
    size_t more = *room < 32 ? 64 : 2 * *room;
    void *bigger = realloc(list, more * size);
    if (bigger == NULL) {
        program->out_of_memory = true;
        return NULL;
    }
    *room = more;
    return bigger;
}

int cst__program_add_column(cst__program *program, cst__column column) {
    cst__column *columns = grown(program, program->columns, program->n_columns,
                                 &program->room_columns, sizeof *columns);
    if (columns == NULL) {
        return 0;
    }
    program->columns = columns;
    columns[program->n_columns] = column;
    return (int)program->n_columns++;
}

void cst__program_begin_row(cst__program *program, cst__row_kind kind, size_t index, double lower,
                            double upper) {
    cst__row *rows =
        grown(program, program->rows, program->n_rows, &program->room_rows, sizeof *rows);
    if (rows == NULL) {
        return;
    }
    program->rows = rows;
    rows[program->n_rows++] = (cst__row){
        .kind = kind, .index = index, .lower = lower, .upper = upper, .start = program->n_entries};
}

void cst__program_add_entry(cst__program *program, int column, double value) {
    if (value == 0 || program->out_of_memory) {
        return;
    }
    size_t n = program->n_entries;
    if (n == program->room_entries) {
        size_t room = program->room_entries;
        int *columns = grown(program, program->entry_column, n, &room, sizeof *columns);
        if (columns == NULL) {
            return;
        }
        program->entry_column = columns;
        room = program->room_entries;
        double *values = grown(program, program->entry_value, n, &room, sizeof *values);
        if (values == NULL) {
            return;
        }
        program->entry_value = values;
        program->room_entries = room;
    }
    program->entry_column[n] = column;
    program->entry_value[n] = value;
    program->n_entries++;
    program->rows[program->n_rows - 1].n++;
}

void cst__program_drop_row(cst__program *program) {
    if (program->n_rows > 0 && !program->out_of_memory) {
        program->n_rows--;
        program->n_entries = program->rows[program->n_rows].start;
    }
}
