/*
 * input.c - a file of the command line, read whole into memory: regular files, pipes, standard
 * input. What the bytes mean is for the library to say.
 */
#include "cli/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/talk.h"

/* Reads up to most bytes; 0 or an errno. */
static int read_all(int fd, size_t most, input *in) {
    size_t capacity = 0;
    for (;;) {
        if (in->size == capacity) {
            capacity = 2 * capacity + 65536;
            char *bytes = realloc(in->bytes, capacity);
            if (bytes == NULL) {
                return ENOMEM;
            }
            in->bytes = bytes;
        }
        ssize_t n = read(fd, in->bytes + in->size, capacity - in->size);
        if (n < 0 && errno != EINTR) {
            return errno;
        }
        in->size += n > 0 ? (size_t)n : 0;
        if (in->size > most) {
            return EFBIG;
        }
        if (n == 0) {
            return 0;
        }
    }
}

static int read_path(input *in, const char *path) {
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return errno;
    }
    int error = read_all(fd, in->limits->max_bytes, in);
    if (!standard) {
        close(fd);
    }
    return error;
}

bool input_read(input *in, const char *path, const cst_limits *limits) {
    *in = (input){.name = strcmp(path, "-") == 0 ? "<stdin>" : path, .limits = limits};
    int error = read_path(in, path);
    if (error == EFBIG) {
        talk("cannot read %s: it has more than %zu bytes, which is the limit (--file-limits)",
             in->name, limits->max_bytes);
    } else if (error != 0) {
        talk("cannot read %s: %s", in->name, strerror(error));
    }
    if (error != 0) {
        input_clear(in);
    }
    return error == 0;
}

void input_clear(input *in) {
    free(in->bytes);
    *in = (input){.name = in->name};
}
