/* One GPIO chip behind the kernel's version 2 interface, with wires between its lines.
 * It is as strict about its structures as the kernel is: what it accepts, linux/gpio.h defines. */
#define _GNU_SOURCE
#include "devices.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define LINES_MAX 64
#define QUEUED_EVENTS 16 /* the kernel keeps so many a line when nothing else is asked for */

enum { FLOATING = -1 };

struct taken {
	int event_fd;
	uint32_t count;
	uint32_t offsets[GPIO_V2_LINES_MAX];
	uint32_t sequence;
};

struct line {
	struct taken *owner;
	char consumer[GPIO_MAX_NAME_SIZE];
	uint64_t flags;
	int driven;       /* by us as output */
	int outside;      /* by the lab */
	int wire;         /* other end, or FLOATING */
	uint32_t debounce_us;
	int settled;      /* voltage after debouncing */
	int64_t settle_at_ns; /* 0: nothing pending */
	uint32_t sequence;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct line lines[LINES_MAX];
static uint32_t line_count;
static char chip_path[128];
static int failing;
static bool settling;

static int64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int fail(int error)
{
	errno = error;
	return -1;
}

static int voltage(int offset)
{
	struct line *one = &lines[offset];
	struct line *other = one->wire == FLOATING ? NULL : &lines[one->wire];
	if (one->driven != FLOATING)
		return one->driven;
	if (other != NULL && other->driven != FLOATING)
		return other->driven;
	if (one->outside != FLOATING)
		return one->outside;
	if (other != NULL && other->outside != FLOATING)
		return other->outside;
	return (one->flags & GPIO_V2_LINE_FLAG_BIAS_PULL_UP) != 0
		|| (other != NULL && (other->flags & GPIO_V2_LINE_FLAG_BIAS_PULL_UP) != 0);
}

static void tell(int offset, int level)
{
	struct line *line = &lines[offset];
	struct taken *owner = line->owner;
	line->settled = level;
	bool active = level != ((line->flags & GPIO_V2_LINE_FLAG_ACTIVE_LOW) != 0);
	uint64_t wanted = active ? GPIO_V2_LINE_FLAG_EDGE_RISING : GPIO_V2_LINE_FLAG_EDGE_FALLING;
	if ((line->flags & wanted) == 0)
		return;
	struct gpio_v2_line_event event = {
		.timestamp_ns = (uint64_t)now_ns(),
		.id = active ? GPIO_V2_LINE_EVENT_RISING_EDGE : GPIO_V2_LINE_EVENT_FALLING_EDGE,
		.offset = (uint32_t)offset,
		.seqno = ++owner->sequence,
		.line_seqno = ++line->sequence,
	};
	int queued = 0;
	syscall(SYS_ioctl, owner->event_fd, FIONREAD, &queued);
	if (queued >= (int)(QUEUED_EVENTS * owner->count * sizeof(event)))
		return;
	if (write(owner->event_fd, &event, sizeof(event)) != sizeof(event))
		abort();
}

static void *settle(void *unused)
{
	(void)unused;
	for (;;) {
		struct timespec pause = { 0, 1000000 };
		nanosleep(&pause, NULL);
		pthread_mutex_lock(&lock);
		for (uint32_t i = 0; i < line_count; i++)
			if (lines[i].settle_at_ns != 0 && lines[i].settle_at_ns <= now_ns()) {
				lines[i].settle_at_ns = 0;
				if (lines[i].owner != NULL && voltage((int)i) != lines[i].settled)
					tell((int)i, voltage((int)i));
			}
		pthread_mutex_unlock(&lock);
	}
	return NULL;
}

static void notice(int offset)
{
	struct line *line = &lines[offset];
	if (line->owner == NULL || (line->flags & GPIO_V2_LINE_FLAG_INPUT) == 0)
		return;
	int level = voltage(offset);
	if (line->debounce_us == 0) {
		if (level != line->settled)
			tell(offset, level);
		return;
	}
	line->settle_at_ns = level == line->settled ? 0 : now_ns() + line->debounce_us * 1000LL;
	if (!settling) {
		pthread_t thread;
		settling = pthread_create(&thread, NULL, settle, NULL) == 0;
	}
}

static void notice_both(int offset)
{
	notice(offset);
	if (lines[offset].wire != FLOATING)
		notice(lines[offset].wire);
}

/* path: what to answer for. wires: "0-1,2-3", or empty. Starts anew; lines that are taken are forgotten. */
LAB_EXPORT void lab_gpio_start(const char *path, int count, const char *wires)
{
	pthread_mutex_lock(&lock);
	snprintf(chip_path, sizeof(chip_path), "%s", path);
	line_count = (uint32_t)count;
	failing = 0;
	memset(lines, 0, sizeof(lines));
	for (int i = 0; i < LINES_MAX; i++) {
		lines[i].driven = FLOATING;
		lines[i].outside = FLOATING;
		lines[i].wire = FLOATING;
	}
	int one, other, used;
	while (sscanf(wires, "%d-%d%n", &one, &other, &used) == 2) {
		lines[one].wire = other;
		lines[other].wire = one;
		wires += used;
		if (*wires == ',')
			wires++;
	}
	pthread_mutex_unlock(&lock);
}

/* Puts a voltage on a line from outside; -1 takes it off. */
LAB_EXPORT void lab_gpio_drive(int offset, int level)
{
	pthread_mutex_lock(&lock);
	lines[offset].outside = level;
	notice_both(offset);
	pthread_mutex_unlock(&lock);
}

/* The voltage a meter would show. */
LAB_EXPORT int lab_gpio_voltage(int offset)
{
	pthread_mutex_lock(&lock);
	int level = voltage(offset);
	pthread_mutex_unlock(&lock);
	return level;
}

/* Every request fails with this error number until it is 0 again. */
LAB_EXPORT void lab_gpio_fail(int error)
{
	failing = error;
}

__attribute__((constructor)) static void from_environment(void)
{
	const char *path = getenv("LAB_GPIO");
	const char *count = getenv("LAB_GPIO_LINES");
	const char *wires = getenv("LAB_GPIO_WIRES");
	if (path != NULL)
		lab_gpio_start(path, count != NULL ? atoi(count) : 28, wires != NULL ? wires : "");
}

int lab_gpio_open(const char *path, int flags)
{
	if (chip_path[0] == 0 || strcmp(path, chip_path) != 0)
		return -2;
	int fd = lab_real_open("/dev/null", flags & O_CLOEXEC, 0);
	lab_adopt(fd, LAB_GPIO_CHIP, NULL);
	return fd;
}

static bool zero(const void *bytes, size_t count)
{
	const unsigned char *b = bytes;
	for (size_t i = 0; i < count; i++)
		if (b[i] != 0)
			return false;
	return true;
}

static bool valid_flags(uint64_t flags)
{
	const uint64_t edges = GPIO_V2_LINE_FLAG_EDGE_RISING | GPIO_V2_LINE_FLAG_EDGE_FALLING;
	const uint64_t bias = GPIO_V2_LINE_FLAG_BIAS_PULL_UP | GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN | GPIO_V2_LINE_FLAG_BIAS_DISABLED;
	const uint64_t known = GPIO_V2_LINE_FLAG_ACTIVE_LOW | GPIO_V2_LINE_FLAG_INPUT | GPIO_V2_LINE_FLAG_OUTPUT | edges | bias;
	bool input = flags & GPIO_V2_LINE_FLAG_INPUT;
	bool output = flags & GPIO_V2_LINE_FLAG_OUTPUT;
	uint64_t pulls = flags & bias;
	return (flags & ~known) == 0 && input != output && (input || (flags & edges) == 0) && (pulls & (pulls - 1)) == 0;
}

static bool valid(const struct gpio_v2_line_request *request)
{
	const struct gpio_v2_line_config *config = &request->config;
	if (request->num_lines == 0 || request->num_lines > GPIO_V2_LINES_MAX || !zero(request->padding, sizeof(request->padding)))
		return false;
	if (config->num_attrs > GPIO_V2_LINE_NUM_ATTRS_MAX || !zero(config->padding, sizeof(config->padding)) || !valid_flags(config->flags))
		return false;
	for (uint32_t i = 0; i < config->num_attrs; i++) {
		const struct gpio_v2_line_attribute *attribute = &config->attrs[i].attr;
		if (attribute->padding != 0 || attribute->id < GPIO_V2_LINE_ATTR_ID_FLAGS || attribute->id > GPIO_V2_LINE_ATTR_ID_DEBOUNCE)
			return false;
		if (attribute->id == GPIO_V2_LINE_ATTR_ID_FLAGS && !valid_flags(attribute->flags))
			return false;
	}
	for (uint32_t i = 0; i < request->num_lines; i++)
		if (request->offsets[i] >= line_count)
			return false;
	return true;
}

static void set_up(struct line *line, const struct gpio_v2_line_config *config, uint32_t index)
{
	bool flagged = false;
	uint64_t output = 0;
	line->flags = config->flags;
	line->debounce_us = 0;
	for (uint32_t i = 0; i < config->num_attrs; i++) {
		const struct gpio_v2_line_attribute *attribute = &config->attrs[i].attr;
		if ((config->attrs[i].mask >> index & 1) == 0)
			continue;
		if (attribute->id == GPIO_V2_LINE_ATTR_ID_FLAGS && !flagged) {
			line->flags = attribute->flags;
			flagged = true;
		} else if (attribute->id == GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES) {
			output = attribute->values >> index & 1;
		} else if (attribute->id == GPIO_V2_LINE_ATTR_ID_DEBOUNCE) {
			line->debounce_us = attribute->debounce_period_us;
		}
	}
	if (line->flags & GPIO_V2_LINE_FLAG_OUTPUT)
		line->driven = (int)output != ((line->flags & GPIO_V2_LINE_FLAG_ACTIVE_LOW) != 0);
}

static int take(struct gpio_v2_line_request *request)
{
	int ends[2];
	if (!valid(request))
		return fail(EINVAL);
	for (uint32_t i = 0; i < request->num_lines; i++) {
		if (lines[request->offsets[i]].owner != NULL)
			return fail(EBUSY);
		for (uint32_t j = 0; j < i; j++)
			if (request->offsets[i] == request->offsets[j])
				return fail(EBUSY);
	}
	/* Events go through a pipe: waiting and reading are the kernel's own. */
	if (pipe2(ends, O_CLOEXEC) != 0)
		return -1;
	struct taken *taken = calloc(1, sizeof(*taken));
	taken->event_fd = ends[1];
	taken->count = request->num_lines;
	memcpy(taken->offsets, request->offsets, sizeof(taken->offsets));
	for (uint32_t i = 0; i < taken->count; i++) {
		struct line *line = &lines[taken->offsets[i]];
		line->owner = taken;
		line->sequence = 0;
		snprintf(line->consumer, sizeof(line->consumer), "%s", request->consumer);
		set_up(line, &request->config, i);
	}
	for (uint32_t i = 0; i < taken->count; i++)
		lines[taken->offsets[i]].settled = voltage((int)taken->offsets[i]);
	for (uint32_t i = 0; i < taken->count; i++)
		notice_both((int)taken->offsets[i]);
	lab_adopt(ends[0], LAB_GPIO_LINES, taken);
	request->fd = ends[0];
	return 0;
}

static int describe(struct gpio_v2_line_info *info)
{
	uint32_t offset = info->offset;
	if (!zero(info->padding, sizeof(info->padding)) || offset >= line_count)
		return fail(EINVAL);
	memset(info, 0, sizeof(*info));
	info->offset = offset;
	snprintf(info->name, sizeof(info->name), "GPIO%u", offset);
	if (lines[offset].owner != NULL) {
		memcpy(info->consumer, lines[offset].consumer, sizeof(info->consumer));
		info->flags = lines[offset].flags | GPIO_V2_LINE_FLAG_USED;
	} else {
		info->flags = GPIO_V2_LINE_FLAG_INPUT;
	}
	return 0;
}

int lab_gpio_chip_ioctl(unsigned long request, void *argument)
{
	int result = 0;
	if (failing != 0)
		return fail(failing);
	pthread_mutex_lock(&lock);
	if (request == GPIO_GET_CHIPINFO_IOCTL) {
		struct gpiochip_info *info = argument;
		memset(info, 0, sizeof(*info));
		snprintf(info->name, sizeof(info->name), "gpiochip-lab");
		snprintf(info->label, sizeof(info->label), "lab");
		info->lines = line_count;
	} else if (request == GPIO_V2_GET_LINEINFO_IOCTL) {
		result = describe(argument);
	} else if (request == GPIO_V2_GET_LINE_IOCTL) {
		result = take(argument);
	} else {
		result = fail(ENOTTY);
	}
	pthread_mutex_unlock(&lock);
	return result;
}

static int get(struct taken *taken, struct gpio_v2_line_values *values)
{
	uint64_t bits = 0;
	if (values->mask == 0)
		return fail(EINVAL);
	for (uint32_t i = 0; i < taken->count; i++) {
		struct line *line = &lines[taken->offsets[i]];
		int level = line->debounce_us != 0 ? line->settled : voltage((int)taken->offsets[i]);
		if (level != ((line->flags & GPIO_V2_LINE_FLAG_ACTIVE_LOW) != 0))
			bits |= 1ULL << i;
	}
	values->bits = bits & values->mask;
	return 0;
}

static int set(struct taken *taken, const struct gpio_v2_line_values *values)
{
	uint64_t all = taken->count == 64 ? UINT64_MAX : (1ULL << taken->count) - 1;
	if ((values->mask & all) == 0)
		return fail(EINVAL);
	for (uint32_t i = 0; i < taken->count; i++)
		if ((values->mask >> i & 1) && (lines[taken->offsets[i]].flags & GPIO_V2_LINE_FLAG_OUTPUT) == 0)
			return fail(EPERM);
	for (uint32_t i = 0; i < taken->count; i++) {
		struct line *line = &lines[taken->offsets[i]];
		if (values->mask >> i & 1) {
			line->driven = (int)(values->bits >> i & 1) != ((line->flags & GPIO_V2_LINE_FLAG_ACTIVE_LOW) != 0);
			notice_both((int)taken->offsets[i]);
		}
	}
	return 0;
}

int lab_gpio_lines_ioctl(void *owner, unsigned long request, void *argument)
{
	int result;
	if (failing != 0)
		return fail(failing);
	pthread_mutex_lock(&lock);
	if (request == GPIO_V2_LINE_GET_VALUES_IOCTL)
		result = get(owner, argument);
	else if (request == GPIO_V2_LINE_SET_VALUES_IOCTL)
		result = set(owner, argument);
	else
		result = fail(ENOTTY);
	pthread_mutex_unlock(&lock);
	return result;
}

void lab_gpio_lines_close(void *owner)
{
	struct taken *taken = owner;
	pthread_mutex_lock(&lock);
	for (uint32_t i = 0; i < taken->count; i++) {
		struct line *line = &lines[taken->offsets[i]];
		if (line->owner == taken) {
			line->owner = NULL;
			line->flags = 0;
			line->driven = FLOATING;
			line->debounce_us = 0;
			line->settle_at_ns = 0;
			notice_both((int)taken->offsets[i]);
		}
	}
	pthread_mutex_unlock(&lock);
	lab_real_close(taken->event_fd);
	free(taken);
}
