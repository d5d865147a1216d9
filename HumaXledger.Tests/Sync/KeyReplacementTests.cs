using HumaXledger.Core.Planning;
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

namespace HumaXledger.Tests.Sync;

/// <summary>Another token or key takes the place of a connection's.</summary>
public sealed class KeyReplacementTests
{
    private const string GroupToken = "Full rights, group level (both companies)";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replace_WhileARunWrites_TheRunEndsWithTheOldTokenAndWhatFollowsUsesTheNewOne()
    {
        await using var workplace = await Workplace.OpenAsync();
        var connection = await workplace.ConnectAsync(Cancellation);
        var people = workplace.Ordinary(3);
        foreach (var person in people)
        {
            workplace.World.EditInHuma(person.HumaId, SandboxField.JobTitle, "Husvert");
        }

        var session = await workplace.ChooseAsync(await workplace.CompareAsync(connection, Cancellation), FieldChoice.UseHuma, people, Cancellation);
        Task<Reason?>? replacing = null;

        var report = await workplace.ApplyAsync(session, Cancellation, _ =>
        {
            // The run goes on when this returns.
            replacing ??= Task.Run(() => ReplaceAsync(workplace, connection, Token(workplace, GroupToken)), Cancellation);
            replacing.Wait(Cancellation);
        });

        Assert.Null(await replacing!);
        Assert.Equal((RunState.Completed, people.Count), (report.Run.State, report.Count(ChangeState.Confirmed)));
        workplace.Revoke(true);
        Assert.Equal(ComparisonState.Complete, (await workplace.TryCompareAsync(connection, Cancellation)).State);
        await using var store = workplace.Store();
        var act = await store.Activity.SingleAsync(act => act.What == ActivityCodes.TokenReplaced, Cancellation);
        Assert.Equal((connection, Workplace.AdministratorName), (act.ConnectionId, act.Who));
        await workplace.AssertNothingLeakedAsync(Cancellation);
    }

    [Fact]
    public async Task Replace_WhatCannotBeDecryptedAnyMore_MendsTheConnection()
    {
        await using var workplace = await Workplace.OpenAsync();
        var connection = await workplace.ConnectAsync(Cancellation);
        await using (var store = workplace.Store())
        {
            await store.Connections.ExecuteUpdateAsync(
                set => set.SetProperty(row => row.XledgerToken, new ProtectedSecret("cipher")).SetProperty(row => row.HumaClientSecret, new ProtectedSecret("cipher")), Cancellation);
        }

        await workplace.Get<TokenHealth>().CheckAsync(connection, Cancellation);
        Assert.Equal(2, (await workplace.Get<Alerts>().OpenAsync(connection, Cancellation)).Count);

        Assert.Null(await ReplaceAsync(workplace, connection, Token(workplace)));
        Assert.Null(await ReplaceAsync(workplace, connection, Key(workplace)));

        Assert.Empty(await workplace.Get<Alerts>().OpenAsync(connection, Cancellation));
        Assert.All(await workplace.Get<TokenHealth>().LastAsync(connection, Cancellation), side => Assert.Null(side.ReasonCode));
        Assert.Equal(ComparisonState.Complete, (await workplace.TryCompareAsync(connection, Cancellation)).State);
    }

    [Fact]
    public async Task Replace_TokenOfAnotherEntity_IsRefusedAndSaysWhichEntityIsMissing()
    {
        await using var workplace = await Workplace.OpenAsync();
        var connection = await workplace.ConnectAsync(Cancellation);
        var foreign = Token(workplace, "Full rights, Fjellheim Sverige AB (another entity)");
        var findings = new SetupFindings();

        var failed = Assert.Single(await VerifyAsync(workplace, connection, foreign, findings), check => check.State == SetupCheckState.Failed);

        Assert.Equal((SetupCheck.XledgerEntity, ConnectionReasons.EntityNotSeen, Workplace.NorwegianCompany), (failed.Code, failed.Reason!.Code, failed.Reason.Arguments[0]));
        Assert.Equal(ConnectionReasons.SetupNotVerified, (await workplace.Get<KeyReplacement>().ReplaceAsync(connection, foreign, findings, authorityConfirmed: true, Workplace.Administrator, Cancellation))!.Code);
        Assert.Equal(ComparisonState.Complete, (await workplace.TryCompareAsync(connection, Cancellation)).State);
    }

