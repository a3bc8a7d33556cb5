/*
 * arena.c - memory that lives and dies with one object.
 *
 * An arena is a list of blocks. The newest block is filled from its start; what does not fit opens
 * a new block, twice as large as the last one up to a limit. What would take more than half of a
 * new block gets a block of its own. Blocks come zeroed from calloc, so nothing is cleared twice.
 */
#include "model/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_BLOCK ((size_t)4096)
#define LARGEST_BLOCK ((size_t)1 << 20)
#define ALIGNMENT _Alignof(max_align_t)
#define LARGEST_PIECE (SIZE_MAX / 2 - 4096) /* no object is larger, and block and rounding fit */

typedef struct block {
    struct block *older;
    max_align_t room[]; /* aligned for any object */
} block;

struct cst__arena {
    block *newest;
    size_t used; /* bytes of the room of the newest block, a multiple of ALIGNMENT */
    size_t size; /* of that room */
    size_t next; /* room of the next block */
};

cst__arena *cst__arena_new(void) {
    cst__arena *arena = calloc(1, sizeof *arena);
    if (arena) {
        arena->next = FIRST_BLOCK;
    }
    return arena;
}

void cst__arena_free(cst__arena *arena) {
    if (!arena) {
        return;
    }
    block *older;
    for (block *b = arena->newest; b; b = older) {
        older = b->older;
        free(b);
    }
    free(arena);
}

/* A new block that is not yet in the arena. */
static block *new_block(size_t room) {
    return calloc(1, sizeof(block) + room);
}

/* Makes a new block the one that is filled. */
static bool open_block(cst__arena *arena) {
    block *b = new_block(arena->next);
    if (!b) {
        return false;
    }
    b->older = arena->newest;
    arena->newest = b;
    arena->used = 0;
    arena->size = arena->next;
    if (arena->next < LARGEST_BLOCK) {
        arena->next *= 2;
    }
    return true;
}

/* A block of its own for something large, behind the one that is filled. */
static void *alloc_apart(cst__arena *arena, size_t bytes) {
    block *b = new_block(bytes);
    if (!b) {
        return NULL;
    }
    block **link = arena->newest ? &arena->newest->older : &arena->newest;
    b->older = *link;
    *link = b;
    return b->room;
}

void *cst__arena_alloc(cst__arena *arena, size_t count, size_t size) {
    if (size != 0 && count > LARGEST_PIECE / size) {
        return NULL;
    }
    size_t bytes = (count * size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (bytes == 0) {
        bytes = ALIGNMENT;
    }
    if (bytes > arena->next / 2 && bytes > arena->size - arena->used) {
        return alloc_apart(arena, bytes);
    }
    if (bytes > arena->size - arena->used && !open_block(arena)) {
        return NULL;
    }
    char *place = (char *)arena->newest->room + arena->used;
    arena->used += bytes;
    return place;
}

void *cst__arena_grow(cst__arena *arena, void *list, size_t n, size_t *room, size_t size) {
    if (n < *room) {
        return list;
    }
    size_t more = *room == 0 ? 16 : 2 * *room;
    void *larger = cst__arena_alloc(arena, more, size);
    if (larger != NULL) {
        if (n > 0) {
            memcpy(larger, list, n * size);
        }
        *room = more;
    }
    return larger;
}

const char *cst__arena_text_n(cst__arena *arena, const char *text, size_t n) {
    if (n == SIZE_MAX) {
        return NULL;
    }
    char *copy = cst__arena_alloc(arena, n + 1, 1);
    if (copy) {
        memcpy(copy, text, n);
    }
    return copy;
}

const char *cst__arena_text(cst__arena *arena, const char *text) {
    return cst__arena_text_n(arena, text, strlen(text));
}

const char *cst__arena_vformat(cst__arena *arena, const char *format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    char *text = NULL;
    int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (n >= 0) {
        text = cst__arena_alloc(arena, (size_t)n + 1, 1);
    }
    if (text) {
        vsnprintf(text, (size_t)n + 1, format, arguments);
    }
    return text;
}

const char *cst__arena_format(cst__arena *arena, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const char *text = cst__arena_vformat(arena, format, arguments);
    va_end(arguments);
    return text;
}
