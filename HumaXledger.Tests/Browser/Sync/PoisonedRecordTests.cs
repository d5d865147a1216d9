using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Portal.Components.Pages.Connection.People;
using HumaXledger.Portal.Exports;
using HumaXledger.Portal.Live;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Portal.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace HumaXledger.Tests.Browser.Sync;

/// <summary>
/// No single record of either system stops a comparison, a run, an export, a mail, a batch of changes or a page: all
/// but some people have one unusable value, each in another field, in both systems.
/// </summary>
public sealed class PoisonedRecordTests(Chromium chromium)
{
    // JSON libraries do not write an unpaired surrogate; the name stands for one until the answer leaves.
    private const string Lone = "@lone@";

    private static readonly string[] Poisons =
    [
        "a\uFFFEb",
        "a\uFFFFb",
        $"a{Lone}b",
        "a\0b",
        "a\u202Eb",
        "a\r\nb\u2028\u0007",
        new('x', 64 * 1024),
    ];

    // One of a megabyte: many would only fill the memory of the tests.
    private static readonly string Megabyte = new('x', 1024 * 1024);

    // Of eight people one is whole.
    private const int Every = 8;

    // Each part by itself: one that hangs is named, however fast the others were. Two cores that are shared with other
    // work need a fifth of it.
    private static readonly TimeSpan LongestComparison = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan LongestBatch = TimeSpan.FromSeconds(60);

    // How often the text of each path, without places in lists, was poisoned, and which one of each person.
    private readonly Dictionary<string, int> _turns = [];
    private readonly Dictionary<string, (string Path, string Poison)> _ofPeople = [];

    // The paths of each person's texts, before any was poisoned.
    private readonly Dictionary<string, IReadOnlyList<string>> _seen = [];

    private readonly List<string> _stopped = [];

    // When the part that is measured began.
    private long _began;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Records_WithUnusableValues_StopNothing()
    {
        await using var detour = await Detour.StartAsync();
        await using var portal = new RunningPortal
        {
            People = 350,
            Settings =
            [
                $"--Huma:Environments:Sandbox:BaseAddress={new Uri(detour.Address, "huma")}",
                $"--Xledger:Environments:Sandbox:Endpoint={new Uri(detour.Address, "xledger/graphql")}",
            ],
        };
        await portal.InitializeAsync();
        detour.Target = new Uri(portal.SandboxAddress);
        var connection = await portal.ConnectAsync(Cancellation);
        var linked = await LinkedAsync(portal, connection);
        var (huma, xledger) = (Numbered(linked.Huma), Numbered(linked.Xledger));
        AmendPeople(See);
        var clean = await portal.CompareAsync(connection, Cancellation);
        var before = DifferencesOfWhole(clean.Comparison, huma, xledger);
        GiveTurns();
        AmendPeople(Poison);
        detour.Rewrite = text => text.Replace(Lone, "\\ud800", StringComparison.Ordinal);

        _began = Stopwatch.GetTimestamp();
        var session = await portal.CompareAsync(connection, Cancellation);

        AssertWithin("comparison", LongestComparison);
        Assert.Equal(before, DifferencesOfWhole(session.Comparison, huma, xledger));
        Assert.Empty(_turns.Where(text => text.Value == 0).Select(text => text.Key));
        Assert.True(_turns.Values.Sum() > 300, $"{_turns.Count} texts had {_turns.Values.Sum()} turns.");

        session = await DecidedAsync(portal, session);
        using var visitor = await Visitor.SignedInAsync(
            portal.Url,
            "Kari Nordmann",
            Enum.GetValues<Role>(),
            Cancellation
        );
        foreach (var format in PlanExport.Formats)
        {
            await GivenAsync(visitor, PlanExport.Address(connection, session.Record.Id, format));
        }

        await using var screen = await Screen.OpenAsync(chromium, portal);
        foreach (var step in new[] { "match", "conflicts", "add", "review" })
        {
            await ShownAsync(screen, $"/connections/{connection}/sync/{step}");
        }

        var run = await portal.ApplyAsync(session, Cancellation);

        AssertWithin("review, run and pages", LongestRun);
        await using var store = await portal.Get<IDbContextFactory<SyncDbContext>>().CreateDbContextAsync(Cancellation);
        var record = await store.Runs.SingleAsync(row => row.Id == run, Cancellation);
        Assert.True(record.State == RunState.Completed, $"{record.State} {record.Failure}");
        Assert.NotNull(record.MailedAt);
        foreach (var format in RunExport.Formats)
        {
            await GivenAsync(visitor, $"/connections/{connection}/runs/{run}/result.{format}");
        }

        foreach (var person in session.Comparison.Input.Huma.Take(Poisons.Length))
        {
            var key = PersonRow.KeyOf(person);
            await GivenAsync(visitor, PersonExport.Address(connection, key, "json"));
            await GivenAsync(visitor, PersonExport.Address(connection, key, "xlsx"));
        }

        await ChangedAsync(portal, connection, huma.Keys);

        AssertWithin("batch of changes", LongestBatch);
        foreach (
            var page in (string[])
                [
                    "",
                    "/people",
                    "/differences",
                    "/changes",
                    "/runs",
                    $"/runs/{run}",
                    .. session.Comparison.Input.Huma.Take(3).Select(person => $"/people/{PersonRow.KeyOf(person)}"),
                ]
        )
        {
            await ShownAsync(screen, $"/connections/{connection}{page}");
        }

        Assert.True(_stopped.Count == 0, string.Join('\n', _stopped));
        Assert.Empty(screen.Faults);
        Assert.DoesNotContain(portal.Log.Lines, line =>
            line.Contains("unhandled exception", StringComparison.OrdinalIgnoreCase)
        );

        void AmendPeople(Action<PersonTexts> act) =>
            detour.Amend = (call, answer) =>
            {
                EachPerson(answer, "id", huma, act);
                if (call.Contains("query Employees(", StringComparison.Ordinal))
                {
                    EachPerson(answer, "dbId", xledger, act);
                }
            };
    }

