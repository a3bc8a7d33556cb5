/*
 * json.h - from bytes to a tree of JSON values, under limits.
 */
#ifndef CST_JSON_H
#define CST_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "consort/model.h"
#include "model/faults.h"
#include "model/pointer.h"

/*
 * New tree of the bytes, to be released with json_decref. NULL when the text is no JSON object
 * within the limits (one fault says why) or memory is out (faults->out_of_memory).
 *
 * The long lists of a file stand right below its top. Their items are not made into values yet: in
 * the tree each is a whole number, the offset at which it begins. So a large file never stands in
 * memory as a tree.
 *
 * Repeated keys are faults too, each of them, but the tree stands: it holds the first value.
 */
json_t *cst__json_parse(const char *bytes, size_t size, const cst_limits *limits,
                        cst__faults *faults);

/* New value of an item that begins at an offset of a text which was parsed; NULL when memory is
 * out. way is the way to the item, for faults. */
json_t *cst__json_item(const char *bytes, size_t size, size_t offset, const cst__way *way,
                       const cst_limits *limits, cst__faults *faults);

/* The number that the digits of a JSON number mean, whatever the locale; beyond the range of double
 * the largest double. False: out of memory. */
bool cst__json_number(const char *digits, size_t n, double *number);

/* The shortest text that reads back as the number, whatever the locale. */
#define CST__NUMBER_TEXT 32
void cst__json_number_text(double number, char text[CST__NUMBER_TEXT]);

typedef enum cst__scaled { CST__SCALED, CST__SCALED_TOO_FINE, CST__SCALED_TOO_LARGE } cst__scaled;

/*
 * A JSON number times a power of ten (scale), exactly: 12.34 times 100 is 1234, and 12.345 times
 * 100 is too fine. A double x counts as the decimal k / scale when it is the double nearest to it.
 */
cst__scaled cst__json_scaled(const json_t *number, int64_t scale, int64_t *scaled);

#endif
