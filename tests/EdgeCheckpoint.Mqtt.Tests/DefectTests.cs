using EdgeCheckpoint.Mqtt.Native;
using EdgeCheckpoint.Simulation.Broker;
using EdgeCheckpoint.Testing;
using static EdgeCheckpoint.Mqtt.Tests.TestClient;

namespace EdgeCheckpoint.Mqtt.Tests;

/// <summary>What becomes of defects of our own.</summary>
public sealed class DefectTests
{
    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task An_exception_in_a_callback_of_the_library_is_thrown_on_our_side_of_it()
    {
        CancellationToken token = Deadline();
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(token);
        using var waker = new Waker();
        using var session = new NativeSession(Options(broker.Port, "faulty"), v5: true, retains: true, new Faulty());
        Assert.Equal(LibMosquitto.Success, session.Open().Code);

        var thrown = Assert.Throws<InvalidOperationException>(() =>
        {
            while (!token.IsCancellationRequested)
            {
                short ready = waker.Wait(session.Socket, Waker.Readable | Waker.Writable, 100);
                _ = (ready & Waker.Readable) != 0 ? session.Read() : 0;
                _ = session.WantsWrite ? session.Write() : 0;
            }
        });
        Assert.Equal("of our own", thrown.Message);
    }

    [NeedsFact(program: "mosquitto", library: "libmosquitto.so.1")]
    public async Task A_defect_ends_its_connection_is_reported_and_the_client_goes_on()
    {
        CancellationToken token = Deadline();
        await using MosquittoProcess broker = await MosquittoProcess.StartAsync(token);
        var time = new FaultyTime();
        await using var client = MqttClient.Start(Options(broker.Port, "faulty") with { Time = time });
        await client.ConnectedAsync(token);

        time.FailOnce();
        await foreach (MqttConnectionState state in client.StatesAsync(token))
        {
            if (state.Defect is { } defect)
            {
                Assert.Equal("of our own", defect.Message);
                break;
            }
        }

        Assert.True((await client.PublishAsync(Message("a/b", "afterwards"), token)).Accepted);
    }

    private sealed class Faulty : ISessionEvents
    {
        public void Answered(MqttReason reason, bool sessionPresent, int receiveMaximum, string text) => throw new InvalidOperationException("of our own");

        public void Dismissed(MqttReason reason)
        {
            // Not what this test is about.
        }

        public void Published(int messageId, MqttReason reason) => Dismissed(reason);

        public void Subscribed(int messageId, MqttReason reason) => Dismissed(reason);

        public void Received(MqttMessage message) => Dismissed(MqttReason.Success);
    }

    private sealed class FaultyTime : TimeProvider
    {
        private int _fails;

        public void FailOnce() => Volatile.Write(ref _fails, 1);

        public override long GetTimestamp() =>
            Interlocked.Exchange(ref _fails, 0) == 1 ? throw new InvalidOperationException("of our own") : base.GetTimestamp();
    }
}
