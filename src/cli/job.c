/* job.c - one picture in, one picture or animation out. */
#include "job.h"
#include "fold.h"
#include "progress.h"
#include "report.h"
#include "sandbox.h"
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { SMALL_QUALITY = 45, MOST_THREADS = 64 };

typedef struct job {
    glitch_ctx *ctx;
    const settings *set;
    int (*stop)(void);
    uint64_t seed;
    glitch_pipeline *pipeline;
    char classic[512];    /* the filter of --classic, as text */
    glitch_frames frames; /* the input, then the adaptors over it */
    glitch_info in;       /* of the input */
    glitch_info out;
    char *output;
    bool pattern; /* the output is numbered pictures */
    glitch_sink *sink;
    int threads;
    sandbox box;
    progress progress;
} job;

/* A line under -v. */
static void say(const job *j, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;

static void say(const job *j, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (j->set->verbose)
        report_line(format, args);
    va_end(args);
}

static int lasting_stop(void *user)
{
    job *j = user;
    progress_tick(&j->progress);
    return j->stop();
}

/* What is not benign went wrong, so it is told however quiet the user wants it. */
static void on_notice(void *user, glitch_notice kind, const char *line)
{
    job *j = user;
    if (kind == GLITCH_NOTICE_BENIGN) {
        say(j, "%s", line);
    } else {
        progress_clear(&j->progress);
        complain(0, "%s", line);
    }
}

static glitch_status set_decoding(job *j)
{
    const settings *s = j->set;
    glitch_limits limits = { sizeof limits, s->max_pixels, s->max_frames,
        s->max_memory };
    glitch_decoding decoding = { sizeof decoding, s->lenient, s->no_orient };
    glitch_ctx_set_notices(j->ctx, on_notice, j);
    glitch_status status = glitch_ctx_set_limits(j->ctx, &limits);
    return status ? status : glitch_ctx_set_decoding(j->ctx, &decoding);
}

/* ---- the chain ----------------------------------------------------------- */

/* Short enough to be typed again. */
static uint64_t draw_seed(void)
{
    uint32_t seed = 0;
    FILE *f = fopen("/dev/urandom", "rb");
    if (f) {
        setvbuf(f, NULL, _IONBF, 0);
        if (fread(&seed, sizeof seed, 1, f) != 1)
            seed = 0;
        fclose(f);
    }
    return seed ? seed : (uint64_t)time(NULL) ^ (uint64_t)getpid() << 16;
}

/*
 * Everything that the options say goes into the one filter: it moves the level by
 * itself, and what it draws depends on what the input is, as it did in the tool it is
 * named for.
 */
static glitch_status add_classic(job *j)
{
    const settings *s = j->set;
    char drawn[24] = "";
    if (s->hold && !s->seed_text)
        snprintf(drawn, sizeof drawn, "%llu", (unsigned long long)j->seed);
    snprintf(j->classic, sizeof j->classic,
        "classic:level=%.17g,seed=%s,color=%d,scan-lines=%d,alpha=%d,step=%ld,"
        "change=%.17g,cycle=%d,over=%d",
        s->intensity, s->seed_text ? s->seed_text : drawn, s->color, s->scan_lines,
        strcmp(j->in.format, "png") == 0, (long)s->step, s->change, s->cycle,
        !j->in.animated);
    return glitch_pipeline_add(j->pipeline, j->classic);
}

static glitch_status add_filters(job *j)
{
    const settings *s = j->set;
    glitch_status status = GLITCH_OK;
    if (s->classic)
        return add_classic(j);
    if (s->filter_count == 0)
        status = glitch_pipeline_add(j->pipeline, "scanline-offset");
    for (size_t i = 0; !status && i < s->filter_count; i++)
        if (strcmp(s->filters[i], "none") != 0)
            status = glitch_pipeline_add(j->pipeline, s->filters[i]);
    if (!status && s->color)
        status = glitch_pipeline_add(j->pipeline, "channel-shift");
    if (!status && s->scan_lines)
        status = glitch_pipeline_add(j->pipeline, "scanlines");
    return status;
}

static glitch_status build_pipeline(job *j)
{
    const settings *s = j->set;
    glitch_schedule schedule = GLITCH_SCHEDULE_INIT;
    schedule.intensity = s->intensity;
    schedule.hold = s->hold;
    if (!s->classic) {
        schedule.change = s->change;
        schedule.step = (uint32_t)s->step;
        schedule.cycle = s->cycle;
    }
    j->pipeline = glitch_pipeline_new(j->ctx, j->seed);
    if (!j->pipeline)
        return GLITCH_ENOMEM;
    glitch_status status = glitch_pipeline_set_schedule(j->pipeline, &schedule);
    return status ? status : add_filters(j);
}

/* ---- the output ---------------------------------------------------------- */

static bool wants_animation(const settings *s)
{
    return s->gif || s->bounce || s->frames > 0;
}

static bool holds_animation(const job *j)
{
    const char *format = glitch_format_of(j->output);
    return j->pattern || (format && strcmp(format, "gif") == 0);
}

/* What can be said about -o before anything is opened. */
static int check_output(job *j)
{
    const settings *s = j->set;
    if (!s->output)
        return EXIT_DONE;
    j->pattern = strchr(s->output, '%');
    glitch_status status =
        j->pattern ? glitch_pattern_check(j->ctx, s->output) : GLITCH_OK;
    if (status)
        return complain_of(j->ctx, status);
    j->output = strdup(s->output);
    if (!j->output)
        return complain_of(j->ctx, GLITCH_ENOMEM);
    const char *format = glitch_format_of(j->output);
    if (format && wants_animation(s) && !holds_animation(j))
        return complain(EXIT_USAGE,
            "%s: a %s file holds one picture; for an animation name a .gif file, or a "
            "pattern such as frame-%%03d.png",
            j->output, format);
    return EXIT_DONE;
}

/* dir/NAME.EXT becomes dir/NAME-glitched.EXT; NULL: no memory. */
static char *derive_name(const char *input, bool gif)
{
    const char *slash = strrchr(input, '/');
    const char *base = slash ? slash + 1 : input, *dot = strrchr(base, '.');
    size_t stem = dot && dot > base ? (size_t)(dot - input) : strlen(input);
    size_t size = stem + sizeof "-glitched.png";
    char *name = malloc(size);
    if (name)
        snprintf(name, size, "%.*s-glitched.%s", (int)stem, input, gif ? "gif" : "png");
    return name;
}

static int name_output(job *j)
{
    bool gif = wants_animation(j->set) || strcmp(j->in.format, "gif") == 0;
    if (!j->output)
        j->output = derive_name(j->set->input, gif);
    return j->output ? EXIT_DONE : complain_of(j->ctx, GLITCH_ENOMEM);
}

static int check_same(const job *j)
{
    struct stat a, b;
    if (j->set->force || j->pattern || stat(j->set->input, &a) || stat(j->output, &b))
        return EXIT_DONE;
    if (a.st_dev != b.st_dev || a.st_ino != b.st_ino)
        return EXIT_DONE;
    return complain(EXIT_FAILED,
        "%s: input and output are the same file (-y overwrites it)", j->output);
}

/* ---- the sandbox --------------------------------------------------------- */

/* To be asked before: in the sandbox not every libc can count the processors. */
static int count_threads(const settings *s)
{
    long n = s->jobs ? s->jobs : sysconf(_SC_NPROCESSORS_ONLN);
    return (int)(n < 1 ? 1 : n > MOST_THREADS ? MOST_THREADS : n);
}

/* Which of the two it will be, the input tells. */
static void allow_derived(job *j)
{
    for (int gif = 0; gif < 2; gif++) {
        char *name = derive_name(j->set->input, gif);
        if (name)
            sandbox_allow(&j->box, name);
        free(name);
    }
}

/* Give up what the job does not need; the input is open, and not a byte of it read. */
static void confine(job *j)
{
    j->threads = count_threads(j->set);
    if (j->set->no_sandbox) {
        say(j, "sandbox: none (--no-sandbox)");
        return;
    }
    sandbox_init(&j->box, j->pattern);
    if (j->pattern)
        sandbox_allow_pattern(&j->box, j->ctx, j->output);
    else if (j->output)
        sandbox_allow(&j->box, j->output);
    else
        allow_derived(j);
    sandbox_enter(&j->box);
    say(j, "sandbox: %s", sandbox_name(&j->box));
}

/* ---- the frames ---------------------------------------------------------- */

/* Of a damaged file it is not known before its end. */
static const char *frame_count(uint32_t frames, char *text, size_t size)
{
    if (frames == 0)
        return "some frames";
    snprintf(text, size, "%lu frame%s", (unsigned long)frames, frames == 1 ? "" : "s");
    return text;
}

/* To open a pipe is to wait, which a signal ends. */
static int open_file(const job *j, int *fd)
{
    do
        *fd = open(j->set->input, O_RDONLY | O_CLOEXEC);
    while (*fd < 0 && errno == EINTR && !j->stop());
    if (*fd >= 0)
        return EXIT_DONE;
    return errno == EINTR
        ? complain(EXIT_FAILED, "interrupted")
        : complain(EXIT_FAILED, "%s: %s", j->set->input, strerror(errno));
}

static glitch_status open_input(job *j, int fd)
{
    char text[32];
    glitch_status s = set_decoding(j);
    if (s)
        close(fd);
    else
        s = glitch_open_fd(j->ctx, fd, j->set->input, &j->frames);
    if (!s)
        s = glitch_frames_info(j->frames, &j->in);
    if (!s)
        say(j, "%s: %s, %lux%lu pixels, %s", j->set->input, j->in.format,
            (unsigned long)j->in.width, (unsigned long)j->in.height,
            frame_count(j->in.frames, text, sizeof text));
    return s;
}

/* A file of one picture gets one frame of an animation, and the user is told. */
static glitch_status take_one(job *j)
{
    char text[32];
    if (j->in.frames != 1 && !j->set->quiet)
        complain(0,
            "%s: of %s only the first goes into %s; a .gif file or a pattern such as "
            "frame-%%03d.png takes all",
            j->set->input, frame_count(j->in.frames, text, sizeof text), j->output);
    return glitch_frames_take(j->ctx, j->frames, 1, &j->frames);
}

/* One picture again and again, as many frames as the animation gets. */
static glitch_status repeat(job *j)
{
    const settings *s = j->set;
    uint32_t count = (uint32_t)(s->frames ? s->frames : DEFAULT_FRAMES);
    uint32_t total = s->bounce ? folded_count(count) : count;
    glitch_status status =
        glitch_frames_repeat(j->ctx, j->frames, total, DEFAULT_DELAY_MS, &j->frames);
    if (!status && s->bounce)
        status = fold_frames(j->frames, count, &j->frames);
    return status;
}

static glitch_status adapt(job *j)
{
    const settings *s = j->set;
    glitch_status status = GLITCH_OK;
    bool many = holds_animation(j);
    if (!j->in.animated && wants_animation(s))
        status = repeat(j);
    else if (j->in.animated && !many)
        status = take_one(j);
    else if (j->in.animated && s->frames)
        status = glitch_frames_take(j->ctx, j->frames, (uint32_t)s->frames, &j->frames);
    if (!status)
        status = glitch_pipeline_apply(j->pipeline, j->frames, &j->frames);
    if (!status && s->bounce && j->in.animated && many)
        status = glitch_frames_bounce(j->ctx, j->frames, &j->frames);
    double delay = s->fps > 0 ? 1000.0 / s->fps : s->delay_ms;
    if (!status && delay > 0)
        status = glitch_frames_retime(j->ctx, j->frames, delay, &j->frames);
    if (!status)
        status = glitch_frames_info(j->frames, &j->out);
    if (!status && s->loop != LOOP_UNSET)
        j->out.loops = s->loop;
    return status;
}

static glitch_status open_sink(job *j)
{
    const settings *s = j->set;
    glitch_sink_options opt = { .struct_size = sizeof opt,
        .overwrite = s->force,
        .sequence = j->pattern,
        .compression = s->png_level == LEVEL_UNSET ? 0 : s->png_level + 1,
        .quality = s->small ? SMALL_QUALITY : s->quality,
        .colors = s->colors,
        .dither = s->dither,
        .fast = s->fast,
        .threads = j->threads,
        .matte = s->matte };
    return glitch_sink_open(j->ctx, j->output, &j->out, &opt, &j->sink);
}

static glitch_status pump(job *j)
{
    const glitch_frame *frame;
    glitch_status s;
    j->progress.total = j->out.frames;
    while ((s = glitch_frames_next(j->frames, &frame)) == GLITCH_OK) {
        s = glitch_sink_write(j->sink, frame);
        if (s)
            return s;
        j->progress.done++;
        progress_tick(&j->progress);
    }
    return s == GLITCH_END ? glitch_sink_finish(&j->sink) : s;
}

/* ---- the whole ----------------------------------------------------------- */

static glitch_status convert(job *j)
{
    glitch_status s = adapt(j);
    if (!s)
        s = open_sink(j);
    if (!s)
        sandbox_narrow(&j->box);
    return s ? s : pump(j);
}

/* Such that the same picture can be had again, also after an interruption. */
static void tell_seed(const job *j)
{
    const settings *s = j->set;
    char drawn[24];
    snprintf(drawn, sizeof drawn, "%llu", (unsigned long long)j->seed);
    if (s->classic && !s->seed_text)
        say(j, "seed %s with -F %s", drawn, j->classic);
    else
        say(j, "seed %s", s->seed_text ? s->seed_text : drawn);
}

static void tell(const job *j)
{
    say(j, "%s: %lu frame%s in %.2f s", j->output, (unsigned long)j->progress.done,
        j->progress.done == 1 ? "" : "s", progress_seconds(&j->progress));
    if (!j->set->output && !j->set->quiet)
        puts(j->output);
}

/* What has no memory left does not know for which file it was. */
static int blame(const job *j, glitch_status s)
{
    if (s != GLITCH_ENOMEM)
        return complain_of(j->ctx, s);
    return complain(EXIT_FAILED, "%s: %s", j->set->input, glitch_ctx_message(j->ctx));
}

static int run(job *j)
{
    int input;
    j->seed = j->set->seed_text ? j->set->seed : draw_seed();
    /* A faulty chain is told first, but --classic has to know the input. */
    glitch_status s = j->set->classic ? GLITCH_OK : build_pipeline(j);
    if (s)
        return complain_of(j->ctx, s);
    int status = check_output(j);
    if (status)
        return status;
    status = open_file(j, &input);
    if (status)
        return status;
    confine(j);
    s = open_input(j, input);
    if (!s && j->set->classic)
        s = build_pipeline(j);
    if (s)
        return blame(j, s);
    status = name_output(j);
    if (!status)
        status = check_same(j);
    if (status)
        return status;
    tell_seed(j);
    s = convert(j);
    progress_end(&j->progress);
    if (s)
        return blame(j, s);
    tell(j);
    return EXIT_DONE;
}

int run_job(glitch_ctx *ctx, const settings *set, int (*stop)(void))
{
    job j = { .ctx = ctx, .set = set, .stop = stop, .box = SANDBOX_NONE };
    progress_begin(&j.progress, !set->quiet);
    glitch_ctx_set_cancel(ctx, lasting_stop, &j);
    int status = run(&j);
    glitch_ctx_set_cancel(ctx, NULL, NULL);
    glitch_ctx_set_notices(ctx, NULL, NULL);
    glitch_sink_abandon(&j.sink);
    glitch_frames_close(&j.frames);
    glitch_pipeline_free(j.pipeline);
    sandbox_close(&j.box);
    free(j.output);
    return status;
}
