/* version.h - the version of the library, and the mark of its public functions. */
#ifndef CONSORT_VERSION_H
#define CONSORT_VERSION_H

#define CST_VERSION "0.1.0"

#if defined(__GNUC__)
#define CST_API __attribute__((visibility("default")))
#else
#define CST_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the library that was linked, to be compared with CST_VERSION of the header. */
CST_API const char *cst_version(void);

#ifdef __cplusplus
}
#endif
#endif
