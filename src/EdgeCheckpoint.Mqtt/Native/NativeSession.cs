using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace EdgeCheckpoint.Mqtt.Native;

/// <summary>One connection over the library, used by one thread only; a new connection is a new session, so it reads the certificates anew and inherits nothing.</summary>
/// <remarks>
/// The library is driven by <see cref="Read"/>, <see cref="Write"/> and <see cref="Tick"/> from a poll loop of our own:
/// its own thread gives up reconnecting after some TLS failures, and its select() ends at descriptor 1023.
/// </remarks>
internal sealed unsafe class NativeSession : IDisposable
{
    private static readonly int Initialised = LibMosquitto.mosquitto_lib_init();

    private readonly MqttClientOptions _options;
    private readonly ISessionEvents _events;
    private readonly bool _v5;
    private readonly GCHandle _self;
    private readonly MosquittoHandle _client;
    private readonly List<string> _log = [];
    private bool _retains;
    private ExceptionDispatchInfo? _escaped;

    /// <param name="retains">Whether the broker is thought to keep retained messages; otherwise all is sent without that flag.</param>
    internal NativeSession(MqttClientOptions options, bool v5, bool retains, ISessionEvents events)
    {
        (_options, _v5, _retains, _events) = (options, v5, retains, events);
        if (Initialised != LibMosquitto.Success)
        {
            throw new InvalidOperationException($"libmosquitto does not start: {LibMosquitto.Describe(Initialised)}");
        }

        _self = GCHandle.Alloc(this);
        _client = new MosquittoHandle(LibMosquitto.mosquitto_new(options.ClientId, options.SessionExpiry == TimeSpan.Zero, GCHandle.ToIntPtr(_self)));
        if (_client.IsInvalid)
        {
            _self.Free();
            throw new InvalidOperationException("libmosquitto refuses the client id or has no memory");
        }

        LibMosquitto.mosquitto_connect_v5_callback_set(_client, &OnConnect);
        LibMosquitto.mosquitto_disconnect_v5_callback_set(_client, &OnDisconnect);
        LibMosquitto.mosquitto_publish_v5_callback_set(_client, &OnPublish);
        LibMosquitto.mosquitto_subscribe_v5_callback_set(_client, &OnSubscribe);
        LibMosquitto.mosquitto_message_v5_callback_set(_client, &OnMessage);
        LibMosquitto.mosquitto_log_callback_set(_client, &OnLog);
    }

    internal int Socket => LibMosquitto.mosquitto_socket(_client);

    internal bool WantsWrite => LibMosquitto.mosquitto_want_write(_client);

    /// <summary>What the library complained about on this connection, for a technician.</summary>
    internal string Complaints => string.Join("; ", _log);

    /// <summary>Starts connecting without waiting for the network.</summary>
    /// <returns>Code of the library, and what was being done when it is not 0.</returns>
    internal (int Code, string Step) Open()
    {
        Check(LibMosquitto.mosquitto_int_option(_client, LibMosquitto.OptionProtocolVersion, _v5 ? 5 : 4));
        Check(LibMosquitto.mosquitto_int_option(_client, LibMosquitto.OptionTcpNoDelay, 1));
        Check(LibMosquitto.mosquitto_int_option(_client, LibMosquitto.OptionSendMaximum, _options.SendWindow));
        Check(LibMosquitto.mosquitto_int_option(_client, LibMosquitto.OptionReceiveMaximum, _options.ReceiveMaximum));
        if (_options.UserName is not null && LibMosquitto.mosquitto_username_pw_set(_client, _options.UserName, _options.Password) is var named and not 0)
        {
            return (named, "setting the user name");
        }

        if (_options.Tls is { } tls)
        {
            int code = LibMosquitto.mosquitto_tls_set(_client, tls.AuthorityFile, null, tls.CertificateFile, tls.KeyFile, 0);
            if (code != LibMosquitto.Success)
            {
                return (code, "reading the certificate files");
            }

            Check(LibMosquitto.mosquitto_tls_opts_set(_client, verifyPeer: 1, "tlsv1.2", null));
        }

        if (_options.Will is { } will && SetWill(will) is var willed and not 0)
        {
            return (willed, "setting the will");
        }

        int connected = Connect();
        Descriptor.CloseOnExec(Socket);
        return (connected, "connecting");
    }

