/* Stands for the district in the drain run: counts what arrives in order and acknowledges it, but stores nothing.
 * usage: plain_listener PORT PREFIX        PREFIX: ecp/v1/district/checkpoint
 * Small and in C so that it takes as little as possible from those who are measured. Built without the library's header. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct mosquitto;
struct mosquitto_message { int mid; char *topic; void *payload; int payloadlen; int qos; bool retain; };
int mosquitto_lib_init(void);
struct mosquitto *mosquitto_new(const char *id, bool clean_session, void *userdata);
int mosquitto_connect(struct mosquitto *m, const char *host, int port, int keepalive);
int mosquitto_loop(struct mosquitto *m, int timeout, int max_packets);
int mosquitto_subscribe(struct mosquitto *m, int *mid, const char *filter, int qos);
int mosquitto_publish(struct mosquitto *m, int *mid, const char *topic, int length, const void *payload, int qos, bool retain);
void mosquitto_message_callback_set(struct mosquitto *m, void (*callback)(struct mosquitto *, void *, const struct mosquitto_message *));

enum { KIOSKS = 4, ACK_EVERY = 64 };
static struct kiosk { char device[64], epoch[64]; long long watermark, acked; int idle; } kiosks[KIOSKS];
static const char *prefix;

static void acknowledge(struct mosquitto *m, struct kiosk *k)
{
    char topic[256], json[128];
    snprintf(topic, sizeof topic, "%s/%s/ack", prefix, k->device);
    int length = snprintf(json, sizeof json, "{\"epoch\":\"%s\",\"sequence\":%lld}", k->epoch, k->watermark);
    mosquitto_publish(m, NULL, topic, length, json, 0, true);
    k->acked = k->watermark;
}

static void on_message(struct mosquitto *m, void *user, const struct mosquitto_message *message)
{
    (void)user;
    char device[64], epoch[64], text[256];
    long long sequence;
    int length = message->payloadlen < (int)sizeof text - 1 ? message->payloadlen : (int)sizeof text - 1;
    memcpy(text, message->payload, length);
    text[length] = 0;
    char *id = strstr(text, "\"id\":\"");
    if (!id || sscanf(id + 6, "%63[^:]:%63[^:]:%lld", device, epoch, &sequence) != 3) return;
    struct kiosk *k = kiosks;
    while (k < kiosks + KIOSKS - 1 && k->device[0] && strcmp(k->device, device)) k++;
    if (strcmp(k->device, device) || strcmp(k->epoch, epoch)) {
        memset(k, 0, sizeof *k);
        strcpy(k->device, device);
        strcpy(k->epoch, epoch);
    }
    if (sequence == k->watermark + 1) k->watermark = sequence;
    k->idle = 0;
    if (k->watermark - k->acked >= ACK_EVERY) acknowledge(m, k);
}

int main(int argc, char **argv)
{
    if (argc != 3) return 2;
    prefix = argv[2];
    mosquitto_lib_init();
    struct mosquitto *m = mosquitto_new("drain-listener", true, NULL);
    mosquitto_message_callback_set(m, on_message);
    if (mosquitto_connect(m, "127.0.0.1", atoi(argv[1]), 60)) return 69;
    char filter[256];
    snprintf(filter, sizeof filter, "%s/+/evt/+", prefix);
    mosquitto_subscribe(m, NULL, filter, 1);
    while (!mosquitto_loop(m, 10, 1)) {
        for (struct kiosk *k = kiosks; k < kiosks + KIOSKS; k++)
            if (k->acked != k->watermark && ++k->idle > 2) acknowledge(m, k);
    }
    return 0;
}
