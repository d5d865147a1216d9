using System.Globalization;
using System.Threading.Channels;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Appearance;
using HumaXledger.Portal.Localisation;
using HumaXledger.Portal.Webhooks;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.Huma.Webhooks;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using StoredConnection = HumaXledger.Core.Storage.Connections.Connection;

namespace HumaXledger.Portal.Components.Pages.SandboxTour;

/// <summary>The webhook of the sandbox's Huma: target address, behavior, deliveries.</summary>
public partial class WebhookTab
{
    private const int Shown = 20;

    // An export delivers many messages within a moment: capacity 1, so one reading covers any number of them.
    private readonly Channel<bool> _delivered = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private List<StoredConnection> _connections = [];
    private IReadOnlyList<HumaDelivery> _deliveries = [];
    private StoredConnection? _target;
    private Guid _chosen;

    [Parameter, EditorRequired]
    public required SandboxWorld World { get; set; }

    [Inject]
    public required ReaderContexts Contexts { get; set; }

    [Inject]
    public required WebhookKeys Keys { get; set; }

    [Inject]
    public required IServer Server { get; set; }

    [Inject]
    public required BrowserTime Zone { get; set; }

    [Inject]
    public required CurrentUser User { get; set; }

    [Inject]
    public required ReasonSentences Sentences { get; set; }

    [Inject]
    public required Snackbars Notifications { get; set; }

    protected override async Task OnInitializedAsync()
    {
        World.Webhook.Delivered += Delivered;
        // Drawn from here and not from the thread that delivers: that one does not know the page's language.
        Watch(async leaving =>
        {
            await foreach (var _ in _delivered.Reader.ReadAllAsync(leaving))
            {
                Read();
                StateHasChanged();
            }
        });
        Read();
        await LoadAsync();
        _chosen = (_target ?? _connections.FirstOrDefault())?.Id ?? Guid.Empty;
    }

    protected override void Dispose(bool disposing)
    {
        World.Webhook.Delivered -= Delivered;
        base.Dispose(disposing);
    }

    private async Task LoadAsync()
    {
        await using var context = await Contexts.ForAsync(User.Actor, Leaving);
        _connections = await context
            .Connections.AsNoTracking()
            .NotEnded()
            .OrderBy(connection => connection.Name)
            .ToListAsync(Leaving);
        _target = _connections.Find(connection =>
            connection.WebhookAddress is { } address
            && World.Webhook.Options.Url?.EndsWith(address, StringComparison.Ordinal) == true
        );
    }

    private async Task SendToAsync()
    {
        switch (await Keys.MakeAsync(_chosen, User.Actor, Leaving))
        {
            case Answer<MadeWebhookKey>.Done { Value: var made }:
                World.Webhook.Options = new HumaWebhookOptions
                {
                    Url = new Uri(OwnAddress(), HumaEndpoint.PathOf(made.Address)).ToString(),
                    Secret = made.Secret.Reveal(),
                    Token = made.Token.Reveal(),
                };
                break;
            case Answer<MadeWebhookKey>.Refused refused:
                Notifications.Show(Tone.Error, Sentences.Of(refused.Reason));
                break;
        }

        await LoadAsync();
    }

    private async Task StopAsync()
    {
        World.Webhook.Options = new HumaWebhookOptions();
        await LoadAsync();
    }

    // The sandbox runs in this process and calls it directly, without the proxy in front of the portal.
    private Uri OwnAddress()
    {
        var address = Server
            .Features.GetRequiredFeature<IServerAddressesFeature>()
            .Addresses.OrderBy(one => one.StartsWith("https", StringComparison.Ordinal))
            .First();
        var own = BindingAddress.Parse(address);
        return new UriBuilder(
            own.Scheme,
            own.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : own.Host,
            own.Port
        ).Uri;
    }

    private string TimeOf(HumaDelivery delivery) =>
        Zone.Local(delivery.At.UtcDateTime).ToString("T", CultureInfo.CurrentCulture);

    private string AnswerOf(HumaDelivery delivery) =>
        delivery.Lost ? Text["DeliveryLost"]
        : delivery.Status is { } status ? status.ToString(CultureInfo.InvariantCulture)
        : Text["DeliveryNoAnswer"];

    private void Read() => _deliveries = [.. World.Webhook.Deliveries.Reverse().Take(Shown)];

    private void Delivered() => _delivered.Writer.TryWrite(true);
}
