/* engine_memory.c - every allocation of the engine's services can fail. */
#include "engine.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const specs[] = { "scramble-frame:mask=mask.png,mix=0.1..0.9@random",
    "echo-row:in=2,out=1,when=0,2..:2,rect=3x3", "echo-frame:in=1,channels=r",
    "blur:above=2,below=1,edge=black", "scramble-whole:mask=mask.png,mask=mask.png" };

static glitch_status build(glitch_ctx *ctx, glitch_pipeline *p)
{
    glitch_status s = register_test_filters(ctx);
    for (size_t i = 0; !s && i < COUNT(specs); i++)
        s = glitch_pipeline_add(p, specs[i]);
    return s ? s : glitch_pipeline_set(p, "mix=0.5,when=..,seed=3");
}

static glitch_status run_all(glitch_ctx *ctx, glitch_pipeline *p, const picture *in)
{
    glitch_frames it;
    const glitch_frame *f;
    glitch_status s = build(ctx, p);
    if (!s)
        s = glitch_pipeline_apply(p, frames_of(in, 4), &it);
    if (s)
        return s;
    while (!s)
        s = glitch_frames_next(it, &f);
    glitch_frames_close(&it);
    return s == GLITCH_END ? GLITCH_OK : s;
}

START_TEST(every_allocation_can_fail)
{
    picture in[4], mask = random_picture(5, 4, 1, true);
    glitch_status s = GLITCH_ENOMEM;
    long n = 0;
    write_png("mask.png", &mask);
    for (uint32_t k = 0; k < 4; k++)
        in[k] = random_picture(13, 11, k + 1, false);
    for (; s; n++) {
        budget b = { .left = n };
        glitch_alloc alloc = { meager, &b };
        glitch_ctx *ctx = glitch_ctx_new(&alloc);
        glitch_pipeline *p = ctx ? glitch_pipeline_new(ctx, 5) : NULL;
        ck_assert_int_lt(n, 1000);
        s = p ? run_all(ctx, p, in) : GLITCH_ENOMEM;
        ck_assert_msg(s == GLITCH_OK || s == GLITCH_ENOMEM, "allocation %ld: %d, %s", n,
            s, glitch_ctx_message(ctx));
        glitch_pipeline_free(p);
        glitch_ctx_free(ctx);
        ck_assert_int_eq(b.live, 0);
    }
    ck_assert_int_gt(n, 60);
    free(mask.px);
    free_pictures(in, 4);
}
END_TEST

Suite *memory_suite(void)
{
    Suite *suite = suite_create("memory");
    TCase *c = tcase_create("memory");
    tcase_add_checked_fixture(c, enter_folder, leave_folder);
    suite_add_tcase(suite, c);
    tcase_add_test(c, every_allocation_can_fail);
    return suite;
}
