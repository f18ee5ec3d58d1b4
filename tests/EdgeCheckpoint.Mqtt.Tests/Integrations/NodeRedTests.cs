using System.Diagnostics;
using System.Text.Json;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Mqtt.Tests.Integrations;

/// <summary>The flow for Node-RED: whole, on real topics, and its functions do what their names say.</summary>
public sealed class NodeRedTests
{
    private static readonly JsonElement[] Nodes = [.. JsonDocument.Parse(IntegrationFiles.Read("node-red", "flow.json")).RootElement.EnumerateArray()];

    private static string Text(JsonElement node, string name) => node.TryGetProperty(name, out JsonElement value) ? value.GetString()! : "";

    [Fact]
    public void Every_wire_tab_and_configuration_leads_to_a_node_that_exists()
    {
        string[] ids = [.. Nodes.Select(static n => Text(n, "id"))];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        foreach (JsonElement node in Nodes)
        {
            IEnumerable<string> wired = node.TryGetProperty("wires", out JsonElement wires)
                ? wires.EnumerateArray().SelectMany(static output => output.EnumerateArray().Select(static w => w.GetString()!))
                : [];
            Assert.All(wired.Concat(new[] { Text(node, "z"), Text(node, "tls") }.Where(static r => r.Length > 0)), reference => Assert.Contains(reference, ids));
            if (Text(node, "type") == "mqtt in")
            {
                Assert.Equal("mqtt-broker", Text(Nodes.Single(n => Text(n, "id") == Text(node, "broker")), "type"));
                Assert.StartsWith("ecp/v1/binhu/+/+/", Text(node, "topic"), StringComparison.Ordinal);
            }
        }
    }

    [NeedsTheory(program: "node")]
    [InlineData("evt/scan", "Recheck at east-gate: temperature-elevated")]
    [InlineData("evt/gate", "Gate forced at east-gate")]
    [InlineData("evt/alarm", "Alarm sensor-fault at east-gate: no answer")]
    [InlineData("evt/gap", "Events 4 to 9 of kiosk-7 were dropped")]
    public void What_needs_somebody_is_said_once(string channel, string expected)
    {
        JsonElement[] told = Run(channel, "ecp-once", "ecp-sort");
        Assert.Equal(expected, Text(Assert.Single(told), "payload"));
    }

    [NeedsFact(program: "node")]
    public void Verdicts_are_counted()
    {
        JsonElement[] told = Run("evt/scan", "ecp-once", "ecp-count");
        Assert.Equal(1, Assert.Single(told).GetProperty("payload").GetProperty("refer").GetInt32());
    }

    [NeedsFact(program: "node")]
    public void A_kiosks_state_is_said_when_it_changes()
    {
        Assert.Equal("kiosk-7 is online", Text(Assert.Single(Run("status", "ecp-away")), "payload"));
    }

    /// <summary>Runs function nodes after each other over the same message twice, as a broker may deliver it.</summary>
    private static JsonElement[] Run(string channel, params string[] functions)
    {
        const string harness = """
            const [functions, topic, payload] = JSON.parse(require('fs').readFileSync(0, 'utf8'));
            const stores = functions.map(() => new Map());
            const node = { status() {} };
            const out = [];
            for (let i = 0; i < 2; i++) {
              let msg = { topic, payload: JSON.parse(payload) };
              functions.forEach((body, n) => {
                if (!msg) { return; }
                const context = { get: (k) => stores[n].get(k), set: (k, v) => stores[n].set(k, v) };
                msg = new Function('msg', 'context', 'node', body)(msg, context, node);
              });
              if (msg) { out.push(msg); }
            }
            console.log(JSON.stringify(out));
            """;
        string[] bodies = [.. functions.Select(static id => Text(Nodes.Single(n => Text(n, "id") == id), "func"))];
        string topic = $"{EdgeCheckpoint.Contract.Topics.Prefix(IntegrationFiles.Kiosk)}/{channel}";
        using Process program = Process.Start(new ProcessStartInfo("node", ["-e", harness]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        program.StandardInput.Write(JsonSerializer.Serialize<object[]>([bodies, topic, IntegrationFiles.Samples[channel]]));
        program.StandardInput.Close();
        string output = program.StandardOutput.ReadToEnd();
        program.WaitForExit();
        Assert.Equal(0, program.ExitCode);
        return [.. JsonDocument.Parse(output).RootElement.EnumerateArray()];
    }
}
