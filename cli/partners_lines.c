/* partners_lines.c - firms beside tenders as JSON lines, and what an earlier run's lines say. */
#include "cli/partners_lines.h"

#include <stdlib.h>
#include <string.h>

#include "cli/faults.h"

bool prospect_lines_write(const cst_prospect *prospect, void *context) {
    prospect_lines *l = context;
    char *text = NULL;
    size_t size = 0;
    l->cut_off = l->cut_off || prospect->cut_off;
    if (l->cut_off) {
        return true;
    }
    cst_error error = cst_prospect_to_line(prospect, &text, &size);
    return lines_take(&l->out, error, text, size) == CODE_PROVEN;
}

bool prospect_lines_write_set(const cst_partner_set *set, void *context) {
    prospect_lines *l = context;
    char *text = NULL;
    size_t size = 0;
    l->cut_off = l->cut_off || set->cut_off;
    if (l->cut_off) {
        return true;
    }
    cst_error error = cst_partner_set_to_line(set, &text, &size);
    return lines_take(&l->out, error, text, size) == CODE_PROVEN;
}

exit_code prospect_lines_finish(prospect_lines *l) {
    return l->cut_off ? CODE_PROVEN : lines_put_end(&l->out);
}

void prospect_lines_end(prospect_lines *l) {
    lines_end(&l->out);
    free(l->known);
    l->known = NULL;
}

/* ---------------------------------------------------------------- what an earlier run wrote */

static cst_status status_of(const char *word) {
    return strcmp(word, "solved") == 0       ? CST_STATUS_SOLVED
           : strcmp(word, "infeasible") == 0 ? CST_STATUS_INFEASIBLE
                                             : CST_STATUS_LIMIT;
}

/* What a kept line says of its tender, and of the run. */
static void note_line(prospect_lines *l, const json_t *object, size_t tender) {
    const char *standing = line_text(object, "standing");
    const json_t *least = json_object_get(object, "least_cost");
    bool complete = json_is_true(json_object_get(object, "complete"));
    cst_ground *ground = &l->known[tender];
    bool nowhere = strcmp(standing, cst_standing_id(CST_STANDING_REFUSED)) == 0 ||
                   strcmp(standing, cst_standing_id(CST_STANDING_IMPOSSIBLE)) == 0;
    l->somewhere = l->somewhere || !nowhere;
    l->unproven = l->unproven || !complete;
    ground->status = status_of(line_text(object, "tender_status"));
    ground->has_least = json_is_number(least);
    ground->least_cents = ground->has_least ? (int64_t)(json_number_value(least) * 100 +
                                                        (json_number_value(least) < 0 ? -0.5 : 0.5))
                                            : 0;
}

/* Takes the prospect that comes next: of the next firm and tender. */
static line_kind keep_prospect(prospect_lines *l, const json_t *object) {
    size_t tender = l->n_kept / l->n_firms;
    if (tender >= l->n_tenders ||
        strcmp(line_text(object, "firm"), l->firms[l->n_kept % l->n_firms]) != 0 ||
        strcmp(line_text(object, "opportunity"), l->tenders[tender]) != 0) {
        return LINE_OTHER;
    }
    note_line(l, object, tender);
    l->n_kept++;
    return LINE_KEPT;
}

static bool has_all_prospects(const prospect_lines *l) {
    return l->n_kept == l->n_firms * l->n_tenders;
}

/* The same of a partner set, all of which stand behind all prospects. */
static line_kind keep_set(prospect_lines *l, const json_t *set) {
    if (!has_all_prospects(l) || l->n_sets == l->n_firms ||
        strcmp(line_text(set, "firm"), l->firms[l->n_sets]) != 0) {
        return LINE_OTHER;
    }
    l->unproven = l->unproven || status_of(line_text(set, "status")) == CST_STATUS_LIMIT;
    l->n_sets++;
    return LINE_KEPT;
}

static line_kind read_object(prospect_lines *l, const json_t *object) {
    const json_t *set = json_object_get(object, "partner_set");
    bool all = has_all_prospects(l) && (!l->sets || l->n_sets == l->n_firms);
    if (all && json_is_true(json_object_get(object, "end"))) {
        return LINE_END;
    }
    return set != NULL ? keep_set(l, set) : keep_prospect(l, object);
}

static line_kind read_line(const char *line, void *context) {
    json_t *object = json_loads(line, 0, NULL);
    line_kind kind = read_object(context, object);
    json_decref(object);
    return kind;
}

exit_code prospect_lines_begin(prospect_lines *l, const char *path, const char *resume,
                               json_t *head) {
    lines_source earlier = {
        .path = resume, .same = "files, firms and options", .read = read_line, .context = l};
    l->out = (lines){.fd = -1};
    l->known = calloc(l->n_tenders + 1, sizeof *l->known);
    if (l->known == NULL) {
        json_decref(head);
        return faults_code(CST_E_MEMORY);
    }
    return lines_begin(&l->out, path, head, &earlier);
}
