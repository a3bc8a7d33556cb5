/*
 * settings.c - defaults and ranges of settings, both from the table settings.def.
 */
#include "consort/settings.h"

#include <stddef.h>

cst_settings cst_settings_default(void) {
    return (cst_settings){
#define CST_SETTING_INT(field, type, value, low, high, flag, arg, help) .field = (value),
#define CST_SETTING_REAL(field, value, low, high, flag, arg, help) .field = (value),
#include "consort/settings.def"
#undef CST_SETTING_INT
#undef CST_SETTING_REAL
        .stop = NULL,
        .progress = NULL,
        .progress_context = NULL,
    };
}

static bool in_range(double value, double low, double high) {
    return value >= low && value <= high; /* false for NaN */
}

cst_error cst_settings_check(const cst_settings *settings, const char **field) {
    const char *bad = NULL;
#define CST_SETTING_INT(name, type, value, low, high, flag, arg, help) \
    if (!bad && !in_range((int)settings->name, low, high)) {           \
        bad = #name;                                                   \
    }
#define CST_SETTING_REAL(name, value, low, high, flag, arg, help) \
    if (!bad && !in_range(settings->name, low, high)) {           \
        bad = #name;                                              \
    }
#include "consort/settings.def"
#undef CST_SETTING_INT
#undef CST_SETTING_REAL
    if (field) {
        *field = bad;
    }
    return bad ? CST_E_SETTING : CST_E_OK;
}
