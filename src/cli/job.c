/* job.c - one picture in, one picture or animation out. */
#include "job.h"
#include "adapt.h"
#include "hints.h"
#include "join.h"
#include "output.h"
#include "pipeline.h"
#include "processors.h"
#include "progress.h"
#include "recipe.h"
#include "report.h"
#include "resize.h"
#include "sandbox.h"
#include "seeds.h"
#include "standard.h"
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SMALL_QUALITY = 45, MOST_THREADS = 64, MOST_PIXELS = 256 << 20 };

typedef struct job {
    glitch_ctx *ctx;
    const task *task;
    const settings *set; /* the task's */
    const char *name;    /* of the input, for messages */
    int (*stop)(void);
    glitch_pipeline *pipeline;
    char classic[LONGEST_CLASSIC + 1]; /* the filter of --classic, as text */
    glitch_frames frames;              /* the input, then the adaptors over it */
    glitch_info in;                    /* of the input */
    glitch_info out;
    char *output;
    glitch_sink *sink;
    int threads;
    joined files; /* what is open, but for what belongs to the frames */
    char *recipe; /* NULL: none */
    sandbox box;
    progress progress;
    gif_hints hints;
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
        j->task->memory };
    glitch_decoding decoding = { sizeof decoding, s->lenient, s->no_orient, s->matrix,
        s->keep_metadata };
    glitch_ctx_set_notices(j->ctx, on_notice, j);
    glitch_status status = glitch_ctx_set_limits(j->ctx, &limits);
    return status ? status : glitch_ctx_set_decoding(j->ctx, &decoding);
}

static glitch_status make_pipeline(job *j)
{
    return pipeline_of(j->ctx, j->task, &j->in, j->classic, &j->pipeline);
}

/* ---- the output ---------------------------------------------------------- */

/* NULL: it is not known before the input is. */
static const char *output_format(const job *j)
{
    if (j->set->to)
        return j->set->to;
    if (!is_standard(j->output))
        return glitch_format_of(j->output);
    return j->in.format ? chosen_format(j->set, j->in.format) : NULL;
}

/* Where there is no output, nobody will miss the other frames. */
static bool holds_animation(const job *j)
{
    if (j->task->numbered || !j->output)
        return true;
    const char *format = output_format(j);
    return format && glitch_format_animates(format);
}

/* What can be said about -o before anything is opened. */
static int check_output(job *j)
{
    const task *t = j->task;
    if (!t->output)
        return EXIT_DONE;
    glitch_status status =
        t->numbered ? glitch_pattern_check(j->ctx, t->output) : GLITCH_OK;
    if (status)
        return complain_of(j->ctx, status);
    j->output = strdup(t->output);
    if (!j->output)
        return complain_of(j->ctx, GLITCH_ENOMEM);
    const char *format = output_format(j);
    if (format && wants_animation(t->set) && !holds_animation(j))
        return complain(EXIT_USAGE,
            "%s: a %s file holds one picture; for an animation %s",
            output_name(j->output), format,
            is_standard(j->output) ? "give --to gif, webp or apng"
                                   : "name a .gif, .webp or .apng file, or a pattern "
                                     "such as frame-%03d.png");
    return EXIT_DONE;
}

static int name_output(job *j)
{
    if (!j->output)
        j->output = derived_name(j->task->input, chosen_format(j->set, j->in.format));
    return j->output ? EXIT_DONE : complain_of(j->ctx, GLITCH_ENOMEM);
}

static int check_same(const job *j)
{
    struct stat a, b;
    const task *t = j->task;
    if (t->replace || t->numbered || is_standard(j->output) || stat(t->input, &a)
        || stat(j->output, &b))
        return EXIT_DONE;
    if (a.st_dev != b.st_dev || a.st_ino != b.st_ino)
        return EXIT_DONE;
    return complain(EXIT_FAILED,
        "%s: input and output are the same file (-y overwrites it)", j->output);
}

