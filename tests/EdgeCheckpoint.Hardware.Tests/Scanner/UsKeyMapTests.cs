using System.Text;
using EdgeCheckpoint.Hardware.Native;
using EdgeCheckpoint.Hardware.Scanner;

namespace EdgeCheckpoint.Hardware.Tests.Scanner;

public sealed class UsKeyMapTests
{
    [Fact]
    public void Every_printable_ascii_character_can_be_typed()
    {
        string all = string.Concat(Enumerable.Range(' ', 95).Select(static c => (char)c));
        Assert.Equal(all.Order(), Typist.Characters.Order());
        Assert.Equal(all, Read(Typist.Type(all)));
    }

    [Fact]
    public void Control_characters_inside_a_code_are_kept() => Assert.Equal("01\u001D10", Read(Typist.Type("01\u001D10")));

    [Fact]
    public void Caps_lock_turns_letters_over_and_nothing_else()
    {
        List<InputAbi.InputEvent> events = [];
        Typist.Press(events, 58);
        events.AddRange(Typist.Type("aB1!"));
        Typist.Press(events, 58);
        events.AddRange(Typist.Type("aB1!"));
        Assert.Equal("Ab1!aB1!", Read(events));
    }

    [Fact]
    public void Both_shifts_may_hold_at_once()
    {
        List<InputAbi.InputEvent> events = [Typist.Key(42, 1), Typist.Key(54, 1), Typist.Key(42, 0)];
        Typist.Press(events, 30);
        events.Add(Typist.Key(54, 0));
        Typist.Press(events, 30);
        Assert.Equal("Aa", Read(events));
    }

    [Fact]
    public void The_keypad_types_digits_and_keys_without_a_character_type_nothing()
    {
        List<InputAbi.InputEvent> events = [];
        foreach (ushort key in (ushort[])[79, 80, 81, 98, 1, 59, 102, 500])
        {
            Typist.Press(events, key);
        }

        Assert.Equal("123/", Read(events));
    }

    private static string Read(List<InputAbi.InputEvent> events)
    {
        UsKeyMap keys = new();
        byte[] typed = [.. events.Where(static one => one.Type == InputAbi.TypeKey).Select(keys.Take).Where(static c => c != 0)];
        return Encoding.ASCII.GetString(typed);
    }
}
