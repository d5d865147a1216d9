using HumaXledger.Core.Storage.Database;
using HumaXledger.Portal.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Portal.Components.Pages.Front;

/// <summary>A page that shows all connections; the list is null until it is read.</summary>
public abstract class ConnectionsBase : LeavablePage
{
    [Inject]
    public required IDbContextFactory<SyncDbContext> Contexts { get; set; }

    protected IReadOnlyList<ConnectionSummary>? Connections { get; private set; }

    protected override async Task OnInitializedAsync() =>
        Connections = await ConnectionSummary.ReadAllAsync(Contexts, Leaving);
}
