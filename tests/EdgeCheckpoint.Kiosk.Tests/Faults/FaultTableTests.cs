using System.Reflection;
using EdgeCheckpoint.Testing;

namespace EdgeCheckpoint.Kiosk.Tests.Faults;

/// <summary>The documents and the tests tell the same story.</summary>
public sealed class FaultTableTests
{
    private static readonly Type[] Stories = [typeof(DeviceFaults), typeof(StorageFaults), typeof(TrustFaults), typeof(BrokerFaults), typeof(SoundFaults)];

    [Fact]
    public void Every_row_has_its_test_and_every_test_its_row() =>
        Assert.Equal(
            Stories.SelectMany(static t => t.GetMethods())
                .Where(static m => m.GetCustomAttribute<FactAttribute>() is not null).Select(static m => FaultTable.RowOf(m.Name)).Order(),
            FaultTable.English.Keys.Order());

    [Fact]
    public void Both_languages_promise_the_same()
    {
        Assert.Equal(FaultTable.English.Keys, FaultTable.Chinese.Keys);
        Assert.All(FaultTable.English, static row => Assert.Equal(row.Value, FaultTable.Chinese[row.Key]));
    }

    [Fact]
    public void Every_code_in_the_table_has_a_sentence_on_the_screen()
    {
        string texts = System.IO.File.ReadAllText(Path.Combine(Repository.Root, "src/EdgeCheckpoint.Kiosk/Screen/Pages/lang/en.json"));
        IEnumerable<string> codes = FaultTable.English.Values.SelectMany(static r => r.Screen.Split(", ").Concat(r.Person.Split(", "))).Where(static c => c.Length > 0);
        Assert.All(codes, code => Assert.Contains($"\"{code}\":", texts, StringComparison.Ordinal));
    }
}
