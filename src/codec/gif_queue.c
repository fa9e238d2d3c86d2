/*
 * gif_queue.c - frames on their way through several threads, in order.
 *
 * Frame number n has place n modulo their count. Frames are claimed in order, so that
 * whoever waits for rows of an earlier one waits for somebody who is at work on it.
 * Everything about a frame but its pixels and its result is under the one lock. Threads
 * allocate nothing: the context belongs to whoever brings the frames.
 */
#include "codec/gif_queue.h"
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>

enum {
    SPARE = 3,     /* places beside one a thread: frame before, next, and held back */
    AHEAD = 8,     /* this part of a frame */
    POLL_MS = 50,  /* how often a wait looks whether to go on */
    NOT_BEGUN = -1 /* rows left by a frame without a palette */
};

typedef struct place {
    gli_gif_frame frame;
    int64_t rows; /* left for the next frame */
    bool done;
} place;

typedef struct worker {
    gli_gif_queue *queue;
    gli_gif_coder coder;
    pthread_t thread;
    bool running;
} worker;

struct gli_gif_queue {
    glitch_ctx *ctx;
    gli_gif_scene *scene;
    gli_gif_put *put;
    void *user;
    place *places;
    uint32_t count;
    worker *workers; /* the first is the thread that brings the frames */
    int threads;
    bool started;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    uint32_t given;   /* frames by gli_gif_queue_next() */
    uint32_t pushed;  /* of these, that may be coded */
    uint32_t claimed; /* of these, that somebody codes, or has coded */
    uint32_t put_out; /* of these, that were handed over */
    bool stop;
    glitch_status stopped_by; /* what made the bringing thread stop its own work */
};

static place *place_of(const gli_gif_queue *q, uint32_t number)
{
    return &q->places[number % q->count];
}

/* ---- waiting ------------------------------------------------------------- */

/* Wait for any change, with the lock held; look now and then whether to go on. */
static void wait_change(gli_gif_queue *q)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += POLL_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    pthread_cond_timedwait(&q->changed, &q->lock, &until);
}

/* Only the thread that brings the frames may ask the context. */
static void poll(worker *w)
{
    gli_gif_queue *q = w->queue;
    if (w != q->workers || q->stop)
        return;
    pthread_mutex_unlock(&q->lock);
    glitch_status s = gli_poll(q->ctx);
    pthread_mutex_lock(&q->lock);
    if (s) {
        q->stop = true;
        q->stopped_by = s;
        pthread_cond_broadcast(&q->changed);
    }
}

static bool has_left(const gli_gif_queue *q, uint32_t number, int64_t rows)
{
    return number < q->put_out || place_of(q, number)->rows >= rows;
}

/*
 * Two frames take about the same time: who once has to wait lets the other get well
 * ahead, and so does not have to wait again for every few rows.
 */
static bool wait_rows(void *self, uint32_t number, uint32_t rows)
{
    worker *w = self;
    gli_gif_queue *q = w->queue;
    int64_t height = q->scene->height, ahead = rows + height / AHEAD;
    pthread_mutex_lock(&q->lock);
    if (rows == 0 || has_left(q, number, rows))
        ahead = rows;
    while (!q->stop && !has_left(q, number, ahead < height ? ahead : height)) {
        wait_change(q);
        poll(w);
    }
    bool go_on = !q->stop;
    pthread_mutex_unlock(&q->lock);
    return go_on;
}

static bool leave_rows(void *self, uint32_t number, uint32_t rows)
{
    worker *w = self;
    gli_gif_queue *q = w->queue;
    pthread_mutex_lock(&q->lock);
    place_of(q, number)->rows = rows;
    pthread_cond_broadcast(&q->changed);
    poll(w);
    bool go_on = !q->stop;
    pthread_mutex_unlock(&q->lock);
    return go_on;
}

/* ---- working ------------------------------------------------------------- */

/* Code the next frame that nobody has claimed, with the lock held. False: there is none. */
static bool work(worker *w)
{
    gli_gif_queue *q = w->queue;
    if (q->stop || q->claimed == q->pushed)
        return false;
    place *p = place_of(q, q->claimed++);
    gli_gif_order order = { wait_rows, leave_rows, w };
    pthread_mutex_unlock(&q->lock);
    bool done = gli_gif_code(&w->coder, q->scene, &order, &p->frame);
    pthread_mutex_lock(&q->lock);
    p->done = done;
    pthread_cond_broadcast(&q->changed);
    return true;
}

static void *run_worker(void *self)
{
    worker *w = self;
    gli_gif_queue *q = w->queue;
    pthread_mutex_lock(&q->lock);
    while (!q->stop)
        if (!work(w))
            pthread_cond_wait(&q->changed, &q->lock);
    pthread_mutex_unlock(&q->lock);
    return NULL;
}

/*
 * The caller's signals stay with the caller's threads. Where the system gives no more
 * threads, those that are there do the work.
 */
