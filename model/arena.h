/*
 * arena.h - memory that lives and dies with one object.
 *
 * A reader or a builder allocates everything its object owns from one arena; freeing the arena
 * frees it all. Every function returns NULL when memory is out or a size would overflow; the
 * memory is zeroed and aligned for any object.
 */
#ifndef CST_ARENA_H
#define CST_ARENA_H

#include <stdarg.h>
#include <stddef.h>

typedef struct cst__arena cst__arena;

cst__arena *cst__arena_new(void);
void cst__arena_free(cst__arena *arena);

/* Zeroed room for count objects of the given size. count 0 gives a valid pointer. */
void *cst__arena_alloc(cst__arena *arena, size_t count, size_t size);

/* Room for one more than n objects, which stay in order: the list itself while *room suffices, else
 * a larger copy, with *room set; the old list stays valid. NULL when out of memory. */
void *cst__arena_grow(cst__arena *arena, void *list, size_t n, size_t *room, size_t size);

/* Copies of a string, and of the first n bytes of one. */
const char *cst__arena_text(cst__arena *arena, const char *text);
const char *cst__arena_text_n(cst__arena *arena, const char *text, size_t n);

/* A formatted string. */
const char *cst__arena_format(cst__arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
const char *cst__arena_vformat(cst__arena *arena, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

#endif
