/*
 * sanitized.h - TEST_SANITIZED: this build runs under a sanitizer, which makes it several times
 * slower and has an allocator of its own.
 */
#ifndef CST_TESTS_SANITIZED_H
#define CST_TESTS_SANITIZED_H

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define TEST_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define TEST_SANITIZED 1
#endif
#endif

#ifndef TEST_SANITIZED
#define TEST_SANITIZED 0
#endif

/* Not empty for a compiler without a sanitizer. */
typedef int sanitized_header_is_not_empty;

#endif
