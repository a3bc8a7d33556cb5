/*
 * output.c - the result of a verb, to standard output or to a file: whole or not at all.
 *
 * A file is written beside its place under a name of its own, flushed to the disk, and renamed;
 * rename is atomic, so that whoever looks, and whatever kills us, finds the old file or the new
 * one. What can remain after a kill is the file under its own name, ".consort-XXXXXX".
 *
 * Three things are not a plain file to be replaced: a symbolic link is followed, so that the link
 * stays; a device or a pipe (/dev/stdout, a named pipe) is written to directly; a directory is
 * refused. A file that is replaced keeps its mode and, where the system lets us, its owner.
 */
#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/talk.h"
#include "cli/text.h"

/* Each step gives 0 or an errno. */

static int write_all(int fd, const char *bytes, size_t size) {
    while (size > 0) {
        ssize_t n = write(fd, bytes, size);
        if (n < 0 && errno != EINTR) {
            return errno;
        }
        if (n > 0) {
            bytes += n;
            size -= (size_t)n;
        }
    }
    return 0;
}

static int close_checked(int fd, int error) {
    return close(fd) != 0 && error == 0 ? errno : error;
}

static int write_directly(const char *path, const char *bytes, size_t size) {
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) {
        return errno;
    }
    return close_checked(fd, write_all(fd, bytes, size));
}

/* ---------------------------------------------------------------- replacing a file */

/* Where a file goes: its place with links followed, the folder, and the name while it is written.
 */
typedef struct place {
    char *path;
    char *folder;
    char *temporary;
    bool exists;
    struct stat old; /* when it exists */
} place;

static void place_clear(place *at) {
    free(at->path);
    free(at->folder);
    free(at->temporary);
}

static char *folder_of(const char *path) {
    const char *slash = strrchr(path, '/');
    if (slash == NULL) {
        return text_new(".");
    }
    return text_new("%.*s", slash == path ? 1 : (int)(slash - path), path);
}

static int place_find(place *at, const char *path) {
    *at = (place){.path = NULL};
    at->exists = stat(path, &at->old) == 0;
    at->path = at->exists ? realpath(path, NULL) : text_new("%s", path);
    at->folder = at->path == NULL ? NULL : folder_of(at->path);
    at->temporary = at->folder == NULL ? NULL : text_new("%s/.consort-XXXXXX", at->folder);
    if (at->temporary == NULL) {
        return errno != 0 ? errno : ENOMEM;
    }
    return at->exists && S_ISDIR(at->old.st_mode) ? EISDIR : 0;
}

/* The mode that a new file would have by the mask, or mode and owner of the file replaced. */
static int set_mode(int fd, const place *at) {
    mode_t mask = umask(0);
    umask(mask);
    if (at->exists && fchown(fd, at->old.st_uid, at->old.st_gid) != 0 && errno != EPERM) {
        return errno;
    }
    mode_t mode = at->exists ? at->old.st_mode & 07777 : 0666 & ~mask;
    return fchmod(fd, mode) != 0 ? errno : 0;
}

static int fill(int fd, const place *at, const char *bytes, size_t size) {
    int error = set_mode(fd, at);
    if (error == 0) {
        error = write_all(fd, bytes, size);
    }
    if (error == 0 && fsync(fd) != 0) {
        error = errno;
    }
    return close_checked(fd, error);
}

/* Makes the new name last. Some file systems know no such thing for a folder. */
static int sync_folder(const char *folder) {
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return errno;
    }
    int error = fsync(fd) != 0 && errno != EINVAL && errno != ENOTSUP ? errno : 0;
    return close_checked(fd, error);
}

static int replace(place *at, const char *bytes, size_t size) {
    int fd = mkstemp(at->temporary);
    if (fd < 0) {
        return errno;
    }
    int error = fill(fd, at, bytes, size);
    if (error == 0 && rename(at->temporary, at->path) != 0) {
        error = errno;
    }
    if (error != 0) {
        unlink(at->temporary);
        return error;
    }
    return sync_folder(at->folder);
}

/* The moment of writing is short; a signal that ends us there would leave the temporary file. */
static int replace_undisturbed(place *at, const char *bytes, size_t size) {
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    enum { N_SIGNALS = sizeof signals / sizeof signals[0] };
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct sigaction before[N_SIGNALS];

    for (int i = 0; i < N_SIGNALS; i++) {
        sigaction(signals[i], &ignore, &before[i]);
    }
    int error = replace(at, bytes, size);
    for (int i = 0; i < N_SIGNALS; i++) {
        sigaction(signals[i], &before[i], NULL);
    }
    return error;
}

static int write_file(const char *path, const char *bytes, size_t size) {
    place at;
    int error = place_find(&at, path);
    if (error == 0 && at.exists && !S_ISREG(at.old.st_mode)) {
        error = write_directly(path, bytes, size);
    } else if (error == 0) {
        error = replace_undisturbed(&at, bytes, size);
    }
    place_clear(&at);
    return error;
}

/* ---------------------------------------------------------------- what the verbs call */

static bool report(const char *path, int error) {
    if (error != 0) {
        talk("cannot write %s: %s", path == NULL ? "standard output" : path, strerror(error));
    }
    return error == 0;
}

bool output_check(const char *path) {
    if (path == NULL) {
        return true;
    }
    place at;
    int error = place_find(&at, path);
    bool direct = error == 0 && at.exists && !S_ISREG(at.old.st_mode);
    if (error == 0 && access(direct ? path : at.folder, direct ? W_OK : W_OK | X_OK) != 0) {
        error = errno;
    }
    place_clear(&at);
    return report(path, error);
}

bool output_write(const char *path, const char *bytes, size_t size) {
    if (path != NULL) {
        return report(path, write_file(path, bytes, size));
    }
    return report(NULL, close_checked(STDOUT_FILENO, write_all(STDOUT_FILENO, bytes, size)));
}
