/*
 * refer.h - references by id: what is declared elsewhere is looked up, what is not is reported with
 * the nearest name that is.
 */
#ifndef CST_REFER_H
#define CST_REFER_H

#include "model/reader.h"

/* Where the id stands: it is the value at hand, or its key. */
typedef enum cst__standing { CST__AS_VALUE, CST__AS_KEY } cst__standing;

/* Each gives the index, or CST__NONE after reporting the fault. */
size_t cst__refer_slot(cst__reader *reader, const cst__at *at, cst__standing standing,
                       const cst_rules *rules, const char *id);
size_t cst__refer_layer(cst__reader *reader, const cst__at *at, const cst_rules *rules,
                        const char *id);
size_t cst__refer_resource(cst__reader *reader, const cst__at *at, const cst_catalog *catalog,
                           const char *id);
size_t cst__refer_firm(cst__reader *reader, const cst__at *at, const cst_catalog *catalog,
                       const char *id);
size_t cst__refer_offering(cst__reader *reader, const cst__at *at, const cst_catalog *catalog,
                           const char *id);

/* A firm or an offering: one of the two indices is set, or both are CST__NONE. */
typedef struct cst__party {
    size_t firm;
    size_t offering;
} cst__party;

cst__party cst__refer_party(cst__reader *reader, const cst__at *at, const cst_catalog *catalog,
                            const char *id);

#endif
