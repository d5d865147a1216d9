using System.Buffers.Text;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using HumaXledger.Core;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Transport;
using HumaXledger.Core.Xledger;
using HumaXledger.Core.Xledger.Transport;
using HumaXledger.Tests.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace HumaXledger.Tests.Xledger;

/// <summary>
/// What the Xledger client relies on in an <see cref="IGraphQlTransport"/>, over real HTTP. Every implementation has a
/// class of its own that inherits these tests.
/// </summary>
public abstract class TransportContractTest
{
    private const string Name = "Ødegård";

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromMinutes(7);

    private static readonly string Token = Base64Url.EncodeToString("an invented token of a test"u8);

    private static readonly GraphQlDocument Query = new(
        "Employees",
        $$"""query Employees($first: Int) { page: employees(first: $first, text: "{{Name}}") { edges { cursor } } }"""
    );

    private static readonly GraphQlDocument Mutation = new(
        "UpdateContacts",
        $$"""mutation UpdateContacts { updateContacts(inputs: [{ node: { dbId: "1", lastName: "{{Name}}" } }]) { dbId } }"""
    );

    /// <summary>The implementation under test.</summary>
    /// <param name="http">The client with Xledger's handlers, as the portal configures it.</param>
    private protected abstract IGraphQlTransport Create(
        HttpClient http,
        XledgerAccess access,
        TimeSpan requestTimeout,
        IUsageMeter? usage,
        RemoteClock remote,
        TimeProvider time
    );

    [Fact]
    public async Task Request_IsPostedAsJsonWithTheToken()
    {
        string? authorization = null;
        string? type = null;
        JsonNode? body = null;
        await using var setup = await StartAsync(async context =>
        {
            (authorization, type) = (context.Request.Headers.Authorization, context.Request.ContentType);
            body = await JsonNode.ParseAsync(context.Request.Body);
            await StubServer.JsonAsync(context, """{ "data": { "dbId": "1" } }""");
        });

        await SendAsync(setup, Query);

        Assert.Equal($"token {Token}", authorization);
        Assert.StartsWith("application/json", type, StringComparison.Ordinal);
        Assert.Equal(
            (Query.OperationName, Query.Text, 5),
            ((string?)body!["operationName"], (string?)body["query"], (int?)body["variables"]!["first"])
        );
        Assert.Equal(["POST /"], setup.Server.Requests);
    }

