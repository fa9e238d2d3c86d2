/* sink.c - from frames to a file, to numbered files, to a callback or to memory. */
#include "base/writer.h"
#include "codec/codec.h"
#include "codec/comment.h"
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

struct glitch_sink {
    glitch_ctx *ctx;
    const gli_format *format;
    glitch_info info;
    glitch_sink_options opt;
    char *path; /* or pattern; "output" where there is no file */
    bool is_file;
    glitch_bytes made; /* of an output to memory, as it grows */
    size_t room;
    glitch_bytes *result;
    gli_output output; /* what is being written; its path is `name`, or NULL */
    char name[PATH_MAX];
    gli_writer writer;
    gli_encoder encoder;
    uint32_t frames;
    glitch_status failed;
    bool placed; /* all of it has its name */
};

/* ---- formats ------------------------------------------------------------- */

static const gli_format *format_of_path(const char *path)
{
    const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');
    if (!dot || (slash && dot < slash))
        return NULL;
    for (const gli_format *f = gli_formats; f->name; f++)
        for (const char *const *e = f->extensions; *e; e++)
            if (strcasecmp(dot + 1, *e) == 0)
                return f;
    return NULL;
}

const char *glitch_format_of(const char *path)
{
    const gli_format *f = format_of_path(path);
    return f ? f->name : NULL;
}

static glitch_status choose_format(glitch_sink *sink, const char *name)
{
    const gli_format *f = name ? gli_formats : format_of_path(sink->path);
    while (name && f->name && strcmp(f->name, name) != 0)
        f++;
    if (f && f->encode) {
        sink->format = f;
        return GLITCH_OK;
    }
    return gli_fail(sink->ctx, GLITCH_EUNSUPPORTED,
        "%s: the name tells no format that can be written, as .png, .gif and others do",
        sink->path);
}

/* ---- one file ------------------------------------------------------------ */

/* Names are made without allocating: cleaning up must work where memory is out. */
static glitch_status name_file(
    const glitch_sink *sink, uint32_t index, char name[PATH_MAX])
{
    if (sink->opt.sequence)
        return glitch_pattern_name(sink->ctx, sink->path, index, name, PATH_MAX);
    if ((size_t)snprintf(name, PATH_MAX, "%s", sink->path) >= PATH_MAX)
        return gli_fail(sink->ctx, GLITCH_EINVAL, "the output's name is too long");
    return GLITCH_OK;
}

static glitch_status check_comment(const glitch_sink *sink)
{
    const char *comment = sink->opt.comment;
    if (!comment || strlen(comment) <= GLI_LONGEST_COMMENT)
        return GLITCH_OK;
    return gli_fail(sink->ctx, GLITCH_ELIMIT, "%s: a comment has at most %d bytes",
        sink->path, GLI_LONGEST_COMMENT);
}

static glitch_status begin_file(glitch_sink *sink)
{
    glitch_status s = check_comment(sink);
    if (!s)
        s = name_file(sink, sink->frames, sink->name);
    if (s)
        return s;
    if (sink->is_file) {
        sink->output.path = sink->name;
        sink->output.index = sink->frames;
        s = gli_writer_open(sink->ctx, &sink->output, &sink->writer);
    }
    glitch_info info = sink->info;
    if (sink->opt.sequence) /* one in each */
        info.frames = 1;
    if (!s)
        s = sink->format->encode(&sink->writer, &info, &sink->opt, &sink->encoder);
    return s;
}

/* What the pixels mean is lost with it. */
static void tell_lost_profile(const glitch_sink *sink)
{
    const glitch_metadata *m = sink->info.metadata;
    if (m && m->profile && !sink->format->keeps_profile)
        gli_notice(sink->ctx, GLITCH_NOTICE_BENIGN,
            "%s: the colour profile is left out, for which a %s has no room",
            sink->path, sink->format->name);
}

static void close_encoder(glitch_sink *sink)
{
    if (sink->encoder.tc)
        sink->encoder.tc->close(sink->encoder.self);
    sink->encoder = (gli_encoder) { 0 };
}

static glitch_status end_file(glitch_sink *sink)
{
    glitch_status s = sink->encoder.tc->finish(sink->encoder.self);
    if (s && !sink->writer.failed)
        sink->writer.failed = s; /* what is held stays */
    close_encoder(sink);
    glitch_status closed = gli_writer_close(&sink->writer);
    return s ? s : closed;
}

