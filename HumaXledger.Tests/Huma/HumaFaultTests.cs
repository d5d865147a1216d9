using System.Net;
using System.Net.Sockets;
using HumaXledger.Core;
using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Sandbox.FaultInjection;
using HumaXledger.Tests.Fakes;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Huma;

public sealed class HumaFaultTests
{
    [Fact]
    public async Task Key_Valid_ReturnsTheOrganization()
    {
        await using var lab = await HumaLab.StartAsync();

        Assert.Equal(
            lab.Store.OrganizationId.ToString(),
            (await lab.Client.ReadOrganizationAsync(CancellationToken.None)).OrganizationId
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Key_WrongOrDeactivated_IsReportedAndNotRetried(bool wrong)
    {
        await using var lab = await HumaLab.StartAsync();
        var key = wrong
            ? lab.World.FullHumaKey with
            {
                Text = Guid.NewGuid().ToString(),
            }
            : lab.World.Credentials.First(one => one.Name == "Old key");
        var meter = new CountingMeter(Side.Huma);

        var fault = await Assert.ThrowsAsync<HumaFault>(() =>
            lab.ClientOf(key, meter).ReadOrganizationAsync(CancellationToken.None)
        );

        Assert.Equal(new Reason(HumaReasons.KeyRefused, "POST /auth/oauth/token", "401"), fault.Reason);
        Assert.False(fault.Transient);
        Assert.Equal(1, meter.Requests);
        Assert.DoesNotContain(key.Text, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_NothingListens_IsReported()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var fault = await FaultOfAsync(new Uri($"http://127.0.0.1:{port}/huma"));

        Assert.Equal(new Reason(HumaReasons.HostUnreachable, $"127.0.0.1:{port}"), fault.Reason);
        Assert.True(fault.Transient);
    }

    [Fact]
    public async Task Host_NameUnknown_IsReported() =>
        Assert.Equal(
            new Reason(HumaReasons.HostUnknown, "huma.invalid"),
            (await FaultOfAsync(new Uri("https://huma.invalid"))).Reason
        );

    [Fact]
    public async Task Host_WithoutTls_IsNotContactedInClear()
    {
        await using var stub = await HumaStub.StartAsync(_ => Task.CompletedTask);
        var address = new UriBuilder(stub.Server.Address) { Scheme = Uri.UriSchemeHttps }.Uri;

        var fault = await FaultOfAsync(address);

        Assert.Equal(HumaReasons.HostInsecure, fault.Reason.Code);
        Assert.False(fault.Transient);
        Assert.Empty(stub.Server.Requests);
    }

    [Fact]
    public async Task Answer_WebPageInsteadOfJson_IsReported()
    {
        await using var lab = await HumaLab.StartAsync();
        lab.Break(FaultKind.HtmlInsteadOfJson, "/huma/groups", times: 100);

        var fault = await Assert.ThrowsAsync<HumaFault>(() => lab.Client.ReadGroupsAsync(CancellationToken.None));

        Assert.Equal(new Reason(HumaReasons.AnswerNotJson, "GET /groups", "200", "text/html"), fault.Reason);
    }

    [Theory]
    [InlineData(FaultKind.HtmlInsteadOfJson)]
    [InlineData(FaultKind.TruncatedJson)]
    [InlineData(FaultKind.ConnectionResetBefore)]
    [InlineData(FaultKind.ConnectionResetAfter)]
    [InlineData(FaultKind.Status500)]
    [InlineData(FaultKind.Status502Html)]
    [InlineData(FaultKind.Status429)]
    public async Task Reading_TransientFault_IsRetried(FaultKind kind)
    {
        await using var lab = await HumaLab.StartAsync();
        var user = lab.Add();
        lab.Break(kind, "/huma/users/", times: 2);
        lab.Break(kind, "/huma/auth/");

        Assert.Equal("Kari Ødegård", (await lab.ReadAsync(user)).Person.DisplayName);
    }

    [Fact]
    public async Task Answer_TooManyRequestsForLongerThanAMinute_IsNotWaitedFor()
    {
        await using var lab = await HumaLab.StartAsync();
        lab.Break(FaultKind.Status429, "/huma/groups", retryAfter: TimeSpan.FromHours(1));

        var fault = await Assert.ThrowsAsync<HumaFault>(() => lab.Client.ReadGroupsAsync(CancellationToken.None));

        Assert.Equal(new Reason(HumaReasons.Limited, "GET /groups"), fault.Reason);
        Assert.True(fault.Transient);
    }

    [Fact]
    public async Task Answer_NeverComes_TimesOutEachAttempt()
    {
        await using var stub = await HumaStub.StartAsync(
            async context =>
            {
                var aborted = new TaskCompletionSource();
                await using var registration = context.RequestAborted.Register(aborted.SetResult);
                await aborted.Task;
            },
            timeoutSeconds: 0.2
        );

        var fault = await Assert.ThrowsAsync<HumaFault>(() => stub.Client.ReadGroupsAsync(CancellationToken.None));

        Assert.Equal(new Reason(HumaReasons.Timeout, "GET /groups", "0.2"), fault.Reason);
        Assert.Equal(4, stub.Server.Requests.Count(request => request == "GET /groups"));
    }

    [Fact]
    public async Task Answer_OfTenMegabytes_IsRead()
    {
        var padding = new string('x', 10 * 1024 * 1024);
        await using var stub = await HumaStub.StartAsync(context =>
            StubServer.JsonAsync(
                context,
                $$"""{"total":1,"items":[{"id":"a","type":"team","name":"Salg","description":"{{padding}}"}]}"""
            )
        );

        Assert.Equal("Salg", Assert.Single(await stub.Client.ReadGroupsAsync(CancellationToken.None)).Name);
    }

    [Fact]
    public async Task Answer_WithoutEnd_IsCutOff()
    {
        var chunk = new byte[1024 * 1024];
        Array.Fill(chunk, (byte)' ');
        await using var stub = await HumaStub.StartAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
            }
        });

        var fault = await Assert.ThrowsAsync<HumaFault>(() => stub.Client.ReadGroupsAsync(CancellationToken.None));

        Assert.Equal(new Reason(HumaReasons.AnswerTooLarge, "GET /groups", "64"), fault.Reason);
    }

