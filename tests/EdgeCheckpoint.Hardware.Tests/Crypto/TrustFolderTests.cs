using EdgeCheckpoint.Core.Credential.Keys;
using EdgeCheckpoint.Hardware.Crypto;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Hardware.Tests.Crypto;

public sealed class TrustFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Keys_of_all_files_are_read_and_every_bad_file_is_named()
    {
        using EcdsaSigner one = EcdsaSigner.Generate();
        using EcdsaSigner two = EcdsaSigner.Generate();
        File.WriteAllText(_folder.File("one.pem"), one.PublicKeyPem());
        Directory.CreateDirectory(_folder.File("more"));
        File.WriteAllText(_folder.File("more/two.pub"), two.PublicKeyPem());
        File.WriteAllText(_folder.File("private.pem"), two.PrivateKeyPem());
        File.WriteAllText(_folder.File("notes.txt"), "not looked at");
        TrustFile read = TrustFolder.Read(_folder.Path, new LibcryptoAlgorithms());
        Assert.Equal(2, read.Keys.Count);
        Assert.Contains("private.pem", Assert.Single(read.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_one_by_one_no_file_is_passed_over_in_silence()
    {
        using EcdsaSigner one = EcdsaSigner.Generate();
        Directory.CreateDirectory(_folder.File("more"));
        File.WriteAllText(_folder.File("more/one.pem"), one.PublicKeyPem());
        File.WriteAllText(_folder.File("notes.txt"), "not looked at");
        TrustFile[] read = [.. TrustFolder.ReadAll(_folder.Path, new LibcryptoAlgorithms())];
        Assert.Single(read.SelectMany(static f => f.Keys));
        Assert.Contains("notes.txt", Assert.Single(read.SelectMany(static f => f.Faults)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_is_not_there_is_a_fault() =>
        Assert.Contains("does not exist", Assert.Single(TrustFolder.Read(_folder.File("absent"), new LibcryptoAlgorithms()).Faults), StringComparison.Ordinal);

    [Theory]
    [InlineData("crl.json", """{"kid":"hrvC0uzB16UXK83BnPo7Glg685b1D6iYOyJd5hpRaAA","method":"rid","ctr":1,"rids":["not base64url"]}""")]
    [InlineData("crl.json", """{"kid":"hrvC0uzB16UXK83BnPo7Glg685b1D6iYOyJd5hpRaAA","method":"rid","ctr":1,"ri""")]
    [InlineData("crl.json", "{}")]
    [InlineData("crl.jwks", "")]
    public void Where_a_revocation_list_cannot_be_read_no_key_of_the_folder_is_trusted(string name, string text)
    {
        using EcdsaSigner signer = EcdsaSigner.Generate();
        File.WriteAllText(_folder.File("key.pem"), signer.PublicKeyPem());
        Assert.Single(TrustFolder.Read(_folder.Path, new LibcryptoAlgorithms()).Keys);
        File.WriteAllText(_folder.File(name), text);
        TrustFile read = TrustFolder.Read(_folder.Path, new LibcryptoAlgorithms());
        Assert.True(read.LacksRevocations);
        Assert.Empty(read.Keys);
        Assert.Contains(name, Assert.Single(read.Faults), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
