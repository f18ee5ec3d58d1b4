using System.Text;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Hardware.Scanner;

/// <summary>Makes codes of the bytes a scanner sends. Carriage return, line feed and tab end one; too long a one is thrown away whole.</summary>
internal sealed class CodeAssembler(TimeSpan pause, bool pauseCompletes)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] _bytes = new byte[ScannedCode.MaximumCharacters];
    private int _length;
    private bool _spoilt;
    private MonotonicInstant _last;

    /// <summary>Codes thrown away because they were too long, interrupted, or no UTF-8.</summary>
    internal long ThrownAway { get; private set; }

    /// <summary>Takes one byte.</summary>
    /// <returns>The code it completed; null while there is none.</returns>
    internal string? Add(byte next, MonotonicInstant now)
    {
        Expire(now);
        _last = now;
        if (next is (byte)'\r' or (byte)'\n' or (byte)'\t')
        {
            return Complete();
        }

        if (_length == _bytes.Length)
        {
            _spoilt = true;
        }
        else
        {
            _bytes[_length++] = next;
        }

        return null;
    }

    /// <summary>Nothing came for a while.</summary>
    /// <returns>The code that the pause completed; null when there is none.</returns>
    internal string? Pause(MonotonicInstant now) =>
        pauseCompletes && _length > 0 && now - _last >= pause ? Complete() : null;

    /// <summary>Something was lost: what was begun is not a code, and its rest neither.</summary>
    internal void Spoil(MonotonicInstant now)
    {
        _last = now;
        _spoilt = true;
    }

    /// <summary>The device went away, and with it what was begun.</summary>
    internal void Forget()
    {
        ThrownAway += _length > 0 ? 1 : 0;
        _length = 0;
        _spoilt = false;
    }

    private void Expire(MonotonicInstant now)
    {
        if ((_length > 0 || _spoilt) && now - _last >= pause)
        {
            Forget();
        }
    }

    private string? Complete()
    {
        string? code = null;
        if (_length > 0 || _spoilt)
        {
            code = _spoilt ? null : Decode();
            ThrownAway += code is null ? 1 : 0;
        }

        _length = 0;
        _spoilt = false;
        return code;
    }

    private string? Decode()
    {
        try
        {
            return Strict.GetString(_bytes, 0, _length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
