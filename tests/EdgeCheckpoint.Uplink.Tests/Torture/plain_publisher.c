/* The yardstick of the drain run: publishes payloads from a file with QoS 1 and a window, as fast as libmosquitto allows.
 * usage: plain_publisher PORT TOPIC WINDOW FILE    FILE: repeated 32-bit little-endian length and payload
 * prints the seconds from the first publish to the last PUBACK, and the seconds of processor time. Built without the library's header: only these declarations are used. */
#include <semaphore.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

struct mosquitto;
int mosquitto_lib_init(void);
struct mosquitto *mosquitto_new(const char *id, bool clean_session, void *userdata);
int mosquitto_int_option(struct mosquitto *m, int option, int value);
int mosquitto_max_inflight_messages_set(struct mosquitto *m, unsigned int max);
int mosquitto_connect(struct mosquitto *m, const char *host, int port, int keepalive);
int mosquitto_loop_start(struct mosquitto *m);
int mosquitto_publish(struct mosquitto *m, int *mid, const char *topic, int length, const void *payload, int qos, bool retain);
void mosquitto_publish_callback_set(struct mosquitto *m, void (*callback)(struct mosquitto *, void *, int));
void mosquitto_connect_callback_set(struct mosquitto *m, void (*callback)(struct mosquitto *, void *, int));

static sem_t window, connected;

static void on_publish(struct mosquitto *m, void *user, int mid) { (void)m; (void)user; (void)mid; sem_post(&window); }
static void on_connect(struct mosquitto *m, void *user, int reason) { (void)m; (void)user; (void)reason; sem_post(&connected); }

int main(int argc, char **argv)
{
    if (argc != 5) return 2;
    int size = atoi(argv[3]);
    FILE *file = fopen(argv[4], "rb");
    if (!file) return 66;
    sem_init(&window, 0, size);
    sem_init(&connected, 0, 0);
    mosquitto_lib_init();
    struct mosquitto *m = mosquitto_new("plain-publisher", true, NULL);
    mosquitto_int_option(m, 1 /* protocol version */, 5);
    mosquitto_max_inflight_messages_set(m, size);
    mosquitto_publish_callback_set(m, on_publish);
    mosquitto_connect_callback_set(m, on_connect);
    if (mosquitto_connect(m, "127.0.0.1", atoi(argv[1]), 60) || mosquitto_loop_start(m)) return 69;
    sem_wait(&connected);

    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    static char payload[1 << 20];
    uint32_t length;
    while (fread(&length, sizeof length, 1, file) == 1 && length <= sizeof payload && fread(payload, 1, length, file) == length) {
        sem_wait(&window);
        if (mosquitto_publish(m, NULL, argv[2], (int)length, payload, 1, false)) return 69;
    }
    for (int i = 0; i < size; i++) sem_wait(&window);
    clock_gettime(CLOCK_MONOTONIC, &end);
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    double processor = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
    printf("%.6f %.6f\n", (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9, processor);
    return 0;
}
