/* count.h - what preload.c tells the test, through a file that both have mapped. */
#ifndef TEST_FAULTS_COUNT_H
#define TEST_FAULTS_COUNT_H

typedef struct gli_fault_count {
    long calls;    /* of the kind that is to fail */
    long injected; /* those that failed */
} gli_fault_count;

#endif
