using System.Net;
using System.Net.Sockets;
using System.Text;
using HumaXledger.Core.Reasons;
using HumaXledger.Portal.Mail;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using Moq;
using SmtpServer.Protocol;

namespace HumaXledger.Tests.Portal.Mail;

/// <summary>Mails to a real SMTP server, with a certificate of the test's own authority.</summary>
public sealed class SmtpMailTests
{
    private const string Tenant = "11111111-2222-3333-4444-555555555555";
    private const string Secret = "not-a-real-client-secret";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 29, 12, 0, 0, TimeSpan.Zero));
    private readonly MailMessage _mail = new(
        MailList.Results,
        "kari@example.no",
        "Synkronisering 12 er ferdig: Åse Bjørnstad",
        "<p>Én <b>endring</b></p>",
        "Én endring\n"
    );

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SmtpSecurity.Tls)]
    [InlineData(SmtpSecurity.StartTls)]
    public async Task Mail_OverTls_ArrivesAsTextAndHtmlWithItsHeaders(SmtpSecurity security)
    {
        await using var server = new MailServer(security);

        await SendAsync(server.Options());

        Assert.Equal((MailServer.User, MailServer.Password, true), Assert.Single(server.SignIns));
        var mail = Assert.Single(server.Mails);
        Assert.Equal(_mail.Subject, mail.Subject);
        Assert.Equal("\"HumaXledger\" <no-reply@example.com>", mail.From.ToString());
        Assert.Equal("kari@example.no", mail.To.ToString());
        Assert.Equal(_clock.GetUtcNow(), mail.Date);
        Assert.Equal($"{_mail.Id:N}@example.com", mail.MessageId);
        Assert.Equal("<results.humaxledger.example.com>", mail.Headers[HeaderId.ListId]);
        Assert.Equal("auto-generated", mail.Headers[HeaderId.AutoSubmitted]);
        var parts = Assert.IsType<MultipartAlternative>(mail.Body).Cast<TextPart>().ToList();
        Assert.Equal(["plain", "html"], parts.Select(part => part.ContentType.MediaSubtype));
        Assert.Equal(_mail.Text, parts[0].Text.ReplaceLineEndings("\n"));
        Assert.Equal(_mail.Html, parts[1].Text.TrimEnd());
    }

    [Fact]
    public async Task Server_WithoutStartTls_GetsNeitherPasswordNorMail()
    {
        await using var server = new MailServer(SmtpSecurity.Unencrypted);
        var options = server.Options();
        options.Security = SmtpSecurity.StartTls;

        var refusal = await RefusalAsync(options);

        Assert.Equal(new Reason(MailReasons.NoEncryption, "localhost"), refusal.Reason);
        Assert.False(refusal.IsPermanent);
        Assert.Empty(server.SignIns);
        Assert.Empty(server.Recipients);
    }

    [Fact]
    public async Task Server_WithoutTls_IsUsedWhereTheSettingSaysSo()
    {
        await using var server = new MailServer(SmtpSecurity.Unencrypted);

        await SendAsync(server.Options());

        Assert.False(Assert.Single(server.SignIns).IsEncrypted);
        Assert.Single(server.Mails);
    }

    [Theory]
    [InlineData(false, "localhost")]
    [InlineData(true, "127.0.0.1")]
    public async Task Certificate_OfAnUnknownAuthorityOrForAnotherName_IsRefused(bool isTrusted, string host)
    {
        await using var server = new MailServer();
        var options = server.Options();
        options.Host = host;
        options.RootCertificates = isTrusted ? options.RootCertificates : null;

        var refusal = await RefusalAsync(options);

        Assert.Equal(new Reason(MailReasons.Certificate, host), refusal.Reason);
        Assert.Empty(server.SignIns);
        Assert.Empty(server.Recipients);
    }

    [Theory]
    [InlineData(SmtpReplyCode.Unavailable, MailReasons.RefusedForNow, false)]
    [InlineData(SmtpReplyCode.ServiceUnavailable, MailReasons.RefusedForNow, false)]
    [InlineData(SmtpReplyCode.MailboxUnavailable, MailReasons.Refused, true)]
    [InlineData(SmtpReplyCode.SizeLimitExceeded, MailReasons.Refused, true)]
    public async Task Mail_RefusedByTheServer_NamesItsAnswer(SmtpReplyCode code, string reason, bool isPermanent)
    {
        await using var server = new MailServer { Refuse = _ => new SmtpResponse(code, "Not now, \tplease") };

        var refusal = await RefusalAsync(server.Options());

        Assert.Equal(
            new Reason(reason, "localhost", $"{(int)code}", $"Not now,  please{MailServer.Appended}"),
            refusal.Reason
        );
        Assert.Equal(isPermanent, refusal.IsPermanent);
        Assert.Empty(server.Mails);
    }

    // Microsoft 365 refuses so where the user may not send as Mail:From: the recipients are not to blame.
    [Theory]
    [InlineData("MAIL")]
    [InlineData("DATA")]
    [InlineData(".")]
    public async Task Mail_RefusedForItsSenderOrContent_IsTriedAgain(string at)
    {
        await using var server = new ScriptedMailServer(line =>
            line.Split(' ')[0] == at ? "554 5.2.0 Send as denied" : ScriptedMailServer.Accept(line, "PLAIN")
        );

        var refusal = await RefusalAsync(OptionsOf(server));

        Assert.Equal(new Reason(MailReasons.Refused, "localhost", "554", "5.2.0 Send as denied"), refusal.Reason);
        Assert.False(refusal.IsPermanent);
    }

    [Fact]
    public async Task Mail_RefusedForOneRecipient_DoesNotHoldUpTheNext()
    {
        await using var server = new MailServer
        {
            Refuse = to => to == _mail.To ? SmtpResponse.MailboxUnavailable : null,
        };
        var sender = Sender(server.Options());
        await Assert.ThrowsAsync<MailNotSent>(() => sender.SendAsync(_mail, Cancellation));

        await sender.SendAsync(_mail with { To = "anna@example.se" }, Cancellation);

        Assert.Equal("anna@example.se", Assert.Single(server.Mails).To.ToString());
    }

    [Fact]
    public async Task Password_ThatIsWrong_IsNotInTheFault()
    {
        await using var server = new MailServer();
        var options = server.Options();
        options.Password = "wrong-and-secret";

        var refusal = await RefusalAsync(options);

        Assert.Equal(new Reason(MailReasons.SignInRefused, "localhost", MailServer.User), refusal.Reason);
        Assert.DoesNotContain("wrong-and-secret", $"{refusal}", StringComparison.Ordinal);
        Assert.Empty(server.Recipients);
    }

    [Fact]
    public async Task Server_ThatOffersNoSignIn_GetsNoMail()
    {
        await using var server = new MailServer(signsIn: false);

        var refusal = await RefusalAsync(server.Options());

        Assert.Equal(new Reason(MailReasons.SignInNotOffered, "localhost"), refusal.Reason);
        Assert.Empty(server.Recipients);
    }

    [Fact]
    public async Task Server_ThatIsAway_IsUnreachable()
    {
        using var port = ReservedPort.Take();

        var refusal = await RefusalAsync(new SmtpOptions { Host = "localhost", Port = port.Number });

        Assert.Equal(new Reason(MailReasons.Unreachable, "localhost", $"{port.Number}"), refusal.Reason);
        Assert.False(refusal.IsPermanent);
    }

    [Fact]
    public async Task Server_ThatSpeaksAnotherProtocol_BreaksOff()
    {
        await using var web = await StubServer.StartAsync(context => StubServer.JsonAsync(context, "{}"));
        var options = new SmtpOptions
        {
            Host = "127.0.0.1",
            Port = web.Address.Port,
            Security = SmtpSecurity.Tls,
        };

        // A port that is not encrypted, where TLS is expected.
        Assert.Equal(MailReasons.Certificate, (await RefusalAsync(options)).Reason.Code);

        await using var scripted = new ScriptedMailServer(_ => "HTTP/1.1 400 Bad Request");
        Assert.Equal(new Reason(MailReasons.BrokenOff, "localhost"), (await RefusalAsync(OptionsOf(scripted))).Reason);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("EHLO", 1)]
    [InlineData("MAIL", 1)]
    [InlineData("RCPT", 1)]
    // The server may have taken the mail over, and is examining it.
    [InlineData("DATA", 10)]
    [InlineData(".", 10)]
    public async Task Server_ThatHangs_IsGivenUpAfterAWhileAndNotTriedForAnother(string from, int minutes)
    {
        await using var server = new ScriptedMailServer(line =>
            line.Split(' ')[0] == from ? null : ScriptedMailServer.Accept(line, "PLAIN")
        );
        var sender = Sender(OptionsOf(server));
        var sending = Assert.ThrowsAsync<MailNotSent>(() => sender.SendAsync(_mail, Cancellation));
        await server.Hanging.WaitAsync(Cancellation);
        _clock.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
        Assert.False(sending.IsCompleted);

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(new Reason(MailReasons.Timeout, "localhost", $"{minutes * 60}"), (await sending).Reason);
        var lines = server.Lines.Count;
        var next = await Assert.ThrowsAsync<MailNotSent>(() => sender.SendAsync(_mail, Cancellation));
        Assert.Equal(MailReasons.Timeout, next.Reason.Code);
        Assert.False(next.IsPermanent);
        Assert.Equal(lines, server.Lines.Count);
    }

    [Fact]
    public async Task Server_ThatHangsBeforeTls_IsGivenUpAfterAMinute()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var options = new SmtpOptions
        {
            Host = "127.0.0.1",
            Port = ((IPEndPoint)listener.LocalEndpoint).Port,
            Security = SmtpSecurity.Tls,
        };
        var sending = RefusalAsync(options);
        using var client = await listener.AcceptTcpClientAsync(Cancellation);
        // The first byte of the handshake.
        await client.GetStream().ReadExactlyAsync(new byte[1], Cancellation);

        _clock.Advance(SmtpMail.Deadline);

        Assert.Equal(new Reason(MailReasons.Timeout, "127.0.0.1", "60"), (await sending).Reason);
    }

    [Fact]
    public async Task Server_ThatIsBack_IsUsedAgainAfterAWhile()
    {
        await using var server = new MailServer();
        var options = server.Options();
        var sender = Sender(options);
        (var port, options.Port) = (options.Port, 1);
        await Assert.ThrowsAsync<MailNotSent>(() => sender.SendAsync(_mail, Cancellation));
        options.Port = port;
        await Assert.ThrowsAsync<MailNotSent>(() => sender.SendAsync(_mail, Cancellation));
        Assert.Equal(0, server.Sessions);

        _clock.Advance(SmtpMail.Pause);
        await sender.SendAsync(_mail, Cancellation);

        Assert.Single(server.Mails);
    }

    [Fact]
    public async Task Token_OfEntraId_SignsInAndIsUsedAgain()
    {
        var asked = new List<string>();
        await using var entra = await StubServer.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            asked.Add(await reader.ReadToEndAsync(Cancellation));
            await StubServer.JsonAsync(
                context,
                """{"token_type":"Bearer","expires_in":3599,"access_token":"t0ken-of-a-test"}"""
            );
        });
        await using var server = new ScriptedMailServer(line => ScriptedMailServer.Accept(line, "XOAUTH2"));
        var sender = Sender(WithOAuth(server), Redirected(entra));

        await sender.SendAsync(_mail, Cancellation);
        await sender.SendAsync(_mail, Cancellation);

        Assert.Equal($"POST /{Tenant}/oauth2/v2.0/token", Assert.Single(entra.Requests));
        var form = Assert.Single(asked);
        Assert.Contains("grant_type=client_credentials", form, StringComparison.Ordinal);
        Assert.Contains("scope=https%3A%2F%2Foutlook.office365.com%2F.default", form, StringComparison.Ordinal);
        var signIns = server.Lines.Where(line => line.StartsWith("AUTH ", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, signIns.Count);
        Assert.All(signIns, line =>
            Assert.Equal(
                "user=portal@example.com\u0001auth=Bearer t0ken-of-a-test\u0001\u0001",
                Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[2]))
            )
        );
    }

    [Fact]
    public async Task Token_ThatEntraIdRefuses_SendsNothingAndDoesNotNameTheSecret()
    {
        await using var entra = await StubServer.StartAsync(context =>
            StubServer.JsonAsync(
                context,
                """{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided."}""",
                (int)HttpStatusCode.Unauthorized
            )
        );
        await using var server = new ScriptedMailServer(line => ScriptedMailServer.Accept(line, "XOAUTH2"));
        var sender = Sender(WithOAuth(server), Redirected(entra));

        var refusal = await Assert.ThrowsAsync<MailNotSent>(() => sender.SendAsync(_mail, Cancellation));

        Assert.Equal(new Reason(MailReasons.NoToken, "invalid_client"), refusal.Reason);
        Assert.DoesNotContain(Secret, $"{refusal}", StringComparison.Ordinal);
        Assert.DoesNotContain(server.Lines, line => line.StartsWith("MAIL", StringComparison.Ordinal));
    }

    private Task SendAsync(SmtpOptions smtp) => Sender(smtp).SendAsync(_mail, Cancellation);

    private Task<MailNotSent> RefusalAsync(SmtpOptions smtp) => Assert.ThrowsAsync<MailNotSent>(() => SendAsync(smtp));

    [Fact]
    public async Task Token_EndpointRedirects_TheSecretIsNotSentOnward()
    {
        await using var elsewhere = await StubServer.StartAsync(context => StubServer.JsonAsync(context, "{}"));
        await using var entra = await StubServer.StartAsync(context =>
        {
            context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            context.Response.Headers.Location = $"{elsewhere.Address}";
            return Task.CompletedTask;
        });
        await using var services = new ServiceCollection().AddMail().BuildServiceProvider();
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(MailTokens));
        using var form = new FormUrlEncodedContent([new("client_secret", Secret)]);

        using var answer = await client.PostAsync(entra.Address, form, Cancellation);

        Assert.Equal(HttpStatusCode.TemporaryRedirect, answer.StatusCode);
        Assert.Empty(elsewhere.Requests);
    }

    private SmtpMail Sender(SmtpOptions smtp, IHttpClientFactory? clients = null)
    {
        var options = Options.Create(
            new MailOptions
            {
                Mode = MailMode.Smtp,
                From = "HumaXledger <no-reply@example.com>",
                Smtp = smtp,
            }
        );
        Assert.Empty(options.Value.Validate(new(options.Value)));
        // Strict: where no token is needed, none is asked for.
        clients ??= new Mock<IHttpClientFactory>(MockBehavior.Strict).Object;
        return new SmtpMail(options, new MailTokens(options, clients), _clock);
    }

    private static SmtpOptions OptionsOf(ScriptedMailServer server) =>
        new()
        {
            Host = "localhost",
            Port = server.Port,
            Security = SmtpSecurity.Tls,
            RootCertificates = server.RootFile,
        };

    private static SmtpOptions WithOAuth(ScriptedMailServer server)
    {
        var options = OptionsOf(server);
        options.User = MailServer.User;
        options.OAuth = new SmtpOAuthOptions
        {
            TenantId = Tenant,
            ClientId = "66666666-7777-8888-9999-000000000000",
            ClientSecret = Secret,
        };
        return options;
    }

    /// <summary>Clients whose requests to Entra ID reach the stub.</summary>
    private static IHttpClientFactory Redirected(StubServer entra)
    {
        var clients = new Mock<IHttpClientFactory>(MockBehavior.Strict);
        clients
            .Setup(factory => factory.CreateClient(nameof(MailTokens)))
            .Returns(() => new HttpClient(new ToStub(entra.Address)));
        return clients.Object;
    }

    private sealed class ToStub(Uri stub) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            Assert.Equal("login.microsoftonline.com", request.RequestUri!.Host);
            request.RequestUri = new Uri(stub, request.RequestUri.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
