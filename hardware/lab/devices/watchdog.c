/* A hardware watchdog whose every act is a letter in a file: k for each feeding by ioctl, what is written as it is. */
#define _GNU_SOURCE
#include "devices.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/watchdog.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char device[128];
static char diary[256];
static int timeout_seconds = 15;
static int boot_status;

/* path: what to answer for; file: the diary; expired: whether the last start of the machine was the watchdog's doing. */
LAB_EXPORT void lab_watchdog_start(const char *path, const char *file, int expired)
{
	snprintf(device, sizeof(device), "%s", path);
	snprintf(diary, sizeof(diary), "%s", file);
	boot_status = expired ? WDIOF_CARDRESET : 0;
	timeout_seconds = 15;
}

__attribute__((constructor)) static void from_environment(void)
{
	if (getenv("LAB_WATCHDOG") != NULL && getenv("LAB_WATCHDOG_DIARY") != NULL)
		lab_watchdog_start(getenv("LAB_WATCHDOG"), getenv("LAB_WATCHDOG_DIARY"), 0);
}

int lab_watchdog_open(const char *path, int flags)
{
	if (device[0] == 0 || strcmp(path, device) != 0)
		return -2;
	int fd = lab_real_open(diary, O_WRONLY | O_APPEND | O_CREAT | (flags & O_CLOEXEC), 0600);
	lab_adopt(fd, LAB_WATCHDOG, NULL);
	return fd;
}

int lab_watchdog_ioctl(int fd, unsigned long request, void *argument)
{
	int *number = argument;
	if (request == WDIOC_KEEPALIVE) {
		return write(fd, "k", 1) == 1 ? 0 : -1;
	} else if (request == WDIOC_SETTIMEOUT) {
		/* As on a Raspberry Pi, whose counter holds no more. */
		if (*number < 1 || *number > 15) {
			errno = EINVAL;
			return -1;
		}
		timeout_seconds = *number;
	} else if (request == WDIOC_GETTIMEOUT) {
		*number = timeout_seconds;
	} else if (request == WDIOC_GETBOOTSTATUS) {
		*number = boot_status;
	} else if (request == WDIOC_GETSUPPORT) {
		struct watchdog_info info = { .options = WDIOF_SETTIMEOUT | WDIOF_KEEPALIVEPING | WDIOF_MAGICCLOSE, .identity = "lab watchdog" };
		memcpy(argument, &info, sizeof(info));
	} else {
		errno = ENOTTY;
		return -1;
	}
	return 0;
}
