using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Contract.Events;
using EdgeCheckpoint.Core.Machine;
using EdgeCheckpoint.Core.Thermal;
using EdgeCheckpoint.Core.Time;

namespace EdgeCheckpoint.Core.Inputs;

/// <summary>
/// How inputs are written down. Every kind of <see cref="MachineInput"/> is, also one added later; a text of a type that is not
/// known to be free of personal data is written as a token that means something within one run of the service only.
/// </summary>
internal static class InputJson
{
    /// <summary>Types whose texts are words of this software: reason codes, formats, names of devices.</summary>
    private static readonly HashSet<Type> Impersonal =
    [
        typeof(InputHeader), typeof(InputEntry), typeof(RulesAnswer), typeof(ReducedCredential),
        typeof(DeviceChanged), typeof(ContactChanged), typeof(SubjectObservation), typeof(Measurement), typeof(EventKey), typeof(MachineOptions), typeof(Site),
    ];

    /// <param name="run">Key of this run's tokens; null for reading.</param>
    public static JsonSerializerOptions Options(Pseudonym? run)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            RespectRequiredConstructorParameters = false,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Derive, info => HideTexts(info, run) } },
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower));
        options.Converters.Add(new InstantConverter());
        options.Converters.Add(new RecordedEventConverter());
        options.Converters.Add(new CredentialConverter(run ?? new Pseudonym(new byte[32])));
        return options;
    }

    public static string NameOf(MachineInput input) => JsonNamingPolicy.KebabCaseLower.ConvertName(input.GetType().Name);

    private static void Derive(JsonTypeInfo info)
    {
        if (info.Type != typeof(MachineInput))
        {
            return;
        }

        info.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "is" };
        foreach (Type type in typeof(MachineInput).Assembly.GetTypes().Where(static t => t.IsSubclassOf(typeof(MachineInput)) && !t.IsAbstract))
        {
            info.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(type, JsonNamingPolicy.KebabCaseLower.ConvertName(type.Name)));
        }
    }

    private static void HideTexts(JsonTypeInfo info, Pseudonym? run)
    {
        if (run is null || info.Kind != JsonTypeInfoKind.Object || Impersonal.Contains(info.Type))
        {
            return;
        }

        foreach (JsonPropertyInfo property in info.Properties)
        {
            if (property.PropertyType == typeof(string))
            {
                property.CustomConverter = new TokenConverter(run);
            }
            else if (property.PropertyType != typeof(string) && typeof(IEnumerable<string>).IsAssignableFrom(property.PropertyType))
            {
                property.ShouldSerialize = static (_, _) => false;
            }
        }
    }

    /// <summary>Ticks of 100 ns: exactly what the machine saw.</summary>
    private sealed class InstantConverter : JsonConverter<MonotonicInstant>
    {
        public override MonotonicInstant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(TimeSpan.FromTicks(reader.GetInt64()));

        public override void Write(Utf8JsonWriter writer, MonotonicInstant value, JsonSerializerOptions options) => writer.WriteNumberValue(value.SinceStart.Ticks);
    }

    private sealed class TokenConverter(Pseudonym run) : JsonConverter<string>
    {
        private const int Digits = 8;

        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(run.TokenOf("text", value)[..Digits]);
    }

    /// <summary>An event that the machine is told it recorded is its own: its kind says enough, a replay puts in its own again.</summary>
    private sealed class RecordedEventConverter : JsonConverter<CheckpointEvent>
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsAssignableTo(typeof(CheckpointEvent));

        public override CheckpointEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new AlarmEvent(reader.GetString() ?? "", true, "");

        public override void Write(Utf8JsonWriter writer, CheckpointEvent value, JsonSerializerOptions options) => writer.WriteStringValue(value.Kind);
    }
}