    [Fact]
    public async Task Answer_WithDataAndErrors_HasBoth()
    {
        await using var setup = await StartAsync(context =>
            StubServer.JsonAsync(
                context,
                """
                { "data": { "dbId": 17 }, "errors": [ { "message": "no", "path": ["page", 0], "extensions": { "code": "X" } } ] }
                """
            )
        );

        var answer = await SendAsync(setup, Query);

        // An id is a number in some types and a text in others.
        Assert.Equal("17", answer.Data?.DbId);
        var error = Assert.Single(answer.Errors);
        Assert.Equal(("no", "X"), (error.Message, error.Code));
        Assert.Equal(["page", "0"], error.Path);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Answer_WithErrorsAndAnyStatus_IsAnAnswer(int status)
    {
        await using var setup = await StartAsync(context =>
            StubServer.JsonAsync(
                context,
                """{ "data": null, "errors": [ { "message": "no", "code": "X" } ] }""",
                status
            )
        );

        var answer = await SendAsync(setup, Mutation);

        Assert.Null(answer.Data);
        Assert.Equal((status, "X"), ((int)answer.Status, Assert.Single(answer.Errors).Code));
    }

    [Fact]
    public async Task Answer_InGzip_IsRequestedReadAndCountedAsReceived()
    {
        var packed = Packed($$"""{ "data": { "dbId": "{{new string('7', 100_000)}}" } }""");
        string? accepted = null;
        await using var setup = await StartAsync(context =>
        {
            accepted = context.Request.Headers.AcceptEncoding;
            return GzipAsync(context, packed);
        });

        var answer = await SendAsync(setup, Query);

        Assert.Contains("gzip", accepted, StringComparison.Ordinal);
        Assert.Equal(100_000, answer.Data?.DbId?.Length);
        Assert.Equal((1L, (long)packed.Length), (setup.Usage.Requests, setup.Usage.Down));
    }

    [Theory]
    [InlineData(200, "<html>18069112345</html>", XledgerReasons.NotJson, true, true)]
    [InlineData(200, "", XledgerReasons.NotJson, true, true)]
    [InlineData(200, "[18069112345]", XledgerReasons.NotJson, true, true)]
    [InlineData(200, """{ "message": "18069112345" }""", XledgerReasons.BrokenAnswer, true, true)]
    [InlineData(200, """{ "data": { "dbId": "18069112345""", XledgerReasons.BrokenAnswer, true, true)]
    [InlineData(301, "18069112345", XledgerReasons.Endpoint, false, false)]
    [InlineData(307, "18069112345", XledgerReasons.Endpoint, false, false)]
    [InlineData(401, """{ "message": "18069112345" }""", XledgerReasons.TokenRejected, false, false)]
    [InlineData(404, "<html>18069112345</html>", XledgerReasons.Endpoint, false, false)]
    [InlineData(429, "<html>18069112345</html>", XledgerReasons.Burst, true, false)]
    [InlineData(503, "<html>18069112345</html>", XledgerReasons.Server, true, true)]
    public async Task Answer_WithoutGraphQl_IsAFaultThatSaysWhetherItMayHaveBeenExecuted(
        int status,
        string body,
        string code,
        bool transient,
        bool mayBeExecuted
    )
    {
        await using var setup = await StartAsync(context =>
        {
            context.Response.Headers.Location = "/elsewhere";
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body);
        });

        foreach (var document in new[] { Query, Mutation })
        {
            var fault = await FailsAsync(setup, document);

            Assert.Equal(
                (code, transient, mayBeExecuted && document.Writes),
                (fault.Reason.Code, fault.Transient, fault.OutcomeUnknown)
            );
            Assert.DoesNotContain("18069112345", $"{fault}", StringComparison.Ordinal);
        }

        Assert.Equal(["POST /", "POST /"], setup.Server.Requests);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task RetryAfter_AsADate_IsReadByTheServersClock(int status)
    {
        var clock = new FakeTimeProvider();
        var there = clock.GetUtcNow().AddMinutes(10);
        await using var setup = await StartAsync(
            context =>
            {
                context.Response.StatusCode = status;
                context.Response.GetTypedHeaders().Date = there;
                context.Response.Headers.RetryAfter = there.AddSeconds(30).ToString("R");
                return Task.CompletedTask;
            },
            clock
        );

        Assert.Equal(TimeSpan.FromSeconds(30), (await FailsAsync(setup, Query)).RetryAfter);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public async Task Answer_Lost_IsAFaultAndNothingIsSentTwice(int received)
    {
        await using var setup = await StartAsync(async context =>
        {
            if (received > 0)
            {
                context.Response.ContentLength = 1_000;
                await context.Response.WriteAsync("""{ "data": {""");
                await context.Response.Body.FlushAsync();
            }

            context.Abort();
        });

        foreach (var document in new[] { Query, Mutation })
        {
            var fault = await FailsAsync(setup, document);

            Assert.Equal(
                (XledgerFaultCause.Connection, true, document.Writes),
                (fault.Cause, fault.Transient, fault.OutcomeUnknown)
            );
        }

        Assert.Equal((2, 2L), (setup.Server.Requests.Count, setup.Usage.Requests));
    }

    [Fact]
    public async Task Answer_LostOnAConnectionUsedBefore_IsNotSentTwice()
    {
        var connections = new List<string>();
        await using var setup = await StartAsync(context =>
        {
            connections.Add(context.Connection.Id);
            if (connections.Count > 1)
            {
                context.Abort();
                return Task.CompletedTask;
            }

            return StubServer.JsonAsync(context, """{ "data": { "dbId": "1" } }""");
        });
        await SendAsync(setup, Mutation);

        var fault = await FailsAsync(setup, Mutation);

        Assert.Single(connections.Distinct());
        Assert.Equal((2, true), (setup.Server.Requests.Count, fault.OutcomeUnknown));
    }

    [Fact]
    public async Task Answer_InBrokenGzip_IsAFault()
    {
        await using var setup = await StartAsync(context => GzipAsync(context, "no gzip at all"u8.ToArray()));

        var fault = await FailsAsync(setup, Mutation);

        Assert.Equal((XledgerFaultCause.Connection, true, true), (fault.Cause, fault.Transient, fault.OutcomeUnknown));
    }

    [Fact]
    public async Task Answer_TooLarge_IsRefusedBeforeItTakesTheMemory()
    {
        // Blanks, which gzip packs to a thousandth.
        var packed = Packed("{", 257);
        await using var setup = await StartAsync(context => GzipAsync(context, packed));

        foreach (var document in new[] { Query, Mutation })
        {
            var fault = await FailsAsync(setup, document);

            Assert.Equal(
                (XledgerFaultCause.TooLarge, false, document.Writes),
                (fault.Cause, fault.Transient, fault.OutcomeUnknown)
            );
        }
    }

    [Fact]
    public async Task Host_Unreachable_IsAFaultAndNothingWasExecuted()
    {
        await using var setup = await StartAsync(
            _ => Task.CompletedTask,
            endpoint: new($"http://127.0.0.1:{Closed()}")
        );

        var fault = await FailsAsync(setup, Mutation);

        Assert.Equal(
            (XledgerFaultCause.Connection, new Reason(XledgerReasons.Unreachable, "127.0.0.1"), true, false),
            (fault.Cause, fault.Reason, fault.Transient, fault.OutcomeUnknown)
        );

        static int Closed()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_NotInTime_IsAFault(bool begun)
    {
        var clock = new HeldTimerClock(RequestTimeout);
        var waiting = new TaskCompletionSource();
        await using var setup = await StartAsync(context => HangAsync(context, begun, waiting), clock);
        var sending = FailsAsync(setup, Mutation);
        await waiting.Task;

        Assert.Equal(1, clock.Fire());

        var fault = await sending;
        Assert.Equal(
            (XledgerFaultCause.Timeout, new Reason(XledgerReasons.Timeout, "127.0.0.1"), true, true),
            (fault.Cause, fault.Reason, fault.Transient, fault.OutcomeUnknown)
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Request_Cancelled_EndsAtOnceOnBothSides(bool begun)
    {
        var waiting = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        await using var setup = await StartAsync(async context =>
        {
            try
            {
                await HangAsync(context, begun, waiting);
            }
            finally
            {
                ended.SetResult();
            }
        });
        using var cancellation = new CancellationTokenSource();
        var sending = setup.Transport.SendAsync<Named>(Query, [], cancellation.Token);
        await waiting.Task;

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        await ended.Task;
    }

    [Fact]
    public async Task Mutation_CancelledAfterItWasSent_IsAnsweredAllTheSame()
    {
        using var cancellation = new CancellationTokenSource();
        await using var setup = await StartAsync(async context =>
        {
            await cancellation.CancelAsync();
            await StubServer.JsonAsync(context, """{ "data": { "dbId": "17" } }""");
        });

        var answer = await setup.Transport.SendAsync<Named>(Mutation, [], cancellation.Token);

        Assert.Equal("17", answer.Data?.DbId);
    }

    [Fact]
    public async Task Mutation_CancelledAndNotAnswered_EndsSoon()
    {
        var clock = new FakeTimeProvider();
        var waiting = new TaskCompletionSource();
        await using var setup = await StartAsync(context => HangAsync(context, begun: false, waiting), clock);
        using var cancellation = new CancellationTokenSource();
        var sending = setup.Transport.SendAsync<Named>(Mutation, [], cancellation.Token);
        await waiting.Task;

        await cancellation.CancelAsync();
        clock.Advance(GraphQlTransport.LastAnswer - TimeSpan.FromSeconds(1));
        Assert.False(sending.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task Request_CancelledBefore_IsNotSent()
    {
        await using var setup = await StartAsync(_ => Task.CompletedTask);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            setup.Transport.SendAsync<Named>(Mutation, [], new CancellationToken(canceled: true))
        );

        Assert.Empty(setup.Server.Requests);
    }

    private static Task<GraphQlAnswer<Named>> SendAsync(Setup setup, GraphQlDocument document) =>
        setup.Transport.SendAsync<Named>(
            document,
            document.Writes ? [] : new JsonObject { ["first"] = 5 },
            TestContext.Current.CancellationToken
        );

    /// <summary>The fault, which shows neither token nor personal values.</summary>
    private static async Task<XledgerFault> FailsAsync(Setup setup, GraphQlDocument document)
    {
        var fault = await Assert.ThrowsAsync<XledgerFault>(() => SendAsync(setup, document));
        Assert.DoesNotContain(Token, $"{fault}", StringComparison.Ordinal);
        Assert.DoesNotContain(Name, $"{fault}", StringComparison.Ordinal);
        return fault;
    }

    private static async Task HangAsync(HttpContext context, bool begun, TaskCompletionSource waiting)
    {
        if (begun)
        {
            await context.Response.WriteAsync("""{ "data": {""");
            await context.Response.Body.FlushAsync();
        }

        waiting.SetResult();
        await new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
    }

    private static Task GzipAsync(HttpContext context, byte[] body)
    {
        context.Response.Headers.ContentEncoding = "gzip";
        context.Response.ContentType = "application/json";
        return context.Response.Body.WriteAsync(body).AsTask();
    }

    private static byte[] Packed(string text, int megabytesOfBlanks = 0)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
            var blanks = Enumerable.Repeat((byte)' ', 1024 * 1024).ToArray();
            for (var megabyte = 0; megabyte < megabytesOfBlanks; megabyte++)
            {
                gzip.Write(blanks);
            }
        }

        return packed.ToArray();
    }

    private async Task<Setup> StartAsync(RequestDelegate answer, TimeProvider? time = null, Uri? endpoint = null)
    {
        var server = await StubServer.StartAsync(answer);
        var services = new ServiceCollection().AddXledger().BuildServiceProvider();
        var meter = new CountingMeter(Side.Xledger);
        var clock = time ?? TimeProvider.System;
        return new Setup(
            server,
            services,
            meter,
            Create(
                services.GetRequiredService<IHttpClientFactory>().CreateClient(XledgerServices.HttpClient),
                new XledgerAccess(endpoint ?? server.Address, XledgerToken.TryRead(Token, out _)!),
                RequestTimeout,
                meter,
                new RemoteClock(clock),
                clock
            )
        );
    }

    private sealed record Named(string? DbId);

    private sealed record Setup(
        StubServer Server,
        ServiceProvider Services,
        CountingMeter Usage,
        IGraphQlTransport Transport
    ) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Services.DisposeAsync();
            await Server.DisposeAsync();
        }
    }
}
