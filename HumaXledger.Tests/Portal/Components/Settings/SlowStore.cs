using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Portal.Components.Settings;

/// <summary>A store that answers when the test lets it.</summary>
internal sealed class SlowStore(IDbContextFactory<SyncDbContext> store) : IDbContextFactory<SyncDbContext>
{
    public TaskCompletionSource? Answer { get; set; }

    public SyncDbContext CreateDbContext() => store.CreateDbContext();

    public async Task<SyncDbContext> CreateDbContextAsync(CancellationToken cancellationToken)
    {
        await (Answer?.Task ?? Task.CompletedTask);
        return store.CreateDbContext();
    }
}
