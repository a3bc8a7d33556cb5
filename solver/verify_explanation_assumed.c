/* verify_explanation_assumed.c - placeholder */
#include "solver/verify_explanation_parts.h"
void cst__verify_sensitivities(cst__explanation_check *c) {
    (void)c;
}