    [Fact]
    public async Task Replace_TokenThatEntitiesAreNotListedTo_NeedsAComparisonThatShowsWhoseTheOldOneWas()
    {
        await using var workplace = await Workplace.OpenAsync();
        var connection = await workplace.ConnectAsync(Cancellation, GroupToken);
        var unlisted = Token(workplace, "Owner read not ticked, both companies");

        var failed = Assert.Single(await VerifyAsync(workplace, connection, unlisted, new SetupFindings()), check => check.State == SetupCheckState.Failed);
        Assert.Equal((ConnectionReasons.EntityNotKnown, Workplace.NorwegianCompany), (failed.Reason!.Code, failed.Reason.Arguments[0]));

        Assert.Equal(ComparisonState.Complete, (await workplace.TryCompareAsync(connection, Cancellation)).State);
        Assert.Null(await ReplaceAsync(workplace, connection, unlisted));
        Assert.Equal(ComparisonState.Complete, (await workplace.TryCompareAsync(connection, Cancellation)).State);
        Assert.All(await workplace.Get<TokenHealth>().LastAsync(connection, Cancellation), side => Assert.Null(side.ReasonCode));
    }

    [Fact]
    public async Task Replace_KeyOfAnotherOrganizationOrWithoutTheGroup_IsRefused()
    {
        await using var workplace = await Workplace.OpenAsync();
        var connection = await workplace.ConnectAsync(Cancellation);
        await using var store = workplace.Store();
        await store.Connections.ExecuteUpdateAsync(set => set.SetProperty(row => row.HumaOrganizationId, "another").SetProperty(row => row.HumaGroupId, "gone").SetProperty(row => row.HumaGroupName, "Salg"), Cancellation);

        var failed = (await VerifyAsync(workplace, connection, Key(workplace), new SetupFindings())).Where(check => check.State == SetupCheckState.Failed);

        Assert.Equal([(SetupCheck.HumaOrganization, ConnectionReasons.OtherOrganization), (SetupCheck.HumaGroups, ConnectionReasons.GroupNotSeen)], failed.Select(check => (check.Code, check.Reason!.Code)));
    }

    [Theory]
    [InlineData("Revoked")]
    [InlineData("Expired")]
    public async Task Replace_TokenThatXledgerDoesNotAccept_IsRefused(string name)
    {
        await using var workplace = await Workplace.OpenAsync();
        var connection = await workplace.ConnectAsync(Cancellation);

        Assert.Equal(ConnectionReasons.SetupNotVerified, (await ReplaceAsync(workplace, connection, Token(workplace, name)))!.Code);

        Assert.Equal(ComparisonState.Complete, (await workplace.TryCompareAsync(connection, Cancellation)).State);
    }

    [Fact]
    public async Task Replace_NotConfirmedOrNotTheOneThatWasTriedOrAnEndedConnection_IsRefused()
    {
        await using var workplace = await Workplace.OpenAsync();
        var connection = await workplace.ConnectAsync(Cancellation);
        var replacement = workplace.Get<KeyReplacement>();
        var (token, findings) = (Token(workplace, GroupToken), new SetupFindings());
        await VerifyAsync(workplace, connection, token, findings);

        Assert.Equal(ConnectionReasons.SetupAuthorityNotConfirmed, (await replacement.ReplaceAsync(connection, token, findings, authorityConfirmed: false, Workplace.Administrator, Cancellation))!.Code);
        Assert.Equal(ConnectionReasons.SetupNotVerified, (await replacement.ReplaceAsync(connection, Token(workplace, "Revoked"), findings, authorityConfirmed: true, Workplace.Administrator, Cancellation))!.Code);
        Assert.Null(await workplace.Get<Standing>().DisconnectAsync(connection, Workplace.NorwegianCompany, Workplace.Administrator, Cancellation));
        Assert.Equal(ConnectionReasons.ConnectionEnded, (await replacement.ReplaceAsync(connection, token, findings, authorityConfirmed: true, Workplace.Administrator, Cancellation))!.Code);
        await using var store = workplace.Store();
        Assert.Equal("", (await store.Connections.SingleAsync(Cancellation)).XledgerToken.Cipher);
    }

    private static NewKey.Xledger Token(Workplace workplace, string name = $"Full rights, {Workplace.NorwegianCompany}") => new(workplace.Draft(tokenName: name).XledgerToken);

    private static NewKey.Huma Key(Workplace workplace)
    {
        var draft = workplace.Draft();
        return new NewKey.Huma(draft.HumaClientId, draft.HumaClientSecret);
    }

    private static async Task<IReadOnlyList<SetupCheck>> VerifyAsync(Workplace workplace, Guid connection, NewKey key, SetupFindings findings) =>
        [.. (await workplace.Get<KeyReplacement>().VerifyAsync(connection, key, findings, Workplace.Administrator, Cancellation).ToListAsync(Cancellation)).Where(check => check.State != SetupCheckState.Running)];

    private static async Task<Reason?> ReplaceAsync(Workplace workplace, Guid connection, NewKey key)
    {
        var findings = new SetupFindings();
        await VerifyAsync(workplace, connection, key, findings);
        return await workplace.Get<KeyReplacement>().ReplaceAsync(connection, key, findings, authorityConfirmed: true, Workplace.Administrator, Cancellation);
    }
}
