using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace EdgeCheckpoint.Kiosk.Configuration;

/// <summary>
/// Reads option records from configuration and reports every error at once, each with its key: unknown keys,
/// values of the wrong type, values outside their range. The same types give the reference page.
/// </summary>
internal sealed class OptionsReader
{
    private readonly List<string> _errors = [];

    /// <summary>Keys whose value could not be taken: the default that stands in is nobody's mistake.</summary>
    private readonly HashSet<string> _untaken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>One sentence an error, in the order of the keys.</summary>
    public IReadOnlyList<string> Errors => _errors;

    public T Read<T>(IConfiguration configuration)
        where T : class, new() => (T)ReadRecord(configuration, typeof(T), "");

    /// <summary>Adds an error found by a check that spans several keys.</summary>
    public void Report(string key, string problem) => Report($"{key}: {problem}");

    /// <summary>Adds an error whose sentence begins with its key, unless that key's own value was wrong already.</summary>
    public void Report(string problem)
    {
        string key = problem.Split(' ', 2)[0].TrimEnd(':');
        if (!_untaken.Any(untaken => $"{key}:".StartsWith(untaken + ":", StringComparison.OrdinalIgnoreCase)))
        {
            _errors.Add(problem);
        }
    }

    /// <summary>Takes out of a file, with an error each, what is no object, list or map though its key asks for one: what would be said of its insides only misleads.</summary>
    /// <param name="type">Options that the object is to become.</param>
    public void TakeOutMisshapen(JsonObject json, Type type, string path = "")
    {
        foreach (PropertyInfo property in KeysOf(type))
        {
            string name = KeyOf(property);
            if (json.FirstOrDefault(value => value.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { Key: { } written } found)
            {
                continue;
            }

            string key = path.Length == 0 ? name : $"{path}:{name}";
            bool section = IsSection(property.PropertyType);
            if (section && found.Value is JsonObject inner)
            {
                TakeOutMisshapen(inner, property.PropertyType, key);
            }
            else if (section || (IsMap(property.PropertyType) && found.Value is not JsonObject) || (IsList(property.PropertyType) && found.Value is not JsonArray))
            {
                Refuse(key, $"must be {(section ? "an object { ... } with keys of its own" : Describe(property.PropertyType))}");
                json.Remove(written);
            }
        }
    }

    /// <summary>The key of a property: camelCase.</summary>
    public static string KeyOf(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    /// <summary>Whether a value of that type is itself a section with keys.</summary>
    public static bool IsSection(Type type) => type is { IsClass: true } && type != typeof(string) && !typeof(IEnumerable).IsAssignableFrom(type);

    private static bool IsList(Type type) => type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type) && !IsMap(type);

    private static bool IsMap(Type type) => type.IsAssignableFrom(typeof(Dictionary<string, string>));

    /// <summary>Properties that are keys: those that can be set and are not derived from others.</summary>
    public static IEnumerable<PropertyInfo> KeysOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static p => p.CanWrite && p.GetCustomAttribute<JsonIgnoreAttribute>() is null);

    private object ReadRecord(IConfiguration configuration, Type type, string path)
    {
        object record = Activator.CreateInstance(type)!;
        var known = new Dictionary<string, PropertyInfo>(StringComparer.OrdinalIgnoreCase);
        foreach (PropertyInfo property in KeysOf(type))
        {
            known[KeyOf(property)] = property;
        }

        foreach (IConfigurationSection child in configuration.GetChildren())
        {
            string key = path.Length == 0 ? child.Key : $"{path}:{child.Key}";
            if (!known.TryGetValue(child.Key, out PropertyInfo? property))
            {
                Refuse(key, $"is not a known key{Suggestion(child.Key, known.Keys)}");
                continue;
            }

            if (ReadValue(child, property.PropertyType, key) is { } value)
            {
                property.SetValue(record, value);
                CheckRange(property, value, key);
            }
        }

        return record;
    }

    private object? ReadValue(IConfigurationSection section, Type type, string key)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain != type && string.IsNullOrEmpty(section.Value))
        {
            return null;
        }

        if (IsSection(plain))
        {
            if (section.Value is { Length: > 0 } && !section.GetChildren().Any())
            {
                Refuse(key, "must be an object { ... } with keys of its own");
                return null;
            }

            return ReadRecord(section, plain, key);
        }

        if (IsMap(plain))
        {
            return section.GetChildren().ToDictionary(static c => c.Key, static c => c.Value ?? "");
        }

        if (IsList(plain))
        {
            return section.GetChildren().Select(static c => c.Value ?? "").ToArray();
        }

        return section.GetChildren().Any() ? Wrong(key, plain, "an object or a list") : Convert(section.Value ?? "", plain, key);
    }

    private object? Convert(string text, Type type, string key)
    {
        if (type == typeof(string))
        {
            return text;
        }

        if (type.IsEnum)
        {
            string? name = Enum.GetNames(type).FirstOrDefault(n => JsonNamingPolicy.KebabCaseLower.ConvertName(n) == text);
            return name is null ? Wrong(key, type, $"'{text}'") : Enum.Parse(type, name);
        }

        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromString(null, CultureInfo.InvariantCulture, text);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException)
        {
            return Wrong(key, type, $"'{text}'");
        }
    }

    private void Refuse(string key, string problem)
    {
        _untaken.Add(key);
        _errors.Add($"{key}: {problem}");
    }

    private object? Wrong(string key, Type type, string found)
    {
        Refuse(key, $"must be {Describe(type)}, not {found}");
        return null;
    }

    /// <summary>A type in words for people.</summary>
    public static string Describe(Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain switch
        {
            { IsEnum: true } => "one of " + string.Join(", ", Enum.GetNames(plain).Select(JsonNamingPolicy.KebabCaseLower.ConvertName)),
            _ when plain == typeof(bool) => "true or false",
            _ when plain == typeof(int) || plain == typeof(long) => "a whole number",
            _ when plain == typeof(double) => "a number",
            _ when plain == typeof(string) => "a text",
            _ when plain == typeof(TimeSpan) => "a time as [days.]hours:minutes:seconds",
            _ when IsMap(plain) => "texts by language or name",
            _ => "a list of texts",
        };
    }

    private void CheckRange(PropertyInfo property, object value, string key)
    {
        foreach (ValidationAttribute rule in property.GetCustomAttributes<ValidationAttribute>())
        {
            if (rule.IsValid(value))
            {
                continue;
            }

            Refuse(key, rule is RangeAttribute range
                ? string.Create(CultureInfo.InvariantCulture, $"must be {range.Minimum} to {range.Maximum}, not {value}")
                : rule.FormatErrorMessage(key));
        }
    }

    private static string Suggestion(string key, IEnumerable<string> known)
    {
        string? near = known.MinBy(k => Distance(key, k));
        return near is not null && Distance(key, near) <= Math.Max(2, key.Length / 3) ? $"; did you mean '{near}'?" : $"; known here: {string.Join(", ", known)}";
    }

    /// <summary>Levenshtein distance without regard to case.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1;
                int best = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + cost);
                diagonal = row[j];
                row[j] = best;
            }
        }

        return row[b.Length];
    }
}
