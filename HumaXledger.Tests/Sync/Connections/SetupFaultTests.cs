using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Sandbox.FaultInjection;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Tests.Sync.Connections;

/// <summary>Findings of "Verify" for invalid keys, tokens and addresses.</summary>
public sealed class SetupFaultTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Expired", 200)]
    [InlineData("Expired", 400)]
    [InlineData("Revoked", 401)]
    [InlineData("Revoked", 403)]
    public async Task Verify_ExpiredToken_IsReportedAndStopsTheChecks(string token, int status)
    {
        await using var fixture = await SyncFixture.OpenAsync(
            sandbox => sandbox.Switches.Xledger.BadTokenStatus = status,
            log: LogLevel.Trace
        );

        var checks = await FailuresAsync(fixture, fixture.Draft(tokenName: token));

        var failed = Assert.Single(checks);
        Assert.Equal((SetupCheck.XledgerReachable, XledgerReasons.TokenRejected), (failed.Code, failed.Reason?.Code));
        await fixture.AssertNothingLeakedAsync(Cancellation);
    }

    [Fact]
    public async Task Verify_TokenWithExactlyTheRequiredRights_PassesAndReportsWhatIsUntested()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var findings = new SetupFindings();

        var checks = await fixture.VerifyAsync(
            fixture.Draft(tokenName: $"Owner read not ticked, {SyncFixture.NorwegianCompany}"),
            findings,
            Cancellation
        );

        Assert.True(findings.Passed);
        var entity = Assert.Single(checks, check => check.Code == SetupCheck.XledgerEntity);
        Assert.Equal(
            (SetupCheckState.Warning, new Reason(ConnectionReasons.SetupOwnEntityOnly, SyncFixture.NorwegianCompany)),
            (entity.State, entity.Reason)
        );
        Assert.Equal([SyncFixture.NorwegianCompany], findings.Entities.Select(one => one.Name));
    }

    [Fact]
    public async Task Verify_TokenUnknownToXledger_IsReported()
    {
        await using var fixture = await SyncFixture.OpenAsync(log: LogLevel.Trace);
        var token = Core.Xledger.XledgerToken.TryRead(
            Convert.ToBase64String(new byte[48]).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
            out _
        )!;

        var failed = Assert.Single(await FailuresAsync(fixture, fixture.Draft() with { XledgerToken = token }));

        Assert.Equal(XledgerReasons.TokenRejected, failed.Reason?.Code);
        Assert.DoesNotContain(fixture.Log, line => line.Contains(token.Secret.Reveal(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verify_TokenWithoutOneReadRight_NamesThatRightAndNoOther()
    {
        await using var fixture = await SyncFixture.OpenAsync(log: LogLevel.Trace);
        var tokens = fixture
            .World.Xledger.Tokens.All()
            .Where(token => token.Description.EndsWith(" read missing", StringComparison.Ordinal))
            .ToList();
        Assert.Equal(10, tokens.Count);
        foreach (var token in tokens)
        {
            var failed = await FailuresAsync(fixture, fixture.Draft(tokenName: token.Description));

            var scope = token.Description.Replace(" read missing", "", StringComparison.Ordinal);
            Assert.Contains(failed, check => check.Right is { Write: false });
            Assert.All(failed, check =>
                Assert.Equal(
                    (SetupCheck.XledgerRightCheck, scope),
                    (check.Code, check.Right?.Scope.Replace(" ", "", StringComparison.Ordinal))
                )
            );
        }

        await fixture.AssertNothingLeakedAsync(Cancellation);
    }

    [Fact]
    public async Task Verify_ReadOnlyToken_LeavesTheWriteRightsUntested()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var checks = await fixture.VerifyAsync(
            fixture.Draft(tokenName: "Read rights only"),
            new SetupFindings(),
            Cancellation
        );

        Assert.DoesNotContain(checks, check => check.State == SetupCheckState.Failed);
        Assert.All(checks.Where(check => check.Right is { Write: true }), check =>
            Assert.Equal(SetupCheckState.Untested, check.State)
        );
    }

    [Fact]
    public async Task Verify_WrongHumaSecret_ReportsARefusedKey()
    {
        await using var fixture = await SyncFixture.OpenAsync(log: LogLevel.Trace);
        var draft = fixture.Draft() with { HumaClientSecret = new Core.Secret(Guid.Empty.ToString()) };

        var failed = Assert.Single(await FailuresAsync(fixture, draft));

        Assert.Equal((SetupCheck.HumaOrganization, HumaReasons.KeyRefused), (failed.Code, failed.Reason?.Code));
        Assert.DoesNotContain(fixture.Log, line =>
            line.Contains(draft.HumaClientSecret.Reveal(), StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Verify_DeactivatedHumaKey_ReportsARefusedKey()
    {
        await using var fixture = await SyncFixture.OpenAsync(log: LogLevel.Trace);

        Assert.Equal(
            HumaReasons.KeyRefused,
            Assert.Single(await FailuresAsync(fixture, fixture.Draft(keyPurpose: "Deactivated"))).Reason?.Code
        );
        await fixture.AssertNothingLeakedAsync(Cancellation);
    }

    [Fact]
    public async Task Verify_UnreachableHosts_NamesBoth()
    {
        var closed = $"http://127.0.0.1:{FreePort()}";
        await using var fixture = await SyncFixture.OpenAsync(
            settings:
            [
                ("Huma:Environments:Sandbox:BaseAddress", $"{closed}/huma"),
                ("Xledger:Environments:Sandbox:Endpoint", $"{closed}/xledger/graphql"),
            ],
            log: LogLevel.Trace
        );

        var failed = await FailuresAsync(fixture, fixture.Draft());

        Assert.Equal(
            [HumaReasons.HostUnreachable, XledgerReasons.Unreachable],
            failed.Select(check => check.Reason!.Code)
        );
        Assert.All(failed, check => Assert.StartsWith("127.0.0.1", Assert.Single(check.Reason!.Arguments)));
        await fixture.AssertNothingLeakedAsync(Cancellation);
    }

    [Fact]
    public async Task Verify_WebPageInsteadOfJson_ReportsTheContentAndItsHost()
    {
        await using var fixture = await SyncFixture.OpenAsync(log: LogLevel.Trace);
        fixture.World.Faults.Add(new FaultRule(FaultKind.HtmlInsteadOfJson) { Times = int.MaxValue });

        var failed = await FailuresAsync(fixture, fixture.Draft());

        Assert.Equal([HumaReasons.AnswerNotJson, XledgerReasons.NotJson], failed.Select(check => check.Reason!.Code));
        Assert.All(failed, check => Assert.NotEmpty(check.Reason!.Arguments));
        await fixture.AssertNothingLeakedAsync(Cancellation);
    }

    // Names of both systems, and the connection's own.
    [Fact]
    public async Task SetUp_NamesThatAreNoLine_AreMadeUsableOrRefused()
    {
        await using var fixture = await SyncFixture.OpenAsync(detour: true);
        var odd = "Fjell\u0007heim\r\n\u202E\u2028 " + new string('x', 30_000);
        fixture.Detour.Amend = (_, answer) => Rename(answer, odd);
        var draft = fixture.Draft();
        var findings = new SetupFindings();
        Assert.All(await fixture.VerifyAsync(draft, findings, Cancellation), check =>
            Assert.NotEqual(SetupCheckState.Failed, check.State)
        );

        Assert.All(
            findings.Groups.Select(group => group.Name).Concat(findings.Entities.Select(entity => entity.Name)),
            name =>
            {
                Assert.StartsWith("Fjell heim x", name, StringComparison.Ordinal);
                Assert.True(GivenText.IsUsable(name, GivenText.LongestOfSystem));
            }
        );
        var entity = findings.Entities[0];
        var choice = new SetupChoice("", findings.Groups[0], entity, AddNewPeople: false, AuthorityConfirmed: true);
        foreach (var name in new[] { odd, "a\nb", "a\0b", " ", new('x', 101) })
        {
            var refused = await EstablishAsync(choice with { Name = name });
            Assert.Equal(
                new Reason(ConnectionReasons.NameUnusable, "100"),
                Assert.IsType<Answer<Guid>.Refused>(refused).Reason
            );
        }

        var prefilled = ConnectionSetup.NameOf(entity);
        Assert.IsType<Answer<Guid>.Done>(await EstablishAsync(choice with { Name = prefilled }));

        Task<Answer<Guid>> EstablishAsync(SetupChoice chosen) =>
            fixture
                .Get<ConnectionSetup>()
                .EstablishAsync(draft, findings, chosen, SyncFixture.Administrator, Cancellation);
    }

    private static void Rename(JsonNode? node, string name)
    {
        if (node is JsonArray list)
        {
            foreach (var inner in list)
            {
                Rename(inner, name);
            }
        }
        else if (node is JsonObject record)
        {
            foreach (var (key, inner) in record.ToList())
            {
                if (key is "name" or "description" && inner is JsonValue)
                {
                    record[key] = name;
                }
                else
                {
                    Rename(inner, name);
                }
            }
        }
    }

    private static async Task<IReadOnlyList<SetupCheck>> FailuresAsync(SyncFixture fixture, SetupCredentials draft)
    {
        var findings = new SetupFindings();
        var failed = (await fixture.VerifyAsync(draft, findings, Cancellation))
            .Where(check => check.State == SetupCheckState.Failed)
            .ToList();
        Assert.Equal(failed.Count == 0, findings.Passed);
        return failed;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
