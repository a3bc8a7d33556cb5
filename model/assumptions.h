/*
 * assumptions.h - assumptions as they are read: rows that say of which firms and offerings they
 * speak (match) and what is taken for true of them (set).
 */
#ifndef CST_ASSUMPTIONS_H
#define CST_ASSUMPTIONS_H

#include "model/diagnostics.h"
#include "model/model.h"

/* Keys of a match: those that ask an offering, then those that ask its firm. */
#define CST__MATCH_MAP(X)                 \
    X(OFFERING, "offering")               \
    X(SLOT, "slot")                       \
    X(LAYER, "layer")                     \
    X(DELIVERY, "delivery")               \
    X(MAKER_COUNTRY, "maker_country")     \
    X(ECCN, "eccn")                       \
    X(FIRM, "firm")                       \
    X(INCORPORATED, "incorporated")       \
    X(PRINCIPAL_PLACE, "principal_place") \
    X(PARENT, "parent")                   \
    X(SIZE, "size")

typedef enum cst__match {
#define CST__MATCH_ENUM(name, id) CST__MATCH_##name,
    CST__MATCH_MAP(CST__MATCH_ENUM)
#undef CST__MATCH_ENUM
        CST__N_MATCHES
} cst__match;

#define CST__FIRST_FIRM_MATCH CST__MATCH_FIRM

/* What a key of a match allows: one of the texts (of eccn prefixes), or of the countries. */
typedef struct cst__allowed {
    cst__match key;
    cst__texts texts;
    cst__countries in;
} cst__allowed;

/* What a row takes for true. */
typedef struct cst__taken {
    cst__fact fact;
    const char *text;   /* the value as text */
    int number;         /* a share in basis points, a country, a size */
    cst__places places; /* of hosted_in and lineage */
} cst__taken;

typedef struct cst__assumption {
    const char *id;
    cst__allowed *match; /* each key at most once */
    size_t n_match;
    cst__taken *set; /* each fact at most once, in the order of cst__fact */
    size_t n_set;
} cst__assumption;

struct cst_assumptions {
    cst__arena *arena;
    const cst_rules *rules; /* borrowed */
    const char *id;
    cst__assumption *rows; /* in the order of the file, which has a meaning */
    size_t n_rows;
    cst__source source; /* a copy of the file: its ids are looked up beside a catalog later */
    cst_limits limits;
};

/* Another value, or none, for a fact of one firm or offering that a row filled, in a copy of a
 * catalog whose facts may be changed (vary.h). The text of the value is borrowed; of an unknown
 * fact it is NULL, the number that of the unknown, and the places are not known. */
void cst__catalog_suppose(cst_catalog *copy, size_t of, const cst__taken *value);

#endif