/* ---- numbered files ------------------------------------------------------ */

typedef glitch_status output_action(glitch_ctx *ctx, gli_output *output);

/*
 * Do something with so many of all outputs, by name; stop at the first failure. The one of
 * index 0 comes last: its temporary file says that the others have an owner.
 */
static glitch_status each_output(glitch_sink *sink, uint32_t all, uint32_t count,
    output_action *action, uint32_t *done)
{
    glitch_status s = GLITCH_OK;
    for (*done = 0; !s && *done < count; *done += !s) {
        char name[PATH_MAX];
        gli_output o = sink->output;
        o.path = name;
        o.index = (*done + 1) % all;
        s = name_file(sink, o.index, name);
        if (!s)
            s = action(sink->ctx, &o);
        sink->output.revocable = o.revocable;
    }
    return s;
}

/* Looking at a million names takes a while. */
static glitch_status check(glitch_ctx *ctx, gli_output *output)
{
    glitch_status s = gli_poll(ctx);
    return s ? s : gli_output_check(ctx, output);
}

static glitch_status discard(glitch_ctx *ctx, gli_output *output)
{
    (void)ctx;
    gli_output_discard(output);
    return GLITCH_OK;
}

static glitch_status take_back(glitch_ctx *ctx, gli_output *output)
{
    gli_output_take_back(ctx, output);
    return GLITCH_OK;
}

static glitch_status settle(glitch_ctx *ctx, gli_output *output)
{
    (void)ctx;
    gli_output_settle(output);
    return GLITCH_OK;
}

/*
 * All are looked at before the first gets its name. Should one fail even so, those that
 * were placed are taken back; unless one of them has replaced something for good, because
 * the file system has no hard links.
 */
static glitch_status place_sequence(glitch_sink *sink)
{
    uint32_t done, ignored, all = sink->frames;
    glitch_status s = each_output(sink, all, all, check, &done);
    if (s)
        return s;
    sink->output.revocable = true;
    s = each_output(sink, all, all, gli_output_place, &done);
    if (s && sink->output.revocable)
        (void)!each_output(sink, all, done, take_back, &ignored);
    else if (sink->opt.overwrite)
        (void)!each_output(sink, all, done, settle, &ignored);
    return s;
}

/* ---- the sink ------------------------------------------------------------ */

static bool valid_options(glitch_ctx *ctx, const glitch_sink_options *opt)
{
    if (!opt || opt->struct_size == sizeof *opt)
        return true;
    gli_fail(ctx, GLITCH_EINVAL, "sink options: struct_size is not set");
    return false;
}

static glitch_status check_ranges(glitch_ctx *ctx, const glitch_sink_options *opt)
{
    const struct {
        const char *name;
        double value, least, most;
    } ranges[] = { { "compression", opt->compression, 0, 10 },
        { "quality", opt->quality, 0, 100 },
        { "number of colors", opt->colors, 0, 256 }, { "dither", opt->dither, -1, 1 },
        { "number of threads", opt->threads, 0, 64 } };
    const int32_t chroma = opt->chroma, matrix = opt->matrix;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (!(ranges[i].value >= ranges[i].least && ranges[i].value <= ranges[i].most))
            return gli_fail(ctx, GLITCH_EINVAL, "a %s of %g is not within %g to %g",
                ranges[i].name, ranges[i].value, ranges[i].least, ranges[i].most);
    if (chroma != 0 && chroma != 420 && chroma != 422 && chroma != 444)
        return gli_fail(ctx, GLITCH_EINVAL,
            "a chroma of %ld is none of 420, 422 and 444", (long)chroma);
    if (matrix != 0 && matrix != 601 && matrix != 709)
        return gli_fail(
            ctx, GLITCH_EINVAL, "a matrix of %ld is neither 601 nor 709", (long)matrix);
    if (opt->dither < 0 && opt->dither > -1)
        return gli_fail(ctx, GLITCH_EINVAL,
            "a dither of %g: from 0 to 1 it is a strength, and -1 is none",
            opt->dither);
    if (opt->colors == 1)
        return gli_fail(ctx, GLITCH_EINVAL, "a number of colors of 1: 2 are the least");
    return GLITCH_OK;
}

