using System.Net;

namespace EdgeCheckpoint.KioskTests.Screen;

public sealed class ScreenAccessTests
{
    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:80")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("192.168.1.20")]
    public async Task A_foreign_host_name_gets_nothing(string name)
    {
        await using ScreenHost host = await ScreenHost.StartAsync();
        using var client = new HttpClient();
        foreach (string path in new[] { "", "events", "setup.json", "assets/screen.js" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Address, path));
            request.Headers.Host = name;
            using HttpResponseMessage answer = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("events")]
    [InlineData("setup.json")]
    [InlineData("assets/screen.js")]
    public async Task Nothing_can_be_written(string path)
    {
        await using ScreenHost host = await ScreenHost.StartAsync();
        using var client = new HttpClient();
        foreach (HttpMethod method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch })
        {
            using var request = new HttpRequestMessage(method, new Uri(host.Address, path));
            using HttpResponseMessage answer = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Every_answer_carries_the_strict_policy()
    {
        await using ScreenHost host = await ScreenHost.StartAsync();
        using var client = new HttpClient();
        foreach (string path in new[] { "", "setup.json", "assets/screen.css", "assets/nothing" })
        {
            using HttpResponseMessage answer = await client.GetAsync(new Uri(host.Address, path));
            string policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        }
    }

    [Fact]
    public async Task Stopping_the_service_ends_open_connections_in_order()
    {
        ScreenHost host = await ScreenHost.StartAsync();
        using var client = new HttpClient();
        using Stream stream = await client.GetStreamAsync(new Uri(host.Address, "events"));
        await host.DisposeAsync();
        byte[] rest = new byte[65536];
        int bytes = 0;
        for (int read = -1; read != 0; bytes += read)
        {
            read = await stream.ReadAsync(rest); // throws where the connection was cut off instead of ended
        }

        Assert.True(bytes > 0);
    }
}
