/* Stands before the C library's open, close, ioctl and mmap, and answers for the devices of the lab; everything else goes to the kernel. */
#define _GNU_SOURCE
#include "devices.h"

#include <fcntl.h>
#include <stdarg.h>
#include <sys/syscall.h>
#include <unistd.h>

#define DESCRIPTORS 65536

static struct {
	enum lab_kind kind;
	void *data;
} adopted[DESCRIPTORS];

void lab_adopt(int fd, enum lab_kind kind, void *data)
{
	if (fd >= 0 && fd < DESCRIPTORS) {
		adopted[fd].data = data;
		adopted[fd].kind = kind;
	}
}

int lab_real_open(const char *path, int flags, int mode)
{
	return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int lab_real_close(int fd)
{
	return (int)syscall(SYS_close, fd);
}

static int open_any(const char *path, int flags, int mode)
{
	int fd = -2;
	if (path != NULL) {
		fd = lab_gpio_open(path, flags);
		if (fd == -2)
			fd = lab_watchdog_open(path, flags);
		if (fd == -2)
			fd = lab_keyboard_open(path, flags);
		if (fd == -2)
			fd = lab_video_open(path, flags);
	}
	return fd == -2 ? lab_real_open(path, flags, mode) : fd;
}

#define OPEN(name)                                                   \
	LAB_EXPORT int name(const char *path, int flags, ...)        \
	{                                                            \
		int mode = 0;                                        \
		if (flags & (O_CREAT | O_TMPFILE)) {                 \
			va_list rest;                                \
			va_start(rest, flags);                       \
			mode = va_arg(rest, int);                    \
			va_end(rest);                                \
		}                                                    \
		return open_any(path, flags, mode);                  \
	}

OPEN(open)
OPEN(open64)

LAB_EXPORT int close(int fd)
{
	if (fd >= 0 && fd < DESCRIPTORS) {
		enum lab_kind kind = adopted[fd].kind;
		adopted[fd].kind = LAB_NONE;
		if (kind == LAB_GPIO_LINES)
			lab_gpio_lines_close(adopted[fd].data);
		if (kind == LAB_KEYBOARD)
			lab_keyboard_close();
		if (kind == LAB_VIDEO)
			lab_video_close(fd);
	}
	return lab_real_close(fd);
}

LAB_EXPORT int ioctl(int fd, unsigned long request, ...)
{
	va_list rest;
	va_start(rest, request);
	void *argument = va_arg(rest, void *);
	va_end(rest);
	switch (fd >= 0 && fd < DESCRIPTORS ? adopted[fd].kind : LAB_NONE) {
	case LAB_GPIO_CHIP:
		return lab_gpio_chip_ioctl(request, argument);
	case LAB_GPIO_LINES:
		return lab_gpio_lines_ioctl(adopted[fd].data, request, argument);
	case LAB_WATCHDOG:
		return lab_watchdog_ioctl(fd, request, argument);
	case LAB_KEYBOARD:
		return lab_keyboard_ioctl(request, argument);
	case LAB_VIDEO:
		return lab_video_ioctl(fd, request, argument);
	default:
		return (int)syscall(SYS_ioctl, fd, request, argument);
	}
}

static void *map_any(void *address, size_t length, int protection, int flags, int fd, long offset)
{
	if (fd >= 0 && fd < DESCRIPTORS && adopted[fd].kind == LAB_VIDEO)
		fd = lab_video_memory();
	return (void *)syscall(SYS_mmap, address, length, protection, flags, fd, offset);
}

LAB_EXPORT void *mmap(void *address, size_t length, int protection, int flags, int fd, long offset)
{
	return map_any(address, length, protection, flags, fd, offset);
}

LAB_EXPORT void *mmap64(void *address, size_t length, int protection, int flags, int fd, long offset)
{
	return map_any(address, length, protection, flags, fd, offset);
}
