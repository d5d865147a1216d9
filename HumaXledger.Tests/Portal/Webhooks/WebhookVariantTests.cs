using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Portal.Webhooks;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.Huma;
using HumaXledger.Tests.Storage.Database;

namespace HumaXledger.Tests.Portal.Webhooks;

/// <summary>
/// The sandbox's Huma sends to the endpoint over real HTTP, in every variant that the contract leaves open.
/// </summary>
public sealed class WebhookVariantTests(SqliteStore store) : IClassFixture<SqliteStore>, IAsyncLifetime
{
    private WebhookHost _host = null!;
    private Webhook _webhook = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await WebhookHost.StartAsync(store.Connection, store.Clock);
        _webhook = await _host.ConnectAsync();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    public static TheoryData<SignatureEncoding, bool, WebhookPayload> Variants =>
        new MatrixTheoryData<SignatureEncoding, bool, WebhookPayload>(
            Enum.GetValues<SignatureEncoding>(),
            [false, true],
            Enum.GetValues<WebhookPayload>()
        );

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Change_InEveryVariantOfTheMessage_QueuesItsPerson(
        SignatureEncoding signature,
        bool prefix,
        WebhookPayload payload
    )
    {
        await using var world = World(set =>
            (set.WebhookSignature, set.WebhookSignaturePrefix, set.WebhookPayload) = (signature, prefix, payload)
        );
        var person = People(world, 1)[0];

        world.EditInHuma(person, SandboxField.Phone, "+47 400 00 001");
        await world.Webhook.WhenIdleAsync(Cancellation);

        Assert.Equal(200, Assert.Single(world.Webhook.Deliveries).Status);
        var pending = Assert.Single(await _host.PendingChangesAsync(_webhook));
        Assert.Equal((person.ToString(), PendingChangeKind.Updated), (pending.HumaId.Value, pending.Kind));
    }

    [Fact]
    public async Task LifeCycle_OfAUser_IsQueuedWithItsKinds()
    {
        await using var world = World(set => set.WebhookReordering = false);

        var person = world.HireInHuma();
        await world.Webhook.WhenIdleAsync(Cancellation);
        world.EditInHuma(person, SandboxField.Gender, "Other");
        await world.Webhook.WhenIdleAsync(Cancellation);
        world.DeleteInHuma(person);
        await world.Webhook.WhenIdleAsync(Cancellation);

        Assert.Equal(
            [
                (person.ToString(), PendingChangeKind.Created),
                (person.ToString(), PendingChangeKind.Updated),
                (person.ToString(), PendingChangeKind.Deleted),
            ],
            (await _host.PendingChangesAsync(_webhook)).Select(pending => (pending.HumaId.Value, pending.Kind))
        );
    }

    [Fact]
    public async Task Events_DuplicatedReorderedAndLost_QueueEachPersonWhoseEventArrived()
    {
        await using var world = World(set =>
            (set.WebhookDuplicates, set.WebhookReordering, set.WebhookLoseEvery) = (true, true, 5)
        );
        var people = People(world, 10);

        foreach (var person in people)
        {
            world.EditInHuma(person, SandboxField.Gender, "Other");
        }

        await world.Webhook.WhenIdleAsync(Cancellation);

        Assert.Equal(
            (16, 4),
            (
                world.Webhook.Deliveries.Count(delivery => delivery.Status == 200),
                world.Webhook.Deliveries.Count(delivery => delivery.Lost)
            )
        );
        var states = (await _host.MessagesAsync(_webhook)).CountBy(message => message.State).ToDictionary();
        // Every fifth is lost: one of a pair at most, never both.
        Assert.Equal((10, 6), (states[MessageState.Taken], states[MessageState.Repeated]));
        Assert.Equal(
            people.Select(person => person.ToString()).Order(),
            (await _host.PendingChangesAsync(_webhook)).Select(pending => pending.HumaId.Value).Distinct().Order()
        );
    }

    [Fact]
    public async Task Topics_Unknown_AreStoredWithTheOthers()
    {
        await using var world = World(set => set.WebhookMadeUpTopics = true);
        var person = People(world, 1)[0];

        world.EditInHuma(person, SandboxField.Gender, "Other");
        await world.Webhook.WhenIdleAsync(Cancellation);

        Assert.Equal(
            [
                ("absence-create", MessageState.UnknownTopic),
                ("teams-update", MessageState.UnknownTopic),
                ("users-update", MessageState.Taken),
            ],
            (await _host.MessagesAsync(_webhook)).Select(message => (message.Topic, message.State)).Order()
        );
        Assert.Equal(
            [PendingChangeKind.Other, PendingChangeKind.Updated],
            (await _host.PendingChangesAsync(_webhook)).Select(pending => pending.Kind).OrderDescending()
        );
    }

    [Fact]
    public async Task Export_OfAllPeopleWithAllFields_IsAcceptedInMessagesOfAHundred()
    {
        await using var world = World();

        world.ExportFromHuma();
        await world.Webhook.WhenIdleAsync(Cancellation);

        var messages = await _host.MessagesAsync(_webhook);
        Assert.Equal(100, messages[0].UserCount);
        Assert.All(messages, message =>
            Assert.Equal(("users-export", MessageState.Taken), (message.Topic, message.State))
        );
        Assert.Equal(
            world.Huma.All().Where(user => user.IsPerson).Select(user => user.Id.ToString()).Order(),
            (await _host.PendingChangesAsync(_webhook))
                .Where(pending => pending.Kind == PendingChangeKind.Exported)
                .Select(pending => pending.HumaId.Value)
                .Order()
        );
    }

    [Fact]
    public async Task SecretOrToken_NotEnteredInHuma_IsRefused()
    {
        await using var world = World();
        var person = People(world, 1)[0];
        world.Webhook.Options = new() { Url = world.Webhook.Options.Url, Token = _webhook.Token };
        world.EditInHuma(person, SandboxField.Gender, "Other");
        await world.Webhook.WhenIdleAsync(Cancellation);
        world.Webhook.Options = new() { Url = world.Webhook.Options.Url, Secret = _webhook.Secret };
        world.EditInHuma(person, SandboxField.Gender, "Female");
        await world.Webhook.WhenIdleAsync(Cancellation);

        Assert.Equal([401, 401], world.Webhook.Deliveries.Select(delivery => delivery.Status ?? 0));
        Assert.Empty(await _host.MessagesAsync(_webhook));
    }

    private SandboxWorld World(Action<HumaSwitches>? set = null)
    {
        var options = new SandboxOptions
        {
            Webhook = new()
            {
                Url = new Uri(_host.Url, HumaEndpoint.PathOf(_webhook.Address)).ToString(),
                Secret = _webhook.Secret,
                Token = _webhook.Token,
            },
        };
        (options.Switches.Huma.WebhookDuplicates, options.Switches.Huma.WebhookReordering) = (false, false);
        set?.Invoke(options.Switches.Huma);
        return new SandboxWorld(options, TimeProvider.System);
    }

    private static List<Guid> People(SandboxWorld world, int count) =>
        [.. world.Catalogue.Pairs.Where(pair => pair.Agrees).Take(count).Select(pair => pair.HumaId!.Value)];
}
