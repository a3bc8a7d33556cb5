/*
 * figures.h - numbers as an officer reads them: 512,345,678.90 and 53.12%.
 *
 * Each function gives the text by value, so that it can be used within one expression:
 * page_text(p, figure_money(cents).text).
 */
#ifndef CLI_FIGURES_H
#define CLI_FIGURES_H

#include <stdint.h>

typedef struct figure {
    char text[48];
} figure;

figure figure_money(int64_t cents);          /* 512,345,678.90 */
figure figure_count(int64_t number);         /* 12,000 */
figure figure_percent(int64_t basis_points); /* 53.12% */
figure figure_points(int64_t basis_points);  /* 53.12 points: what two shares differ by */
figure figure_amount(int64_t milli);         /* 12,000.5, thousandths only where there are some */
figure figure_decimal(int64_t basis_points); /* 1.2500 */
figure figure_weeks(int64_t weeks);          /* 62 weeks */

/* The same with a plus before what is more than 0: +4,200.00 */
figure figure_signed(int64_t number, figure f);

/* "" or "s": what a noun takes after a number. */
const char *plural(int64_t number);

#endif
