/*
 * consort.h - the one header a program needs.
 *
 * Consort assembles consortium packages for a foreign opportunity from a catalog of firms and
 * offerings. The order of a program is the order of these headers: read rules, catalog and
 * opportunity (model.h), set what shall be asked (settings.h), match (match.h), read the packages
 * (result.h). Every function says what it returns to be freed ("new") and what it lends
 * ("borrowed"). The library never prints, never exits and keeps no global state.
 */
#ifndef CONSORT_H
#define CONSORT_H

#include "consort/compare.h"
#include "consort/compare_menus.h"
#include "consort/error.h"
#include "consort/explain.h"
#include "consort/match.h"
#include "consort/menu.h"
#include "consort/model.h"
#include "consort/partners.h"
#include "consort/result.h"
#include "consort/session.h"
#include "consort/settings.h"
#include "consort/version.h"
#include "consort/words.h"

#endif
