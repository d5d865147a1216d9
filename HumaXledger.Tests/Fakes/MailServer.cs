using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using HumaXledger.Portal.Mail;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Mail;
using SmtpServer.Net;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace HumaXledger.Tests.Fakes;

/// <summary>A real SMTP server on a free port of this machine.</summary>
internal sealed class MailServer : IMessageStore, IMailboxFilter, IUserAuthenticator, IAsyncDisposable
{
    public const string User = "portal@example.com";
    public const string Password = "not-a-real-password";

    /// <summary>What the server appends to the text of the first refusal of a session.</summary>
    public const string Appended = ", 4 retry(ies) remaining.";

    private readonly CancellationTokenSource _stopping = new();
    private readonly ServiceProvider _services;
    private readonly TestAuthority? _authority;
    private readonly SmtpSecurity _security;
    private readonly Task _running;
    private int _port;
    private int _sessions;

    /// <param name="security">What it offers; <c>Unencrypted</c> offers no TLS at all.</param>
    /// <param name="signsIn">Whether it offers to sign in, even in clear.</param>
    public MailServer(SmtpSecurity security = SmtpSecurity.StartTls, bool signsIn = true)
    {
        _security = security;
        _authority = security == SmtpSecurity.Unencrypted ? null : new TestAuthority();
        var listeners = new EndpointListenerFactory();
        listeners.EndpointStarted += (_, started) => _port = ((IPEndPoint)started.LocalEndPoint).Port;
        var services = new ServiceCollection()
            .AddSingleton<IEndpointListenerFactory>(listeners)
            .AddSingleton<IMessageStore>(this)
            .AddSingleton<IMailboxFilter>(this);
        _services = (signsIn ? services.AddSingleton<IUserAuthenticator>(this) : services).BuildServiceProvider();
        var server = new SmtpServer.SmtpServer(
            new SmtpServerOptionsBuilder()
                .ServerName("localhost")
                .Endpoint(endpoint =>
                {
                    endpoint
                        .Endpoint(new IPEndPoint(IPAddress.Loopback, 0))
                        .IsSecure(security == SmtpSecurity.Tls)
                        .AllowUnsecureAuthentication();
                    if (_authority is not null)
                    {
                        endpoint.Certificate(_authority.Certificate);
                    }
                })
                .Build(),
            _services
        );
        server.SessionCreated += (_, _) => Interlocked.Increment(ref _sessions);
        // Listens before it first waits.
        _running = server.StartAsync(_stopping.Token);
    }

    /// <summary>Accepted mails, in order.</summary>
    public ConcurrentQueue<MimeMessage> Mails { get; } = new();

    /// <summary>Users and passwords that were sent, and whether encrypted.</summary>
    public ConcurrentQueue<(string User, string Password, bool IsEncrypted)> SignIns { get; } = new();

    /// <summary>Recipients that were named, accepted or not.</summary>
    public ConcurrentQueue<string> Recipients { get; } = new();

    /// <summary>Its answer to a recipient; null accepts.</summary>
    public Func<string, SmtpResponse?> Refuse { get; set; } = _ => null;

    public int Sessions => _sessions;

    /// <summary>Settings of a sender that trusts this server and signs in.</summary>
    public SmtpOptions Options() =>
        new()
        {
            Host = "localhost",
            Port = _port,
            Security = _security,
            RootCertificates = _authority?.RootFile,
            User = User,
            Password = Password,
        };

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // The listener was waiting for a connection.
        }

        await _services.DisposeAsync();
        _authority?.Dispose();
        _stopping.Dispose();
    }

    Task<SmtpResponse> IMessageStore.SaveAsync(
        ISessionContext context,
        IMessageTransaction transaction,
        ReadOnlySequence<byte> buffer,
        CancellationToken cancellationToken
    )
    {
        using var content = new MemoryStream(buffer.ToArray());
        Mails.Enqueue(MimeMessage.Load(content, cancellationToken));
        return Task.FromResult(SmtpResponse.Ok);
    }

    Task<bool> IMailboxFilter.CanAcceptFromAsync(
        ISessionContext context,
        IMailbox from,
        int size,
        CancellationToken cancellationToken
    ) => Task.FromResult(true);

    Task<bool> IMailboxFilter.CanDeliverToAsync(
        ISessionContext context,
        IMailbox to,
        IMailbox from,
        CancellationToken cancellationToken
    )
    {
        var recipient = to.AsAddress();
        Recipients.Enqueue(recipient);
        return Refuse(recipient) is { } refusal ? throw new SmtpResponseException(refusal) : Task.FromResult(true);
    }

    Task<bool> IUserAuthenticator.AuthenticateAsync(
        ISessionContext context,
        string user,
        string password,
        CancellationToken cancellationToken
    )
    {
        SignIns.Enqueue((user, password, context.Pipe.IsSecure));
        return Task.FromResult((user, password) == (User, Password));
    }
}
