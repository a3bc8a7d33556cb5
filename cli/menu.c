/*
 * menu.c - `consort menu`: few standing teams for many markets. Reads, asks the library, and writes
 * what it found, as lines while it goes on or as a whole at its end; the exit code says whether
 * that is proven.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/digest.h"
#include "cli/faults.h"
#include "cli/lines.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/render_menu.h"
#include "cli/report.h"
#include "cli/talk.h"
#include "cli/tender.h"
#include "cli/text.h"

/* A region that no market has is a word misspelt. */
static exit_code say_region(const char *region) {
    talk("no market is of the region '%s'", region);
    return CODE_USAGE;
}

static cst_menu_ask ask_of(const tender *t, const options *asked) {
    cst_menu_ask ask = asked->menu;
    ask.keep = t->kept;
    return ask;
}

static cst_error find(const tender *t, const options *asked, const cst_menu_ask *ask,
                      cst_menu **menu) {
    watch w;
    watch_begin(&w, &asked->settings);
    cst_error error = cst_menu_find(t->rules, t->catalog, t->markets, &w.settings, ask, menu);
    watch_end(&w);
    return error;
}

static exit_code write_json(const cst_menu *menu, const options *asked) {
    char *text = NULL;
    size_t size = 0;
    cst_error error = cst_menu_to_json(menu, &text, &size);
    return report_write_text(error, text, size, asked);
}

static exit_code write_text(const cst_menu *menu, const options *asked) {
    page p = report_page(asked);
    render_menu(&p, menu);
    exit_code code = report_write_page(&p, asked);
    page_clear(&p);
    return code;
}

/* What an exit code means is said as well, unless the person has it before the eyes as text. */
static exit_code code_of_status(cst_status status, const cst_menu_ask *ask, bool said) {
    switch (status) {
        case CST_STATUS_SOLVED:
            return CODE_PROVEN;
        case CST_STATUS_INFEASIBLE:
            if (!said) {
                talk(ask->small_team || ask->open_weight_team
                         ? "no menu has the teams that are asked for: proven"
                         : "no team can serve any of the markets: proven");
            }
            return CODE_NONE;
        case CST_STATUS_LIMIT:
        default:
            if (!said) {
                talk("%sthat there is no better menu is UNPROVEN",
                     ask->share_units || ask->share_value ? ""
                                                          : "stopped at a limit before proof: ");
            }
            return CODE_LIMIT;
    }
}

static exit_code write_menu(const cst_menu *menu, const options *asked) {
    bool as_text = options_format(asked) == FORMAT_TEXT;
    exit_code code = as_text ? write_text(menu, asked) : write_json(menu, asked);
    bool said = as_text && asked->output == NULL;
    return code == CODE_PROVEN ? code_of_status(menu->status, &menu->asked, said) : code;
}

static exit_code code_of_error(cst_error error, const options *asked) {
    bool no_region = error == CST_E_SETTING && asked->menu.region != NULL;
    return no_region ? say_region(asked->menu.region) : faults_code(error);
}

static exit_code run_whole(const tender *t, const options *asked) {
    cst_menu *menu = NULL;
    cst_menu_ask ask = ask_of(t, asked);
    cst_error error = find(t, asked, &ask, &menu);
    exit_code code = error == CST_E_OK ? write_menu(menu, asked) : code_of_error(error, asked);
    cst_menu_free(menu);
    return code;
}

/* ---------------------------------------------------------------- line by line */

/* After the head a line for the single markets, one or, where time was up, several for each number
 * of teams, the whole menu. */
typedef struct menu_lines {
    lines out;
    int first, last; /* numbers of teams */
    int next;        /* of which no final line has been read; 0: the single markets */
    char **kept;     /* of earlier runs, the single markets first */
    size_t n_kept, room;
    cst_status status; /* of the menu of an earlier run that came to its end */
    bool no_memory;
} menu_lines;

/* Whether a line is one that may come next: about what is not final yet; final where all before is.
 */
static bool is_next(menu_lines *l, const json_t *object) {
    const json_t *packages = json_object_get(object, "packages");
    const json_t *is_final = json_object_get(object, "final");
    int64_t n = json_integer_value(packages);
    if (!json_is_integer(packages) || !json_is_boolean(is_final) || n < l->next || n > l->last ||
        (n != 0 && n < l->first) || (n != l->next && json_is_true(is_final))) {
        return false;
    }
    if (json_is_true(is_final)) {
        l->next = n == 0 ? l->first : l->next + 1;
    }
    return true;
}

static void keep_line(menu_lines *l, const char *line) {
    if (l->n_kept == l->room) {
        size_t room = l->room == 0 ? 16 : 2 * l->room;
        char **kept = realloc(l->kept, room * sizeof *kept);
        l->kept = kept != NULL ? kept : l->kept;
        l->room = kept != NULL ? room : l->room;
    }
    char *text = l->n_kept < l->room ? text_new("%s\n", line) : NULL;
    l->no_memory = l->no_memory || text == NULL;
    if (text != NULL) {
        l->kept[l->n_kept++] = text;
    }
}

