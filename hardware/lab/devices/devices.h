/* Devices that live in a preloaded library: see README.md. */
#ifndef LAB_DEVICES_H
#define LAB_DEVICES_H

#include <stddef.h>

#define LAB_EXPORT __attribute__((visibility("default")))

/* A kind of descriptor that the library answers for. */
enum lab_kind { LAB_NONE, LAB_GPIO_CHIP, LAB_GPIO_LINES, LAB_WATCHDOG, LAB_KEYBOARD, LAB_VIDEO };

/* Marks a descriptor as ours; data is handed back with every call on it. */
void lab_adopt(int fd, enum lab_kind kind, void *data);

/* The calls of the kernel itself. */
int lab_real_open(const char *path, int flags, int mode);
int lab_real_close(int fd);

/* Each returns a descriptor, or -1 with errno set; -2 means: not my path. */
int lab_gpio_open(const char *path, int flags);
int lab_watchdog_open(const char *path, int flags);
int lab_keyboard_open(const char *path, int flags);
int lab_video_open(const char *path, int flags);

int lab_gpio_chip_ioctl(unsigned long request, void *argument);
int lab_gpio_lines_ioctl(void *lines, unsigned long request, void *argument);
void lab_gpio_lines_close(void *lines);
int lab_watchdog_ioctl(int fd, unsigned long request, void *argument);
int lab_keyboard_ioctl(unsigned long request, void *argument);
void lab_keyboard_close(void);
int lab_video_ioctl(int fd, unsigned long request, void *argument);
void lab_video_close(int fd);

/* The memory file behind the camera's buffers. */
int lab_video_memory(void);

#endif
