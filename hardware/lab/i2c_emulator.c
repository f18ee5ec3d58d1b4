// Serves /dev/i2c-N to a process it is preloaded into. Chips, their registers and the knobs for trouble lie in one
// file that the process under test, or another, maps and changes while it runs: ECP_LAB_I2C=FILE LD_PRELOAD=... program
//
// The file: one struct bus. Integers little-endian, registers big-endian as they stand on the wire.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MAGIC 0x32494345u
#define CHIPS 4
#define FILES 4096
#define RAM_BYTES 1664
#define SUB_PAGES 8
#define STATUS 0x8000
#define CONTROL 0x800D
#define RAM 0x0400

struct chip {
  uint32_t present;
  uint32_t address;
  uint32_t address_bytes;   // 1: byte registers, 2: 16-bit registers at 16-bit addresses
  uint32_t fault_errno;     // what the next transfers fail with ...
  uint32_t fault_left;      // ... and how many of them do
  uint32_t delay_us;        // a transfer takes this long
  uint32_t transfers;       // counted here
  uint32_t sub_pages;       // MLX90640: recorded sub-pages to serve in turn, 0 for another chip
  uint32_t frozen;          // MLX90640: measures no more
  uint32_t sub_page_of[SUB_PAGES];
  uint32_t power_ups;       // raise it, and the settings are back at their power-up values
  uint32_t register_bytes;  // with byte addresses: bytes from one register to the next, 1; MLX90614: 3, a word and its code
  uint8_t memory[131072];
  uint8_t recorded[SUB_PAGES][RAM_BYTES];
};

struct bus {
  uint32_t magic;
  uint32_t number;
  uint32_t functions;
  uint32_t chips;
  int64_t clock_ns;         // 0: the chips live on the machine's clock; else they live on this one, which a test moves
  struct chip chip[CHIPS];
};

struct pace {
  uint32_t power_ups, rate;
  int64_t since_ns, measured;
};

