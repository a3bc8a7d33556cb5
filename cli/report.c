/*
 * report.c - how a verb writes what it has to say, as text or as JSON. Memory that ran out on the
 * way here shows as a failed page or a JSON value of NULL.
 */
#include "cli/report.h"

#include <stdlib.h>
#include <unistd.h>

#include "cli/faults.h"
#include "cli/output.h"
#include "cli/talk.h"

#define NO_TERMINAL (-1) /* a file has no width and no colour of its own */

page report_page(const options *asked) {
    page p;
    int fd = asked->output == NULL ? STDOUT_FILENO : NO_TERMINAL;
    page_init(&p, terminal_width(fd), terminal_has_colour(fd, asked->colour));
    return p;
}

exit_code report_write_page(const page *p, const options *asked) {
    if (p->failed) {
        talk("out of memory");
        return CODE_INTERNAL;
    }
    return output_write(asked->output, p->bytes, p->size) ? CODE_PROVEN : CODE_INTERNAL;
}

json_t *report_string(const char *text) {
    json_t *string = json_string(text);
    if (string == NULL) {
        page p;
        page_init(&p, 0, false);
        page_text(&p, text);
        string = p.failed ? NULL : json_string(p.bytes);
        page_clear(&p);
    }
    return string;
}

exit_code report_write_json(json_t *value, const options *asked) {
    char *text = value == NULL ? NULL : json_dumps(value, JSON_INDENT(2));
    json_decref(value);
    page p; /* for the newline at the end */
    page_init(&p, 0, false);
    if (text == NULL) {
        p.failed = true;
    } else {
        page_repeat(&p, text, 1);
        page_newline(&p);
    }
    free(text);
    exit_code code = report_write_page(&p, asked);
    page_clear(&p);
    return code;
}

exit_code report_write_text(cst_error error, char *text, size_t size, const options *asked) {
    exit_code code = faults_code(error);
    if (error == CST_E_OK) {
        code = output_write(asked->output, text, size) ? CODE_PROVEN : CODE_INTERNAL;
    }
    free(text);
    return code;
}
