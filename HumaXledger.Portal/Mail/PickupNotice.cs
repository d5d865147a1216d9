using HumaXledger.Core.Storage.Database;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Mail;

/// <summary>
/// Says at start where mails are put when they are not sent: in a folder of this machine, which no other node sees. A
/// warning where there may be other nodes.
/// </summary>
public sealed partial class PickupNotice(
    IOptions<MailOptions> options,
    StorageConnection store,
    ILogger<PickupNotice> logger
) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Mode == MailMode.Pickup)
        {
            var folder = Path.GetFullPath(options.Value.PickupFolder);
            LogFolder(store.Provider == StorageProvider.PostgreSql ? LogLevel.Warning : LogLevel.Information, folder);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(
        Message = "Mails are not sent: they are put in {Folder} of this machine, and other nodes have their own. "
            + "With several nodes set Mail:Mode to Smtp (docs/operations.md, Mail)"
    )]
    private partial void LogFolder(LogLevel level, string folder);
}