static glitch_sink *new_sink(glitch_ctx *ctx, const char *path, const glitch_info *info,
    const glitch_sink_options *opt)
{
    glitch_sink *sink = gli_zalloc(ctx, 1, sizeof *sink);
    if (!sink)
        return NULL;
    sink->ctx = ctx;
    sink->info = *info;
    if (opt)
        sink->opt = *opt;
    sink->output.overwrite = sink->opt.overwrite;
    sink->output.lock = -1;
    sink->path = gli_strdup(ctx, path);
    if (!sink->path)
        glitch_sink_abandon(&sink);
    return sink;
}

/* Check the options, and begin the first file. The sink is taken, also on failure. */
static glitch_status begin(glitch_sink *sink, glitch_sink **out)
{
    uint32_t checked;
    glitch_ctx *ctx = sink->ctx;
    glitch_status s = GLITCH_OK;
    if (!sink->info.width || !sink->info.height)
        s = gli_fail(ctx, GLITCH_EINVAL, "%s: a picture without pixels", sink->path);
    if (!s)
        s = check_ranges(ctx, &sink->opt);
    if (!s)
        s = choose_format(sink, sink->opt.format);
    if (!s && sink->opt.sequence)
        s = glitch_pattern_check(ctx, sink->path);
    if (!s && sink->opt.sequence) /* not after an hour's work */
        s = each_output(sink, sink->info.frames, sink->info.frames, check, &checked);
    if (!s)
        s = begin_file(sink);
    if (s) {
        glitch_sink_abandon(&sink);
        return s;
    }
    tell_lost_profile(sink);
    *out = sink;
    return GLITCH_OK;
}

glitch_status glitch_sink_open(glitch_ctx *ctx, const char *path,
    const glitch_info *info, const glitch_sink_options *opt, glitch_sink **out)
{
    if (!valid_options(ctx, opt))
        return GLITCH_EINVAL;
    glitch_sink *sink = new_sink(ctx, path, info, opt);
    if (!sink)
        return GLITCH_ENOMEM;
    sink->is_file = true;
    return begin(sink, out);
}

/* An output that is no file; NULL with the status on failure. */
static glitch_sink *new_stream(glitch_ctx *ctx, const char *name,
    const glitch_info *info, const glitch_sink_options *opt, glitch_status *status)
{
    *status = GLITCH_EINVAL;
    if (!valid_options(ctx, opt))
        return NULL;
    if (!opt || !opt->format || opt->sequence) {
        gli_fail(ctx, GLITCH_EINVAL,
            "an output that is no file needs a format, and is no sequence");
        return NULL;
    }
    glitch_sink *sink = new_sink(ctx, name, info, opt);
    *status = sink ? GLITCH_OK : GLITCH_ENOMEM;
    return sink;
}

glitch_status glitch_sink_open_callback(glitch_ctx *ctx, glitch_write_fn *write,
    void *user, const glitch_info *info, const glitch_sink_options *opt,
    glitch_sink **out)
{
    glitch_status s;
    glitch_sink *sink = new_stream(ctx, "output", info, opt, &s);
    if (!sink)
        return s;
    sink->writer =
        (gli_writer) { .ctx = ctx, .name = sink->path, .fn = write, .user = user };
    return begin(sink, out);
}

glitch_status glitch_sink_open_fd(glitch_ctx *ctx, int fd, const char *name,
    const glitch_info *info, const glitch_sink_options *opt, glitch_sink **out)
{
    glitch_status s;
    glitch_sink *sink = new_stream(ctx, name, info, opt, &s);
    if (!sink) {
        close(fd);
        return s;
    }
    s = gli_writer_fd(ctx, fd, sink->path, &sink->writer);
    if (!s)
        return begin(sink, out);
    glitch_sink_abandon(&sink);
    return s;
}

static int append(void *user, const void *data, size_t size)
{
    glitch_sink *sink = user;
    if (size > sink->room - sink->made.size) {
        size_t room = sink->room * 2 + size;
        void *more = gli_realloc(sink->ctx, sink->made.data, room, 1);
        if (!more) {
            sink->writer.failed = GLITCH_ENOMEM;
            return 1;
        }
        sink->made.data = more;
        sink->room = room;
    }
    memcpy((char *)sink->made.data + sink->made.size, data, size);
    sink->made.size += size;
    return 0;
}

