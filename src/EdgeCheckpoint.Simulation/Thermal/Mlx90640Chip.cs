using EdgeCheckpoint.Core.Time;
using EdgeCheckpoint.Hardware.I2c;
using static EdgeCheckpoint.Hardware.Thermal.Mlx90640.Mlx90640Registers;

namespace EdgeCheckpoint.Simulation.Thermal;

/// <summary>What a simulated chip measures.</summary>
internal interface IMlx90640View
{
    /// <summary>Fills RAM with a sub-page.</summary>
    /// <param name="count">Sub-pages since power-up.</param>
    /// <param name="hertz">Sub-pages a second.</param>
    /// <returns>The sub-page, 0 or 1.</returns>
    int Measure(long count, double hertz, ushort control, Span<ushort> ram);
}

/// <summary>The chip itself: its registers, its rate, its ways to fail. Safe to turn its knobs while a driver reads it.</summary>
internal sealed class Mlx90640Chip
{
    private readonly Lock _lock = new();
    private readonly IMlx90640View _view;
    private readonly TimeProvider _time;
    private readonly Mlx90640RegisterFile _registers;
    private MonotonicInstant _countedFrom;
    private double _hertz;
    private long _measured;
    private bool _plugged = true;
    private bool _frozen;
    private int _kilohertz;

    public Mlx90640Chip(ReadOnlySpan<ushort> eeprom, IMlx90640View view, TimeProvider time, int busKilohertz)
    {
        _registers = new Mlx90640RegisterFile(eeprom);
        _view = view;
        _time = time;
        _kilohertz = busKilohertz;
        PowerUp();
    }

    public bool Plugged
    {
        get
        {
            lock (_lock)
            {
                return _plugged;
            }
        }

        set
        {
            lock (_lock)
            {
                if (value && !_plugged)
                {
                    PowerUp();
                }

                _plugged = value;
            }
        }
    }

    public void BrownOut()
    {
        lock (_lock)
        {
            PowerUp();
        }
    }

    public void Freeze(bool frozen)
    {
        lock (_lock)
        {
            _frozen = frozen;
        }
    }

    public void SetBusClock(int kilohertz)
    {
        lock (_lock)
        {
            _kilohertz = kilohertz;
        }
    }

    public void SetEeprom(int index, ushort word)
    {
        lock (_lock)
        {
            _registers.Eeprom[index] = word;
        }
    }

    public BusFault Transfer(ReadOnlySpan<byte> write, Span<byte> read)
    {
        lock (_lock)
        {
            if (!_plugged)
            {
                return BusFault.AddressNack;
            }

            Measure();
            BusFault fault = _registers.Transfer(write, read);
            if (_kilohertz > 0)
            {
                // 9 clocks a byte, and an address byte each way; what is measured meanwhile is found at the next transfer.
                double bytes = write.Length + read.Length + 2;
                Task.Delay(TimeSpan.FromMilliseconds(bytes * 9 / _kilohertz), _time, CancellationToken.None).Wait(CancellationToken.None);
            }

            return fault;
        }
    }

    private void PowerUp()
    {
        _registers.PowerUp();
        _countedFrom = MonotonicInstant.Now(_time);
        _measured = 0;
    }

    /// <summary>Makes the sub-pages that have become due; of many, the last two, as the others are overwritten.</summary>
    private void Measure()
    {
        double hertz = (1 << ((_registers.Control & ControlRefreshMask) >> ControlRefreshShift)) / 2.0;
        MonotonicInstant now = MonotonicInstant.Now(_time);
        if (hertz != _hertz)
        {
            // Another rate: the measurement under way begins anew.
            _hertz = hertz;
            _countedFrom = now;
            _measured = 0;
        }

        long due = (long)((now - _countedFrom).TotalSeconds * hertz);
        for (long n = Math.Max(_measured + 1, due - 1); n <= due && !_frozen; n++)
        {
            int subPage = _view.Measure(n, hertz, _registers.Control, _registers.Ram);
            _registers.Status = (ushort)((_registers.Status & StatusOverwrite) | StatusNewData | subPage);
        }

        _measured = due;
    }
}
