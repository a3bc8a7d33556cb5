/*
 * moment.c - a library to be preloaded into the command, which ends, fails or interrupts it at a
 * chosen moment. So every moment at which a machine may die is tried, and not only those that a
 * signal from outside happens to hit.
 *
 * KILL_AT=n      killed (SIGKILL) just before the n-th step of writing a file, a step being a call
 *                of mkstemp, write, fsync or rename; a write is torn: half of it is done first
 * FAIL_AT=n      that step fails with EIO instead
 * INTERRUPTS=n   n interrupts (SIGINT) come as soon as the command has asked to be told of them
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

static int steps;

static bool is_now(const char *variable) {
    const char *at = getenv(variable);
    return at != NULL && steps == atoi(at);
}

static void die(void) {
    kill(getpid(), SIGKILL);
    pause();
}

/* Counts a step; true when it is to fail. */
static bool step(void) {
    steps++;
    if (is_now("KILL_AT")) {
        die();
    }
    if (is_now("FAIL_AT")) {
        errno = EIO;
        return true;
    }
    return false;
}

int mkstemp(char *name) {
    int (*real)(char *) = dlsym(RTLD_NEXT, "mkstemp");
    return step() ? -1 : real(name);
}

ssize_t write(int fd, const void *bytes, size_t size) {
    ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
    if (fd <= STDERR_FILENO) {
        return real(fd, bytes, size);
    }
    const char *at = getenv("KILL_AT");
    if (at != NULL && steps + 1 == atoi(at)) {
        real(fd, bytes, size / 2);
    }
    return step() ? -1 : real(fd, bytes, size);
}

int fsync(int fd) {
    int (*real)(int) = dlsym(RTLD_NEXT, "fsync");
    return step() ? -1 : real(fd);
}

int rename(const char *from, const char *to) {
    int (*real)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");
    return step() ? -1 : real(from, to);
}

int sigaction(int number, const struct sigaction *action, struct sigaction *before) {
    int (*real)(int, const struct sigaction *, struct sigaction *) = dlsym(RTLD_NEXT, "sigaction");
    const char *interrupts = getenv("INTERRUPTS");
    bool asks = number == SIGINT && action != NULL && action->sa_handler != SIG_DFL &&
                action->sa_handler != SIG_IGN;
    int outcome = real(number, action, before);
    for (int i = 0; asks && interrupts != NULL && i < atoi(interrupts); i++) {
        raise(SIGINT);
    }
    return outcome;
}