    // With a first synchronization, so that pairs do not depend on names.
    private static async Task<ComparisonInput> LinkedAsync(RunningPortal portal, Guid connection)
    {
        var session = await portal.CompareAsync(connection, Cancellation);
        var some = session.Comparison.Differences.Where(difference => difference.Field == Field.Phone).Take(2).ToList();
        (session, _) = await portal
            .Get<Review>()
            .DecideAsync(session, some, FieldChoice.UseXledger, ConnectedPortal.Administrator, Cancellation);
        await portal.ApplyAsync(await portal.ConfirmGuardsAsync(session, Cancellation), Cancellation);
        return session.Comparison.Input;
    }

    private static Dictionary<string, int> Numbered(IReadOnlyList<Person> people) =>
        people
            .Select(person => person.Id)
            .Order(StringComparer.Ordinal)
            .Index()
            .ToDictionary(one => one.Item, one => one.Index);

    private static bool IsWhole(int number) => number % Every == 0;

    private static void EachPerson(JsonNode? node, string id, Dictionary<string, int> people, Action<PersonTexts> act)
    {
        switch (node)
        {
            case JsonObject record when record[id] is { } own && people.TryGetValue($"{own}", out var number):
                // What integrations say of a field has the same form in each; one stands for all.
                var texts = Texts(record, id, id)
                    .Where(text =>
                        !text.Path.Contains("ntegrations.", StringComparison.Ordinal)
                        || text.Path.StartsWith("id.email.", StringComparison.Ordinal)
                    )
                    .ToList();
                // Compact answers name a person by id and name only.
                if (texts.Count > 2 && !IsWhole(number))
                {
                    act(new PersonTexts($"{own}", texts));
                }

                break;
            case JsonObject record:
                foreach (var (_, inner) in record.ToList())
                {
                    EachPerson(inner, id, people, act);
                }

                break;
            case JsonArray list:
                foreach (var inner in list)
                {
                    EachPerson(inner, id, people, act);
                }

                break;
        }
    }

    private void See(PersonTexts person)
    {
        lock (_turns)
        {
            _seen[person.Key] = person.Paths;
        }
    }

    // Before the order in which answers come can decide it: what few people have comes first, so that it is never left
    // over.
    private void GiveTurns()
    {
        var holders = _seen
            .SelectMany(person => person.Value.Select(path => (Path: path, person.Key)))
            .GroupBy(one => one.Path, one => one.Key)
            .OrderBy(path => path.Count())
            .ThenBy(path => path.Key, StringComparer.Ordinal);
        foreach (var path in holders)
        {
            _turns[path.Key] = 0;
            if (path.Order(StringComparer.Ordinal).FirstOrDefault(key => !_ofPeople.ContainsKey(key)) is { } key)
            {
                Give(key, path.Key);
            }
        }

        foreach (
            var (key, paths) in _seen
                .Where(person => !_ofPeople.ContainsKey(person.Key))
                .OrderBy(person => person.Key, StringComparer.Ordinal)
        )
        {
            Give(key, paths.MinBy(path => _turns[path])!);
        }
    }

    private void Poison(PersonTexts person)
    {
        var (path, poison) = Turn(person);
        var text = person.Texts.First(text => text.Path == path);
        text.Parent[text.Key] = poison;
    }

