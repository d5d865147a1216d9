using HumaXledger.Portal.Mail;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Portal.Mail;

public sealed class MailTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("humaxledger-mail-");

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
            "kari@example.no",
            "Synkroniseringen er ferdig: 12 endringer hos Åse Bjørnstad-Łukasiewicz og 王小明 – resten står som før",
            "<p>Blåbærsyltetøy = 100 % &amp; <b>日本語</b></p>" + new string('x', 3000),
            "Blåbærsyltetøy = 100 %\n.\nFrom here to there\n日本語"
        );
        await new PickupMail(Pickup).SendAsync(letter, TestContext.Current.CancellationToken);

        var mail = Assert.Single(await new PickupFolder(Pickup).ReadAsync(TestContext.Current.CancellationToken));

        Assert.Equal(letter.Subject, mail.Subject);
        Assert.Equal(letter.To, mail.To);
        Assert.Contains("no-reply@example.com", mail.From, StringComparison.Ordinal);
        Assert.Equal(letter.Html, mail.Html!.TrimEnd());
        Assert.Equal(letter.Text, mail.Text!.TrimEnd());
    }

    [Theory]
    [InlineData("kari@example.no\r\nBcc: other@example.com", "Subject")]
    [InlineData("kari@example.no", "Subject\r\nBcc: other@example.com")]
    [InlineData("kari@example.no", "Subject\nBcc: other@example.com")]
    [InlineData("not an address", "Subject")]
    [InlineData("kari@example.no,other@example.com", "Subject")]
    public async Task Mail_LineBreakInAHeaderOrNoAddress_IsRefusedAndNothingIsWritten(string to, string subject)
    {
        var letter = new MailMessage(to, subject, "<p>x</p>", "x");

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            new PickupMail(Pickup).SendAsync(letter, TestContext.Current.CancellationToken)
        );

        Assert.Empty(await new PickupFolder(Pickup).ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Folder_FileThatIsNoMail_IsShownWithoutContent()
    {
        Directory.CreateDirectory(Pickup.Value.PickupFolder);
        await File.WriteAllTextAsync(
            Path.Combine(Pickup.Value.PickupFolder, "broken.eml"),
            "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Transfer-Encoding: base64\n\n%%%",
            TestContext.Current.CancellationToken
        );

        var mail = Assert.Single(await new PickupFolder(Pickup).ReadAsync(TestContext.Current.CancellationToken));

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
    public void Options_SmtpIncomplete_NamesEachKeyAndNotThePassword()
    {
        var options = new MailOptions
        {
            Mode = MailMode.Smtp,
            From = "a@example.com",
            Smtp = { Port = 0, Password = "hemmelig" },
        };

        var problems = Problems(options);

        Assert.Contains(problems, problem => problem.Contains("Mail:Smtp:Host", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("Mail:Smtp:Port", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("Mail:Smtp:User", StringComparison.Ordinal));
        Assert.DoesNotContain(problems, problem => problem.Contains("hemmelig", StringComparison.Ordinal));
    }

    [Fact]
    public void Options_Off_NeedNothing() => Assert.Empty(Problems(new MailOptions()));

    public void Dispose() => _folder.Delete(recursive: true);

    private static List<string> Problems(MailOptions options) =>
        [.. options.Validate(new(options)).Select(problem => problem.ErrorMessage!)];
}
