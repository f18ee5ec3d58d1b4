using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Mqtt.Native;

/// <summary>The part of libmosquitto's C interface in use (SONAME libmosquitto.so.1, version 2.0 and later).</summary>
internal static unsafe partial class LibMosquitto
{
    internal const string Library = "libmosquitto.so.1";

    internal const int OptionProtocolVersion = 1;
    internal const int OptionReceiveMaximum = 4;
    internal const int OptionSendMaximum = 5;
    internal const int OptionTcpNoDelay = 11;

    internal const int Success = 0;
    internal const int InvalidArgument = 3;
    internal const int NoConnection = 4;
    internal const int ConnectionLost = 7;
    internal const int TlsError = 8;
    internal const int Errno = 14;
    internal const int RetainNotSupported = 28;
    internal const int LogWarning = 4;
    internal const int LogError = 8;

    /// <summary>Option of a subscription, MQTT 5: the retain flag arrives as it was published.</summary>
    internal const int RetainAsPublished = 8;

    [LibraryImport(Library)]
    internal static partial int mosquitto_lib_init();

    [LibraryImport(Library)]
    internal static partial int mosquitto_lib_version(out int major, out int minor, out int revision);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint mosquitto_new(string id, [MarshalAs(UnmanagedType.U1)] bool cleanStart, nint context);

    [LibraryImport(Library)]
    internal static partial void mosquitto_destroy(nint client);

    [LibraryImport(Library)]
    internal static partial int mosquitto_int_option(MosquittoHandle client, int option, int value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_username_pw_set(MosquittoHandle client, string? userName, string? password);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_tls_set(MosquittoHandle client, string? caFile, string? caPath, string? certificateFile, string? keyFile, nint passwordCallback);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_tls_opts_set(MosquittoHandle client, int verifyPeer, string? version, string? ciphers);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_will_set_v5(MosquittoHandle client, string topic, int length, byte* payload, int quality, [MarshalAs(UnmanagedType.U1)] bool retain, nint properties);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_connect_bind_v5(MosquittoHandle client, string? host, int port, int keepAliveSeconds, string? bindAddress, nint properties);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_connect_bind_async(MosquittoHandle client, string host, int port, int keepAliveSeconds, string? bindAddress);

    [LibraryImport(Library)]
    internal static partial int mosquitto_disconnect_v5(MosquittoHandle client, int reason, nint properties);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_publish_v5(MosquittoHandle client, out int messageId, string topic, int length, byte* payload, int quality, [MarshalAs(UnmanagedType.U1)] bool retain, nint properties);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_subscribe_v5(MosquittoHandle client, out int messageId, string filter, int quality, int options, nint properties);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_unsubscribe_v5(MosquittoHandle client, out int messageId, string filter, nint properties);

    [LibraryImport(Library)]
    internal static partial int mosquitto_socket(MosquittoHandle client);

    [LibraryImport(Library)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool mosquitto_want_write(MosquittoHandle client);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int mosquitto_loop_read(MosquittoHandle client, int maximumPackets);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int mosquitto_loop_write(MosquittoHandle client, int maximumPackets);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int mosquitto_loop_misc(MosquittoHandle client);

    [LibraryImport(Library)]
    private static partial nint mosquitto_strerror(int code);

    [LibraryImport(Library)]
    internal static partial void mosquitto_connect_v5_callback_set(MosquittoHandle client, delegate* unmanaged[Cdecl]<nint, nint, int, int, nint, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_disconnect_v5_callback_set(MosquittoHandle client, delegate* unmanaged[Cdecl]<nint, nint, int, nint, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_publish_v5_callback_set(MosquittoHandle client, delegate* unmanaged[Cdecl]<nint, nint, int, int, nint, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_message_v5_callback_set(MosquittoHandle client, delegate* unmanaged[Cdecl]<nint, nint, NativeMessage*, nint, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_subscribe_v5_callback_set(MosquittoHandle client, delegate* unmanaged[Cdecl]<nint, nint, int, int, int*, nint, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_log_callback_set(MosquittoHandle client, delegate* unmanaged[Cdecl]<nint, nint, int, nint, void> callback);

    /// <summary>Whether a text arrives whole: the library takes a NUL for the end, and what follows would be lost in silence.</summary>
    internal static bool IsText(string text) => !text.Contains('\0', StringComparison.Ordinal);

    /// <summary>Words for a return code of the library.</summary>
    internal static string Describe(int code) => Marshal.PtrToStringUTF8(mosquitto_strerror(code)) ?? $"error {code}";
}

/// <summary>A received message as the library hands it over; valid during the callback only.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeMessage
{
    internal int MessageId;
    internal byte* Topic;
    internal byte* Payload;
    internal int PayloadLength;
    internal int Quality;
    internal byte Retain;
}
