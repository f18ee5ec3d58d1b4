using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using EdgeCheckpoint.Core.Credential;
using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Core.Lists;
using EdgeCheckpoint.Core.Trust;
using EdgeCheckpoint.Kiosk.Trust;

namespace EdgeCheckpoint.Benchmarks;

/// <summary>Look-ups in 10 million revocations, filter in memory, exact list in the mapped file, as on a kiosk. Target: at most 5 µs and 40 MB.</summary>
[MemoryDiagnoser]
public class ListsBenchmarks
{
    private const int Entries = 10_000_000;
    private const int Asked = 1 << 16;

    private readonly CredentialResult[] _revoked = new CredentialResult[Asked];
    private readonly CredentialResult[] _others = new CredentialResult[Asked];
    private readonly RevocationsInForce _revocations = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("edgecheckpoint-").FullName;
    private int _next;

    [GlobalSetup]
    public void Setup()
    {
        TimeProvider time = TimeProvider.System;
        ListHash[] hashes = new ListHash[Entries];
        Parallel.For(0, Entries, i => hashes[i] = ListHash.OfCode("ECP1", IdOf(i)));
        Array.Sort(hashes);
        byte[] body = new byte[(long)Entries * ListHash.Bytes];
        for (int i = 0; i < Entries; i++)
        {
            hashes[i].Write(body.AsSpan(i * ListHash.Bytes));
        }

        using EcdsaSigner root = EcdsaSigner.Generate();
        string file = Path.Combine(_folder, "offered.ecpdoc");
        using (FileStream to = File.Create(file))
        {
            DateTimeOffset now = time.GetUtcNow();
            SignedDocument.Write(to, new DocumentManifest(DocumentKind.Revocations, "d1", 1, now, now.AddDays(30), now.AddDays(1), 0, ""), new MemoryStream(body), root);
        }

        var store = new TrustStore(
            new DocumentFolder(Path.Combine(_folder, "store"), "d1", new TrustedKeySet([new TrustedKey(KeyIdentifier.Text(root.KeyId.Span), KeyUsages.None, root.SubjectPublicKeyInfo, new FrameworkAlgorithms())]), time),
            [new RevocationsConsumer(_revocations)]);
        long start = time.GetTimestamp();
        store.Judged += static judged => Console.WriteLine($"// import: {judged.Detail}");
        store.Take(file, new VerificationTime(time.GetUtcNow(), Contract.ClockState.Synced));
        Console.WriteLine($"// import of {body.LongLength} bytes: {time.GetElapsedTime(start).TotalSeconds:F1} s; filter {new RevocationFilter(Entries).Bytes / 1e6:F1} MB; entries {_revocations.Counts.Snapshot}");
        Rate();
        for (int i = 0; i < Asked; i++)
        {
            _revoked[i] = Code(IdOf((int)((long)i * Entries / Asked)));
            _others[i] = Code(IdOf(Entries + i));
        }
    }

    [GlobalCleanup]
    public void Cleanup() => Directory.Delete(_folder, recursive: true);

    /// <summary>Hash, filter: the everyday answer.</summary>
    [Benchmark]
    public bool NotRevoked() => _revocations.IsRevoked(_others[_next++ & (Asked - 1)]);

    /// <summary>Hash, filter, exact look-up in the file.</summary>
    [Benchmark]
    public bool Revoked() => _revocations.IsRevoked(_revoked[_next++ & (Asked - 1)]);

    private static void Rate()
    {
        const int asked = 5_000_000;
        var filter = new RevocationFilter(Entries);
        for (int i = 0; i < Entries; i++)
        {
            filter.Add(ListHash.OfCode("ECP1", IdOf(i)));
        }

        int suspected = 0;
        for (int i = 0; i < asked; i++)
        {
            suspected += filter.MayContain(ListHash.OfCode("ECP1", IdOf(Entries + i))) ? 1 : 0;
        }

        Console.WriteLine($"// filter: {suspected} of {asked} codes that are not listed were suspected: {(double)suspected / asked:E2}");
    }

    private static CredentialResult Code(string id) => new() { Format = "ECP1", Status = CredentialStatus.Valid, Id = id };

    private static string IdOf(int number)
    {
        Span<byte> id = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(id, number * 2654435761L);
        return Convert.ToHexStringLower(id);
    }
}
