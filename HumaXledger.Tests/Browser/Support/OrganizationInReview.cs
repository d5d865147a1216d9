using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Portal.Components.Pages.Connection.People;
using HumaXledger.Sandbox;

namespace HumaXledger.Tests.Browser.Support;

/// <summary>
/// A Portal with data for every page: a connection with one run (written, added, refused, mailed) and a second
/// comparison open for decisions.
/// </summary>
public sealed class OrganizationInReview : IAsyncLifetime
{
    /// <summary>A job title that one person gets in Huma after the run.</summary>
    public const string NewTitle = "Fagansvarlig for reiseregninger";

    public RunningPortal Portal { get; } = new();

    public Guid ConnectionId { get; private set; }

    public Guid RunId { get; private set; }

    /// <summary>The key of one person whom the run wrote to.</summary>
    public string PersonKey { get; private set; } = "";

    /// <summary>The open comparison with its decisions so far.</summary>
    public async Task<ReviewSession> SessionAsync(CancellationToken cancellation) =>
        (await Portal.Get<Review>().FindOpenAsync(ConnectionId, Actor.System, cancellation))!;

    public string Page(string part) => $"/connections/{ConnectionId}/{part}";

    public async ValueTask InitializeAsync()
    {
        await Portal.InitializeAsync();
        var cancellation = TestContext.Current.CancellationToken;
        ConnectionId = await Portal.ConnectAsync(cancellation);
        var session = await Portal.CompareAsync(ConnectionId, cancellation);
        RunId = await SynchronizeSomeAsync(session, cancellation);
        EditInHuma(session);
        var again = await Portal.CompareAsync(ConnectionId, cancellation);
        PersonKey = PersonRow.KeyOf(again.Comparison.Matches.Pairs.First(pair => pair.State == MatchState.Linked).Huma);
        await PendingChangeSamples.FillAsync(Portal, ConnectionId, RunId, cancellation);
    }

    public ValueTask DisposeAsync() => Portal.DisposeAsync();

    // A person whose job title is equal in both systems.
    private void EditInHuma(ReviewSession before)
    {
        var differing = before.Comparison.Differences.Select(difference => difference.Pair.Huma.Id).ToHashSet();
        var someone = before.Comparison.Matches.Pairs.First(pair =>
            pair.Settled && pair.Huma.Active && pair.Huma[Field.JobTitle].IsValue && !differing.Contains(pair.Huma.Id)
        );
        Assert.Equal(
            EditOutcome.Done,
            Portal.World.EditInHuma(Guid.Parse(someone.Huma.Id), SandboxField.JobTitle, NewTitle)
        );
    }

    // Enough for every part of the result, few enough to leave much open.
    private async Task<Guid> SynchronizeSomeAsync(ReviewSession session, CancellationToken cancellation)
    {
        var review = Portal.Get<Review>();
        var phones = session
            .Comparison.Differences.Where(difference => difference.Field is Field.Email or Field.Phone)
            .ToList();
        (session, _) = await review.DecideAsync(
            session,
            phones,
            FieldChoice.UseXledger,
            ConnectedPortal.Administrator,
            cancellation
        );
        var adding = session
            .AddCandidates(Side.Xledger)
            .Where(person => person.CanBeAdded)
            .Take(1)
            .Select(person => new HumaId(person.Person.Id))
            .ToList();
        session = await review.ChooseAdditionsAsync(session, [], adding, ConnectedPortal.Administrator, cancellation);
        session = await Portal.ConfirmGuardsAsync(session, cancellation);
        return await Portal.ApplyAsync(session, cancellation);
    }
}
