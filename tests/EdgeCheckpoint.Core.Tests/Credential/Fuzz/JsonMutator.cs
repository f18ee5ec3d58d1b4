using System.Text.Json.Nodes;

namespace EdgeCheckpoint.Core.Tests.Credential.Fuzz;

/// <summary>Changes a document in one to three places: members are replaced, taken away and added, with words that some format, list or rule looks for.</summary>
internal sealed class JsonMutator(Random random)
{
    private const int MostDepth = 3;

    private static readonly string[] Words =
    [
        "quota", "days", "binding", "colour", "test", "at", "kind", "plate", "iss", "nbf", "exp", "vc", "rid", "type", "credentialSubject", "fhirBundle", "entry", "resource",
        "resourceType", "name", "status", "meta", "security", "nam", "fnt", "dob", "v", "t", "r", "ci", "ver", "hdr", "is", "msg", "pid", "uvci",
    ];

    public void Change(JsonNode document)
    {
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            JsonNode[] places = [.. Places(document)];
            switch (places[random.Next(places.Length)])
            {
                case JsonArray list:
                    Change(list);
                    break;
                case JsonObject members:
                    Change(members);
                    break;
            }
        }
    }

    private void Change(JsonArray list)
    {
        if (list.Count > 0 && random.Next(2) == 0)
        {
            list[random.Next(list.Count)] = Value(0);
        }
        else
        {
            list.Add(Value(0));
        }
    }

    private void Change(JsonObject members)
    {
        string word = Words[random.Next(Words.Length)];
        string name = members.Count > 0 ? members.GetAt(random.Next(members.Count)).Key : word;
        switch (random.Next(3))
        {
            case 0:
                members[name] = Value(0);
                break;
            case 1:
                members.Remove(name);
                break;
            default:
                members[word] = Value(0);
                break;
        }
    }

    private static IEnumerable<JsonNode> Places(JsonNode node) => node switch
    {
        JsonArray list => [node, .. list.OfType<JsonNode>().SelectMany(Places)],
        JsonObject members => [node, .. members.Select(static m => m.Value).OfType<JsonNode>().SelectMany(Places)],
        _ => [],
    };

    private JsonNode? Value(int depth) => random.Next(14) switch
    {
        0 => null,
        1 => new JsonArray(),
        2 => new JsonObject(),
        3 => "",
        4 => "x",
        5 => "2021-13-45T99:99:99Z",
        6 => "a\u202e\0|:\\",
        7 => 5,
        8 => -1.5,
        9 => 1e300,
        10 => long.MaxValue,
        11 => true,
        12 => new JsonArray(depth < MostDepth ? Value(depth + 1) : null),
        _ => new JsonObject { [Words[random.Next(Words.Length)]] = depth < MostDepth ? Value(depth + 1) : null },
    };
}
