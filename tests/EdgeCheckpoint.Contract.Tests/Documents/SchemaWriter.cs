using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using EdgeCheckpoint.Contract.Kiosk;

namespace EdgeCheckpoint.Contract.Tests.Documents;

/// <summary>JSON Schemas (2020-12) of the contract's types, their descriptions taken from the types' own comments.</summary>
internal static partial class SchemaWriter
{
    private static readonly XDocument Comments = XDocument.Load(Path.ChangeExtension(typeof(Envelope).Assembly.Location, ".xml"));

    public static JsonObject Of(JsonTypeInfo type, string name)
    {
        JsonNode schema = type.GetJsonSchemaAsNode(new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = Describe,
        });
        return WithHead(schema.AsObject(), name);
    }

    /// <summary>The CloudEvents envelope around every kind of event.</summary>
    public static JsonObject Envelope(IReadOnlyDictionary<string, string> schemaOfKind)
    {
        string[] required = ["specversion", "id", "source", "type", "time", "datacontenttype", "epoch", "sequence", "boot", "monotonic", "clock", "replay", "data"];
        return WithHead(Object(
            ("description", "CloudEvents 1.0 in structured mode: one event of a kiosk. A reader ignores attributes it does not know."),
            ("type", "object"),
            ("properties", Object(
                ("specversion", Object(("const", "1.0"))),
                ("id", Text("device:epoch:sequence; the event's identity for ever.", "^[^:]+:[^:]+:[1-9][0-9]*$")),
                ("source", Text("Topic prefix of the kiosk.", "^ecp/v1/[^/]+/[^/]+/[^/]+$")),
                ("type", Object(("enum", new JsonArray([.. schemaOfKind.Keys.Select(static k => (JsonNode)EnvelopeCodec.TypeOf(k))])))),
                ("time", Text("Wall clock, UTC; trust it as far as 'clock' says.", "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$")),
                ("datacontenttype", Object(("const", "application/json"))),
                ("epoch", Text("Changes when a kiosk is re-imaged or its journal had to be replaced.", "^.+$")),
                ("sequence", Text("From 1, without gaps, within the epoch; a decimal number as text, as CloudEvents integers have only 32 bits.", "^[1-9][0-9]*$")),
                ("boot", Object(("type", "string"), ("description", "Identity of the boot, so that monotonic times can be compared."))),
                ("monotonic", Text("Milliseconds of the monotonic clock of that boot.", "^[0-9]+$")),
                ("clock", WordsOf<ClockState>("State of the wall clock.")),
                ("replay", WordsOf<Replay>("Sent at once, late, or from a simulation.")),
                ("data", Object(("type", "object"))))),
            ("required", new JsonArray([.. required.Select(static r => (JsonNode)r)])),
            ("allOf", EachIts("type", schemaOfKind.ToDictionary(static s => EnvelopeCodec.TypeOf(s.Key), static s => s.Value), "data"))), "envelope");
    }

    /// <summary>A command, each with its own arguments.</summary>
    public static JsonObject Command(IReadOnlyDictionary<string, string> schemaOfName)
    {
        JsonObject schema = Of(KioskJson.Context.Command, "command");
        schema["properties"]!["name"]!["enum"] = new JsonArray([.. schemaOfName.Keys.Select(static n => (JsonNode)n)]);
        schema["allOf"] = EachIts("name", schemaOfName, "arguments");
        return schema;
    }

    /// <summary>For every word of one member, the schema of another.</summary>
    private static JsonArray EachIts(string member, IReadOnlyDictionary<string, string> schemaOfWord, string other) => new([.. schemaOfWord.Select(s => (JsonNode)Object(
        ("if", Object(("properties", Object((member, Object(("const", s.Key))))))),
        ("then", Object(("properties", Object((other, Object(("$ref", s.Value)))))))))]);

    internal static JsonObject Object(params (string Name, JsonNode? Value)[] members)
    {
        var result = new JsonObject();
        foreach ((string name, JsonNode? value) in members)
        {
            result[name] = value;
        }

        return result;
    }

    private static JsonObject Text(string description, string pattern) => Object(("type", "string"), ("pattern", pattern), ("description", description));

    private static JsonObject WordsOf<T>(string description)
        where T : struct, Enum =>
        Object(("enum", new JsonArray([.. Enum.GetValues<T>().Select(static v => (JsonNode)Words.Of(v))])), ("description", description));

    private static JsonObject WithHead(JsonObject schema, string name)
    {
        JsonObject result = Object(("$schema", "https://json-schema.org/draft/2020-12/schema"), ("title", name));
        foreach ((string key, JsonNode? value) in schema)
        {
            result[key] = value?.DeepClone();
        }

        return result;
    }

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode schema)
    {
        string comment = context.PropertyInfo?.AttributeProvider is PropertyInfo property
            ? Summary($"P:{property.DeclaringType!.FullName}.{property.Name}") is { Length: > 0 } own ? own : Parameter(property)
            : context.Path.Length == 0 ? Summary($"T:{context.TypeInfo.Type.FullName}") : "";
        if (schema is not JsonObject described)
        {
            // Anything goes, but it may be described.
            return comment.Length > 0 ? Object(("description", comment)) : schema;
        }

        RequireOnlyWhatIsNeverNull(described);
        if (context.PropertyInfo is { Set: null, AssociatedParameter: null })
        {
            // Computed and never null: the exporter knows only what a reader may set.
            described["type"] = "string";
        }

        if (comment.Length > 0)
        {
            described["description"] = comment;
        }

        return described;
    }

    /// <summary>What is null is not written at all.</summary>
    private static void RequireOnlyWhatIsNeverNull(JsonObject schema)
    {
        if (schema["required"] is not JsonArray required || schema["properties"] is not JsonObject properties)
        {
            return;
        }

        schema["required"] = new JsonArray([.. required
            .Select(static r => r!.GetValue<string>())
            .Where(r => (properties[r] as JsonObject)?["type"] is not JsonArray types || types.All(static t => t!.GetValue<string>() != "null"))
            .Select(static r => (JsonNode)r)]);
    }

    private static string Summary(string member) => Plain(Member(member)?.Element("summary"));

    /// <summary>Properties of a positional record are described by its parameters.</summary>
    private static string Parameter(PropertyInfo property) =>
        Plain(Member($"T:{property.DeclaringType!.FullName}")?.Elements("param").FirstOrDefault(p => p.Attribute("name")?.Value == property.Name));

    private static XElement? Member(string name) =>
        Comments.Descendants("member").FirstOrDefault(m => m.Attribute("name")?.Value == name);

    private static string Plain(XElement? element)
    {
        if (element is null)
        {
            return "";
        }

        IEnumerable<string> parts = element.Nodes().Select(static n => n switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "see" } see => see.Attribute("cref")?.Value.Split('.')[^1] ?? "",
            XElement { Name.LocalName: "paramref" } reference => reference.Attribute("name")?.Value ?? "",
            XElement inner => inner.Value,
            _ => "",
        });
        return Blanks().Replace(string.Concat(parts), " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
