using EdgeCheckpoint.Hardware.Native;

namespace EdgeCheckpoint.Hardware.Tests.Scanner;

/// <summary>Types a text as a scanner set to the US layout does.</summary>
internal static class Typist
{
    private const ushort LeftShift = 42;
    private const ushort LeftControl = 29;

    /// <summary>Every character of a US keyboard and the key it is on.</summary>
    private static readonly Dictionary<char, (ushort Key, bool Shift)> Keys = Layout();

    public static IEnumerable<char> Characters => Keys.Keys;

    public static List<InputAbi.InputEvent> Type(string text)
    {
        List<InputAbi.InputEvent> events = [];
        foreach (char c in text)
        {
            bool control = c < ' ' && c != '\r' && c != '\t';
            (ushort key, bool shift) = c switch
            {
                '\r' => ((ushort)28, false),
                '\t' => ((ushort)15, false),
                _ => Keys[control ? (char)(c | 0x40) : c],
            };
            Hold(events, LeftControl, control, 1);
            Hold(events, LeftShift, shift && !control, 1);
            Press(events, key);
            Hold(events, LeftShift, shift && !control, 0);
            Hold(events, LeftControl, control, 0);
        }

        return events;
    }

    public static void Press(List<InputAbi.InputEvent> events, ushort key)
    {
        // Scan code, key, report: as the kernel's HID driver sends them.
        events.Add(new InputAbi.InputEvent { Type = 4, Code = 4, Value = 0x70000 + key });
        events.Add(Key(key, 1));
        events.Add(new InputAbi.InputEvent());
        events.Add(Key(key, 2));
        events.Add(Key(key, 0));
        events.Add(new InputAbi.InputEvent());
    }

    public static InputAbi.InputEvent Key(ushort key, int value) => new() { Type = InputAbi.TypeKey, Code = key, Value = value };

    private static void Hold(List<InputAbi.InputEvent> events, ushort key, bool held, int value)
    {
        if (held)
        {
            events.Add(Key(key, value));
        }
    }

    private static Dictionary<char, (ushort Key, bool Shift)> Layout()
    {
        Dictionary<char, (ushort, bool)> keys = [];
        Row(keys, 2, "1234567890-=", "!@#$%^&*()_+");
        Row(keys, 16, "qwertyuiop[]", "QWERTYUIOP{}");
        Row(keys, 30, "asdfghjkl;'`", "ASDFGHJKL:\"~");
        Row(keys, 43, "\\zxcvbnm,./", "|ZXCVBNM<>?");
        keys[' '] = (57, false);
        return keys;
    }

    private static void Row(Dictionary<char, (ushort, bool)> keys, ushort first, string plain, string shifted)
    {
        for (int i = 0; i < plain.Length; i++)
        {
            keys[plain[i]] = ((ushort)(first + i), false);
            keys[shifted[i]] = ((ushort)(first + i), true);
        }
    }
}
