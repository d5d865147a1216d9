using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Fakes;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.FromHuma;

/// <summary>A connection that was synchronized once, and whose Huma tells of people from then on.</summary>
internal sealed class Following(Workplace workplace, Guid connection, IReadOnlyList<Someone> people) : IAsyncDisposable
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public Workplace Workplace => workplace;

    public SandboxWorld World => workplace.World;

    public Guid Connection => connection;

    /// <summary>Ordinary people on whom both sides agreed.</summary>
    public IReadOnlyList<Someone> People => people;

    public long XledgerRequests => World.Meter.ThisMonth.Requests;

    /// <param name="people">How many ordinary people are needed.</param>
    /// <param name="racing">See <see cref="RacingClock"/>: waits take no time, and time can pass.</param>
    /// <param name="tokenName">The token of the connection, as the sample calls it.</param>
    public static async Task<Following> OpenAsync(
        int people, Action<SandboxOptions>? configure = null, bool racing = false, string tokenName = $"Full rights, {Workplace.NorwegianCompany}")
    {
        var workplace = await Workplace.OpenAsync(configure, racing);
        var ordinary = workplace.Ordinary(people);
        var connection = await workplace.ConnectAsync(Cancellation, tokenName);
        // One value is written, so that the connection is active; everything else is adopted as it is.
        await workplace.ApplyAsync(await workplace.ReviewedAsync(connection, [ordinary[0]], SandboxField.JobTitle, _ => "Rådgiver"), Cancellation);
        return new Following(workplace, connection, ordinary);
    }

    public async Task SetAsync(Action<Connection> change)
    {
        await using var store = workplace.Store();
        change(await store.Connections.SingleAsync(row => row.Id == connection, Cancellation));
        await store.SaveChangesAsync(Cancellation);
    }

    public Task RuleAsync(Field field, PolicyRule? rule) => workplace.Get<ConnectionSettings>().SetPolicyAsync(connection, field, rule, Workplace.Administrator, Cancellation);

    public void Edit(Someone person, SandboxField field, string? value) => Assert.Equal(EditOutcome.Done, World.EditInHuma(person.HumaId, field, value));

    /// <summary>What Huma's webhook would put down.</summary>
    public Task TellAsync(Guid person, NoticeKind kind = NoticeKind.Updated) =>
        workplace.Get<NoticeBoard>().PutAsync(connection, [new HumaId(person.ToString())], NoticeSource.Webhook, kind, null, Cancellation);

    public async Task TellAsync(IEnumerable<Someone> told)
    {
        foreach (var person in told)
        {
            await TellAsync(person.HumaId);
        }
    }

    /// <summary>Works off what is due until nothing is.</summary>
    /// <returns>The fault that stopped it, if one did.</returns>
    public async Task<Reason?> WorkOffAsync()
    {
        while (true)
        {
            var worked = await workplace.Get<Propagate>().WorkOffAsync(connection, new Unwatched(), Cancellation);
            if (worked.Fault is not null || worked.People == 0)
            {
                Assert.False(worked.Busy);
                return worked.Fault;
            }
        }
    }

    /// <summary>Tells of a person, works it off, and gives what became of it.</summary>
    public async Task<Notice> FollowAsync(Someone person, NoticeKind kind = NoticeKind.Updated) => await FollowAsync(person.HumaId, kind);

    public async Task<Notice> FollowAsync(Guid person, NoticeKind kind = NoticeKind.Updated)
    {
        await TellAsync(person, kind);
        await WorkOffAsync();
        return (await NoticesAsync(person))[^1];
    }

    public async Task<IReadOnlyList<Notice>> NoticesAsync(Guid person)
    {
        var id = new HumaId(person.ToString());
        await using var store = workplace.Store();
        return await store.Notices.AsNoTracking().Where(notice => notice.ConnectionId == connection && notice.HumaId == id).OrderBy(notice => notice.Id).ToListAsync(Cancellation);
    }

    public async Task<IReadOnlyList<ChangeRecord>> ChangesAsync()
    {
        await using var store = workplace.Store();
        return await (
            from change in store.Changes.AsNoTracking()
            join plan in store.Plans on change.PlanId equals plan.Id
            where plan.ConnectionId == connection && plan.Origin == PlanOrigin.FromHuma
            orderby change.Id
            select change).ToListAsync(Cancellation);
    }

    public async Task<IReadOnlyList<HeldValue>> HeldAsync()
    {
        await using var store = workplace.Store();
        return await store.HeldValues.AsNoTracking().OrderBy(value => value.Id).ToListAsync(Cancellation);
    }

    public async Task<PersonLink?> LinkAsync(Guid person)
    {
        var id = new HumaId(person.ToString());
        await using var store = workplace.Store();
        return await store.Links.AsNoTracking().SingleOrDefaultAsync(link => link.ConnectionId == connection && link.HumaId == id, Cancellation);
    }

    public string? InXledger(Someone person, SandboxField field) => workplace.InXledger(person, field);

    public ValueTask DisposeAsync() => workplace.DisposeAsync();

    private sealed class Unwatched : IProgress<RunProgress>
    {
        public void Report(RunProgress value)
        {
        }
    }
}
