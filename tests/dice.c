/* dice.c - numbers that a seed decides. */
#include "tests/dice.h"

dice dice_new(uint64_t seed) {
    return (dice){seed};
}

uint64_t dice_roll(dice *d) {
    d->state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t z = d->state;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

int dice_from(dice *d, int low, int high) {
    uint64_t n = (uint64_t)((int64_t)high - low + 1);
    return (int)(low + (int64_t)(dice_roll(d) % n));
}

bool dice_chance(dice *d, int percent) {
    return dice_from(d, 1, 100) <= percent;
}
