using HumaXledger.Core.Reasons;
using HumaXledger.Portal.Mail;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Portal.Mail;

public sealed class MailTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("humaxledger-mail-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PickupMail Sender => new(Pickup, TimeProvider.System);

    private IOptions<MailOptions> Pickup =>
        Options.Create(
            new MailOptions
            {
                Mode = MailMode.Pickup,
                PickupFolder = Path.Combine(_folder.FullName, "made", "when-needed"),
                From = "HumaXledger <no-reply@example.com>",
            }
        );

    [Fact]
    public async Task Pickup_MailInManyScripts_IsReadBackAsWritten()
    {
        var letter = new MailMessage(
            MailList.Results,
            "kari@example.no",
            "Synkroniseringen er ferdig: 12 endringer hos Åse Bjørnstad-Łukasiewicz og 王小明 – resten står som før",
            "<p>Blåbærsyltetøy = 100 % &amp; <b>日本語</b></p>" + new string('x', 3000),
            "Blåbærsyltetøy = 100 %\n.\nFrom here to there\n日本語"
        );
        await Sender.SendAsync(letter, Cancellation);

        var mail = Assert.Single(await new PickupFolder(Pickup).ReadAsync(Cancellation));

        Assert.Equal(letter.Subject, mail.Subject);
        Assert.Equal(letter.To, mail.To);
        Assert.Contains("no-reply@example.com", mail.From, StringComparison.Ordinal);
        Assert.Equal(letter.Html, mail.Html!.TrimEnd());
        Assert.Equal(letter.Text, mail.Text!.TrimEnd());
    }

    [Theory]
    [InlineData("<bdi>Kari</bdi> (1042)", "Kari (1042)")]
    [InlineData("<bdi>\u05D3\u05E0\u05D4</bdi> (1042)", "\u2068\u05D3\u05E0\u05D4\u2069 (1042)")]
    [InlineData("<strong><bdi>\u0645\u0646\u0649</bdi></strong>: 12", "\u2068\u0645\u0646\u0649\u2069: 12")]
    public void Text_NameFromRightToLeft_EndsItsDirectionWithIt(string html, string text) =>
        Assert.Equal($"{text}\n", PlainText.Of($"<body><p>{html}</p></body>"));

    [Theory]
    [InlineData("kari@example.no\r\nBcc: other@example.com", "Subject")]
    [InlineData("kari@example.no", "Subject\r\nBcc: other@example.com")]
    [InlineData("kari@example.no", "Subject\nBcc: other@example.com")]
    [InlineData("not an address", "Subject")]
    [InlineData("kari@example.no,other@example.com", "Subject")]
    public async Task Mail_LineBreakInAHeaderOrNoAddress_IsRefusedAndNothingIsWritten(string to, string subject)
    {
        var letter = new MailMessage(MailList.Results, to, subject, "<p>x</p>", "x");

        var refusal = await Assert.ThrowsAsync<MailNotSent>(() => Sender.SendAsync(letter, Cancellation));

        Assert.True(refusal.IsPermanent);
        Assert.Empty(await new PickupFolder(Pickup).ReadAsync(Cancellation));
    }

    [Fact]
    public async Task Folder_FileThatIsNoMail_IsShownWithoutContent()
    {
        Directory.CreateDirectory(Pickup.Value.PickupFolder);
        await File.WriteAllTextAsync(
            Path.Combine(Pickup.Value.PickupFolder, "broken.eml"),
            "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Transfer-Encoding: base64\n\n%%%",
            Cancellation
        );

        var mail = Assert.Single(await new PickupFolder(Pickup).ReadAsync(Cancellation));

        Assert.Equal("broken.eml", mail.File);
    }

    [Theory]
    [InlineData("", "x", "Mail:From")]
    [InlineData("HumaXledger", "x", "Mail:From")]
    [InlineData("a@example.com\r\nBcc: b@example.com", "x", "Mail:From")]
    [InlineData("a@example.com", " ", "Mail:PickupFolder")]
    public void Options_PickupIncomplete_NamesTheKey(string from, string folder, string key)
    {
        var options = new MailOptions
        {
            Mode = MailMode.Pickup,
            From = from,
            PickupFolder = folder,
        };

        Assert.Contains(Problems(options), problem => problem.Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pickup_FolderThatCannotBeWritten_IsReportedAndLeavesNothing()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "made"), "a file in its place", Cancellation);
        var mail = new MailMessage(MailList.Results, "kari@example.no", "Subject", "<p>x</p>", "x");

        var refusal = await Assert.ThrowsAsync<MailNotSent>(() => Sender.SendAsync(mail, Cancellation));

        Assert.Equal(new Reason(MailReasons.Folder), refusal.Reason);
        Assert.False(refusal.IsPermanent);
        Assert.Equal("made", Assert.Single(_folder.GetFileSystemInfos()).Name);
    }

    [Fact]
    public void Text_OfHtml_IsReadableOnItsOwn()
    {
        const string Html = """
            <!DOCTYPE html>
            <html><head><title>Not content</title><style>p { color: red }</style></head>
            <body><p>Hello Kari &amp; Åse,</p>
            <p>this is  done.<br>See <a href="https://sync.example.no/runs/1">the result</a>.</p>
            <ul>
                <li><strong>2</strong> people
                    updated</li><li>1 &lt;held&gt;</li>
            </ul>
            <h2>Held</h2><p>Decide again.</p><!-- no content -->
            <p><a href="https://sync.example.no/">https://sync.example.no/</a></p></body></html>
            """;

        Assert.Equal(
            """
            Hello Kari & Åse,

            this is done.
            See the result (https://sync.example.no/runs/1).

            - 2 people updated
            - 1 <held>

            Held

            Decide again.

            https://sync.example.no/

            """,
            PlainText.Of(Html)
        );
    }

    [Theory]
    [InlineData("Mail:Smtp:Host", "Mail:Smtp:Host=")]
    [InlineData("Mail:Smtp:Port", "Mail:Smtp:Port=0")]
    [InlineData("Mail:Smtp:User", "Mail:Smtp:Password=hemmelig")]
    [InlineData("Mail:Smtp:RootCertificates", "Mail:Smtp:RootCertificates=missing.pem")]
    [InlineData("Mail:Smtp:RootCertificates", "Mail:Smtp:RootCertificates=appsettings.Development.json")]
    [InlineData("TenantId", "Mail:Smtp:OAuth:ClientId=66666666-7777-8888-9999-000000000000")]
    [InlineData("Mail:Smtp:User", "Mail:Smtp:OAuth:ClientId=66666666-7777-8888-9999-000000000000")]
    [InlineData("Mail:Smtp:OAuth:Instance", "Mail:Smtp:OAuth:Instance=http://x", "Mail:Smtp:OAuth:ClientId=x")]
    public void Options_SmtpWrong_NamesTheKeyAndNoSecret(string key, params string[] settings)
    {
        var options = Smtp(settings);

        var problems = Problems(options);

        Assert.Contains(problems, problem => problem.Contains(key, StringComparison.Ordinal));
        Assert.DoesNotContain(problems, problem => problem.Contains("hemmelig", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(587)]
    [InlineData(465, "Mail:Smtp:Security=Tls")]
    [InlineData(25, "Mail:Smtp:Security=Unencrypted")]
    [InlineData(2525, "Mail:Smtp:Port=2525")]
    public void Options_Smtp_HaveThePortOfTheirSecurity(int port, params string[] settings)
    {
        var options = Smtp(settings);

        Assert.Empty(Problems(options));
        Assert.Equal(port, options.Smtp.PortOrDefault);
    }

    [Fact]
    public void Options_Off_NeedNothing() => Assert.Empty(Problems(new MailOptions()));

    public void Dispose() => _folder.Delete(recursive: true);

    private static MailOptions Smtp(params string[] settings) =>
        new ConfigurationBuilder()
            .AddCommandLine([
                "Mail:Mode=Smtp",
                "Mail:From=a@example.com",
                "Mail:Smtp:Host=mail.example.com",
                .. settings,
            ])
            .Build()
            .GetRequiredSection(MailOptions.Section)
            .Get<MailOptions>()!;

    private static List<string> Problems(MailOptions options) =>
        [.. options.Validate(new(options)).Select(problem => problem.ErrorMessage!)];
}
