using HumaXledger.Core.Access;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Sandbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Tests.Sync.Connections;

/// <summary>Replacing the token or key of a connection.</summary>
public sealed class KeyReplacementTests
{
    private const string GroupToken = "Full rights, group level (both companies)";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replace_WhileARunWrites_TheRunEndsWithTheOldTokenAndWhatFollowsUsesTheNewOne()
    {
        await using var fixture = await SyncFixture.OpenAsync(log: LogLevel.Trace);
        var connection = await fixture.ConnectAsync(Cancellation);
        var people = fixture.Ordinary(3);
        foreach (var person in people)
        {
            fixture.World.EditInHuma(person.HumaId, SandboxField.JobTitle, "Husvert");
        }

        var session = await fixture.ChooseAsync(
            await fixture.CompareAsync(connection, Cancellation),
            FieldChoice.UseHuma,
            people,
            Cancellation
        );
        Task<Reason?>? replacing = null;

        var report = await fixture.ApplyAsync(session, Cancellation, _ =>
        {
            // The run continues when this returns.
            replacing ??= Task.Run(() => ReplaceAsync(fixture, connection, Token(fixture, GroupToken)), Cancellation);
            replacing.Wait(Cancellation);
        });

        Assert.Null(await replacing!);
        Assert.Equal((RunState.Completed, people.Count), (report.Run.State, report.Count(ChangeState.Confirmed)));
        fixture.Revoke(true);
        Assert.Equal(ComparisonState.Complete, (await fixture.TryCompareAsync(connection, Cancellation)).State);
        await using var store = fixture.Store();
        var act = await store.Activity.SingleAsync(act => act.What == ActivityCodes.TokenReplaced, Cancellation);
        Assert.Equal((connection, SyncFixture.AdministratorName), (act.ConnectionId, act.Who));
        await fixture.AssertNothingLeakedAsync(Cancellation);
    }

