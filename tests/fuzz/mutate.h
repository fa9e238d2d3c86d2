/* mutate.h - mutations that know what a PNG is; for programs of libFuzzer's only. */
#ifndef FUZZ_MUTATE_H
#define FUZZ_MUTATE_H
#include <stddef.h>
#include <stdint.h>

/* libFuzzer's own mutation of bytes in place; returns the new size. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t room);

/* What libFuzzer calls for a mutation where a target has it. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room, unsigned seed);

/*
 * Mutate a PNG such that the damage gets past the lengths and checksums of its chunks,
 * for libpng looks at nothing else of a chunk whose checksum is wrong. Other bytes, and
 * one PNG of eight, are mutated as they are.
 */
size_t fuzz_mutate_png(uint8_t *data, size_t size, size_t room, unsigned seed);

#endif