glitch_status glitch_sink_open_memory(glitch_ctx *ctx, glitch_bytes *bytes,
    const glitch_info *info, const glitch_sink_options *opt, glitch_sink **out)
{
    glitch_sink *sink;
    *bytes = (glitch_bytes) { 0 };
    glitch_status s = glitch_sink_open_callback(ctx, append, NULL, info, opt, &sink);
    if (s)
        return s;
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): GLITCH_OK means it is set */
    sink->writer.user = sink;
    sink->result = bytes;
    *out = sink;
    return GLITCH_OK;
}

void glitch_bytes_free(glitch_ctx *ctx, glitch_bytes *bytes)
{
    gli_free(ctx, bytes->data);
    *bytes = (glitch_bytes) { 0 };
}

static glitch_status write_frame(glitch_sink *sink, const glitch_frame *f)
{
    glitch_status s = GLITCH_OK;
    if (!f->px || f->stride < f->width)
        return gli_fail(sink->ctx, GLITCH_EINVAL,
            "%s: a frame without pixels, or with a stride under its width", sink->path);
    if (f->width != sink->info.width || f->height != sink->info.height)
        return gli_fail(sink->ctx, GLITCH_EINVAL,
            "%s: a frame of %lux%lu pixels among those of %lux%lu", sink->path,
            (unsigned long)f->width, (unsigned long)f->height,
            (unsigned long)sink->info.width, (unsigned long)sink->info.height);
    if (!sink->opt.sequence && !sink->format->animates && sink->frames > 0)
        return gli_fail(sink->ctx, GLITCH_ESTATE,
            "%s: a %s file holds one picture; name a GIF, APNG or WebP file, or "
            "numbered "
            "pictures",
            sink->path, sink->format->name);
    if (sink->opt.sequence && sink->frames > 0)
        s = begin_file(sink);
    if (!s)
        s = sink->encoder.tc->write(sink->encoder.self, f);
    if (!s && sink->opt.sequence)
        s = end_file(sink);
    sink->frames++; /* also after a failure: its temporary file is to be removed */
    return s;
}

glitch_status glitch_sink_write(glitch_sink *sink, const glitch_frame *frame)
{
    if (!sink->failed)
        sink->failed = write_frame(sink, frame);
    return sink->failed;
}

static glitch_status finish(glitch_sink *sink)
{
    if (sink->failed)
        return sink->failed;
    if (sink->frames == 0)
        return gli_fail(
            sink->ctx, GLITCH_ESTATE, "%s: no frame was written", sink->path);
    if (sink->opt.sequence)
        return place_sequence(sink);
    glitch_status s = end_file(sink);
    if (!s && sink->is_file)
        s = gli_output_place(sink->ctx, &sink->output);
    if (!s && sink->result) {
        *sink->result = sink->made;
        sink->made = (glitch_bytes) { 0 };
    }
    return s;
}

glitch_status glitch_sink_finish(glitch_sink **sink)
{
    glitch_status s = finish(*sink);
    (*sink)->placed = s == GLITCH_OK;
    glitch_sink_abandon(sink);
    return s;
}

/* What was placed is not there any more, and another run may have its temporary name. */
static void discard_all(glitch_sink *s)
{
    uint32_t ignored, begun = s->frames ? s->frames : 1;
    if (s->placed || !s->output.path)
        return;
    if (s->opt.sequence)
        (void)!each_output(s, begun, begun, discard, &ignored);
    else
        gli_output_discard(&s->output);
}

void glitch_sink_abandon(glitch_sink **sink)
{
    glitch_sink *s = *sink;
    if (!s)
        return;
    glitch_ctx *ctx = s->ctx;
    char message[GLI_MESSAGE_SIZE]; /* that of the fault, not of the cleaning */
    memcpy(message, ctx->message, sizeof message);
    s->writer.failed = GLITCH_ECANCELLED; /* nothing more is to be written */
    close_encoder(s);
    (void)!gli_writer_close(&s->writer);
    discard_all(s);
    gli_output_release(&s->output);
    memcpy(ctx->message, message, sizeof message);
    glitch_bytes_free(ctx, &s->made);
    gli_free(ctx, s->path);
    gli_free(ctx, s);
    *sink = NULL;
}