static int check_still(const job *j)
{
    uint32_t wanted = (uint32_t)j->set->still, count = j->in.frames;
    if (count == 0 || wanted <= count)
        return EXIT_DONE;
    return complain(EXIT_FAILED, "%s: there is no frame number %lu; it has %lu",
        j->name, (unsigned long)wanted, (unsigned long)count);
}

/* What the library does not count, because it is the command's. */
static int check_size(const job *j)
{
    uint32_t width = j->in.width, height = j->in.height;
    resized(&j->set->size, &width, &height);
    uint64_t pixels = (uint64_t)width * height, memory = j->task->memory;
    uint64_t most = j->set->max_pixels ? j->set->max_pixels : MOST_PIXELS;
    if (pixels > most)
        return complain(EXIT_FAILED,
            "%s: %lux%lu pixels are more than %llu; --max-pixels allows more", j->name,
            (unsigned long)width, (unsigned long)height, (unsigned long long)most);
    if (memory && pixels * sizeof(PixelTuple) > memory)
        return complain(EXIT_FAILED,
            "%s: %lux%lu pixels need more memory than %llu bytes; --max-memory allows "
            "more",
            j->name, (unsigned long)width, (unsigned long)height,
            (unsigned long long)memory);
    return EXIT_DONE;
}

/* ---- the sandbox --------------------------------------------------------- */

/* To be asked before: in the sandbox not every libc can count the processors. */
static int count_threads(const task *t)
{
    int n = t->threads ? t->threads : count_processors();
    return n > MOST_THREADS ? MOST_THREADS : n;
}

/* Which of them it will be, the input tells. */
static void allow_derived(job *j)
{
    const char *format;
    for (size_t i = 0; (format = glitch_format_at(i)) != NULL; i++) {
        char *name = derived_name(j->task->input, chosen_format(j->set, format));
        if (name)
            sandbox_allow(&j->box, name);
        free(name);
    }
}

static void allow_output(job *j)
{
    if (j->task->numbered)
        sandbox_allow_pattern(&j->box, j->ctx, j->output);
    else if (j->output && !is_standard(j->output))
        sandbox_allow(&j->box, j->output);
    else if (!j->output)
        allow_derived(j);
}

