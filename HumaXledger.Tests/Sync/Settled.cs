using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync;

/// <summary>A connection after its first synchronization: links and agreed values are kept, and nothing that Huma holds is news.</summary>
internal static class Settled
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Connects the Norwegian company and synchronizes one value of <paramref name="someone"/>.</summary>
    public static async Task<Guid> SettleAsync(this Workplace workplace, Someone someone)
    {
        var connection = await workplace.ConnectAsync(Cancellation);
        workplace.World.EditInXledger(someone.EmployeeDbId, SandboxField.JobTitle, "Lagerleder");
        var session = await workplace.ChooseAsync(await workplace.CompareAsync(connection, Cancellation), FieldChoice.UseHuma, [someone], Cancellation);
        var report = await workplace.ApplyAsync(session, Cancellation);
        Assert.Equal(RunState.Completed, report.Run.State);
        return connection;
    }

    public static async Task<List<Notice>> NoticesAsync(this Workplace workplace, Guid connection)
    {
        await using var store = workplace.Store();
        return await store.Notices.AsNoTracking().Where(notice => notice.ConnectionId == connection).OrderBy(notice => notice.Id).ToListAsync(Cancellation);
    }
}
