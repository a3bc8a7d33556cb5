/*
 * kill_at.c - a library to be preloaded into the command, which ends or fails it at a chosen moment
 * of writing a file. With KILL_AT=n the process is killed (SIGKILL) just before its n-th step of
 * mkstemp, write, fsync and rename, a write being torn: half of it is done first. With FAIL_AT=n
 * that step fails with EIO instead. So every moment at which a machine may die is tried, and not
 * only those that a kill from outside happens to hit.
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
