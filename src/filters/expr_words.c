/* expr_words.c - what an expression is made of, for help, manual and messages. */
#include "filters/expr_program.h"

static const char values[] = "values", operators[] = "operators",
                  functions[] = "functions";

const glitch_word expr_words[] = {
    { values, "r", "red, from 0 to 255" },
    { values, "g", "green" },
    { values, "b", "blue" },
    { values, "a", "alpha" },
    { values, "x", "the column, from 0 on" },
    { values, "y", "the row, from 0 on" },
    { values, "w", "the width of the picture, in pixels" },
    { values, "h", "its height" },
    { values, "n", "the number of the frame, from 0 on" },
    { values, "t", "how much of the animation is over, from 0 to just under 1" },
    { values, "level", "the parameter of this name" },
    { values, "rand",
        "chance, from 0 to 1, for every pixel and each time that it is written" },
    { operators, "+ - *", "as in C, of numbers with fractions" },
    { operators, "/", "a division; by 0 it gives 0" },
    { operators, "%", "the rest of a division, with the sign of the divisor" },
    { operators, "< <= > >= == !=", "comparisons; truth is 1, and else 0" },
    { operators, "! && ||", "not, and, or, of what is 0 or not" },
    { operators, "?:", "in u?v:w the second where the first is not 0, else the third" },
    { operators, "& | ^ ~ << >>",
        "bits of whole numbers of 32 bits, made by rounding down" },
    { functions, "min(u,v)", "the smaller one" },
    { functions, "max(u,v)", "the larger one" },
    { functions, "abs(v)", "without its sign" },
    { functions, "floor(v)", "rounded down" },
    { functions, "sqrt(v)", "the square root" },
    { functions, "sin(v)", "the sine of degrees" },
    { functions, "cos(v)", "the cosine of degrees" },
    { functions, "clamp(v,lo,hi)", "within these bounds" },
    { functions, "mix(u,v,share)", "the first, and so much of the second" },
    { functions, "noise(u,v)",
        "smooth, from 0 to 1, another random value at each whole u and v, the same in "
        "every frame" },
    { 0 },
};
