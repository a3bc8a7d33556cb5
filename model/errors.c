/*
 * errors.c - the sentence for each error, from the one list in error.h.
 */
#include "consort/error.h"

const char *cst_error_text(cst_error error) {
    switch (error) {
#define ERROR_TEXT(name, number, text) \
    case CST_E_##name:                 \
        return text;
        CST_ERROR_MAP(ERROR_TEXT)
#undef ERROR_TEXT
    }
    return "unknown error";
}
