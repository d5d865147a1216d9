using HumaXledger.Core;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Sync;
using HumaXledger.Core.Xledger;
using HumaXledger.Portal.Components.Pages.Connection;
using HumaXledger.Portal.Mail;
using HumaXledger.Sandbox;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Browser;

/// <summary>
/// A Portal in the middle of its work, for looking at every page: a connection with one run behind it (written, added, refused, mailed) and a second comparison open for decisions.
/// </summary>
public sealed class OrganizationInReview : IAsyncLifetime
{
    /// <summary>A job title that somebody gets in Huma after the run.</summary>
    public const string NewTitle = "Fagansvarlig for reiseregninger";

    private const string Company = "Fjellheim Norge AS";
    private const string Administrator = "Local administrator";

    public RunningPortal Portal { get; } = new();

    public Guid ConnectionId { get; private set; }

    public Guid RunId { get; private set; }

    /// <summary>How the Portal addresses one person whom the run wrote to.</summary>
    public string PersonKey { get; private set; } = "";

    public string Page(string part) => $"/connections/{ConnectionId}/{part}";

    public async ValueTask InitializeAsync()
    {
        await Portal.InitializeAsync();
        var cancellation = TestContext.Current.CancellationToken;
        ConnectionId = await ConnectAsync(cancellation);
        var session = await CompareAsync(cancellation);
        RunId = await SynchronizeSomeAsync(session, cancellation);
        EditInHuma(session);
        var again = await CompareAsync(cancellation);
        PersonKey = PersonRow.KeyOf(again.Comparison.Matches.Pairs.First(pair => pair.State == MatchState.Linked).Huma);
    }

    public ValueTask DisposeAsync() => Portal.DisposeAsync();

    private T Get<T>()
        where T : notnull => Portal.Services.GetRequiredService<T>();

    private async Task<Guid> ConnectAsync(CancellationToken cancellation)
    {
        var key = Portal.World.FullHumaKey;
        var draft = new SetupDraft("Sandbox", $"{key.ClientId}", new Secret(key.Text), "Sandbox", XledgerToken.TryRead(Portal.World.FullXledgerToken.Text, out _)!);
        var findings = new SetupFindings();
        await foreach (var check in Get<ConnectionSetup>().VerifyAsync(draft, findings, cancellation))
        {
            Assert.NotEqual(SetupCheckState.Failed, check.State);
        }

        var choice = new SetupChoice(
            Company, findings.Groups.Single(group => group.Name == Company), findings.Entities.Single(entity => entity.Name == Company), AddNewPeople: false, AuthorityConfirmed: true);
        return Assert.IsType<Answer<Guid>.Done>(await Get<ConnectionSetup>().EstablishAsync(draft, findings, choice, Administrator, cancellation)).Value;
    }

    private async Task<ReviewSession> CompareAsync(CancellationToken cancellation)
    {
        var comparisonId = await Get<Compare>().StartAsync(ConnectionId, Administrator, cancellation);
        await Get<Compare>().RunAsync(comparisonId, new Progress<CompareProgress>(), cancellation);
        return await Get<Review>().OpenAsync(comparisonId, cancellation);
    }

    // Somebody whose job title both systems agreed on.
    private void EditInHuma(ReviewSession before)
    {
        var differing = before.Comparison.Differences.Select(difference => difference.Pair.Huma.Id).ToHashSet();
        var someone = before.Comparison.Matches.Pairs.First(pair => pair.Settled && pair.Huma.Active && pair.Huma[Field.JobTitle].IsValue && !differing.Contains(pair.Huma.Id));
        Assert.Equal(EditOutcome.Done, Portal.World.EditInHuma(Guid.Parse(someone.Huma.Id), SandboxField.JobTitle, NewTitle));
    }

    // Enough for every part of the result, little enough to leave much open.
    private async Task<Guid> SynchronizeSomeAsync(ReviewSession session, CancellationToken cancellation)
    {
        var review = Get<Review>();
        var phones = session.Comparison.Differences.Where(difference => difference.Field is Field.Email or Field.Phone).ToList();
        (session, _) = await review.DecideAsync(session, phones, FieldChoice.UseXledger, Administrator, cancellation);
        var adding = session.AddCandidates(Side.Xledger).Where(person => person.CanBeAdded).Take(1).Select(person => new HumaId(person.Person.Id)).ToList();
        session = await review.ChooseAdditionsAsync(session, [], adding, Administrator, cancellation);
        foreach (var guard in session.Preview.Guards.Where(guard => guard.Holds))
        {
            session = await review.ConfirmGuardAsync(session, guard.Kind, confirmed: true, Administrator, cancellation);
        }

        var plan = Assert.IsType<Answer<Guid>.Done>(await review.MakePlanAsync(session.Record.Id, session.Preview.Fingerprint, Administrator, cancellation));
        var run = Assert.IsType<Answer<Guid>.Done>(await Get<Apply>().StartAsync(plan.Value, Administrator, "administrator@example.com", "en", cancellation));
        await Get<Apply>().RunAsync(run.Value, new Progress<RunProgress>(), cancellation);
        await Get<ResultMail>().SendAsync(run.Value, cancellation);
        return run.Value;
    }
}
