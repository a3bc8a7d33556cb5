/* demands.h - what a tender asks, in words. */
#ifndef CLI_DEMANDS_H
#define CLI_DEMANDS_H

#include <consort.h>

/* The value of a demand on its own: "20 weeks", "4,096 racks", "cloud, data", "asked for",
 * "nothing". New text, NULL when out of memory. */
char *demand_value(const char *pointer, const cst_level *level);

/* A demand as the tender writes it, with its value: "deadline_weeks 20",
 * "residency/slots (cloud, data)". level may be NULL. New text, NULL when out of memory. */
char *demand_words(const char *pointer, const cst_level *level);

/* A change of a demand: "deadline_weeks: 20 -> 34 weeks", "consortium/anchor: cedar -> dropped".
 * New text, NULL when out of memory. */
char *demand_change(const cst_change *change);

/* Texts as one, with something between each two: at most so many, then "and N more". New text, NULL
 * when out of memory. */
char *demand_list(const char *const *items, size_t n, const char *between, size_t most);

/* "join birch, cedar"; "" for none. New text, NULL when out of memory. */
char *demand_verb(const char *verb, const char *const *items, size_t n);

#endif
