/* render_partners.h - firms beside tenders as an officer reads them. */
#ifndef CLI_RENDER_PARTNERS_H
#define CLI_RENDER_PARTNERS_H

#include <consort.h>
#include <stdbool.h>

#include "cli/page.h"

/* The whole report; matrix: of firms and tenders only the table. */
void render_partners(page *p, const cst_partners_report *report, bool matrix);

/* One firm in one tender. (render_prospect.c) */
void render_prospect(page *p, const cst_prospect *prospect, const cst_ground *ground);

/* Where the firm stands, in few words. (render_prospect.c) */
const char *prospect_words(const cst_prospect *prospect);

#endif
