using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Mqtt.Native;

/// <summary>Builds and reads property lists of MQTT 5 packets.</summary>
internal ref partial struct PropertyList
{
    internal const int MessageExpiry = 2;
    internal const int ContentType = 3;
    internal const int ResponseTopic = 8;
    internal const int CorrelationData = 9;
    internal const int SessionExpiry = 17;
    internal const int WillDelay = 24;
    internal const int ReasonString = 31;
    internal const int ReceiveMaximum = 33;
    internal const int UserProperty = 38;
    internal const int MaximumPacketSize = 39;

    private nint _list;

    /// <summary>0 while nothing was added.</summary>
    internal readonly nint Pointer => _list;

    internal void Add(int property, uint value) => Check(mosquitto_property_add_int32(ref _list, property, value), property);

    /// <exception cref="ArgumentException">Not a text of MQTT.</exception>
    internal void Add(int property, string value) =>
        Check(LibMosquitto.IsText(value) ? mosquitto_property_add_string(ref _list, property, value) : LibMosquitto.InvalidArgument, property);

    /// <exception cref="ArgumentException">Longer than 65,535 bytes.</exception>
    internal void Add(int property, ReadOnlySpan<byte> value) =>
        Check(value.Length <= ushort.MaxValue ? mosquitto_property_add_binary(ref _list, property, value, (ushort)value.Length) : LibMosquitto.InvalidArgument, property);

    /// <exception cref="ArgumentException">Not texts of MQTT.</exception>
    internal void Add(int property, string name, string value) =>
        Check(LibMosquitto.IsText(name + value) ? mosquitto_property_add_string_pair(ref _list, property, name, value) : LibMosquitto.InvalidArgument, property);

    /// <summary>What belongs to the message itself.</summary>
    internal void Add(MqttMessage message)
    {
        if (message.ExpirySeconds is { } seconds)
        {
            Add(MessageExpiry, seconds);
        }

        if (message.ContentType is { } type)
        {
            Add(ContentType, type);
        }

        if (message.ResponseTopic is { } topic)
        {
            Add(ResponseTopic, topic);
        }

        if (message.CorrelationData.Length > 0)
        {
            Add(CorrelationData, message.CorrelationData.Span);
        }

        foreach ((string name, string value) in message.UserProperties)
        {
            Add(UserProperty, name, value);
        }
    }

    /// <summary>The library owns the list from here on.</summary>
    internal nint Release()
    {
        nint list = _list;
        _list = 0;
        return list;
    }

    public void Dispose()
    {
        if (_list != 0)
        {
            mosquitto_property_free_all(ref _list);
        }
    }

    internal static uint? ReadInt32(nint list, int property) =>
        list != 0 && mosquitto_property_read_int32(list, property, out uint value, false) != 0 ? value : null;

    internal static ushort? ReadInt16(nint list, int property) =>
        list != 0 && mosquitto_property_read_int16(list, property, out ushort value, false) != 0 ? value : null;

    internal static string? ReadText(nint list, int property)
    {
        if (list == 0 || mosquitto_property_read_string(list, property, out nint value, false) == 0)
        {
            return null;
        }

        return Take(value);
    }

    internal static byte[] ReadBinary(nint list, int property)
    {
        if (list == 0 || mosquitto_property_read_binary(list, property, out nint value, out ushort length, false) == 0)
        {
            return [];
        }

        byte[] bytes = new byte[length];
        if (value != 0)
        {
            Marshal.Copy(value, bytes, 0, length);
            free(value);
        }

        return bytes;
    }

    internal static IReadOnlyList<KeyValuePair<string, string>> ReadPairs(nint list)
    {
        List<KeyValuePair<string, string>> pairs = [];
        for (nint at = list; at != 0;)
        {
            at = mosquitto_property_read_string_pair(at, UserProperty, out nint name, out nint value, skipFirst: pairs.Count > 0);
            if (at != 0)
            {
                pairs.Add(new(Take(name), Take(value)));
            }
        }

        return pairs;
    }

    private static string Take(nint text)
    {
        string managed = Marshal.PtrToStringUTF8(text) ?? "";
        free(text);
        return managed;
    }

    private static void Check(int code, int property)
    {
        if (code != LibMosquitto.Success)
        {
            throw new ArgumentException($"MQTT property {property} cannot be sent: {LibMosquitto.Describe(code)}");
        }
    }

    [LibraryImport(LibMosquitto.Library)]
    private static partial int mosquitto_property_add_int32(ref nint list, int property, uint value);

    [LibraryImport(LibMosquitto.Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mosquitto_property_add_string(ref nint list, int property, string value);

    [LibraryImport(LibMosquitto.Library)]
    private static partial int mosquitto_property_add_binary(ref nint list, int property, ReadOnlySpan<byte> value, ushort length);

    [LibraryImport(LibMosquitto.Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mosquitto_property_add_string_pair(ref nint list, int property, string name, string value);

    [LibraryImport(LibMosquitto.Library)]
    private static partial void mosquitto_property_free_all(ref nint list);

    [LibraryImport(LibMosquitto.Library)]
    private static partial nint mosquitto_property_read_int32(nint list, int property, out uint value, [MarshalAs(UnmanagedType.U1)] bool skipFirst);

    [LibraryImport(LibMosquitto.Library)]
    private static partial nint mosquitto_property_read_int16(nint list, int property, out ushort value, [MarshalAs(UnmanagedType.U1)] bool skipFirst);

    [LibraryImport(LibMosquitto.Library)]
    private static partial nint mosquitto_property_read_string(nint list, int property, out nint value, [MarshalAs(UnmanagedType.U1)] bool skipFirst);

    [LibraryImport(LibMosquitto.Library)]
    private static partial nint mosquitto_property_read_binary(nint list, int property, out nint value, out ushort length, [MarshalAs(UnmanagedType.U1)] bool skipFirst);

    [LibraryImport(LibMosquitto.Library)]
    private static partial nint mosquitto_property_read_string_pair(nint list, int property, out nint name, out nint value, [MarshalAs(UnmanagedType.U1)] bool skipFirst);

    [LibraryImport("libc")]
    private static partial void free(nint memory);
}