/* Give up what the job does not need; the input is open, and not a byte of it read. */
static void confine(job *j)
{
    j->threads = count_threads(j->task);
    if (j->set->no_sandbox) {
        say(j, "sandbox: none (--no-sandbox)");
        return;
    }
    sandbox_init(&j->box, j->task->numbered && !j->task->shown_only);
    if (!j->task->shown_only)
        allow_output(j);
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

/* What has no memory left does not know for which file it was. */
static int blame(const job *j, glitch_status s)
{
    const char *message = glitch_ctx_message(j->ctx);
    if (s != GLITCH_ENOMEM && *message)
        return complain_of(j->ctx, s);
    return complain(
        EXIT_FAILED, "%s: %s", j->name, *message ? message : glitch_strstatus(s));
}

/* To open a pipe is to wait, which a signal ends. */
static int open_files(job *j)
{
    const task *t = j->task;
    char *const one[] = { (char *)t->input };
    return t->inputs ? join_open(t->inputs, t->input_count, j->stop, &j->files)
                     : join_open(one, 1, j->stop, &j->files);
}

static glitch_status open_one(job *j)
{
    int fd = j->files.fds[0];
    j->files.fds[0] = -1;
    glitch_status s = glitch_open_fd(j->ctx, fd, j->name, &j->frames);
    return s ? s : glitch_frames_info(j->frames, &j->in);
}

static int open_several(job *j)
{
    int status = join_check(j->ctx, &j->files, &j->in);
    if (status)
        return status;
    return join_frames(j->ctx, &j->files, &j->in, &j->frames) == GLITCH_OK
        ? EXIT_DONE
        : complain(EXIT_FAILED, "out of memory");
}

static int open_input(job *j, job_result *result)
{
    char text[32];
    int status = EXIT_DONE;
    result->status = set_decoding(j);
    if (!result->status && j->task->inputs)
        status = open_several(j);
    else if (!result->status)
        result->status = open_one(j);
    if (result->status)
        return blame(j, result->status);
    if (!status)
        say(j, "%s: %s, %lux%lu pixels, %s", j->name, j->in.format,
            (unsigned long)j->in.width, (unsigned long)j->in.height,
            frame_count(j->in.frames, text, sizeof text));
    return status;
}

/* A file of one picture gets one frame of an animation, and the user is told. */
static void tell_only_first(const job *j)
{
    char text[32], what[64] = "only the first frame"; /* there may be no other */
    if (j->in.frames > 1)
        snprintf(what, sizeof what, "of %s only the first",
            frame_count(j->in.frames, text, sizeof text));
    if (j->in.frames != 1 && !j->set->quiet)
        complain(0,
            "%s: %s goes into %s; a .gif, .webp or .apng file or a pattern such as "
            "frame-%%03d.png takes all",
            j->name, what, output_name(j->output));
}

static glitch_status adapt(job *j)
{
    adaption a = { .ctx = j->ctx,
        .set = j->set,
        .pipeline = j->pipeline,
        .frames = j->frames,
        .in = j->in,
        .many = holds_animation(j) };
    glitch_status status = adapt_frames(&a);
    j->frames = a.frames;
    j->in = a.in;
    j->out = a.out;
    if (!status && a.only_first)
        tell_only_first(j);
    return status;
}

static void tell_hints(const job *j)
{
    const char *format = output_format(j);
    if (!j->task->silent && format && strcmp(format, "gif") == 0)
        gif_hints_tell(&j->hints, output_name(j->output), j->out.width);
}

/* What glitch-this draws without a seed cannot be asked for by its option alone. */
static glitch_status write_recipe(job *j)
{
    const task *t = j->task;
    char drawn[24];
    snprintf(drawn, sizeof drawn, "%llu", (unsigned long long)t->seed);
    if (j->set->no_recipe || (j->set->classic && !t->seed_text))
        return GLITCH_OK;
    j->recipe = recipe_of(j->set, t->seed_text ? t->seed_text : drawn, t->numbered);
    return j->recipe ? GLITCH_OK : GLITCH_ENOMEM;
}

/* The descriptor belongs to the sink; what the command itself has stays. */
static glitch_status open_standard(job *j, glitch_sink_options *opt)
{
    int fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
    opt->format = output_format(j);
    return glitch_sink_open_fd(
        j->ctx, fd, output_name(j->output), &j->out, opt, &j->sink);
}

static glitch_status open_sink(job *j)
{
    const settings *s = j->set;
    glitch_sink_options opt = { .struct_size = sizeof opt,
        .format = s->to,
        .overwrite = j->task->replace,
        .sequence = j->task->numbered,
        .compression = s->png_level == LEVEL_UNSET ? 0 : s->png_level + 1,
        .quality = s->small && !s->quality ? SMALL_QUALITY : s->quality,
        .colors = s->colors,
        .dither = s->dither,
        .fast = s->fast,
        .small = s->small,
        .threads = j->threads,
        .matte = s->matte,
        .chroma = s->chroma,
        .matrix = s->matrix,
        .comment = j->recipe && *j->recipe ? j->recipe : NULL };
    if (is_standard(j->output))
        return open_standard(j, &opt);
    return glitch_sink_open(j->ctx, j->output, &j->out, &opt, &j->sink);
}

static glitch_status pump(job *j)
{
    const glitch_frame *frame;
    const task *t = j->task;
    glitch_status s;
    bool shown = t->show != NULL;
    j->progress.total = j->out.frames;
    while ((s = glitch_frames_next(j->frames, &frame)) == GLITCH_OK) {
        shown = shown && t->show(t->user, frame);
        j->progress.done++;
        if (!t->numbered) /* which are stills */
            gif_hints_see(&j->hints, frame);
        if (t->shown_only && !shown)
            return GLITCH_OK;
        s = t->shown_only ? GLITCH_OK : glitch_sink_write(j->sink, frame);
        if (s)
            return s;
        progress_tick(&j->progress);
    }
    if (s != GLITCH_END)
        return s;
    return j->sink ? glitch_sink_finish(&j->sink) : GLITCH_OK;
}

/* ---- the whole ----------------------------------------------------------- */

static glitch_status convert(job *j)
{
    glitch_status s = adapt(j);
    if (!s && !j->task->shown_only)
        s = write_recipe(j);
    if (!s && !j->task->shown_only)
        s = open_sink(j);
    if (!s)
        sandbox_narrow(&j->box);
    return s ? s : pump(j);
}

/* Such that the same picture can be had again, also after an interruption. */
static void tell_seed(const job *j)
{
    const task *t = j->task;
    char drawn[24];
    snprintf(drawn, sizeof drawn, "%llu", (unsigned long long)t->seed);
    if (t->set->classic && !t->seed_text)
        say(j, "seed %s with -F %s", drawn, j->classic);
    else
        say(j, "seed %s", t->seed_text ? t->seed_text : drawn);
}

static void tell(const job *j)
{
    say(j, "%s: %lu frame%s in %.2f s",
        j->output ? output_name(j->output) : "no output",
        (unsigned long)j->progress.done, j->progress.done == 1 ? "" : "s",
        progress_seconds(&j->progress));
    if (j->output)
        tell_hints(j);
    if (!j->task->output && j->output && !j->set->quiet)
        puts(j->output);
}

/* The chain and the output's name can be faulty before anything is opened. */
static int prepare(job *j)
{
    /* --classic has to know the input. */
    glitch_status s = j->set->classic ? GLITCH_OK : make_pipeline(j);
    return s ? complain_of(j->ctx, s) : check_output(j);
}

/* What depends on the input, but needs no frame of it. */
static int check_input(job *j)
{
    int status = j->task->shown_only ? EXIT_DONE : name_output(j);
    if (!status && j->output)
        status = check_same(j);
    if (!status)
        status = check_still(j);
    return status ? status : check_size(j);
}

static int run(job *j, job_result *result)
{
    int status = prepare(j);
    if (!status)
        status = open_files(j);
    if (status)
        return status;
    confine(j);
    status = open_input(j, result);
    result->width = j->in.width;
    result->height = j->in.height;
    if (!status && j->set->classic && (result->status = make_pipeline(j)) != GLITCH_OK)
        status = blame(j, result->status);
    if (!status)
        status = check_input(j);
    if (status)
        return status;
    tell_seed(j);
    result->status = convert(j);
    progress_end(&j->progress);
    if (result->status)
        return blame(j, result->status);
    tell(j);
    return EXIT_DONE;
}

task single_task(const settings *set)
{
    return (task) { .set = set,
        .input = set->inputs[0],
        .inputs = set->join ? set->inputs : NULL,
        .input_count = set->input_count,
        .output = set->output || !is_standard(set->inputs[0]) ? set->output : "-",
        .numbered = set->output && strchr(set->output, '%'),
        .replace = set->force,
        .silent = set->quiet,
        .seed = set->seed_text ? set->seed : draw_seed(),
        .seed_text = set->seed_text,
        .memory = set->max_memory,
        .threads = set->jobs };
}

int run_job(const task *t, int (*stop)(void), job_result *result)
{
    job j = { .task = t,
        .set = t->set,
        .name = input_name(t->input),
        .stop = stop,
        .box = SANDBOX_NONE };
    *result = (job_result) { 0 };
    j.ctx = glitch_ctx_new(NULL);
    if (!j.ctx)
        return complain(EXIT_FAILED, "out of memory");
    progress_begin(&j.progress, !t->silent);
    glitch_ctx_set_cancel(j.ctx, lasting_stop, &j);
    int status = run(&j, result);
    result->frames = j.progress.done;
    result->loops = j.out.loops;
    glitch_sink_abandon(&j.sink);
    glitch_frames_close(&j.frames);
    glitch_pipeline_free(j.pipeline);
    join_close(&j.files);
    glitch_ctx_free(j.ctx);
    sandbox_close(&j.box);
    free(j.output);
    free(j.recipe);
    return status;
}
