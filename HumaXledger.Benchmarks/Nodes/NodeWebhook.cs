using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Benchmarks.Nodes;

/// <summary>
/// Fifty changes a second in Huma, each announced to nginx at its fixed time: the time of the answers, and whether each
/// change ends in Xledger or on the list of what needs a person.
/// </summary>
internal static class NodeWebhook
{
    private const int PerSecond = 50;
    private const int People = 1_000;
    private const int Nodes = 2;
    private const int WarmUp = 4;

    public static async Task<List<Measurement>> RunAsync(TimeSpan length)
    {
        await using var load = await NodesUnderLoad.OpenAsync(Nodes, FollowingHuma.SampleFor(People), false);
        var (connection, people) = await FollowingHuma.PrepareAsync(load.Sandbox, load.Office, load.Outside, People);
        var made = SampleOrganization.Done(
            await load
                .Office.Get<WebhookKeys>()
                .MakeAsync(connection, SampleOrganization.Administrator, CancellationToken.None)
        );
        await load.StartNodesAsync();
        var address = new Uri(load.Cluster.Url, $"webhooks/huma/{made.Address}");
        using var client = NodesUnderLoad.Client();
        var edits = 0;
        var sender = new HumaSender(client, number =>
        {
            var person = people[number % people.Count];
            if (load.Sandbox.World.EditInHuma(person, SandboxField.JobTitle, $"Rådgiver {++edits}") != EditOutcome.Done)
            {
                throw new InvalidOperationException("The sandbox refused an edit.");
            }

            return new HumaMessage(address, made, person);
        });
        // The first messages compile what is used for the first time.
        await sender.SendAsync(PerSecond, WarmUp, _ => { });
        await using var use = new NodeUse(await load.Cluster.ProcessesAsync(CancellationToken.None));
        var requests = load.Sandbox.World.Meter.ThisMonth;
        var answers = await sender.SendAsync(PerSecond, (int)length.TotalSeconds, _ => { });
        await FollowingHuma.SettledAsync(load.Office, TimeSpan.FromMinutes(5));
        var after = load.Sandbox.World.Meter.ThisMonth;

        await using var store = load.Office.Store();
        var stored = await store.Messages.CountAsync(row => row.ConnectionId == connection);
        var ended = await store
            .PendingChanges.AsNoTracking()
            .Where(pending => pending.ConnectionId == connection)
            .Select(pending => new
            {
                pending.HumaId,
                pending.State,
                pending.ReceivedAt,
                pending.EndedAt,
            })
            .ToListAsync();
        var needsPerson = ended
            .Where(pending =>
                pending.State
                    is PendingChangeState.Held
                        or PendingChangeState.Failed
                        or PendingChangeState.ForManualSync
            )
            .Select(pending => pending.HumaId.Value)
            .ToHashSet();
        var lost = people.Count(person =>
            !needsPerson.Contains($"{person}")
            && load.Sandbox.World.PersonByHumaId(person) is { } one
            && one.Huma.GetValueOrDefault(SandboxField.JobTitle) != one.Xledger.GetValueOrDefault(SandboxField.JobTitle)
        );
        var delays = ended
            .Where(pending => pending.State == PendingChangeState.Written)
            .Select(pending => (pending.EndedAt!.Value - pending.ReceivedAt).TotalSeconds)
            .ToList();
        return
        [
            new Measurement(
                FormattableString.Invariant(
                    $"Webhook, {PerSecond} messages a second for {length.TotalMinutes:0.#} min, {Nodes} nodes"
                ),
                "99th percentile ≤ 50 ms",
                FormattableString.Invariant($"{Measurement.Percentile(answers, 0.99):0.0} ms"),
                FormattableString.Invariant(
                    $"median {Measurement.Percentile(answers, 0.5):0.0} ms, 95th {Measurement.Percentile(answers, 0.95):0.0} ms, longest {answers.Max():0} ms; {use.Describe()}"
                ),
                Measurement.Within(Measurement.Percentile(answers, 0.99), 50)
            ),
            new Measurement(
                "Changes lost",
                "none",
                $"{sender.Sent - stored} messages, {lost} people",
                FormattableString.Invariant(
                    $"{sender.Sent} sent, {sender.Accepted} accepted, {stored} stored, {needsPerson.Count} people on needs you; message to write median {Measurement.Percentile(delays, 0.5):0.00} s, 95th {Measurement.Percentile(delays, 0.95):0.00} s; {after.Requests - requests.Requests} Xledger requests, {after.OverLimit - requests.OverLimit} over a limit"
                ),
                stored == sender.Sent && sender.Accepted == sender.Sent && lost == 0
            ),
        ];
    }
}
