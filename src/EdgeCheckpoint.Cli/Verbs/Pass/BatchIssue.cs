using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential.Pass;
using EdgeCheckpoint.Core.Ports;
using Spectre.Console;

namespace EdgeCheckpoint.Cli.Verbs.Pass;

/// <summary>Issues a pass for every row of a CSV file; one JSON value a line comes out. All rows are checked before any pass is signed.</summary>
internal static class BatchIssue
{
    private const int ShownFaults = 20;
    private const int ReportEvery = 256;

    /// <param name="shared">Fields of every pass; a row's own fields stand over them.</param>
    public static int Run(string csv, string output, IReadOnlyDictionary<string, string> shared, ISigner signer)
    {
        try
        {
            if (!TryReadAll(csv, shared, out List<PassClaims>? passes))
            {
                return ExitCode.NoInput;
            }

            long start = TimeProvider.System.GetTimestamp();
            using (FileStream file = File.Create(output))
            {
                Progress(passes.Count, tick => Write(passes, signer, file, tick));
            }

            double seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
            Output.Aside.MarkupLineInterpolated(
                CultureInfo.InvariantCulture, $"{passes.Count} passes issued into {output} in {seconds:F1} s ({passes.Count / seconds:F0} a second).");
            return ExitCode.Ok;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Output.Error(e.Message, ExitCode.Io);
        }
        catch (InvalidDataException e)
        {
            return Output.Error($"{csv}: {e.Message}", ExitCode.NoInput);
        }
    }

    private static bool TryReadAll(string csv, IReadOnlyDictionary<string, string> shared, [NotNullWhen(true)] out List<PassClaims>? passes)
    {
        passes = [];
        HashSet<string> known = [.. PassFields.All.Select(static f => f.Name)];
        int faults = 0;
        Dictionary<string, int> lines = [];
        List<(int Line, Dictionary<string, string> Fields)> rows = CsvFile.Read(csv);
        if (rows.Count > 0 && rows[0].Fields.Keys.FirstOrDefault(n => !known.Contains(n)) is { } foreign)
        {
            throw new InvalidDataException($"column '{foreign}' is none of {string.Join(", ", PassFields.All.Select(static f => f.Name))}.");
        }

        foreach ((int line, Dictionary<string, string> fields) in rows)
        {
            foreach ((string name, string value) in shared)
            {
                if (!fields.TryGetValue(name, out string? own) || own.Length == 0)
                {
                    fields[name] = value;
                }
            }

            if (PassFields.TryRead(fields, out PassClaims? claims, out string fault) && !lines.TryAdd(claims.Id, line))
            {
                fault = $"the id {claims.Id} is that of line {lines[claims.Id]} too; to revoke one pass would revoke both.";
            }

            if (fault.Length == 0)
            {
                passes.Add(claims!);
            }
            else if (++faults <= ShownFaults)
            {
                Output.Error($"{csv}, line {line}: {fault}", ExitCode.NoInput);
            }
        }

        if (faults > 0)
        {
            Output.Error($"{faults} of {rows.Count} rows are wrong; no pass was issued.", ExitCode.NoInput);
        }

        return faults == 0;
    }

    private static void Write(List<PassClaims> passes, ISigner signer, Stream file, Action<int> tick)
    {
        using Utf8JsonWriter writer = new(file, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        for (int i = 0; i < passes.Count; i++)
        {
            PassClaims pass = passes[i];
            writer.WriteStartObject();
            writer.WriteString("id", pass.Id);
            writer.WriteString("kind", Words.Of(pass.Kind));
            writer.WriteString("subject", pass.Subject);
            writer.WriteString("expiresAt", pass.ExpiresAt.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
            writer.WriteString("text", DistrictPass.Issue(pass, signer));
            writer.WriteEndObject();
            writer.Flush();
            file.WriteByte((byte)'\n');
            writer.Reset(file);
            if ((i + 1) % ReportEvery == 0)
            {
                tick(ReportEvery);
            }
        }
    }

    private static void Progress(int count, Action<Action<int>> work)
    {
        if (!Output.Aside.Profile.Capabilities.Interactive || count < ReportEvery)
        {
            work(static _ => { });
            return;
        }

        Output.Aside.Progress().AutoClear(true).Start(context =>
        {
            ProgressTask task = context.AddTask("Issuing passes", maxValue: count);
            work(done => task.Increment(done));
        });
    }
}