    [Fact]
    public async Task Token_RefusedDuringReading_IsRenewedOnceForAllRequests()
    {
        HumaStub? stub = null;
        await using var started = stub = await HumaStub.StartAsync(context =>
            stub!.TokensGiven < 2
                ? StubServer.JsonAsync(context, """{"error":"invalid_token","error_description":"x"}""", 401)
                : StubServer.JsonAsync(context, """{"items":[]}""")
        );
        var client = stub.Client;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.ReadGroupsAsync(CancellationToken.None)));

        Assert.Equal(2, stub.TokensGiven);
    }

    [Fact]
    public async Task Token_NeverAccepted_IsAFaultAndNotALoop()
    {
        await using var stub = await HumaStub.StartAsync(context =>
            StubServer.JsonAsync(context, """{"error":"invalid_token"}""", 401)
        );

        var fault = await Assert.ThrowsAsync<HumaFault>(() => stub.Client.ReadGroupsAsync(CancellationToken.None));

        Assert.Equal(new Reason(HumaReasons.TokenRefused, "GET /groups"), fault.Reason);
        Assert.Equal(2, stub.TokensGiven);
        Assert.DoesNotContain(HumaStub.AccessToken, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_ShortlyBeforeItExpires_IsRenewed()
    {
        var clock = new MovableClock();
        await using var lab = await HumaLab.StartAsync(clock: clock);
        var meter = new CountingMeter(Side.Huma);
        var client = lab.ClientOf(lab.World.FullHumaKey, meter);

        await client.ReadGroupsAsync(CancellationToken.None);
        clock.Ahead = TimeSpan.FromSeconds(250);
        await client.ReadGroupsAsync(CancellationToken.None);
        Assert.Equal(3, meter.Requests);

        // The sandbox's tokens live 300 seconds.
        clock.Ahead = TimeSpan.FromSeconds(280);
        await client.ReadGroupsAsync(CancellationToken.None);
        Assert.Equal(5, meter.Requests);
    }

    [Fact]
    public async Task Rights_Missing_AreReportedWithWhereToGrantThem()
    {
        await using var stub = await HumaStub.StartAsync(context =>
            StubServer.JsonAsync(context, """{"errorCode":"access:denied","errorMessage":"kari@example.no"}""", 403)
        );

        var fault = await Assert.ThrowsAsync<HumaFault>(() =>
            stub.Client.ReadUsersAsync(HumaScope.Everyone, null, CancellationToken.None)
        );

        Assert.Equal(new Reason(HumaReasons.Forbidden, "GET /users"), fault.Reason);
        Assert.DoesNotContain("kari", fault.ToString(), StringComparison.Ordinal);
    }

    private static async Task<HumaFault> FaultOfAsync(Uri address)
    {
        using var factory = new HumaClientFactory(Options.Create(HumaLab.Quick()), TimeProvider.System);
        var client = factory.Create(new HumaAccess(address, "client", new Secret(HumaStub.ClientSecret)));
        var fault = await Assert.ThrowsAsync<HumaFault>(() => client.ReadOrganizationAsync(CancellationToken.None));
        Assert.DoesNotContain(HumaStub.ClientSecret, fault.ToString(), StringComparison.Ordinal);
        return fault;
    }

    private sealed class MovableClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