    internal int Read() => Run(LibMosquitto.mosquitto_loop_read(_client, 1));

    internal int Write() => Run(LibMosquitto.mosquitto_loop_write(_client, 1));

    /// <summary>Keep-alive; about once a second.</summary>
    internal int Tick() => Run(LibMosquitto.mosquitto_loop_misc(_client));

    internal int Publish(MqttMessage message, out int messageId)
    {
        messageId = 0;
        if (!LibMosquitto.IsText(message.Topic))
        {
            return LibMosquitto.InvalidArgument;
        }

        using var properties = default(PropertyList);
        if (_v5)
        {
            properties.Add(message);
        }

        fixed (byte* payload = message.Payload.Span)
        {
            int code = LibMosquitto.mosquitto_publish_v5(
                _client, out messageId, message.Topic, message.Payload.Length, payload, (int)message.Quality, message.Retain && _retains, properties.Pointer);
            if (code == LibMosquitto.RetainNotSupported)
            {
                // Who listens now hears it all the same.
                _retains = false;
                code = LibMosquitto.mosquitto_publish_v5(
                    _client, out messageId, message.Topic, message.Payload.Length, payload, (int)message.Quality, retain: false, properties.Pointer);
            }

            return Run(code);
        }
    }

    internal int Subscribe(string filter, MqttQuality quality, bool retainAsPublished, out int messageId)
    {
        messageId = 0;
        int options = retainAsPublished && _v5 ? LibMosquitto.RetainAsPublished : 0;
        return LibMosquitto.IsText(filter)
            ? Run(LibMosquitto.mosquitto_subscribe_v5(_client, out messageId, filter, (int)quality, options, 0))
            : LibMosquitto.InvalidArgument;
    }

    internal int Unsubscribe(string filter) =>
        LibMosquitto.IsText(filter) ? Run(LibMosquitto.mosquitto_unsubscribe_v5(_client, out _, filter, 0)) : LibMosquitto.Success;

    /// <summary>Says goodbye, so that the broker drops the will.</summary>
    internal void Disconnect() => _ = Run(LibMosquitto.mosquitto_disconnect_v5(_client, 0, 0));

    public void Dispose()
    {
        if (!_client.IsClosed)
        {
            _client.Dispose();
            _self.Free();
        }
    }

    private int SetWill(MqttWill will)
    {
        using var properties = default(PropertyList);
        if (_v5)
        {
            properties.Add(will.Message);
            if (will.Delay > TimeSpan.Zero)
            {
                properties.Add(PropertyList.WillDelay, (uint)will.Delay.TotalSeconds);
            }
        }

        fixed (byte* payload = will.Message.Payload.Span)
        {
            int code = LibMosquitto.mosquitto_will_set_v5(
                _client, will.Message.Topic, will.Message.Payload.Length, payload, (int)will.Message.Quality, will.Message.Retain && _retains, properties.Pointer);
            if (code == LibMosquitto.Success)
            {
                properties.Release();
            }

            return code;
        }
    }

    /// <remarks>
    /// The library has no call that both takes CONNECT properties and does not block. The first call, without a host,
    /// leaves the properties in the client and fails; the second connects. A test proves that the session outlives the connection.
    /// </remarks>
    private int Connect()
    {
        int keepAlive = (int)_options.KeepAlive.TotalSeconds;
        if (_v5 && _options.SessionExpiry > TimeSpan.Zero)
        {
            using var properties = default(PropertyList);
            properties.Add(PropertyList.SessionExpiry, (uint)_options.SessionExpiry.TotalSeconds);
            int stored = LibMosquitto.mosquitto_connect_bind_v5(_client, null, _options.Port, keepAlive, null, properties.Pointer);
            if (stored != LibMosquitto.InvalidArgument)
            {
                return stored;
            }
        }

        return Run(LibMosquitto.mosquitto_connect_bind_async(_client, _options.Host, _options.Port, keepAlive, null));
    }

