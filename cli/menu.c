/*
 * menu.c - `consort menu`: few standing teams for many markets. Reads, asks the library, and writes
 * what it found; the exit code says whether that is proven.
 */
#include "cli/faults.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/render_menu.h"
#include "cli/report.h"
#include "cli/talk.h"
#include "cli/tender.h"

/* A region that no market has is a word misspelt. */
static exit_code say_region(const char *region) {
    talk("no market is of the region '%s'", region);
    return CODE_USAGE;
}

static cst_error find(const tender *t, const options *asked, cst_menu **menu) {
    cst_menu_ask ask = asked->menu;
    ask.keep = t->kept;
    watch w;
    watch_begin(&w, &asked->settings);
    cst_error error = cst_menu_find(t->rules, t->catalog, t->markets, &w.settings, &ask, menu);
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
static exit_code code_of_status(const cst_menu *menu, bool said) {
    switch (menu->status) {
        case CST_STATUS_SOLVED:
            return CODE_PROVEN;
        case CST_STATUS_INFEASIBLE:
            if (!said) {
                talk(menu->n_demands > 0 ? "no menu has the teams that are asked for: proven"
                                         : "no team can serve any of the markets: proven");
            }
            return CODE_NONE;
        case CST_STATUS_LIMIT:
        default:
            if (!said) {
                talk("%sthat there is no better menu is UNPROVEN",
                     menu->asked.share_units || menu->asked.share_value
                         ? ""
                         : "stopped at a limit before proof: ");
            }
            return CODE_LIMIT;
    }
}

static exit_code write_menu(const cst_menu *menu, const options *asked) {
    bool as_text = options_format(asked) == FORMAT_TEXT;
    exit_code code = as_text ? write_text(menu, asked) : write_json(menu, asked);
    bool said = as_text && asked->output == NULL;
    return code == CODE_PROVEN ? code_of_status(menu, said) : code;
}

exit_code run_menu(const options *asked) {
    tender t;
    exit_code code = tender_read(&t, asked);
    if (code == CODE_PROVEN) {
        cst_menu *menu = NULL;
        cst_error error = find(&t, asked, &menu);
        bool no_region = error == CST_E_SETTING && asked->menu.region != NULL;
        code = error == CST_E_OK ? write_menu(menu, asked)
               : no_region       ? say_region(asked->menu.region)
                                 : faults_code(error);
        cst_menu_free(menu);
    }
    tender_clear(&t);
    return code;
}
