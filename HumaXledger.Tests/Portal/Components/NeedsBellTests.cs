using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Overview;
using HumaXledger.Portal.Components.Layout;
using HumaXledger.Portal.Components.Pages.Front;
using HumaXledger.Portal.Live;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Portal.Localisation;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Portal.Components;

/// <summary>When the bell reads what waits for the user, and what it does with a fault.</summary>
public sealed class NeedsBellTests : ComponentTest
{
    private readonly Readings _readings = new();

    public NeedsBellTests()
    {
        var snapshots = new SnapshotCache(_readings, null!, Clock);
        Services
            .AddSingleton(
                new NeedReader(
                    new ReaderContexts(_readings, null!),
                    new OpenDifferences(_readings, null!, null!, snapshots, Clock),
                    Clock
                )
            )
            .AddSingleton<RunFeed>();
        SignIn(Role.Viewer);
    }

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public async Task Reading_ThatFails_EndsNoPageAndShowsNoNumber()
    {
        var bell = Render<NeedsBell>();

        await bell.InvokeAsync(_readings.FailAll);
        bell.WaitForState(() => bell.RenderCount == 2);

        Assert.Empty(bell.FindAll(".ui-badge"));
        Assert.Equal(Words.English<LayoutText>("NeedsUnread"), TextOf(bell.Find("button .ui-hidden")));
        Assert.False(Renderer.UnhandledException.IsCompleted);
    }

    [Fact]
    public async Task Move_DuringAReading_WaitsForItAndReadsOnceMore()
    {
        var bell = Render<NeedsBell>();

        Navigation.NavigateTo("/connections");
        Navigation.NavigateTo("/help");
        Assert.Equal(1, _readings.Started);

        await bell.InvokeAsync(_readings.FailAll);

        Assert.True(SpinWait.SpinUntil(() => _readings.Started == 2, Until.Patience));
    }

    [Fact]
    public async Task Move_ThatChangesOnlyTheQuery_ReadsNothing()
    {
        var bell = Render<NeedsBell>();
        await bell.InvokeAsync(_readings.FailAll);
        bell.WaitForState(() => bell.RenderCount == 2);

        Navigation.NavigateTo("?page=2");

        Assert.Equal(1, _readings.Started);
    }

    [Fact]
    public void List_AfterTheFirstOpening_IsDrawnWhateverEventsFollow()
    {
        var bell = Render<NeedsBell>();
        Assert.Empty(bell.Find("#needs").Children);

        bell.Find("#needs").TriggerEvent("ontoggle", EventArgs.Empty);
        bell.Find("#needs").TriggerEvent("ontoggle", EventArgs.Empty);

        Assert.NotEmpty(bell.Find("#needs").Children);
    }

    // A store that answers only when a test lets it, and then with a fault.
    private sealed class Readings : IDbContextFactory<SyncDbContext>
    {
        private readonly List<TaskCompletionSource<SyncDbContext>> _open = [];

        public int Started { get; private set; }

        public void FailAll()
        {
            TaskCompletionSource<SyncDbContext>[] open = [.. _open];
            _open.Clear();
            foreach (var reading in open)
            {
                reading.SetException(new InvalidOperationException("no store"));
            }
        }

        public SyncDbContext CreateDbContext() => throw new NotSupportedException();

        public Task<SyncDbContext> CreateDbContextAsync(CancellationToken cancellationToken)
        {
            Started++;
            var reading = new TaskCompletionSource<SyncDbContext>();
            _open.Add(reading);
            return reading.Task;
        }
    }
}
