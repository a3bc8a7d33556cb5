/*
 * kind.c - what a file says it is, and what a hostile file may ask of a reader.
 */
#include <string.h>

#include "consort/model.h"
#include "model/scan.h"

cst_limits cst_limits_default(void) {
    return (cst_limits){
        .max_bytes = (size_t)1 << 30,
        .max_depth = 32,
        .max_items = 1000000,
        .max_text = 65536,
    };
}

/* Whether the last token, a string, is this text, written without escapes. */
static bool is_text(const cst__scan *scan, const char *text) {
    size_t n = strlen(text);
    return scan->at - scan->begin == n + 2 && memcmp(scan->bytes + scan->begin + 1, text, n) == 0;
}

static cst_kind kind_named(const cst__scan *scan) {
    static const struct {
        const char *format;
        cst_kind kind;
    } kinds[] = {{"consort-catalog/1", CST_KIND_CATALOG},
                 {"consort-opportunity/1", CST_KIND_OPPORTUNITY},
                 {"consort-rules/1", CST_KIND_RULES},
                 {"consort-result/1", CST_KIND_RESULT},
                 {"consort-assumptions/1", CST_KIND_ASSUMPTIONS},
                 {"consort-markets/1", CST_KIND_MARKETS},
                 {"consort-menu/1", CST_KIND_MENU},
                 {"consort-explanation/1", CST_KIND_EXPLANATION}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (is_text(scan, kinds[i].format)) {
            return kinds[i].kind;
        }
    }
    return CST_KIND_UNKNOWN;
}

/* Only the keys of the top are looked at, and nothing after the format. */
cst_kind cst_kind_of(const char *bytes, size_t size) {
    cst__scan scan = cst__scan_of(bytes, size);
    if (cst__scan_next(&scan) != CST__TOKEN_OBJECT) {
        return CST_KIND_UNKNOWN;
    }
    while (cst__scan_next(&scan) == CST__TOKEN_STRING) {
        bool is_format = is_text(&scan, "format");
        if (cst__scan_next(&scan) != CST__TOKEN_COLON) {
            return CST_KIND_UNKNOWN;
        }
        cst__token token = cst__scan_next(&scan);
        if (is_format) {
            return token == CST__TOKEN_STRING ? kind_named(&scan) : CST_KIND_UNKNOWN;
        }
        if (!cst__scan_skip(&scan, token) || cst__scan_next(&scan) != CST__TOKEN_COMMA) {
            return CST_KIND_UNKNOWN;
        }
    }
    return CST_KIND_UNKNOWN;
}
