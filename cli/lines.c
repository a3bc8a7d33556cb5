/*
 * lines.c - JSON lines as they come, and an earlier run gone on with.
 *
 * Unlike every other output this one is not written whole or not at all: that is what it is for.
 * Where the file that is resumed is the output as well, it is cut behind its last whole line and
 * written on; else its whole lines are copied first.
 */
#include "cli/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/faults.h"
#include "cli/talk.h"

/* ---------------------------------------------------------------- writing */

static bool write_bytes(lines *l, const char *bytes, size_t size) {
    while (size > 0 && !l->failed) {
        ssize_t n = write(l->fd, bytes, size);
        if (n < 0 && errno != EINTR) {
            talk("cannot write %s: %s", l->path == NULL ? "standard output" : l->path,
                 strerror(errno));
            l->failed = true;
        } else if (n > 0) {
            bytes += n;
            size -= (size_t)n;
        }
    }
    return !l->failed;
}

/* Takes a text that the library made. */
static exit_code write_text(lines *l, cst_error error, char *text, size_t size) {
    exit_code code = faults_code(error);
    if (error == CST_E_OK && !write_bytes(l, text, size)) {
        code = CODE_INTERNAL;
    }
    free(text);
    return code;
}

bool lines_write(const cst_prospect *prospect, void *context) {
    lines *l = context;
    char *text = NULL;
    size_t size = 0;
    l->cut_off = l->cut_off || prospect->cut_off;
    if (l->cut_off) {
        return true;
    }
    cst_error error = cst_prospect_to_line(prospect, &text, &size);
    return write_text(l, error, text, size) == CODE_PROVEN;
}

bool lines_write_set(const cst_partner_set *set, void *context) {
    lines *l = context;
    char *text = NULL;
    size_t size = 0;
    l->cut_off = l->cut_off || set->cut_off;
    if (l->cut_off) {
        return true;
    }
    cst_error error = cst_partner_set_to_line(set, &text, &size);
    return write_text(l, error, text, size) == CODE_PROVEN;
}

exit_code lines_finish(lines *l) {
    static const char end[] = "{\"end\":true}\n";
    return l->cut_off || write_bytes(l, end, sizeof end - 1) ? CODE_PROVEN : CODE_INTERNAL;
}

void lines_end(lines *l) {
    if (l->fd >= 0 && close(l->fd) != 0 && !l->failed) {
        talk("cannot write %s: %s", l->path == NULL ? "standard output" : l->path, strerror(errno));
    }
    free(l->known);
    *l = (lines){.fd = -1};
}

/* ---------------------------------------------------------------- what an earlier run wrote */

typedef struct earlier {
    FILE *file;
    char *line;
    size_t room;
    off_t kept; /* bytes of whole lines that hold */
} earlier;

/* The next line without its newline; false at the end, and where that is missing. */
static bool next_line(earlier *e, ssize_t *size) {
    *size = getline(&e->line, &e->room, e->file);
    if (*size <= 0 || e->line[*size - 1] != '\n') {
        return false;
    }
    e->line[*size - 1] = '\0';
    return true;
}

static const char *text_of(const json_t *object, const char *key) {
    const char *text = json_string_value(json_object_get(object, key));
    return text == NULL ? "" : text;
}

static cst_status status_of(const char *word) {
    return strcmp(word, "solved") == 0       ? CST_STATUS_SOLVED
           : strcmp(word, "infeasible") == 0 ? CST_STATUS_INFEASIBLE
                                             : CST_STATUS_LIMIT;
}

/* What a kept line says of its tender, and of the run. */
static void note_line(lines *l, const json_t *object, size_t tender) {
    const char *standing = text_of(object, "standing");
    const json_t *least = json_object_get(object, "least_cost");
    bool complete = json_is_true(json_object_get(object, "complete"));
    cst_ground *ground = &l->known[tender];
    bool nowhere = strcmp(standing, cst_standing_id(CST_STANDING_REFUSED)) == 0 ||
                   strcmp(standing, cst_standing_id(CST_STANDING_IMPOSSIBLE)) == 0;
    l->somewhere = l->somewhere || !nowhere;
    l->unproven = l->unproven || !complete;
    ground->status = status_of(text_of(object, "tender_status"));
    ground->has_least = json_is_number(least);
    ground->least_cents = ground->has_least ? (int64_t)(json_number_value(least) * 100 +
                                                        (json_number_value(least) < 0 ? -0.5 : 0.5))
                                            : 0;
}

/* Whether the line is what comes next: of this firm and tender. */
static bool is_next(const json_t *object, const char *firm, const char *tender) {
    return strcmp(text_of(object, "firm"), firm) == 0 &&
           strcmp(text_of(object, "opportunity"), tender) == 0;
}

/* Takes the prospect that comes next; false where the line is none. */
static bool keep_prospect(lines *l, const json_t *object, const char *const *firms,
                          const char *const *tenders) {
    size_t tender = l->n_kept / l->n_firms;
    if (tender >= l->n_tenders ||
        !is_next(object, firms[l->n_kept % l->n_firms], tenders[tender])) {
        return false;
    }
    note_line(l, object, tender);
    l->n_kept++;
    return true;
}

/* The same of a partner set, all of which stand behind all prospects. */
static bool keep_set(lines *l, const json_t *set, const char *const *firms) {
    if (l->n_kept < l->n_firms * l->n_tenders || l->n_sets == l->n_firms ||
        strcmp(text_of(set, "firm"), firms[l->n_sets]) != 0) {
        return false;
    }
    l->unproven = l->unproven || status_of(text_of(set, "status")) == CST_STATUS_LIMIT;
    l->n_sets++;
    return true;
}

