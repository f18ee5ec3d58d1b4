using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Benchmarks.Mqtt.Native;

/// <summary>The simplest publisher over libmosquitto: its own thread, a counting window, nothing else. The measure for the client.</summary>
internal sealed unsafe partial class PlainPublisher : IDisposable
{
    private const string Library = "libmosquitto.so.1";
    private static SemaphoreSlim s_room = null!;
    private static CountdownEvent s_open = null!;
    private static readonly ManualResetEventSlim Connected = new();
    private readonly nint _client;

    internal PlainPublisher(int port, int window)
    {
        s_room = new SemaphoreSlim(window);
        Connected.Reset();
        _ = mosquitto_lib_init();
        _client = mosquitto_new("plain", true, 0);
        _ = mosquitto_int_option(_client, 1, 5);
        _ = mosquitto_int_option(_client, 5, window);
        _ = mosquitto_int_option(_client, 11, 1);
        mosquitto_connect_v5_callback_set(_client, &OnConnect);
        mosquitto_publish_v5_callback_set(_client, &OnPublish);
        _ = mosquitto_connect_bind_v5(_client, "127.0.0.1", port, 30, null, 0);
        _ = mosquitto_loop_start(_client);
        Connected.Wait();
    }

    /// <summary>Publishes at QoS 1 and waits for the last PUBACK.</summary>
    internal void Publish(string topic, byte[] payload, int count)
    {
        s_open = new CountdownEvent(count);
        fixed (byte* bytes = payload)
        {
            for (int i = 0; i < count; i++)
            {
                s_room.Wait();
                if (mosquitto_publish_v5(_client, out _, topic, payload.Length, bytes, 1, false, 0) != 0)
                {
                    throw new InvalidOperationException("the broker went away");
                }
            }
        }

        s_open.Wait();
    }

    public void Dispose()
    {
        _ = mosquitto_disconnect_v5(_client, 0, 0);
        _ = mosquitto_loop_stop(_client, false);
        mosquitto_destroy(_client);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnConnect(nint client, nint context, int code, int flags, nint properties) => Connected.Set();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnPublish(nint client, nint context, int messageId, int code, nint properties)
    {
        s_room.Release();
        s_open.Signal();
    }

    [LibraryImport(Library)]
    private static partial int mosquitto_lib_init();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint mosquitto_new(string id, [MarshalAs(UnmanagedType.U1)] bool cleanStart, nint context);

    [LibraryImport(Library)]
    private static partial int mosquitto_int_option(nint client, int option, int value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mosquitto_connect_bind_v5(nint client, string host, int port, int keepAlive, string? bind, nint properties);

    [LibraryImport(Library)]
    private static partial int mosquitto_loop_start(nint client);

    [LibraryImport(Library)]
    private static partial int mosquitto_loop_stop(nint client, [MarshalAs(UnmanagedType.U1)] bool force);

    [LibraryImport(Library)]
    private static partial int mosquitto_disconnect_v5(nint client, int reason, nint properties);

    [LibraryImport(Library)]
    private static partial void mosquitto_destroy(nint client);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mosquitto_publish_v5(nint client, out int messageId, string topic, int length, byte* payload, int quality, [MarshalAs(UnmanagedType.U1)] bool retain, nint properties);

    [LibraryImport(Library)]
    private static partial void mosquitto_connect_v5_callback_set(nint client, delegate* unmanaged[Cdecl]<nint, nint, int, int, nint, void> callback);

    [LibraryImport(Library)]
    private static partial void mosquitto_publish_v5_callback_set(nint client, delegate* unmanaged[Cdecl]<nint, nint, int, int, nint, void> callback);
}
