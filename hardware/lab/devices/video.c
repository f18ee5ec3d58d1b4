/* A V4L2 camera of 16-bit grey pixels, one at a time. Pictures come from a file at a Lepton's pace, or are pushed one by one.
 * As strict as videobuf2: buffers are requested, mapped, queued; a picture without a queued buffer is lost and counted. */
#define _GNU_SOURCE
#include "devices.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define BUFFERS 4
#define BUFFER_BYTES 40960 /* whole pages for 160 x 124 words */
#define PERIOD_NS 114000000L

enum place { IDLE, QUEUED, DONE };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char device[128];
static char film[4096];
static uint32_t width, height, pixels;
static int memory = -1, owner = -1, present, busy, frozen, streaming, feeding;
static uint8_t *bytes;
static uint32_t buffers, sequence, used[BUFFERS], flags_of[BUFFERS], number_of[BUFFERS];
static enum place place[BUFFERS];
static unsigned long failing;
static int failing_errno, failing_left;
static uint32_t damaged_left, short_left;

static void *feed(void *unused);

/* path: what to answer for; file: frames one after another, or NULL; format: the only one it has, as fourcc. */
LAB_EXPORT void lab_video_start(const char *path, const char *file, uint32_t columns, uint32_t rows, uint32_t format)
{
	pthread_mutex_lock(&lock);
	snprintf(device, sizeof(device), "%s", path);
	snprintf(film, sizeof(film), "%s", file ? file : "");
	width = columns;
	height = rows;
	pixels = format;
	present = 1;
	busy = frozen = failing_left = 0;
	damaged_left = short_left = 0;
	failing = 0;
	if (memory < 0) {
		memory = memfd_create("lab video", MFD_CLOEXEC);
		if (ftruncate(memory, BUFFERS * BUFFER_BYTES) == 0)
			bytes = (uint8_t *)syscall(SYS_mmap, NULL, BUFFERS * BUFFER_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
	}
	if (film[0] && !feeding) {
		pthread_t thread;
		feeding = pthread_create(&thread, NULL, feed, NULL) == 0;
		pthread_detach(thread);
	}
	pthread_mutex_unlock(&lock);
}

__attribute__((constructor)) static void from_environment(void)
{
	if (getenv("LAB_VIDEO") != NULL && getenv("LAB_VIDEO_FRAMES") != NULL)
		lab_video_start(getenv("LAB_VIDEO"), getenv("LAB_VIDEO_FRAMES"), 160, 120, V4L2_PIX_FMT_Y16);
}

/* Wakes whoever polls: the descriptor is an event counter. */
static void tell(void)
{
	uint64_t one = 1;
	if (owner >= 0 && write(owner, &one, sizeof(one)) < 0)
		return;
}

static void picture(const void *words, uint32_t length)
{
	uint32_t number = sequence++;
	if (!streaming || !present || frozen)
		return;
	for (uint32_t i = 0; i < buffers; i++) {
		if (place[i] != QUEUED)
			continue;
		memcpy(bytes + i * BUFFER_BYTES, words, length < BUFFER_BYTES ? length : BUFFER_BYTES);
		used[i] = short_left ? length / 2 : length;
		flags_of[i] = damaged_left ? V4L2_BUF_FLAG_ERROR : 0;
		short_left -= short_left ? 1 : 0;
		damaged_left -= damaged_left ? 1 : 0;
		number_of[i] = number;
		place[i] = DONE;
		tell();
		return;
	}
}

LAB_EXPORT void lab_video_push(const void *words, uint32_t length)
{
	pthread_mutex_lock(&lock);
	picture(words, length);
	pthread_mutex_unlock(&lock);
}

/* The next calls of this request fail; left -1: all of them, 0: none. */
LAB_EXPORT void lab_video_fail(unsigned long request, int error, int left)
{
	pthread_mutex_lock(&lock);
	failing = request;
	failing_errno = error;
	failing_left = left;
	pthread_mutex_unlock(&lock);
}

LAB_EXPORT void lab_video_damage(uint32_t marked, uint32_t cut)
{
	pthread_mutex_lock(&lock);
	damaged_left = marked;
	short_left = cut;
	pthread_mutex_unlock(&lock);
}

LAB_EXPORT void lab_video_knobs(int plugged, int taken, int silent)
{
	pthread_mutex_lock(&lock);
	present = plugged;
	busy = taken;
	frozen = silent;
	if (!present)
		tell();
	pthread_mutex_unlock(&lock);
}

static void *feed(void *unused)
{
	(void)unused;
	static uint8_t frame[BUFFER_BYTES];
	struct timespec pause = { 0, PERIOD_NS };
	char open_film[sizeof(film)] = "";
	int file = -1;
	while (1) {
		nanosleep(&pause, NULL);
		pthread_mutex_lock(&lock);
		if (strcmp(open_film, film) != 0) {
			if (file >= 0)
				lab_real_close(file);
			snprintf(open_film, sizeof(open_film), "%s", film);
			file = film[0] ? lab_real_open(film, O_RDONLY | O_CLOEXEC, 0) : -1;
		}
		uint32_t length = width * height * 2;
		if (file >= 0 && length <= BUFFER_BYTES) {
			if (read(file, frame, length) != (ssize_t)length && lseek(file, 0, SEEK_SET) == 0 && read(file, frame, length) != (ssize_t)length)
				length = 0;
			if (length > 0)
				picture(frame, length);
		}
		pthread_mutex_unlock(&lock);
	}
	return NULL;
}

static void let_go(void)
{
	streaming = 0;
	buffers = 0;
	owner = -1;
}

int lab_video_open(const char *path, int flags)
{
	if (device[0] == 0 || strcmp(path, device) != 0)
		return -2;
	pthread_mutex_lock(&lock);
	int fd = -1;
	if (!present) {
		errno = ENODEV;
	} else {
		fd = eventfd(0, EFD_SEMAPHORE | EFD_NONBLOCK | (flags & O_CLOEXEC ? EFD_CLOEXEC : 0));
		lab_adopt(fd, LAB_VIDEO, NULL);
	}
	pthread_mutex_unlock(&lock);
	return fd;
}

void lab_video_close(int fd)
{
	pthread_mutex_lock(&lock);
	if (fd == owner)
		let_go();
	pthread_mutex_unlock(&lock);
}

int lab_video_memory(void)
{
	return memory;
}

static int capability(struct v4l2_capability *answer)
{
	memset(answer, 0, sizeof(*answer));
	strcpy((char *)answer->driver, "lab");
	strcpy((char *)answer->card, "lab camera");
	answer->device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
	answer->capabilities = answer->device_caps | V4L2_CAP_DEVICE_CAPS;
	return 0;
}

static int format(struct v4l2_format *wanted)
{
	if (wanted->type != V4L2_BUF_TYPE_VIDEO_CAPTURE)
		return EINVAL;
	if (buffers > 0)
		return EBUSY;
	wanted->fmt.pix = (struct v4l2_pix_format){ .width = width, .height = height, .pixelformat = pixels, .field = V4L2_FIELD_NONE, .bytesperline = 2 * width, .sizeimage = 2 * width * height };
	return 0;
}

static int request_buffers(int fd, struct v4l2_requestbuffers *request)
{
	if (request->type != V4L2_BUF_TYPE_VIDEO_CAPTURE || request->memory != V4L2_MEMORY_MMAP)
		return EINVAL;
	if ((owner >= 0 && owner != fd) || streaming)
		return EBUSY;
	buffers = request->count = request->count > BUFFERS ? BUFFERS : request->count;
	owner = buffers > 0 ? fd : -1;
	memset(place, 0, sizeof(place));
	return 0;
}

static int query(struct v4l2_buffer *buffer)
{
	if (buffer->type != V4L2_BUF_TYPE_VIDEO_CAPTURE || buffer->index >= buffers)
		return EINVAL;
	buffer->memory = V4L2_MEMORY_MMAP;
	buffer->m.offset = buffer->index * BUFFER_BYTES;
	buffer->length = BUFFER_BYTES;
	return 0;
}

static int queue(struct v4l2_buffer *buffer)
{
	if (buffer->type != V4L2_BUF_TYPE_VIDEO_CAPTURE || buffer->memory != V4L2_MEMORY_MMAP || buffer->index >= buffers || place[buffer->index] != IDLE)
		return EINVAL;
	place[buffer->index] = QUEUED;
	return 0;
}

static int dequeue(int fd, struct v4l2_buffer *buffer)
{
	if (buffer->type != V4L2_BUF_TYPE_VIDEO_CAPTURE || buffer->memory != V4L2_MEMORY_MMAP || !streaming)
		return EINVAL;
	uint64_t token;
	int oldest = -1;
	for (uint32_t i = 0; i < buffers; i++)
		if (place[i] == DONE && (oldest < 0 || number_of[i] < number_of[oldest]))
			oldest = (int)i;
	if (oldest < 0 || read(fd, &token, sizeof(token)) < 0)
		return EAGAIN;
	buffer->index = (uint32_t)oldest;
	buffer->bytesused = used[oldest];
	buffer->flags = flags_of[oldest];
	buffer->sequence = number_of[oldest];
	place[oldest] = IDLE;
	return 0;
}

static int stream(int fd, const int *type, int on)
{
	if (*type != V4L2_BUF_TYPE_VIDEO_CAPTURE || (on && (fd != owner || buffers == 0)))
		return EINVAL;
	if (!on)
		memset(place, 0, sizeof(place));
	streaming = on && fd == owner;
	return 0;
}

static int answer(int fd, unsigned long request, void *argument)
{
	if (!present)
		return ENODEV;
	if (failing_left != 0 && request == failing) {
		failing_left -= failing_left > 0 ? 1 : 0;
		return failing_errno;
	}
	if (busy && request != VIDIOC_QUERYCAP)
		return EBUSY;
	switch (request) {
	case VIDIOC_QUERYCAP:
		return capability(argument);
	case VIDIOC_S_FMT:
		return format(argument);
	case VIDIOC_REQBUFS:
		return request_buffers(fd, argument);
	case VIDIOC_QUERYBUF:
		return query(argument);
	case VIDIOC_QBUF:
		return queue(argument);
	case VIDIOC_DQBUF:
		return dequeue(fd, argument);
	case VIDIOC_STREAMON:
		return stream(fd, argument, 1);
	case VIDIOC_STREAMOFF:
		return stream(fd, argument, 0);
	default:
		return ENOTTY;
	}
}

int lab_video_ioctl(int fd, unsigned long request, void *argument)
{
	pthread_mutex_lock(&lock);
	int error = answer(fd, request, argument);
	pthread_mutex_unlock(&lock);
	if (error == 0)
		return 0;
	errno = error;
	return -1;
}
