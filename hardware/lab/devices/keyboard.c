/* A scanner that types: key events come from a named pipe, the questions about the device are answered here. */
#define _GNU_SOURCE
#include "devices.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char device[128];
static char source[256];
static int grabbed;

/* path: what to answer for; fifo: where the bytes of struct input_event come from. */
LAB_EXPORT void lab_keyboard_start(const char *path, const char *fifo)
{
	snprintf(device, sizeof(device), "%s", path);
	snprintf(source, sizeof(source), "%s", fifo);
	grabbed = 0;
}

LAB_EXPORT int lab_keyboard_grabbed(void)
{
	return grabbed;
}

int lab_keyboard_open(const char *path, int flags)
{
	if (device[0] == 0 || strcmp(path, device) != 0)
		return -2;
	/* Read and write: a pipe that is open for writing never ends. */
	int fd = lab_real_open(source, O_RDWR | O_NONBLOCK | (flags & O_CLOEXEC), 0);
	lab_adopt(fd, LAB_KEYBOARD, NULL);
	return fd;
}

int lab_keyboard_ioctl(unsigned long request, void *argument)
{
	if (request == EVIOCGRAB) {
		/* The argument is the number itself. */
		int wanted = argument != NULL;
		if (wanted && grabbed) {
			errno = EBUSY;
			return -1;
		}
		grabbed = wanted;
		return 0;
	}
	if (_IOC_TYPE(request) == 'E' && _IOC_NR(request) == _IOC_NR(EVIOCGNAME(0))) {
		snprintf(argument, _IOC_SIZE(request), "Lab Barcode Scanner");
		return (int)strlen(argument) + 1;
	}
	errno = ENOTTY;
	return -1;
}

void lab_keyboard_close(void)
{
	grabbed = 0;
}
