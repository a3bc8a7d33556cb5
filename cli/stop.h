/* stop.h - an interrupt from the keyboard, turned into a wish to stop. */
#ifndef CLI_STOP_H
#define CLI_STOP_H

/* From now on the first interrupt sets the flag that is given back (borrowed for ever), and a
 * second one ends the command at once. */
const volatile int *stop_catch(void);

/* Interrupts end the command again. */
void stop_release(void);

#endif