    // A lost key ring is another matter: LostKeyRingTests.
    [Fact]
    public async Task Replace_SecretsThatWereChangedInTheDatabase_IsRefused()
    {
        await using var fixture = await SyncFixture.OpenAsync(sealsItself: true);
        fixture.Get<ValueVault>().Prepare();
        fixture.Clock.Pass(TimeSpan.FromMinutes(1));
        var connection = await fixture.ConnectAsync(Cancellation);
        await using (var store = fixture.Store())
        {
            await store.Connections.ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.XledgerToken, new ProtectedSecret("cipher"))
                        .SetProperty(row => row.HumaClientSecret, new ProtectedSecret("cipher")),
                Cancellation
            );
        }

        await fixture.Get<TokenHealth>().CheckAsync(connection, Cancellation);
        Assert.Equal(2, (await fixture.Get<Alerts>().OpenAsync(connection, Actor.System, Cancellation)).Count);

        var refused = new Reason(ConnectionReasons.ChangedInDatabase);
        Assert.Equal(refused, await ReplaceAsync(fixture, connection, Token(fixture)));
        Assert.Equal(refused, await ReplaceAsync(fixture, connection, Key(fixture)));

        Assert.Equal(ComparisonState.Failed, (await fixture.TryCompareAsync(connection, Cancellation)).State);
    }

    [Fact]
    public async Task Replace_TokenOfAnotherEntity_IsRefusedAndNamesTheMissingEntity()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation);
        var foreign = Token(fixture, "Full rights, Fjellheim Sverige AB (another entity)");
        var findings = new SetupFindings();

        var failed = Assert.Single(await VerifyAsync(fixture, connection, foreign, findings), check =>
            check.State == SetupCheckState.Failed
        );

        Assert.Equal(
            (SetupCheck.XledgerEntity, ConnectionReasons.EntityNotSeen, SyncFixture.NorwegianCompany),
            (failed.Code, failed.Reason!.Code, failed.Reason.Arguments[0])
        );
        Assert.Equal(
            ConnectionReasons.SetupNotVerified,
            (
                await fixture
                    .Get<KeyReplacement>()
                    .ReplaceAsync(
                        connection,
                        foreign,
                        findings,
                        authorityConfirmed: true,
                        SyncFixture.Administrator,
                        Cancellation
                    )
            )!.Code
        );
        Assert.Equal(ComparisonState.Complete, (await fixture.TryCompareAsync(connection, Cancellation)).State);
    }

    [Fact]
    public async Task Replace_TokenWithoutEntityList_NeedsAComparisonThatShowsTheOldEntity()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation, GroupToken);
        var unlisted = Token(fixture, "Owner read not ticked, both companies");

        var failed = Assert.Single(await VerifyAsync(fixture, connection, unlisted, new SetupFindings()), check =>
            check.State == SetupCheckState.Failed
        );
        Assert.Equal(
            (ConnectionReasons.EntityNotKnown, SyncFixture.NorwegianCompany),
            (failed.Reason!.Code, failed.Reason.Arguments[0])
        );

        Assert.Equal(ComparisonState.Complete, (await fixture.TryCompareAsync(connection, Cancellation)).State);
        Assert.Null(await ReplaceAsync(fixture, connection, unlisted));
        Assert.Equal(ComparisonState.Complete, (await fixture.TryCompareAsync(connection, Cancellation)).State);
        Assert.All(await fixture.Get<TokenHealth>().LastAsync(connection, Actor.System, Cancellation), side =>
            Assert.Null(side.Reason?.Code)
        );
    }

    // A key is bound to the environment of the row, which who writes the database can change in between.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Replace_EnvironmentChangedSinceTheCheck_IsRefused(bool xledger)
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation);
        NewKey key = xledger ? Token(fixture) : Key(fixture);
        var findings = new SetupFindings();
        await VerifyAsync(fixture, connection, key, findings);
        await using (var store = fixture.Store())
        {
            await store.Connections.ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.XledgerEnvironment, "Demo")
                        .SetProperty(row => row.HumaEnvironment, "Demo"),
                Cancellation
            );
        }

        var refusal = await fixture
            .Get<KeyReplacement>()
            .ReplaceAsync(connection, key, findings, authorityConfirmed: true, SyncFixture.Administrator, Cancellation);

        Assert.Equal(new Reason(ConnectionReasons.SetupNotVerified), refusal);
    }

    [Fact]
    public async Task Replace_KeyOfAnotherOrganizationOrWithoutTheGroup_IsRefused()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation);
        await using var store = fixture.Store();
        await store.Connections.ExecuteUpdateAsync(
            set =>
                set.SetProperty(row => row.HumaOrganizationId, "another")
                    .SetProperty(row => row.HumaGroupId, "gone")
                    .SetProperty(row => row.HumaGroupName, "Salg"),
            Cancellation
        );

        var failed = (await VerifyAsync(fixture, connection, Key(fixture), new SetupFindings())).Where(check =>
            check.State == SetupCheckState.Failed
        );

        Assert.Equal(
            [
                (SetupCheck.HumaOrganization, ConnectionReasons.OtherOrganization),
                (SetupCheck.HumaGroups, ConnectionReasons.GroupNotSeen),
            ],
            failed.Select(check => (check.Code, check.Reason!.Code))
        );
    }

    [Theory]
    [InlineData("Revoked")]
    [InlineData("Expired")]
    public async Task Replace_TokenRejectedByXledger_IsRefused(string name)
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation);

        Assert.Equal(
            ConnectionReasons.SetupNotVerified,
            (await ReplaceAsync(fixture, connection, Token(fixture, name)))!.Code
        );

        Assert.Equal(ComparisonState.Complete, (await fixture.TryCompareAsync(connection, Cancellation)).State);
    }

    [Fact]
    public async Task Replace_UnconfirmedUnverifiedOrEndedConnection_IsRefused()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation);
        var replacement = fixture.Get<KeyReplacement>();
        var (token, findings) = (Token(fixture, GroupToken), new SetupFindings());
        await VerifyAsync(fixture, connection, token, findings);

        Assert.Equal(
            ConnectionReasons.SetupAuthorityNotConfirmed,
            (
                await replacement.ReplaceAsync(
                    connection,
                    token,
                    findings,
                    authorityConfirmed: false,
                    SyncFixture.Administrator,
                    Cancellation
                )
            )!.Code
        );
        Assert.Equal(
            ConnectionReasons.SetupNotVerified,
            (
                await replacement.ReplaceAsync(
                    connection,
                    Token(fixture, "Revoked"),
                    findings,
                    authorityConfirmed: true,
                    SyncFixture.Administrator,
                    Cancellation
                )
            )!.Code
        );
        Assert.Null(
            await fixture
                .Get<ConnectionLifecycle>()
                .DisconnectAsync(connection, SyncFixture.NorwegianCompany, SyncFixture.Administrator, Cancellation)
        );
        Assert.Equal(
            ConnectionReasons.ConnectionEnded,
            (
                await replacement.ReplaceAsync(
                    connection,
                    token,
                    findings,
                    authorityConfirmed: true,
                    SyncFixture.Administrator,
                    Cancellation
                )
            )!.Code
        );
        await using var store = fixture.Store();
        Assert.Equal("", (await store.Connections.SingleAsync(Cancellation)).XledgerToken.Cipher);
    }

    private static NewKey.Xledger Token(
        SyncFixture fixture,
        string name = $"Full rights, {SyncFixture.NorwegianCompany}"
    ) => new(fixture.Draft(tokenName: name).XledgerToken);

    private static NewKey.Huma Key(SyncFixture fixture)
    {
        var draft = fixture.Draft();
        return new NewKey.Huma(draft.HumaClientId, draft.HumaClientSecret);
    }

    private static async Task<IReadOnlyList<SetupCheck>> VerifyAsync(
        SyncFixture fixture,
        Guid connection,
        NewKey key,
        SetupFindings findings
    ) =>
        [
            .. (
                await fixture
                    .Get<KeyReplacement>()
                    .VerifyAsync(connection, key, findings, SyncFixture.Administrator, Cancellation)
                    .ToListAsync(Cancellation)
            ).Where(check => check.State != SetupCheckState.Running),
        ];

    private static async Task<Reason?> ReplaceAsync(SyncFixture fixture, Guid connection, NewKey key)
    {
        var findings = new SetupFindings();
        await VerifyAsync(fixture, connection, key, findings);
        return await fixture
            .Get<KeyReplacement>()
            .ReplaceAsync(connection, key, findings, authorityConfirmed: true, SyncFixture.Administrator, Cancellation);
    }
}
