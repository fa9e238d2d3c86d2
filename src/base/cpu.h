/*
 * cpu.h - one piece of C, compiled for any processor and for those with AVX2.
 *
 * Write the loop as a GLI_INLINE function, call it from a plain function and, where
 * GLI_AVX2 is defined, from a GLI_AVX2 one; choose between the two by gli_has_avx2(). As
 * long as it works with integers, both give the same.
 */
#ifndef GLI_CPU_H
#define GLI_CPU_H
#include <stdbool.h>

#if defined(__GNUC__)
#define GLI_INLINE inline __attribute__((always_inline))
#else
#define GLI_INLINE inline
#endif

#if defined(__GNUC__) && (defined(__x86_64__) || defined(__i386__))
#define GLI_AVX2 __attribute__((target("avx2")))

static inline bool gli_has_avx2(void)
{
    return __builtin_cpu_supports("avx2");
}
#endif

#endif
