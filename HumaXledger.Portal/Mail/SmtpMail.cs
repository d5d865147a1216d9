using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HumaXledger.Core.Reasons;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace HumaXledger.Portal.Mail;

/// <summary>
/// Sends by SMTP. Neither mail nor password leaves unencrypted unless <c>Mail:Smtp:Security</c> says so.
/// </summary>
public sealed class SmtpMail(IOptions<MailOptions> options, MailTokens tokens, TimeProvider clock) : IMailSender
{
    /// <summary>Longest time until the server accepts the recipient, however slowly it answers.</summary>
    internal static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Longest time from then until the server has taken the mail over (RFC 5321, 4.5.3.2.6). A gateway examines a mail
    /// before it answers; a client that does not wait sends the mail a second time.
    /// </summary>
    internal static readonly TimeSpan TakingOver = TimeSpan.FromMinutes(10);

    /// <summary>
    /// After a failure of the server, mails fail at once for this time: a server that hangs costs a round one deadline,
    /// not one for each mail.
    /// </summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private const int LongestText = 200;

    private Failure? _lastFailure;

    private SmtpOptions Smtp => options.Value.Smtp;

    public bool IsOn => true;

    public async Task SendAsync(MailMessage mail, CancellationToken cancellation)
    {
        using var message = mail.ToMime(options.Value.From, clock.GetUtcNow());
        if (_lastFailure is { } last && clock.GetUtcNow() < last.Until)
        {
            throw new MailNotSent(last.Reason);
        }

        using var late = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        var deadline = Deadline;
        try
        {
            using var client = new Client(Smtp.TrustedRoots(), recipientAccepted: () =>
                late.CancelAfter(deadline = TakingOver)
            );
            await SendAsync(client, message, either.Token);
            _lastFailure = null;
        }
        catch (SmtpCommandException refusal) when (refusal.ErrorCode != SmtpErrorCode.UnexpectedStatusCode)
        {
            // 5xx is a refusal for good (RFC 5321, 4.2.1), but whether this sender may send, and what a mail may
            // contain, are settings of the server that an administrator can change.
            throw new MailNotSent(
                Answered(refusal),
                isPermanent: IsRefused(refusal) && refusal.ErrorCode == SmtpErrorCode.RecipientNotAccepted,
                refusal
            );
        }
        catch (Exception fault)
            when (!cancellation.IsCancellationRequested
                // A handshake that is cancelled is reported as one that failed.
                && (late.IsCancellationRequested ? TimedOut(deadline) : ReasonOf(fault)) is { } reason
            )
        {
            _lastFailure = new Failure(clock.GetUtcNow() + Pause, reason);
            throw new MailNotSent(reason, cause: fault);
        }
    }

    private Reason TimedOut(TimeSpan deadline) => new(MailReasons.Timeout, Smtp.Host, $"{deadline.TotalSeconds:0}");

    private async Task SendAsync(Client client, MimeMessage message, CancellationToken cancellation)
    {
        await client.ConnectAsync(
            Smtp.Host,
            Smtp.PortOrDefault,
            Smtp.Security switch
            {
                SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
                SmtpSecurity.Unencrypted => SecureSocketOptions.None,
                _ => SecureSocketOptions.StartTls,
            },
            cancellation
        );
        if (Smtp.User is { Length: > 0 } user)
        {
            await SignInAsync(client, user, cancellation);
        }

        await client.SendAsync(message, cancellation);
        await client.DisconnectAsync(quit: true, cancellation);
    }

    private async Task SignInAsync(SmtpClient client, string user, CancellationToken cancellation)
    {
        try
        {
            await (
                Smtp.OAuth.IsUsed
                    ? client.AuthenticateAsync(
                        new SaslMechanismOAuth2(user, await tokens.GetAsync(cancellation)),
                        cancellation
                    )
                    : client.AuthenticateAsync(new NetworkCredential(user, Smtp.Password), cancellation)
            );
        }
        catch (NotSupportedException fault)
        {
            throw new MailNotSent(new Reason(MailReasons.SignInNotOffered, Smtp.Host), cause: fault);
        }
    }

    /// <summary>
    /// Why the server could not be used; null for a fault of this program. All of these may be over later.
    /// </summary>
    private Reason? ReasonOf(Exception fault) =>
        fault switch
        {
            MailNotSent known => known.Reason,
            SocketException => new Reason(MailReasons.Unreachable, Smtp.Host, $"{Smtp.PortOrDefault}"),
            SslHandshakeException or CryptographicException or FileNotFoundException or UnauthorizedAccessException =>
                new Reason(MailReasons.Certificate, Smtp.Host),
            // Thrown by ConnectAsync where STARTTLS is required and not offered.
            NotSupportedException => new Reason(MailReasons.NoEncryption, Smtp.Host),
            AuthenticationException or SaslException or ServiceNotAuthenticatedException => new Reason(
                MailReasons.SignInRefused,
                Smtp.Host,
                Smtp.User is { Length: > 0 } user ? user : options.Value.From
            ),
            SmtpCommandException unexpected => Answered(unexpected),
            ProtocolException or IOException => new Reason(MailReasons.BrokenOff, Smtp.Host),
            _ => null,
        };

    private static bool IsRefused(SmtpCommandException refusal) => (int)refusal.StatusCode >= 500;

    // The text is the server's own and may be anything.
    private Reason Answered(SmtpCommandException refusal) =>
        new(
            IsRefused(refusal) ? MailReasons.Refused : MailReasons.RefusedForNow,
            Smtp.Host,
            $"{(int)refusal.StatusCode}",
            new string([.. refusal.Message.Select(sign => char.IsControl(sign) ? ' ' : sign).Take(LongestText)]).Trim()
        );

    private sealed record Failure(DateTimeOffset Until, Reason Reason);

    /// <summary>Trusts these roots instead of the machine's, where there are any.</summary>
    private sealed class Client : SmtpClient
    {
        private readonly X509Certificate2Collection? _roots;
        private readonly Action _recipientAccepted;

        public Client(X509Certificate2Collection? roots, Action recipientAccepted)
        {
            (_roots, _recipientAccepted) = (roots, recipientAccepted);
            // The library would give up a wait for an answer after two minutes.
            Timeout = (int)(TakingOver + Deadline).TotalMilliseconds;
        }

        protected override void OnRecipientAccepted(
            MimeMessage message,
            MailboxAddress mailbox,
            SmtpResponse response
        ) => _recipientAccepted();

        protected override SslClientAuthenticationOptions GetSslClientAuthenticationOptions(
            string host,
            RemoteCertificateValidationCallback remoteCertificateValidationCallback
        )
        {
            var ssl = base.GetSslClientAuthenticationOptions(host, remoteCertificateValidationCallback);
            if (_roots is not null)
            {
                ssl.CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    // An authority of one's own rarely publishes revocations.
                    RevocationMode = X509RevocationMode.NoCheck,
                };
                ssl.CertificateChainPolicy.CustomTrustStore.AddRange(_roots);
            }

            return ssl;
        }
    }
}