/* Reads on behind the head, as long as each line is the one that comes next. */
static void keep_lines(lines *l, earlier *e, const char *const *firms, const char *const *tenders) {
    ssize_t size = 0;
    bool next = true;
    while (next && !l->ended && next_line(e, &size)) {
        json_t *object = json_loads(e->line, 0, NULL);
        const json_t *set = json_object_get(object, "partner_set");
        l->ended = l->n_kept == l->n_firms * l->n_tenders &&
                   (!l->sets || l->n_sets == l->n_firms) &&
                   json_is_true(json_object_get(object, "end"));
        next = l->ended ||
               (set != NULL ? keep_set(l, set, firms) : keep_prospect(l, object, firms, tenders));
        e->kept += next ? size : 0;
        json_decref(object);
    }
}

/* The head has to be the very same. */
static exit_code read_earlier(lines *l, earlier *e, const char *path, const char *head,
                              const char *const *firms, const char *const *tenders) {
    ssize_t size = 0;
    if (!next_line(e, &size)) {
        return CODE_PROVEN; /* interrupted before anything was written */
    }
    if (strncmp(e->line, head, strlen(head) - 1) != 0 || (size_t)size != strlen(head)) {
        talk("%s was not written with these files, firms and options: nothing is resumed", path);
        return CODE_INPUT;
    }
    e->kept = size;
    keep_lines(l, e, firms, tenders);
    return CODE_PROVEN;
}

/* ---------------------------------------------------------------- begin */

static bool is_same_file(const char *path, FILE *file) {
    struct stat a;
    struct stat b;
    return path != NULL && stat(path, &a) == 0 && fstat(fileno(file), &b) == 0 &&
           a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static bool open_output(lines *l, bool anew) {
    l->fd = l->path == NULL
                ? dup(STDOUT_FILENO)
                : open(l->path, O_WRONLY | O_CREAT | O_CLOEXEC | (anew ? O_TRUNC : 0), 0666);
    if (l->fd < 0) {
        talk("cannot write %s: %s", l->path == NULL ? "standard output" : l->path, strerror(errno));
    }
    return l->fd >= 0;
}

/* Copies what is kept to another output. */
static bool copy_kept(lines *l, earlier *e) {
    char bytes[65536];
    off_t left = e->kept;
    rewind(e->file);
    while (left > 0 && !l->failed) {
        size_t want = left < (off_t)sizeof bytes ? (size_t)left : sizeof bytes;
        size_t n = fread(bytes, 1, want, e->file);
        if (n == 0) {
            talk("cannot read the lines to resume");
            return false;
        }
        left -= (off_t)n;
        write_bytes(l, bytes, n);
    }
    return !l->failed;
}

static exit_code go_on(lines *l, earlier *e, const char *head) {
    bool same = is_same_file(l->path, e->file);
    if (!open_output(l, !same)) {
        return CODE_INTERNAL;
    }
    bool ok = same ? ftruncate(l->fd, e->kept) == 0 && lseek(l->fd, e->kept, SEEK_SET) >= 0
                   : copy_kept(l, e);
    if (ok && e->kept == 0) {
        ok = write_bytes(l, head, strlen(head));
    }
    return ok ? CODE_PROVEN : CODE_INTERNAL;
}

/* A file that is not there yet may be resumed where it is the output: nothing is done yet. */
static exit_code resume(lines *l, const char *path, const char *head, const char *const *firms,
                        const char *const *tenders) {
    earlier e = {.file = fopen(path, "r")};
    bool begins =
        e.file == NULL && errno == ENOENT && l->path != NULL && strcmp(path, l->path) == 0;
    if (begins) {
        bool ok = open_output(l, true) && write_bytes(l, head, strlen(head));
        return ok ? CODE_PROVEN : CODE_INTERNAL;
    }
    if (e.file == NULL) {
        talk("cannot read %s: %s", path, strerror(errno));
        return CODE_INPUT;
    }
    exit_code code = read_earlier(l, &e, path, head, firms, tenders);
    if (code == CODE_PROVEN) {
        code = go_on(l, &e, head);
    }
    free(e.line);
    fclose(e.file);
    return code;
}

/* New text of the head with a newline. */
static char *head_text(json_t *head) {
    size_t n = head == NULL ? 0 : json_dumpb(head, NULL, 0, JSON_COMPACT);
    char *text = n == 0 ? NULL : malloc(n + 2);
    if (text != NULL) {
        json_dumpb(head, text, n, JSON_COMPACT);
        text[n] = '\n';
        text[n + 1] = '\0';
    }
    json_decref(head);
    return text;
}

exit_code lines_begin(lines *l, const char *path, const char *resume_path, json_t *head,
                      const char *const *firms, size_t n_firms, const char *const *tenders,
                      size_t n_tenders, bool sets) {
    *l = (lines){.fd = -1, .path = path, .n_firms = n_firms, .n_tenders = n_tenders, .sets = sets};
    char *text = head_text(head);
    exit_code code = CODE_PROVEN;
    l->known = calloc(n_tenders + 1, sizeof *l->known);
    if (text == NULL || l->known == NULL) {
        code = faults_code(CST_E_MEMORY);
    } else if (resume_path != NULL) {
        code = resume(l, resume_path, text, firms, tenders);
    } else if (!open_output(l, true) || !write_bytes(l, text, strlen(text))) {
        code = CODE_INTERNAL;
    }
    free(text);
    return code;
}
