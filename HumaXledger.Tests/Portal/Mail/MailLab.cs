using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Overview;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Portal.Live;
using HumaXledger.Portal.Localisation;
using HumaXledger.Portal.Mail;
using HumaXledger.Portal.Outages;
using HumaXledger.Portal.Webhooks;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Portal.Mail;

/// <summary>The mails of the Portal over a real store, without a host.</summary>
internal sealed class MailLab : IAsyncDisposable
{
    private readonly ServiceProvider _words = new ServiceCollection()
        .AddLogging()
        .AddLanguages()
        .BuildServiceProvider();

    public MailLab(TestStore store, IMailSender sender)
    {
        var contexts = store.Get<IDbContextFactory<SyncDbContext>>();
        var (archive, decisions) = (store.Get<ComparisonArchive>(), store.Get<DecisionStore>());
        var renderer = new MailRenderer(_words.GetRequiredService<IServiceScopeFactory>(), NullLoggerFactory.Instance);
        var faults = new StoreFaults(new StoreOutages(NullLogger<StoreOutages>.Instance, store.Clock), store.Clock);
        var delivery = new MailDelivery(
            contexts,
            sender,
            new RunFeed(store.Clock),
            faults,
            store.Clock,
            NullLogger<MailDelivery>.Instance
        );
        var messages = new AlertMessages(
            delivery,
            renderer,
            Options.Create(new PortalOptions { PublicAddress = "https://sync.example.no/" })
        );
        var snapshots = new SnapshotCache(contexts, archive, store.Clock);
        Alerts = new AlertMail(
            contexts,
            messages,
            Options.Create(new AlertOptions()),
            faults,
            store.Clock,
            NullLogger<AlertMail>.Instance
        );
        Results = new ResultMail(
            contexts,
            delivery,
            renderer,
            new OpenDifferences(contexts, archive, decisions, snapshots, store.Clock),
            faults,
            store.Clock
        );
        Retries = new MailRetries(contexts, Results, messages, delivery, store.Clock, NullLogger<MailRetries>.Instance);
    }

    public AlertMail Alerts { get; }

    public ResultMail Results { get; }

    public MailRetries Retries { get; }

    public ValueTask DisposeAsync() => _words.DisposeAsync();
}
