/* json.h - objects of JSON, one a line (RFC 8259). */
#ifndef CLI_JSON_H
#define CLI_JSON_H
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

typedef struct json {
    FILE *out;
    bool begun;
} json;

json json_open(FILE *out);
void json_number(json *j, const char *key, uint64_t value);
void json_seconds(json *j, const char *key, double value);
/*
 * Bytes that are not UTF-8 become U+FFFD. Where there are such, KEY_bytes has the text again,
 * with every byte that is not a letter, a digit or one of -._~/ as % and two digits.
 */
void json_text(json *j, const char *key, const char *value);
/* Ends the line, and has it written. False where that fails. */
bool json_close(json *j);

#endif