    /// <summary>No exception may cross native frames, and none is lost: it is thrown here, after the library has returned.</summary>
    private int Run(int code)
    {
        ExceptionDispatchInfo? escaped = _escaped;
        _escaped = null;
        escaped?.Throw();
        return code;
    }

    private static void Check(int code)
    {
        if (code != LibMosquitto.Success)
        {
            throw new InvalidOperationException($"libmosquitto refuses an option: {LibMosquitto.Describe(code)}");
        }
    }

    private static void Guard(nint context, Action<NativeSession> take)
    {
        var session = (NativeSession)GCHandle.FromIntPtr(context).Target!;
        try
        {
            take(session);
        }
        catch (Exception e)
        {
            session._escaped ??= ExceptionDispatchInfo.Capture(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnConnect(nint client, nint context, int code, int flags, nint properties) => Guard(context, session =>
        session._events.Answered(
            session._v5 ? (MqttReason)code : Reasons.OfV311(code),
            (flags & 1) != 0,
            PropertyList.ReadInt16(properties, PropertyList.ReceiveMaximum) ?? ushort.MaxValue,
            PropertyList.ReadText(properties, PropertyList.ReasonString) ?? ""));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnDisconnect(nint client, nint context, int code, nint properties) => Guard(context, session =>
    {
        if (code >= (int)MqttReason.UnspecifiedError)
        {
            session._events.Dismissed((MqttReason)code);
        }
    });

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnPublish(nint client, nint context, int messageId, int code, nint properties)
    {
        var session = (NativeSession)GCHandle.FromIntPtr(context).Target!;
        try
        {
            session._events.Published(messageId, (MqttReason)code);
        }
        catch (Exception e)
        {
            session._escaped ??= ExceptionDispatchInfo.Capture(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnSubscribe(nint client, nint context, int messageId, int count, int* granted, nint properties)
    {
        MqttReason reason = count > 0 ? (MqttReason)granted[0] : MqttReason.UnspecifiedError;
        Guard(context, session => session._events.Subscribed(messageId, reason));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMessage(nint client, nint context, NativeMessage* message, nint properties)
    {
        var session = (NativeSession)GCHandle.FromIntPtr(context).Target!;
        try
        {
            session._events.Received(Copy(message, properties));
        }
        catch (Exception e)
        {
            session._escaped ??= ExceptionDispatchInfo.Capture(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLog(nint client, nint context, int level, nint text)
    {
        if ((level & (LibMosquitto.LogWarning | LibMosquitto.LogError)) == 0)
        {
            return;
        }

        Guard(context, session =>
        {
            if (session._log.Count < 4)
            {
                session._log.Add(Marshal.PtrToStringUTF8(text)?.Trim() ?? "");
            }
        });
    }

    private static MqttMessage Copy(NativeMessage* message, nint properties)
    {
        var copy = new MqttMessage(
            Marshal.PtrToStringUTF8((nint)message->Topic) ?? "",
            new ReadOnlySpan<byte>(message->Payload, message->PayloadLength).ToArray())
        {
            Quality = message->Quality == 0 ? MqttQuality.AtMostOnce : MqttQuality.AtLeastOnce,
            Retain = message->Retain != 0,
        };
        return properties == 0 ? copy : copy with
        {
            ExpirySeconds = PropertyList.ReadInt32(properties, PropertyList.MessageExpiry),
            ContentType = PropertyList.ReadText(properties, PropertyList.ContentType),
            ResponseTopic = PropertyList.ReadText(properties, PropertyList.ResponseTopic),
            CorrelationData = PropertyList.ReadBinary(properties, PropertyList.CorrelationData),
            UserProperties = PropertyList.ReadPairs(properties),
        };
    }
}