static line_kind read_object(menu_lines *l, const json_t *object, const char *line) {
    if (is_next(l, object)) {
        keep_line(l, line);
        return LINE_KEPT;
    }
    if (strcmp(line_text(object, "format"), "consort-menu/1") == 0) {
        const char *status = line_text(object, "status");
        l->status = strcmp(status, "solved") == 0       ? CST_STATUS_SOLVED
                    : strcmp(status, "infeasible") == 0 ? CST_STATUS_INFEASIBLE
                                                        : CST_STATUS_LIMIT;
        return LINE_PASSED;
    }
    return l->next > l->last && json_is_true(json_object_get(object, "end")) ? LINE_END
                                                                             : LINE_OTHER;
}

static line_kind read_line(const char *line, void *context) {
    json_t *object = json_loads(line, 0, NULL);
    line_kind kind = read_object(context, object, line);
    json_decref(object);
    return kind;
}

static bool write_step(const char *line, size_t size, void *context) {
    menu_lines *l = context;
    return lines_put(&l->out, line, size);
}

/* What was asked, less what can not change a menu that is proven. */
static json_t *asked_new(const options *asked, const cst_menu_ask *ask) {
    return json_pack("{s:i, s:i, s:i, s:s?, s:b, s:b, s:b, s:b, s:b, s:f, s:i}", "packages",
                     ask->packages, "max_members", ask->max_members, "teams_per_firm",
                     ask->teams_per_firm, "region", ask->region, "small_team", ask->small_team,
                     "open_weight_team", ask->open_weight_team, "share_units", ask->share_units,
                     "share_value", ask->share_value, "keep", ask->keep != NULL, "gap",
                     asked->settings.gap, "conflicts", asked->settings.conflicts);
}

/* The digest covers all files, that of the kept teams too, and who asks. */
static json_t *head_new(const tender *t, const options *asked, const cst_menu_ask *ask) {
    uint64_t digest = digest_text(t->digest, cst_version());
    char *text = text_new("%016llx", (unsigned long long)digest);
    json_t *head = text == NULL ? NULL
                                : json_pack("{s:s, s:s, s:s, s:o}", "format",
                                            "consort-menu-lines/1", "consort", cst_version(),
                                            "inputs", text, "asked", asked_new(asked, ask));
    free(text);
    return head;
}

/* The menu as it is; the end only where there is nothing to go on with. */
static exit_code finish_lines(menu_lines *l, const cst_menu *menu) {
    char *text = NULL;
    size_t size = 0;
    cst_error error = cst_menu_to_line(menu, &text, &size);
    exit_code code = lines_take(&l->out, error, text, size);
    if (code == CODE_PROVEN && menu->is_whole) {
        code = lines_put_end(&l->out);
    } else if (code == CODE_PROVEN && menu->status != CST_STATUS_LIMIT) {
        talk("time was up while what is told of the menu was worked out: --resume goes on with it");
    }
    return code == CODE_PROVEN ? code_of_status(menu->status, &menu->asked, false) : code;
}

static exit_code ask_lines(const tender *t, const options *asked, cst_menu_ask *ask,
                           menu_lines *l) {
    cst_menu *menu = NULL;
    if (l->out.ended) {
        return code_of_status(l->status, ask, false);
    }
    ask->step = write_step;
    ask->step_context = l;
    ask->steps = (const char *const *)l->kept;
    ask->n_steps = l->n_kept;
    cst_error error = l->no_memory ? CST_E_MEMORY : find(t, asked, ask, &menu);
    if (error == CST_E_INPUT) {
        talk("%s has lines that do not hold: nothing is resumed", asked->resume);
    }
    exit_code code = l->out.failed       ? CODE_INTERNAL
                     : error == CST_E_OK ? finish_lines(l, menu)
                                         : code_of_error(error, asked);
    cst_menu_free(menu);
    return code;
}

static exit_code run_lines(const tender *t, const options *asked) {
    cst_menu_ask ask = ask_of(t, asked);
    int kept = t->kept == NULL ? 0 : (int)cst_kept_count(t->kept);
    menu_lines l = {.out = {.fd = -1}, .first = kept > 1 ? kept : 1, .last = ask.packages};
    lines_source earlier = {
        .path = asked->resume, .same = "files and options", .read = read_line, .context = &l};
    exit_code code = lines_begin(&l.out, asked->output, head_new(t, asked, &ask), &earlier);
    if (code == CODE_PROVEN) {
        code = ask_lines(t, asked, &ask, &l);
    }
    lines_end(&l.out);
    for (size_t i = 0; i < l.n_kept; i++) {
        free(l.kept[i]);
    }
    free(l.kept);
    return code;
}

/* ---------------------------------------------------------------- the door */

exit_code run_menu(const options *asked) {
    tender t;
    bool as_lines = asked->format == FORMAT_LINES;
    if (asked->resume != NULL && !as_lines) {
        talk("option '--resume' needs '--format jsonl'");
        return CODE_USAGE;
    }
    exit_code code = tender_read(&t, asked);
    if (code == CODE_PROVEN) {
        code = as_lines ? run_lines(&t, asked) : run_whole(&t, asked);
    }
    tender_clear(&t);
    return code;
}
