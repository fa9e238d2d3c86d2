/*
 * raii.cpp - the library from C++11: nothing is closed by hand, failures are
 * exceptions.
 *
 *     c++ -std=c++11 raii.cpp $(pkg-config --cflags --libs glitch) -o raii
 *     ./raii city.png city.gif
 */
#include <cstdlib>
#include <glitch/glitch.h>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>

/* Owners of what the library hands out as pointers. */
struct Deleter {
    void operator()(glitch_ctx *p) const
    {
        glitch_ctx_free(p);
    }
    void operator()(glitch_pipeline *p) const
    {
        glitch_pipeline_free(p);
    }
    void operator()(glitch_sink *p) const
    {
        glitch_sink_abandon(&p);
    }
};
using Context = std::unique_ptr<glitch_ctx, Deleter>;
using Pipeline = std::unique_ptr<glitch_pipeline, Deleter>;
using Sink = std::unique_ptr<glitch_sink, Deleter>;

/* Of a status an exception, with the text that the context has for it. */
void check(const Context &ctx, glitch_status status)
{
    if (status < 0)
        throw std::runtime_error(glitch_ctx_message(ctx.get()));
}

/* The iterator, which is a value and no pointer. */
class Frames {
public:
    Frames(const Context &context, const std::string &path)
        : ctx(context)
        , it()
    {
        check(ctx, glitch_open(ctx.get(), path.c_str(), &it));
    }
    Frames(const Frames &) = delete;
    Frames &operator=(const Frames &) = delete;
    ~Frames()
    {
        glitch_frames_close(&it);
    }

    /* Both give `it` away and get another, or zero: there is always one owner. */
    void repeat(uint32_t count, uint32_t delay_ms)
    {
        check(ctx, glitch_frames_repeat(ctx.get(), it, count, delay_ms, &it));
    }
    void apply(const Pipeline &p)
    {
        check(ctx, glitch_pipeline_apply(p.get(), it, &it));
    }
    void info(glitch_info &out) const
    {
        check(ctx, glitch_frames_info(it, &out));
    }
    const glitch_frame *next() /* NULL at the end */
    {
        const glitch_frame *frame = nullptr;
        check(ctx, glitch_frames_next(it, &frame));
        return frame;
    }

private:
    const Context &ctx;
    glitch_frames it;
};

void animate(const std::string &in, const std::string &out)
{
    Context ctx(glitch_ctx_new(nullptr)); /* declared first, so freed last */
    Pipeline chain(ctx ? glitch_pipeline_new(ctx.get(), 42) : nullptr);
    if (!chain)
        throw std::bad_alloc();
    check(ctx, glitch_pipeline_add(chain.get(), "scanline-offset:level=4"));
    check(ctx, glitch_pipeline_add(chain.get(), "color-split"));

    Frames frames(ctx, in);
    frames.repeat(6, 100);
    frames.apply(chain);

    glitch_info info;
    frames.info(info);
    info.loops = 0; /* for ever */
    glitch_sink *opened = nullptr;
    check(ctx, glitch_sink_open(ctx.get(), out.c_str(), &info, nullptr, &opened));
    Sink sink(opened); /* an exception from here on leaves no file behind */
    while (const glitch_frame *frame = frames.next())
        check(ctx, glitch_sink_write(sink.get(), frame));
    opened = sink.release();
    check(ctx, glitch_sink_finish(&opened)); /* frees it, on failure too */
}

int main(int argc, char **argv)
try {
    if (argc != 3) {
        std::cerr << "usage: raii IN OUT.gif\n";
        return EXIT_FAILURE;
    }
    animate(argv[1], argv[2]);
    return EXIT_SUCCESS;
} catch (const std::exception &e) {
    std::cerr << "raii: " << e.what() << '\n';
    return EXIT_FAILURE;
}
