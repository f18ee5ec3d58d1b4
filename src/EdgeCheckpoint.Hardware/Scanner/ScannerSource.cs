using System.Threading.Channels;
using EdgeCheckpoint.Core.Ports;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Hardware.Scanner;

/// <summary>A scanner, read by a thread of its own; when it goes away it is opened again every second.</summary>
public sealed class ScannerSource : ICodeSource
{
    /// <summary>How long the wish to stop may go unnoticed.</summary>
    private const int LookMilliseconds = 100;

    /// <summary>Codes nobody took yet; the scanner then waits with its next one.</summary>
    private const int Waiting = 16;

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly ScannerOptions _options;
    private readonly TimeProvider _time;
    private readonly CodeAssembler _assembler;
    private readonly Channel<ScannedCode> _codes = Channel.CreateBounded<ScannedCode>(new BoundedChannelOptions(Waiting) { SingleWriter = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string _fault = "";

    private ScannerSource(ScannerOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _assembler = new CodeAssembler(TimeSpan.FromMilliseconds(options.PauseMilliseconds), options.PauseCompletes);
    }

    /// <inheritdoc/>
    public string Fault => _fault;

    /// <summary>Codes thrown away because they were too long, interrupted, or no UTF-8.</summary>
    public long ThrownAway => _assembler.ThrownAway;

    /// <summary>Begins to listen. Never fails: a scanner that is not there is a fault that is retried.</summary>
    /// <param name="options">Of kind keyboard or serial.</param>
    public static ScannerSource Start(ScannerOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfEqual((int)options.Kind, (int)ScannerKind.None, nameof(options));
        ScannerSource source = new(options, time);
        new Thread(source.Run) { IsBackground = true, Name = "scanner" }.Start();
        return source;
    }

    /// <inheritdoc/>
    public ValueTask<ScannedCode> ReadAsync(CancellationToken cancellationToken) => _codes.Reader.ReadAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _stopped.Task.ConfigureAwait(false);
        _codes.Writer.TryComplete();
        _stop.Dispose();
    }

    private void Run()
    {
        while (!_stop.IsCancellationRequested)
        {
            string fault;
            using (IScannerPort? port = Open(out fault))
            {
                if (port is not null)
                {
                    _fault = "";
                    fault = Follow(port);
                }
            }

            _assembler.Forget();
            _fault = fault;
            _stop.Token.WaitHandle.WaitOne(Retry);
        }

        _stopped.SetResult();
    }

    private IScannerPort? Open(out string fault) => _options.Kind == ScannerKind.Keyboard
        ? KeyboardPort.Open(_options.Device, out fault)
        : SerialPort.Open(_options.Device, _options.Baud, out fault);

    private string Follow(IScannerPort port)
    {
        Span<byte> bytes = stackalloc byte[64];
        while (!_stop.IsCancellationRequested)
        {
            ScannerFault fault = port.Read(bytes, LookMilliseconds, out int count);
            MonotonicInstant now = MonotonicInstant.Now(_time);
            if (fault == ScannerFault.Gone)
            {
                return $"{_options.Device} went away; trying again every second";
            }

            foreach (byte next in bytes[..count])
            {
                Give(_assembler.Add(next, now), now);
            }

            if (fault == ScannerFault.Lost)
            {
                _assembler.Spoil(now);
            }

            Give(_assembler.Pause(now), now);
        }

        return "";
    }

    private void Give(string? text, MonotonicInstant now)
    {
        if (text is null)
        {
            return;
        }

        ScannedCode code = new(text, now);
        while (!_codes.Writer.TryWrite(code) && !_stop.IsCancellationRequested)
        {
            _stop.Token.WaitHandle.WaitOne(LookMilliseconds);
        }
    }
}
