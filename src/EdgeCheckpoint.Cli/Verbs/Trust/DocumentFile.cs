using System.Globalization;
using System.Text.Json.Nodes;
using EdgeCheckpoint.Contract;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Policy;
using EdgeCheckpoint.Core.Trust;

namespace EdgeCheckpoint.Cli.Verbs.Trust;

/// <summary>One document file, proved as far as it can be.</summary>
/// <param name="Fault">Why it is not genuine; <see cref="DocumentFault.None"/> when it is.</param>
/// <param name="Manifest">Null when not even its head is genuine.</param>
/// <param name="Problem">Why a genuine document cannot be used, its dates included; null when it can.</param>
internal sealed record DocumentFile(string File, DocumentFault Fault, DocumentManifest? Manifest, string Signer, string? Problem)
{
    public bool IsGood => Fault == DocumentFault.None && Problem is null;

    public string Answer => Fault != DocumentFault.None ? Words.Of(Fault) : Problem ?? "good";

    /// <exception cref="IOException">The file cannot be read.</exception>
    public static DocumentFile Read(string file, TrustedKeySet roots, VerificationTime now)
    {
        using FileStream stream = System.IO.File.OpenRead(file);
        DocumentFault fault = SignedDocument.ReadHead(stream, roots, now, out DocumentManifest? manifest, out string signer);
        if (fault != DocumentFault.None || manifest is null)
        {
            return new DocumentFile(file, fault, manifest, signer, null);
        }

        long start = stream.Position;
        fault = SignedDocument.ReadBody(stream, manifest, Stream.Null);
        if (fault != DocumentFault.None)
        {
            return new DocumentFile(file, fault, manifest, signer, null);
        }

        stream.Position = start;
        DocumentFault dated = DocumentRules.InItsTime(manifest, now);
        return new DocumentFile(file, DocumentFault.None, manifest, signer, DocumentContent.Problem(manifest, stream) ?? (dated == DocumentFault.None ? null : Words.Of(dated)));
    }

    public void Print(VerificationTime now, bool json)
    {
        DocumentState? state = Manifest is null ? null : DocumentRules.StateOf(Manifest, now);
        if (json)
        {
            Output.JsonLine(new JsonObject
            {
                ["file"] = File,
                ["good"] = IsGood,
                ["answer"] = Answer,
                ["kind"] = Manifest is null ? null : Words.Of(Manifest.Kind),
                ["district"] = Manifest?.District,
                ["version"] = Manifest?.Version,
                ["issuedAt"] = Manifest?.IssuedAt,
                ["expiresAt"] = Manifest?.ExpiresAt,
                ["nextUpdate"] = Manifest?.NextUpdate,
                ["base"] = Manifest?.Base,
                ["bodyBytes"] = Manifest?.BodyBytes,
                ["signer"] = Signer.Length == 0 ? null : Signer,
                ["ageHours"] = state?.Age is { } a ? Math.Floor(a.TotalHours) : null,
                ["expired"] = state?.Expired,
                ["overdue"] = state?.Overdue,
            });
            return;
        }

        Console.Out.WriteLine($"{File}: {Answer}");
        if (Manifest is { } manifest && state is { Age: { } age } s)
        {
            string standing = s.Expired ? "EXPIRED" : !IsGood ? "does not count" : s.Overdue ? "an update is overdue" : "current";
            string since = manifest.Base is { } snapshot ? $", changes since {Words.Of(DocumentKind.Revocations)}/{snapshot}" : "";
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {manifest.Name} for district {manifest.District}{since}, {manifest.BodyBytes} bytes, signed by {Signer}"));
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  issued {manifest.IssuedAt:yyyy-MM-dd HH:mm}Z, {age.TotalHours:F0} h old; next by {manifest.NextUpdate:yyyy-MM-dd HH:mm}Z; expires {manifest.ExpiresAt:yyyy-MM-dd HH:mm}Z: {standing}"));
        }
    }
}
