using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EdgeCheckpoint.Uplink.Outbox.Journal;

/// <summary>Seals an envelope for its stay on the disk, bound to its device and place. Thread-safe.</summary>
/// <remarks>
/// Plain, only where there is no secret: <c>0x00, envelope</c>. Sealed: <c>0x01, nonce (12), tag (16), AES-256-GCM ciphertext</c>,
/// <c>device:position</c> and what else the caller binds as associated data.
/// Nonces are random: after a restored backup the same sequence may be sealed twice. They are drawn by the block, each used once.
/// </remarks>
internal sealed class PayloadSeal(byte[] key, string device) : IDisposable
{
    private const byte Plain = 0;
    private const byte Sealed = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int Overhead = 1 + NonceBytes + TagBytes;
    private const int NoncesDrawn = 64;
    private const int LongestPosition = 20;
    private readonly byte[] _nonces = new byte[NonceBytes * NoncesDrawn];
    private readonly byte[] _device = Encoding.UTF8.GetBytes(device + ":");
    private readonly Lock _gate = new();
    private int _noncesUsed = NoncesDrawn;
    private readonly AesGcm? _aes = key.Length == 0 ? null : new AesGcm(key, TagBytes);

    /// <param name="bound">More that must be the same when it is opened.</param>
    public byte[] Close(JournalPosition position, ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> bound = default)
    {
        if (_aes is null)
        {
            return [Plain, .. envelope];
        }

        byte[] payload = new byte[Overhead + envelope.Length];
        payload[0] = Sealed;
        Span<byte> nonce = payload.AsSpan(1, NonceBytes);
        Span<byte> identity = stackalloc byte[_device.Length + LongestPosition + bound.Length];
        lock (_gate)
        {
            DrawNonce(nonce);
            _aes.Encrypt(nonce, envelope, payload.AsSpan(Overhead), payload.AsSpan(1 + NonceBytes, TagBytes), Identity(position, bound, identity));
        }

        return payload;
    }

    /// <summary>False when the payload is damaged, belongs to another place, was sealed with another secret, or is plain although there is a secret.</summary>
    public bool TryOpen(JournalPosition position, ReadOnlySpan<byte> payload, out byte[] envelope, ReadOnlySpan<byte> bound = default)
    {
        envelope = [];
        if (_aes is null)
        {
            envelope = payload.Length > 1 && payload[0] == Plain ? payload[1..].ToArray() : [];
            return envelope.Length > 0;
        }

        if (payload.Length <= Overhead || payload[0] != Sealed)
        {
            return false;
        }

        byte[] opened = new byte[payload.Length - Overhead];
        Span<byte> identity = stackalloc byte[_device.Length + LongestPosition + bound.Length];
        try
        {
            lock (_gate)
            {
                _aes.Decrypt(payload.Slice(1, NonceBytes), payload[Overhead..], payload.Slice(1 + NonceBytes, TagBytes), opened, Identity(position, bound, identity));
            }
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        envelope = opened;
        return true;
    }

    public void Dispose() => _aes?.Dispose();

    private void DrawNonce(Span<byte> nonce)
    {
        if (_noncesUsed == NoncesDrawn)
        {
            RandomNumberGenerator.Fill(_nonces);
            _noncesUsed = 0;
        }

        _nonces.AsSpan(NonceBytes * _noncesUsed++, NonceBytes).CopyTo(nonce);
    }

    private ReadOnlySpan<byte> Identity(JournalPosition position, ReadOnlySpan<byte> bound, Span<byte> text)
    {
        _device.CopyTo(text);
        position.Value.TryFormat(text[_device.Length..], out int digits, default, CultureInfo.InvariantCulture);
        bound.CopyTo(text[(_device.Length + digits)..]);
        return text[..(_device.Length + digits + bound.Length)];
    }
}
