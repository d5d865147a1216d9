using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Sync;

namespace HumaXledger.Tests.Browser.Support;

/// <summary>A Portal with a connection and ordinary people, for tests that each take some of them.</summary>
public sealed class OrganizationAtWork : IAsyncLifetime
{
    private Queue<Someone> _people = [];

    // The sample's scenes take most of its usual 250 people.
    public RunningPortal Portal => field ??= new RunningPortal { People = 350, Settings = Settings };

    /// <summary>Further settings, as on the command line.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    public Guid ConnectionId { get; private set; }

    public string Page(string part) => $"/connections/{ConnectionId}/{part}";

    public async ValueTask InitializeAsync()
    {
        await Portal.InitializeAsync();
        ConnectionId = await Portal.ConnectAsync(TestContext.Current.CancellationToken);
        var unusual = Portal.World.Catalogue.Cases.SelectMany(one => one.People).ToHashSet();
        var norway = Portal.World.Xledger.Tokens.All()[0].EntityOwnerDbId;
        // Tests find people by name, and a search also finds parts of names.
        var names = Portal.World.People(null, 0, int.MaxValue).Page.Select(person => person.Name).ToList();
        _people = new Queue<Someone>(
            Portal
                .World.Catalogue.Pairs.Where(pair =>
                    pair is { Agrees: true, HumaId: not null, EmployeeDbId: not null }
                    && pair.EntityOwnerDbId == norway
                    && !unusual.Contains(pair)
                )
                // Tests change the job title and choose either side, which needs a title on both.
                .Where(pair =>
                    Portal.World.PersonByEmployee(pair.EmployeeDbId!.Value)!.Xledger.ContainsKey(SandboxField.JobTitle)
                )
                .Where(pair =>
                    Portal.World.PersonByHumaId(pair.HumaId!.Value)!.Name is var own
                    && names.Count(name => name.Contains(own, StringComparison.OrdinalIgnoreCase)) == 1
                )
                .Select(pair => new Someone(pair.HumaId!.Value, pair.EmployeeDbId!.Value))
        );
    }

    public ValueTask DisposeAsync() => Portal.DisposeAsync();

    /// <summary>Takes people that no other test uses.</summary>
    public IReadOnlyList<Someone> Take(int count) => [.. Enumerable.Range(0, count).Select(_ => _people.Dequeue())];

    public string NameOf(Someone person)
    {
        var huma = Portal.World.PersonByHumaId(person.HumaId)!.Huma;
        // Some names have extra spaces, which pages do not show.
        return string.Join(
            ' ',
            $"{huma[SandboxField.GivenName]} {huma[SandboxField.FamilyName]}".Split(
                (char[]?)null,
                StringSplitOptions.RemoveEmptyEntries
            )
        );
    }

    /// <summary>Enters a value for these people in Huma, compares, and chooses Huma for them.</summary>
    public async Task<ReviewSession> ReviewedAsync(
        IReadOnlyList<Someone> people,
        SandboxField field,
        string text,
        CancellationToken cancellation
    )
    {
        Assert.All(people, person =>
            Assert.Equal(EditOutcome.Done, Portal.World.EditInHuma(person.HumaId, field, text))
        );
        return await ChooseAsync(people, FieldChoice.UseHuma, cancellation);
    }

    /// <summary>Compares, and chooses this side for every difference of these people.</summary>
    public async Task<ReviewSession> ChooseAsync(
        IReadOnlyList<Someone> people,
        FieldChoice choice,
        CancellationToken cancellation
    )
    {
        var session = await Portal.CompareAsync(ConnectionId, cancellation);
        var ids = people.Select(person => $"{person.HumaId}").ToHashSet();
        var wanted = session
            .Comparison.Differences.Where(difference =>
                ids.Contains(difference.Pair.Huma.Id) && Review.Can(difference, choice)
            )
            .ToList();
        Assert.NotEmpty(wanted);
        return (
            await Portal.Get<Review>().DecideAsync(session, wanted, choice, ConnectedPortal.Administrator, cancellation)
        ).Session;
    }

    /// <summary>The same, with one Huma user to be added to Xledger.</summary>
    public Task<ReviewSession> AddingAsync(ReviewSession session, Guid person, CancellationToken cancellation) =>
        Portal
            .Get<Review>()
            .ChooseAdditionsAsync(session, [], [new HumaId($"{person}")], ConnectedPortal.Administrator, cancellation);
}