static glitch_status start_workers(gli_gif_queue *q)
{
    sigset_t all, before;
    glitch_status s = GLITCH_OK;
    q->started = true;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    for (int i = 1; !s && i < q->threads; i++) {
        worker *w = &q->workers[i];
        w->queue = q;
        if (!gli_gif_coder_init(&w->coder, q->ctx, q->scene))
            s = GLITCH_ENOMEM;
        else
            w->running = pthread_create(&w->thread, NULL, run_worker, w) == 0;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return s;
}

/* ---- in and out ---------------------------------------------------------- */

/* Hand over what is done, in order, with the lock held. */
static glitch_status put_done(gli_gif_queue *q)
{
    glitch_status s = GLITCH_OK;
    while (!s && q->put_out < q->claimed && place_of(q, q->put_out)->done) {
        place *p = place_of(q, q->put_out);
        pthread_mutex_unlock(&q->lock);
        s = q->put(q->user, &p->frame);
        pthread_mutex_lock(&q->lock);
        q->put_out++;
    }
    return s;
}

/* Work, or wait for others, until so many frames were handed over. */
static glitch_status put_until(gli_gif_queue *q, uint32_t count)
{
    worker *self = q->workers;
    pthread_mutex_lock(&q->lock);
    glitch_status s = put_done(q);
    while (!s && !q->stop && q->put_out < count) {
        if (!work(self)) {
            wait_change(q);
            poll(self);
        }
        s = put_done(q);
    }
    s = s ? s : q->stopped_by;
    pthread_mutex_unlock(&q->lock);
    return s;
}

static glitch_status make_room(gli_gif_queue *q, place *p)
{
    size_t pixels = (size_t)q->scene->width * q->scene->height;
    if (!p->frame.px)
        p->frame.px = gli_alloc(q->ctx, pixels, sizeof *p->frame.px);
    if (!p->frame.codes)
        p->frame.codes = gli_alloc(q->ctx, gli_lzw_bound(pixels), 1);
    return p->frame.px && p->frame.codes ? GLITCH_OK : GLITCH_ENOMEM;
}

glitch_status gli_gif_queue_next(gli_gif_queue *q, gli_gif_frame **out)
{
    uint32_t number = q->given;
    place *p = place_of(q, number);
    glitch_status s = GLITCH_OK;
    if (number > 0 && !q->started) /* a still picture needs no threads */
        s = start_workers(q);
    if (!s
        && number >= q->count) /* and the frame after the one that was here is done */
        s = put_until(q, number - q->count + 2);
    if (!s)
        s = make_room(q, p);
    if (s)
        return s;
    gli_gif_frame kept = p->frame;
    p->frame = (gli_gif_frame) { .number = number,
        .px = kept.px,
        .codes = kept.codes,
        .before = number > 0 ? &place_of(q, number - 1)->frame : NULL };
    p->rows = NOT_BEGUN;
    p->done = false;
    q->given++;
    *out = &p->frame;
    return GLITCH_OK;
}

void gli_gif_queue_push(gli_gif_queue *q)
{
    pthread_mutex_lock(&q->lock);
    q->pushed = q->given;
    pthread_cond_broadcast(&q->changed);
    pthread_mutex_unlock(&q->lock);
}

glitch_status gli_gif_queue_drain(gli_gif_queue *q)
{
    return put_until(q, q->pushed);
}

/* ---- beginning and end --------------------------------------------------- */

static uint32_t places_for(int threads)
{
    return threads == 1 ? 2 : (uint32_t)threads + SPARE;
}

/* As many of the threads as there may be memory for; the file is the same. */
static int affordable(const glitch_ctx *ctx, const gli_gif_scene *scene, int threads)
{
    uint64_t pixels = (uint64_t)scene->width * scene->height;
    uint64_t codes = gli_lzw_bound((size_t)pixels);
    uint64_t frame = pixels * sizeof(PixelTuple) + codes;
    while (threads > 1
        && frame * places_for(threads) + gli_gif_coder_size(scene) * (uint64_t)threads
            > gli_memory_left(ctx))
        threads--;
    return threads;
}

gli_gif_queue *gli_gif_queue_new(
    glitch_ctx *ctx, gli_gif_scene *scene, int threads, gli_gif_put *put, void *user)
{
    gli_gif_queue *q = gli_zalloc(ctx, 1, sizeof *q);
    if (!q)
        return NULL;
    q->ctx = ctx;
    q->scene = scene;
    q->put = put;
    q->user = user;
    q->threads = affordable(ctx, scene, threads);
    q->count = places_for(q->threads);
    pthread_mutex_init(&q->lock, NULL);
    pthread_cond_init(&q->changed, NULL);
    q->places = gli_zalloc(ctx, q->count, sizeof *q->places);
    q->workers = gli_zalloc(ctx, (size_t)q->threads, sizeof *q->workers);
    if (q->places && q->workers) {
        q->workers[0].queue = q;
        if (gli_gif_coder_init(&q->workers[0].coder, ctx, scene))
            return q;
    }
    gli_gif_queue_free(q);
    return NULL;
}

static void stop_workers(gli_gif_queue *q)
{
    pthread_mutex_lock(&q->lock);
    q->stop = true;
    pthread_cond_broadcast(&q->changed);
    pthread_mutex_unlock(&q->lock);
    for (int i = 0; i < q->threads; i++)
        if (q->workers[i].running)
            pthread_join(q->workers[i].thread, NULL);
}

void gli_gif_queue_free(gli_gif_queue *q)
{
    if (!q)
        return;
    glitch_ctx *ctx = q->ctx;
    if (q->workers)
        stop_workers(q);
    for (int i = 0; q->workers && i < q->threads; i++)
        gli_gif_coder_free(&q->workers[i].coder, ctx);
    for (uint32_t i = 0; q->places && i < q->count; i++) {
        gli_free(ctx, q->places[i].frame.px);
        gli_free(ctx, q->places[i].frame.codes);
    }
    pthread_cond_destroy(&q->changed);
    pthread_mutex_destroy(&q->lock);
    gli_free(ctx, q->places);
    gli_free(ctx, q->workers);
    gli_free(ctx, q);
}
