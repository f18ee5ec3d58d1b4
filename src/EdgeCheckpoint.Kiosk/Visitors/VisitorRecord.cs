using System.Text.RegularExpressions;

namespace EdgeCheckpoint.Kiosk.Visitors;

/// <summary>What a visitor writes down. Lives in memory until it is sealed, never longer.</summary>
internal sealed partial record VisitorRecord
{
    public required string Name { get; init; }

    public required string Phone { get; init; }

    /// <summary>Whom or where the visit goes to.</summary>
    public required string Visiting { get; init; }

    public string Purpose { get; init; } = "";

    /// <summary>Number of people who come together, 1 to 50.</summary>
    public int People { get; init; } = 1;

    /// <summary>Plate of the vehicle; empty on foot.</summary>
    public string Plate { get; init; } = "";

    /// <summary>Names of the fields, as form and text format use them, with the words a person may write for them.</summary>
    internal static IReadOnlyDictionary<string, string[]> Fields { get; } = new Dictionary<string, string[]>
    {
        ["name"] = ["姓名", "name"],
        ["phone"] = ["电话", "手机", "phone"],
        ["visiting"] = ["到访", "被访人", "visiting"],
        ["purpose"] = ["事由", "purpose"],
        ["people"] = ["人数", "people"],
        ["plate"] = ["车牌", "plate"],
    };

    /// <summary>Checks what was written.</summary>
    /// <param name="problems">Names of the fields that need another look; never their content.</param>
    internal static bool TryCreate(IReadOnlyDictionary<string, string> fields, out VisitorRecord record, out IReadOnlyList<string> problems)
    {
        var wrong = new List<string>();
        string name = Take("name", 40, required: true);
        string phone = Take("phone", 20, required: true);
        string visiting = Take("visiting", 60, required: true);
        string purpose = Take("purpose", 60, required: false);
        string plate = Take("plate", 12, required: false);
        string peopleText = Take("people", 2, required: false);
        if (phone.Length > 0 && !PhoneNumber().IsMatch(phone))
        {
            wrong.Add("phone");
        }

        int people = 1;
        if (peopleText.Length > 0 && (!int.TryParse(peopleText, System.Globalization.CultureInfo.InvariantCulture, out people) || people is < 1 or > 50))
        {
            wrong.Add("people");
        }

        record = new VisitorRecord { Name = name, Phone = phone, Visiting = visiting, Purpose = purpose, Plate = plate, People = people };
        problems = [.. wrong.Distinct()];
        return wrong.Count == 0;

        string Take(string field, int longest, bool required)
        {
            string text = fields.GetValueOrDefault(field, "").Trim();
            if (text.Length > longest || (required && text.Length == 0) || text.Any(char.IsControl))
            {
                wrong.Add(field);
            }

            return text;
        }
    }

    [GeneratedRegex(@"^\+?[0-9][0-9 -]{4,18}$")]
    private static partial Regex PhoneNumber();
}
