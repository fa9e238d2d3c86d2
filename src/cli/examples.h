/* examples.h - a command for each filter, that works on the sample pictures. */
#ifndef CLI_EXAMPLES_H
#define CLI_EXAMPLES_H

typedef struct example {
    const char *filter;
    const char *what;    /* it shows; lower case, no full stop */
    const char *command; /* to be run where the sample pictures are */
} example;

/* In the order of the filters; ends with a row without one. */
extern const example example_table[];

/* NULL for a filter that has none. */
const example *find_example(const char *filter);

#endif
