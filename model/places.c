/*
 * places.c - countries, and lists of countries and groups, under a key of an object.
 */
#include <string.h>

#include "model/reader.h"

/* The end of a message about a text that is no country: the code of the country of that name. */
static const char *suggest_country(cst__reader *reader, const char *text) {
    char code[3];
    cst__country_text(cst__country_named(text), code);
    return *code ? cst__words(reader, ": did you mean \"%s\"?", code) : "";
}

static cst__country as_country(cst__reader *reader, const cst__at *at) {
    const char *text = json_string_value(at->value);
    cst__country country = text ? cst__country_parse(text) : CST__COUNTRY_UNKNOWN;
    if (country == CST__COUNTRY_UNKNOWN) {
        cst__fault_at(reader, at, "expected a country code of ISO 3166-1, found %s%s",
                      cst__found(reader, at->value), text ? suggest_country(reader, text) : "");
    }
    return country;
}

cst__country cst__country_field(cst__reader *reader, const cst__at *up, const char *key,
                                cst__need need) {
    cst__at at = cst__get(up, key);
    return cst__present(reader, &at, need) ? as_country(reader, &at) : CST__COUNTRY_UNKNOWN;
}

/* What is no country may be "*" or a group. */
static void add_group(cst__reader *reader, const cst__at *at, const cst_rules *rules,
                      const char *text, cst__countries *set) {
    if (strcmp(text, "*") == 0) {
        cst__countries_fill(set);
        return;
    }
    size_t group = cst__rules_group(rules, text);
    if (group != CST__NONE) {
        cst__countries_add_all(set, &rules->groups[group].countries);
        return;
    }
    if (reader->no_groups) {
        return;
    }
    cst__nearest nearest = cst__nearest_to(text);
    for (size_t i = 0; i < rules->n_groups && cst__suggests(reader, 1); i++) {
        cst__nearest_offer(&nearest, rules->groups[i].name);
    }
    const char *end = nearest.best ? cst__suggest(reader, &nearest) : suggest_country(reader, text);
    cst__fault_at(reader, at,
                  "%s is neither a country code of ISO 3166-1 nor a group of the rules%s",
                  cst__found(reader, at->value), end);
}

/* One country or group; gives its text, NULL where it is none. */
static const char *add_place(cst__reader *reader, const cst__at *at, const cst_rules *rules,
                             cst__countries *set) {
    const char *text = json_string_value(at->value);
    cst__country country = text ? cst__country_parse(text) : CST__COUNTRY_UNKNOWN;
    if (country != CST__COUNTRY_UNKNOWN) {
        cst__countries_add(set, country);
    } else if (!text || !rules) {
        as_country(reader, at); /* reports it */
    } else {
        add_group(reader, at, rules, text, set);
    }
    return text;
}

/* The texts sorted and joined by ", ". */
static const char *join(cst__reader *reader, cst__texts *texts) {
    cst__settle_texts(texts);
    size_t bytes = 1;
    for (size_t i = 0; i < texts->n; i++) {
        bytes += strlen(texts->item[i]) + 2;
    }
    char *joined = cst__room(reader, bytes, 1);
    if (!joined) {
        return "";
    }
    size_t n = 0;
    for (size_t i = 0; i < texts->n; i++) {
        if (i > 0) {
            memcpy(joined + n, ", ", 2);
            n += 2;
        }
        size_t length = strlen(texts->item[i]);
        memcpy(joined + n, texts->item[i], length);
        n += length;
    }
    return joined;
}

static void read_place_list(cst__reader *reader, const cst__at *list, const cst_rules *rules,
                            cst__places *places) {
    size_t n = json_array_size(list->value);
    if (n > reader->limits.max_items) {
        cst__fault_at(reader, list, "a list of %zu items: at most %zu are allowed", n,
                      reader->limits.max_items);
        return;
    }
    cst__texts texts = {cst__scratch(reader, n, sizeof *texts.item), 0};
    for (size_t i = 0; texts.item && i < n; i++) {
        cst__at at = cst__item(reader, list, i);
        const char *text = add_place(reader, &at, rules, &places->set);
        if (text) {
            texts.item[texts.n++] = text;
        }
    }
    places->text = join(reader, &texts);
}

cst__places cst__places_field(cst__reader *reader, const cst__at *up, const char *key,
                              cst__need need, const cst_rules *rules) {
    cst__places places = {.text = ""};
    cst__at at = cst__get(up, key);
    if (!cst__present(reader, &at, need)) {
        return places;
    }
    places.known = true;
    if (json_is_array(at.value)) {
        read_place_list(reader, &at, rules, &places);
    } else if (json_is_string(at.value)) {
        const char *text = add_place(reader, &at, rules, &places.set);
        places.text = cst__keep(reader, text);
    } else {
        cst__fault_found(reader, &at, "a country code, a group or a list of them");
    }
    return places;
}
