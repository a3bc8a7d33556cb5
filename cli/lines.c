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

bool lines_put(lines *l, const char *bytes, size_t size) {
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

exit_code lines_take(lines *l, cst_error error, char *text, size_t size) {
    exit_code code = faults_code(error);
    if (error == CST_E_OK && !lines_put(l, text, size)) {
        code = CODE_INTERNAL;
    }
    free(text);
    return code;
}

exit_code lines_put_end(lines *l) {
    static const char end[] = "{\"end\":true}\n";
    return lines_put(l, end, sizeof end - 1) ? CODE_PROVEN : CODE_INTERNAL;
}

void lines_end(lines *l) {
    if (l->fd >= 0 && close(l->fd) != 0 && !l->failed) {
        talk("cannot write %s: %s", l->path == NULL ? "standard output" : l->path, strerror(errno));
    }
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

const char *line_text(const json_t *object, const char *key) {
    const char *text = json_string_value(json_object_get(object, key));
    return text == NULL ? "" : text;
}

/* Reads on behind the head. */
static void keep_lines(lines *l, earlier *e, const lines_source *source) {
    ssize_t size = 0;
    off_t at = e->kept;
    line_kind kind = LINE_KEPT;
    while (!l->ended && kind != LINE_OTHER && next_line(e, &size)) {
        kind = source->read(e->line, source->context);
        at += size;
        l->ended = kind == LINE_END;
        e->kept = kind == LINE_KEPT || l->ended ? at : e->kept;
    }
}

/* The head has to be the very same. */
static exit_code read_earlier(lines *l, earlier *e, const lines_source *source, const char *head) {
    ssize_t size = 0;
    if (!next_line(e, &size)) {
        return CODE_PROVEN; /* interrupted before anything was written */
    }
    if (strncmp(e->line, head, strlen(head) - 1) != 0 || (size_t)size != strlen(head)) {
        talk("%s was not written with these %s: nothing is resumed", source->path, source->same);
        return CODE_INPUT;
    }
    e->kept = size;
    keep_lines(l, e, source);
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
        lines_put(l, bytes, n);
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
        ok = lines_put(l, head, strlen(head));
    }
    return ok ? CODE_PROVEN : CODE_INTERNAL;
}

/* A file that is not there yet may be resumed where it is the output: nothing is done yet. */
static exit_code resume(lines *l, const lines_source *source, const char *head) {
    earlier e = {.file = fopen(source->path, "r")};
    bool begins =
        e.file == NULL && errno == ENOENT && l->path != NULL && strcmp(source->path, l->path) == 0;
    if (begins) {
        bool ok = open_output(l, true) && lines_put(l, head, strlen(head));
        return ok ? CODE_PROVEN : CODE_INTERNAL;
    }
    if (e.file == NULL) {
        talk("cannot read %s: %s", source->path, strerror(errno));
        return CODE_INPUT;
    }
    exit_code code = read_earlier(l, &e, source, head);
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

exit_code lines_begin(lines *l, const char *path, json_t *head, const lines_source *source) {
    *l = (lines){.fd = -1, .path = path};
    char *text = head_text(head);
    exit_code code = CODE_PROVEN;
    if (text == NULL) {
        code = faults_code(CST_E_MEMORY);
    } else if (source->path != NULL) {
        code = resume(l, source, text);
    } else if (!open_output(l, true) || !lines_put(l, text, strlen(text))) {
        code = CODE_INTERNAL;
    }
    free(text);
    return code;
}
