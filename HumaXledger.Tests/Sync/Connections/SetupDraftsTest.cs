using HumaXledger.Core;
using HumaXledger.Core.Access;
using HumaXledger.Core.Huma;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Core.Xledger;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Sync.Connections;

public sealed class SetupDraftsOnSqliteTest(SqliteStore store) : SetupDraftsTest<SqliteStore>(store);

public sealed class SetupDraftsOnPostgresTest(PostgresStore store) : SetupDraftsTest<PostgresStore>(store);

/// <summary>Set-ups that are continued later: whose they are, what is kept and how long.</summary>
public abstract class SetupDraftsTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    private const string ClientSecret = "client-secret-of-a-test";
    private const string TokenText = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKL01";

    private static readonly SetupAnswers Answers = new(
        "Sandbox",
        "Live",
        "client-id",
        "group-1",
        "42",
        "Fjellheim 中文",
        AddNewPeople: true,
        AuthorityConfirmed: true,
        Reached: 2
    );

    private readonly SetupDrafts _drafts = new(
        store.Get<IDbContextFactory<SyncDbContext>>(),
        store.Get<SecretVault>(),
        store.Clock
    );

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static XledgerToken Token => XledgerToken.TryRead(TokenText, out _)!;

    [Fact]
    public async Task Draft_Answers_AreThereForTheirUserAlone()
    {
        var (kari, ola) = (User(), User());
        await _drafts.SaveAsync(Answers with { Name = "first" }, kari, Cancellation);
        await _drafts.SaveAsync(Answers, kari, Cancellation);

        var draft = await _drafts.ReadAsync(kari, Cancellation);

        Assert.Equal(Answers, draft!.Answers);
        Assert.Null(draft.Verified);
        Assert.Equal(store.Clock.Now.UtcDateTime, draft.ChangedAt);
        Assert.Equal(draft.ChangedAt, await _drafts.ChangedAtAsync(kari, Cancellation));
        Assert.Null(await _drafts.ReadAsync(ola, Cancellation));
        Assert.Null(await _drafts.ChangedAtAsync(ola, Cancellation));
    }

    [Fact]
    public async Task Draft_Verified_KeepsSecretsAndFindingsForAnHourAndTheAnswersLonger()
    {
        var kari = User();
        var verified = Verified();
        await _drafts.KeepAsync(Answers, verified, kari, Cancellation);
        // Another answer does not prolong the hour.
        store.Clock.Now += TimeSpan.FromMinutes(59);
        await _drafts.SaveAsync(Answers with { Name = "later" }, kari, Cancellation);

        var draft = await _drafts.ReadAsync(kari, Cancellation);
        store.Clock.Now += TimeSpan.FromMinutes(1);
        var afterwards = await _drafts.ReadAsync(kari, Cancellation);

        Assert.Equal("later", draft!.Answers.Name);
        Assert.Equal(verified.Credentials, draft.Verified!.Credentials);
        Assert.Equal(verified.Checks, draft.Verified.Checks);
        Assert.True(draft.Verified.Findings.Passed);
        Assert.Equal(verified.Findings.Organization, draft.Verified.Findings.Organization);
        Assert.Equal(verified.Findings.Groups, draft.Verified.Findings.Groups);
        Assert.Equal(verified.Findings.Entities, draft.Verified.Findings.Entities);
        Assert.Equal("later", afterwards!.Answers.Name);
        Assert.Null(afterwards.Verified);
        await using var context = store.Open();
        var row = await context.SetupDrafts.SingleAsync(draft => draft.OwnerId == kari.Id, Cancellation);
        Assert.Equal((null, null, null), (row.HumaClientSecret, row.XledgerToken, row.SecretsUntil));
    }

    [Fact]
    public async Task Draft_Verified_ItsSecretsOpenInNoConnection_AndThoseOfAConnectionNotInADraft()
    {
        var (kari, vault) = (User(), store.Get<SecretVault>());
        await _drafts.KeepAsync(Answers, Verified(), kari, Cancellation);
        await using var context = store.Open();
        var row = await context.SetupDrafts.SingleAsync(draft => draft.OwnerId == kari.Id, Cancellation);

        // A connection that is put into the database has any id.
        Assert.False(vault.CanRead(row.HumaClientSecret!, SecretKind.HumaClientSecret, row.Id));
        Assert.False(vault.CanRead(row.XledgerToken!, SecretKind.XledgerToken, row.Id));

        row.HumaClientSecret = vault.Protect(new Secret(ClientSecret), SecretKind.HumaClientSecret, row.Id);
        row.XledgerToken = vault.Protect(Token.Secret, SecretKind.XledgerToken, row.Id);
        await context.SaveChangesAsync(Cancellation);
        var draft = await _drafts.ReadAsync(kari, Cancellation);

        Assert.Equal(Answers, draft!.Answers);
        Assert.Null(draft.Verified);
    }

    [Theory]
    [InlineData("Live", "client-id", "Live")]
    [InlineData("Sandbox", "other-client-id", "Live")]
    [InlineData("Sandbox", "client-id", "Sandbox")]
    public async Task Draft_AnswersThatWereNotVerifiedWithTheSecrets_AreNotVerified(
        string huma,
        string clientId,
        string xledger
    )
    {
        var kari = User();
        await _drafts.KeepAsync(Answers, Verified(), kari, Cancellation);
        await _drafts.SaveAsync(
            Answers with
            {
                HumaEnvironment = huma,
                HumaClientId = clientId,
                XledgerEnvironment = xledger,
            },
            kari,
            Cancellation
        );

        Assert.Null((await _drafts.ReadAsync(kari, Cancellation))!.Verified);
    }

    [Fact]
    public async Task Draft_InTheDatabase_IsNotReadable()
    {
        await _drafts.KeepAsync(Answers, Verified(), User(), Cancellation);

        Assert.Empty(await StoredTexts.FindAsync(store, [ClientSecret, TokenText, "client-id", "Fjellheim 中文"]));
    }

    [Fact]
    public async Task Draft_CopiedToAnotherUser_IsNotReadThere()
    {
        var (kari, ola) = (User(), User());
        await _drafts.KeepAsync(Answers, Verified(), kari, Cancellation);
        await _drafts.SaveAsync(Answers with { Name = "Ola's" }, ola, Cancellation);
        await using var context = store.Open();
        var hers = await context.SetupDrafts.SingleAsync(draft => draft.OwnerId == kari.Id, Cancellation);
        await context
            .SetupDrafts.Where(draft => draft.OwnerId == ola.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(draft => draft.Answers, hers.Answers), Cancellation);

        Assert.Null(await _drafts.ReadAsync(ola, Cancellation));
        Assert.Null(await _drafts.ChangedAtAsync(ola, Cancellation));
    }

    [Fact]
    public async Task Draft_ForgottenOrDiscarded_IsGone()
    {
        var kari = User();
        await _drafts.KeepAsync(Answers, Verified(), kari, Cancellation);
        await _drafts.ForgetAsync(Answers, kari, Cancellation);
        Assert.Null((await _drafts.ReadAsync(kari, Cancellation))!.Verified);

        await _drafts.DiscardAsync(kari, Cancellation);

        Assert.Null(await _drafts.ReadAsync(kari, Cancellation));
    }

    [Fact]
    public async Task Draft_WithoutThePermission_IsRefused()
    {
        var viewer = new Actor("viewer", "V", null, new HashSet<Role> { Role.Viewer });

        await Assert.ThrowsAsync<ActRefused>(() => _drafts.SaveAsync(Answers, viewer, Cancellation));
        await Assert.ThrowsAsync<ActRefused>(() => _drafts.ReadAsync(viewer, Cancellation));
    }

    [Fact]
    public async Task Retention_OldDraft_IsRemovedAndANewOneStays()
    {
        var (old, young) = (User(), User());
        await _drafts.SaveAsync(Answers, old, Cancellation);
        var begun = store.Clock.Now;
        store.Clock.Now = begun.AddDays(31);
        await _drafts.KeepAsync(Answers, Verified(), young, Cancellation);
        store.Clock.Now += TimeSpan.FromHours(2);

        await new Retention(
            store.Get<IDbContextFactory<SyncDbContext>>(),
            store.Get<Core.Storage.Activity.ActivityLog>(),
            store.Get<StoreSweep>(),
            Options.Create(new RetentionOptions()),
            store.Clock,
            NullLogger<Retention>.Instance
        ).RunAsync(Cancellation);

        Assert.Null(await _drafts.ChangedAtAsync(old, Cancellation));
        await using var context = store.Open();
        Assert.Null((await context.SetupDrafts.SingleAsync(row => row.OwnerId == young.Id, Cancellation)).XledgerToken);
        store.Clock.Now = begun;
    }

    private static Actor User() =>
        new($"{Guid.NewGuid()}", "Kari", null, new HashSet<Role> { Role.IntegrationAdministrator });

    private static VerifiedSetup Verified() =>
        new(
            new SetupCredentials("Sandbox", "client-id", new Secret(ClientSecret), "Live", Token),
            new SetupFindings
            {
                Organization = new HumaOrganization("organization"),
                Groups =
                [
                    .. Enumerable.Range(1, 1000).Select(n => new HumaGroup($"group-{n}", "company", $"Firma {n}")),
                ],
                Listed = new XledgerEntities(
                    [new XledgerEntity("42", "1", "Fjellheim AS", IsOwn: true)],
                    Complete: true
                ),
                Passed = true,
            },
            [
                new SetupCheck(SetupCheck.HumaOrganization, SetupCheckState.Passed),
                new SetupCheck(
                    SetupCheck.OtherIntegration,
                    SetupCheckState.Warning,
                    new Reason(ConnectionReasons.SetupOtherIntegration)
                ),
                new SetupCheck(
                    SetupCheck.XledgerRightCheck,
                    SetupCheckState.Untested,
                    Right: XledgerRight.Needed.First(right => right.Write)
                ),
            ]
        );
}
