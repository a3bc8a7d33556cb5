/*
 * stop.c - an interrupt from the keyboard, turned into a wish to stop. The search looks at the flag
 * and ends with what it has found. The handler is gone after its first call, so that the second
 * interrupt does what interrupts do.
 */
#include "cli/stop.h"

#include <signal.h>
#include <stddef.h>

static volatile int asked; /* the one state of the process that a handler may touch */

static void ask(int number) {
    (void)number;
    asked = 1;
}

const volatile int *stop_catch(void) {
    struct sigaction action = {.sa_handler = ask};
    struct sigaction before;
    action.sa_flags = SA_RESTART;
    action.sa_flags |= (int)SA_RESETHAND;
    if (sigaction(SIGINT, NULL, &before) == 0 && before.sa_handler != SIG_IGN) {
        sigaction(SIGINT, &action, NULL); /* a command in the background keeps ignoring it */
    }
    return &asked;
}

void stop_release(void) {
    struct sigaction before;
    if (sigaction(SIGINT, NULL, &before) == 0 && before.sa_handler == ask) {
        before.sa_handler = SIG_DFL;
        sigaction(SIGINT, &before, NULL);
    }
}