    private (string Path, string Poison) Turn(PersonTexts person)
    {
        lock (_turns)
        {
            if (!_ofPeople.TryGetValue(person.Key, out var turn))
            {
                // An answer of a form that no comparison reads.
                foreach (var path in person.Paths)
                {
                    _turns.TryAdd(path, 0);
                }

                turn = Give(person.Key, person.Paths.MinBy(path => _turns[path])!);
            }

            return turn;
        }
    }

    // Each turn of a text is the next kind.
    private (string Path, string Poison) Give(string key, string path)
    {
        var poison = Poisons[_turns[path]++ % Poisons.Length];
        return _ofPeople[key] = (path, _ofPeople.Count % 40 == 20 ? Megabyte : poison);
    }

    // Every text of a record but its own id.
    private static IEnumerable<(JsonObject Parent, string Key, string Path)> Texts(
        JsonNode? node,
        string path,
        string? id = null
    ) =>
        node switch
        {
            JsonObject record => record
                .ToList()
                .Where(property => property.Key != id)
                .SelectMany(property =>
                    property.Value is JsonValue value && value.GetValueKind() == JsonValueKind.String
                        ? [(record, property.Key, $"{path}.{property.Key}")]
                        : Texts(property.Value, $"{path}.{property.Key}")
                ),
            JsonArray list => list.SelectMany(inner => Texts(inner, path)),
            _ => [],
        };

    private static IReadOnlyList<string> DifferencesOfWhole(
        Comparison comparison,
        Dictionary<string, int> huma,
        Dictionary<string, int> xledger
    ) =>
        [
            .. comparison
                .Differences.Where(difference =>
                    IsWhole(huma[difference.Pair.Huma.Id]) && IsWhole(xledger[difference.Pair.Xledger.Id])
                )
                .Select(difference => $"{difference.Key}")
                .Order(StringComparer.Ordinal),
        ];

    private static async Task<ReviewSession> DecidedAsync(RunningPortal portal, ReviewSession session)
    {
        foreach (var choice in new[] { FieldChoice.UseHuma, FieldChoice.UseXledger })
        {
            var open = session
                .Comparison.Differences.Where(difference =>
                    session.ChoiceOf(difference) is null && Review.Can(difference, choice)
                )
                .ToList();
            (session, _) = await portal
                .Get<Review>()
                .DecideAsync(session, open, choice, ConnectedPortal.Administrator, Cancellation);
        }

        return await portal.ConfirmGuardsAsync(session, Cancellation);
    }

    private async Task GivenAsync(Visitor visitor, string address)
    {
        using var answer = await visitor.OpenAsync(address, Cancellation);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            _stopped.Add($"{address}: {answer.StatusCode}");
        }
    }

    private async Task ShownAsync(Screen screen, string address)
    {
        await screen.GoAsync(address);
        try
        {
            await Assertions
                .Expect(screen.Page.Locator("main :is(table, dl, form, ul, h2):visible").First)
                .ToBeVisibleAsync();
        }
        catch (PlaywrightException)
        {
            _stopped.Add($"{address}: {await screen.Page.Locator("main").InnerTextAsync()}");
        }

        if (await screen.Text("This page could not be shown").CountAsync() > 0)
        {
            _stopped.Add(address);
        }
    }

    private static async Task ChangedAsync(RunningPortal portal, Guid connection, IEnumerable<string> people)
    {
        await portal
            .Get<ChangeQueue>()
            .PutAsync(
                connection,
                [.. people.Select(id => new HumaId(id))],
                PendingChangeSource.Webhook,
                PendingChangeKind.Updated,
                null,
                Cancellation
            );
        await using var store = await portal.Get<IDbContextFactory<SyncDbContext>>().CreateDbContextAsync(Cancellation);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(LongestBatch);
        await foreach (var _ in portal.Get<RunFeed>().WatchAsync<ConnectionPulse>(connection, patience.Token))
        {
            if (
                !await store.PendingChanges.AnyAsync(
                    pending =>
                        pending.State == PendingChangeState.Waiting || pending.State == PendingChangeState.Writing,
                    Cancellation
                )
            )
            {
                break;
            }
        }
    }

    // The next part begins.
    private void AssertWithin(string what, TimeSpan longest)
    {
        var took = Stopwatch.GetElapsedTime(_began);
        Assert.True(took < longest, $"{what} took {took}");
        _began = Stopwatch.GetTimestamp();
    }

    // A list and a profile tell different parts of a person.
    private sealed record PersonTexts(string Id, List<(JsonObject Parent, string Key, string Path)> Texts)
    {
        public IReadOnlyList<string> Paths { get; } = [.. Texts.Select(text => text.Path).Distinct()];

        public string Key => $"{Id} {string.Join(' ', Paths)}";
    }
}
