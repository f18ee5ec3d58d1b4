using EdgeCheckpoint.Hardware.Native;

namespace EdgeCheckpoint.Hardware.Scanner;

/// <summary>Turns the keys of a US keyboard into ASCII. Keeps which of shift, control and caps lock hold.</summary>
/// <remarks>Codes of linux/input-event-codes.h.</remarks>
internal sealed class UsKeyMap
{
    private const ushort Enter = 28;
    private const ushort KeypadEnter = 96;
    private const ushort Tab = 15;
    private const ushort CapsLock = 58;

    private static readonly (ushort First, string Plain, string Shifted)[] Rows =
    [
        (2, "1234567890-=", "!@#$%^&*()_+"),
        (16, "qwertyuiop[]", "QWERTYUIOP{}"),
        (30, "asdfghjkl;'`", "ASDFGHJKL:\"~"),
        (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
        (55, "*", "*"),
        (57, " ", " "),
        (71, "789-456+1230.", "789-456+1230."),
        (98, "/", "/"),
    ];

    private int _shifts;
    private int _controls;
    private bool _caps;

    /// <summary>Takes a key that was pressed or released.</summary>
    /// <returns>What it types; 0 when nothing.</returns>
    internal byte Take(InputAbi.InputEvent key)
    {
        bool pressed = key.Value == 1;
        switch (key.Code)
        {
            case 42 or 54:
                _shifts = Count(_shifts, key);
                return 0;
            case 29 or 97:
                _controls = Count(_controls, key);
                return 0;
            case CapsLock:
                _caps ^= pressed;
                return 0;
            case Enter or KeypadEnter:
                return pressed ? (byte)'\r' : (byte)0;
            case Tab:
                return pressed ? (byte)'\t' : (byte)0;
            default:
                return pressed ? Type(key.Code) : (byte)0;
        }
    }

    /// <summary>Forgets which keys hold, after events were lost.</summary>
    internal void Reset() => (_shifts, _controls, _caps) = (0, 0, false);

    private static int Count(int held, InputAbi.InputEvent key) => key.Value switch
    {
        0 => Math.Max(0, held - 1),
        1 => held + 1,
        _ => held,
    };

    private byte Type(ushort code)
    {
        foreach ((ushort first, string plain, string shifted) in Rows)
        {
            int place = code - first;
            if (place >= 0 && place < plain.Length)
            {
                bool upper = _shifts > 0 ^ (_caps && char.IsAsciiLetter(plain[place]));
                char typed = upper ? shifted[place] : plain[place];

                // Control with a letter or a bracket types a control character; GS1 codes have theirs this way.
                return (byte)(_controls > 0 ? char.ToUpperInvariant(typed) & 0x1F : typed);
            }
        }

        return 0;
    }
}