static struct bus *bus;
static struct pace paces[CHIPS];
static char device[32];
static char node[4096];   // what stands for the device file, so that it can be locked as one
static unsigned char ours[FILES];
static uint32_t slave[FILES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int (*real_open)(const char *, int, ...);
static int (*real_close)(int);
static int (*real_ioctl)(int, unsigned long, ...);

__attribute__((constructor)) static void start(void) {
  const char *path = getenv("ECP_LAB_I2C");
  real_open = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open");
  real_close = (int (*)(int))dlsym(RTLD_NEXT, "close");
  real_ioctl = (int (*)(int, unsigned long, ...))dlsym(RTLD_NEXT, "ioctl");
  if (!path) return;
  int file = real_open(path, O_RDWR | O_CLOEXEC);
  if (file < 0) return;
  struct stat size;
  if (fstat(file, &size) == 0 && (size_t)size.st_size >= sizeof(struct bus)) {
    struct bus *mapped = mmap(NULL, sizeof(struct bus), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (mapped != MAP_FAILED && mapped->magic == MAGIC) {
      bus = mapped;
      snprintf(device, sizeof device, "/dev/i2c-%u", bus->number);
      snprintf(node, sizeof node, "%s.device", path);
    }
  }
  real_close(file);
}

static int open_any(const char *path, int flags, mode_t mode) {
  if (!bus || !path || strcmp(path, device)) return real_open(path, flags, mode);
  int file = real_open(node, O_RDWR | O_CREAT | (flags & O_CLOEXEC), 0600);
  if (file >= 0 && file < FILES) ours[file] = 1;
  return file;
}

#define OPEN(name)                              \
  int name(const char *path, int flags, ...) {  \
    mode_t mode = 0;                            \
    if (flags & (O_CREAT | O_TMPFILE)) {        \
      va_list arguments;                        \
      va_start(arguments, flags);               \
      mode = va_arg(arguments, mode_t);         \
      va_end(arguments);                        \
    }                                           \
    return open_any(path, flags, mode);         \
  }
OPEN(open)
OPEN(open64)

int close(int file) {
  if (file >= 0 && file < FILES) ours[file] = 0;
  return real_close(file);
}

static uint16_t word(const struct chip *chip, uint16_t at) { return (uint16_t)(chip->memory[2 * at] << 8 | chip->memory[2 * at + 1]); }

static void set_word(struct chip *chip, uint16_t at, uint16_t value) {
  chip->memory[2 * at] = (uint8_t)(value >> 8);
  chip->memory[2 * at + 1] = (uint8_t)value;
}

static int64_t clock_now_ns(void) {
  if (bus->clock_ns) return bus->clock_ns;
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void take_time(uint32_t us) {
  if (bus->clock_ns) bus->clock_ns += us * 1000LL;
  else usleep(us);
}

// Serves the next recorded sub-page when the rate of the control register says so.
static void measure(struct chip *chip, struct pace *pace) {
  int64_t now_ns = clock_now_ns();
  if (pace->power_ups != chip->power_ups) {
    pace->power_ups = chip->power_ups;
    set_word(chip, CONTROL, 0x1901);
    set_word(chip, STATUS, 0);
  }
  uint32_t rate = word(chip, CONTROL) >> 7 & 7;
  if (pace->since_ns == 0 || rate != pace->rate) *pace = (struct pace){chip->power_ups, rate, now_ns, 0};
  int64_t due = (now_ns - pace->since_ns) / (2000000000LL >> rate);
  if (due > pace->measured && !chip->frozen) {
    uint32_t next = (uint32_t)(due % chip->sub_pages);
    memcpy(chip->memory + 2 * RAM, chip->recorded[next], RAM_BYTES);
    set_word(chip, STATUS, (uint16_t)((word(chip, STATUS) & 0x10) | 0x08 | chip->sub_page_of[next]));
  }
  pace->measured = due;
}

static void store(struct chip *chip, uint16_t at, uint16_t value) {
  if (chip->sub_pages && at == STATUS) {
    uint16_t status = word(chip, STATUS);
    set_word(chip, STATUS, (uint16_t)((status & (0x07 | (value & 0x08))) | (value & 0x10)));
  } else if (!(chip->sub_pages && at >= 0x2400 && at < 0x2740)) {
    set_word(chip, at, value);
  }
}

static struct chip *find(uint32_t address, int *error) {
  for (uint32_t i = 0; i < bus->chips && i < CHIPS; i++) {
    struct chip *chip = &bus->chip[i];
    if (chip->address != address || !chip->present) continue;
    chip->transfers++;
    if (chip->delay_us) take_time(chip->delay_us);
    if (chip->fault_left) {
      if (chip->fault_left != UINT32_MAX) chip->fault_left--;
      *error = (int)chip->fault_errno;
      return NULL;
    }
    if (chip->sub_pages) measure(chip, &paces[i]);
    return chip;
  }
  *error = ENXIO;
  return NULL;
}

static int write_bytes(struct chip *chip, uint32_t *pointer, const uint8_t *bytes, uint32_t count) {
  if (count < chip->address_bytes) return EREMOTEIO;
  *pointer = chip->address_bytes == 2 ? (uint32_t)(bytes[0] << 8 | bytes[1]) : bytes[0];
  uint32_t at = *pointer;
  if (chip->address_bytes == 2) {
    for (uint32_t i = 2; i + 1 < count; i += 2) store(chip, (uint16_t)at++, (uint16_t)(bytes[i] << 8 | bytes[i + 1]));
  } else {
    for (uint32_t i = 1; i < count; i++) chip->memory[at++ & 0xFF] = bytes[i];
  }
  return 0;
}

static void read_bytes(const struct chip *chip, uint32_t pointer, uint8_t *bytes, uint32_t count) {
  uint32_t first = pointer * (chip->address_bytes == 2 ? 2 : chip->register_bytes), mask = chip->address_bytes == 2 ? 0x1FFFF : 0x3FF;
  for (uint32_t i = 0; i < count; i++) bytes[i] = chip->memory[(first + i) & mask];
}

static int transfer(struct i2c_rdwr_ioctl_data *data) {
  if (data->nmsgs == 0 || data->nmsgs > I2C_RDWR_IOCTL_MAX_MSGS) return EINVAL;
  uint32_t pointer = 0;
  int error = 0;
  struct chip *chip = find(data->msgs[0].addr, &error);
  if (!chip) return error;
  for (uint32_t i = 0; i < data->nmsgs; i++) {
    struct i2c_msg *message = &data->msgs[i];
    if (message->flags & I2C_M_RD) {
      read_bytes(chip, pointer, message->buf, message->len);
    } else if ((error = write_bytes(chip, &pointer, message->buf, message->len))) {
      return error;
    }
  }
  return 0;
}

static int smbus(uint32_t address, struct i2c_smbus_ioctl_data *data) {
  int error = 0;
  if (data->size != I2C_SMBUS_I2C_BLOCK_DATA || data->data->block[0] < 1 || data->data->block[0] > 32) return EOPNOTSUPP;
  struct chip *chip = find(address, &error);
  if (!chip) return error;
  if (chip->address_bytes != 1) return EREMOTEIO;
  if (data->read_write == I2C_SMBUS_READ) {
    read_bytes(chip, data->command, data->data->block + 1, data->data->block[0]);
    return 0;
  }
  uint8_t bytes[34] = {data->command};
  uint32_t pointer;
  memcpy(bytes + 1, data->data->block + 1, data->data->block[0]);
  return write_bytes(chip, &pointer, bytes, data->data->block[0] + 1u);
}

int ioctl(int file, unsigned long request, ...) {
  va_list arguments;
  va_start(arguments, request);
  void *argument = va_arg(arguments, void *);
  va_end(arguments);
  if (!bus || file < 0 || file >= FILES || !ours[file]) return real_ioctl(file, request, argument);
  int error = 0, result = 0;
  pthread_mutex_lock(&lock);
  switch (request) {
    case I2C_FUNCS: *(unsigned long *)argument = bus->functions; break;
    case I2C_SLAVE: slave[file] = (uint32_t)(uintptr_t)argument; break;
    case I2C_RDWR:
      error = bus->functions & I2C_FUNC_I2C ? transfer(argument) : EOPNOTSUPP;
      result = error ? -1 : (int)((struct i2c_rdwr_ioctl_data *)argument)->nmsgs;
      break;
    case I2C_SMBUS: error = smbus(slave[file], argument); break;
    default: error = ENOTTY;
  }
  pthread_mutex_unlock(&lock);
  if (error) {
    errno = error;
    return -1;
  }
  return result;
}
