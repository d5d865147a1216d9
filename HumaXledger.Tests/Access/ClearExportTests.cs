using System.IO.Compression;
using System.Net;
using System.Text;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Exports;
using HumaXledger.Tests.Portal.Hosting;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Storage.Plans;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Access;

/// <summary>
/// The export of a run in clear text, over real HTTP: only by a form of this site, with permission and a recent proof
/// of identity, and logged.
/// </summary>
public sealed class ClearExportTests(EntraFixture fixture) : IClassFixture<EntraFixture>
{
    private const string Number = "01019012345";
    private const string Masked = Masking.Dots;

    private static readonly string[] Both = ["IntegrationReviewer", "SensitiveData"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Formats => [.. RunExport.Formats];

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Export_WithThePermission_ContainsTheNumberIsMarkedInItsNameAndLogged(string format)
    {
        var run = await RunAsync();
        using var visitor = await SignedInAsync(Both);

        using var answer = await visitor.PostAsync(
            Address(run),
            [new(RunExport.Format, format), await visitor.TokenAsync(SignInRoutes.NoAccess, Cancellation)],
            Cancellation
        );

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal($"humaxledger-run-7-in-clear.{format}", answer.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.Contains(Number, await TextAsync(answer), StringComparison.Ordinal);
        var record = Assert.Single(await RecordsAsync(run));
        Assert.Equal(("Kari Nordmann", ActivityCodes.RunExportedInClear), (record.Who, record.What));
        Assert.Equal(["7", format], record.Arguments);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Export_ByTheOrdinaryLink_IsMaskedEvenWithThePermission(string format)
    {
        var run = await RunAsync();
        using var visitor = await SignedInAsync(Both);

        using var answer = await visitor.OpenAsync(
            $"/connections/{run.ConnectionId}/runs/{run.Id}/result.{format}",
            Cancellation
        );

        var text = await TextAsync(answer);
        Assert.DoesNotContain(Number, text, StringComparison.Ordinal);
        Assert.Contains(Masked, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_RequestedByAnotherSiteOrALink_ReturnsNothing()
    {
        var run = await RunAsync();
        using var visitor = await SignedInAsync(Both);

        using var forged = await visitor.PostAsync(Address(run), [new(RunExport.Format, "csv")], Cancellation);
        using var link = await visitor.OpenAsync($"{Address(run)}?{RunExport.Format}=csv", Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        Assert.False(link.IsSuccessStatusCode);
        foreach (var answer in new[] { forged, link })
        {
            Assert.DoesNotContain(
                Number,
                await answer.Content.ReadAsStringAsync(Cancellation),
                StringComparison.Ordinal
            );
        }

        Assert.Empty(await RecordsAsync(run));
    }

    [Theory]
    [InlineData("IntegrationAdministrator")]
    [InlineData("SensitiveData")]
    [InlineData("Viewer", "SensitiveData")]
    public async Task Export_WithoutTheRole_IsRefused(params string[] roles)
    {
        var run = await RunAsync();
        using var visitor = await SignedInAsync(roles);

        using var answer = await visitor.PostAsync(
            Address(run),
            [new(RunExport.Format, "csv"), await visitor.TokenAsync(SignInRoutes.NoAccess, Cancellation)],
            Cancellation
        );

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(await RecordsAsync(run));
    }

    [Fact]
    public async Task Export_ProofTooOld_RedirectsToSignInAndBackToTheRun()
    {
        var run = await RunAsync();
        using var visitor = await SignedInAsync(Both, again: false);

        using var answer = await visitor.PostAsync(
            Address(run),
            [new(RunExport.Format, "csv"), await visitor.TokenAsync(SignInRoutes.NoAccess, Cancellation)],
            Cancellation
        );

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(
            $"{SignInRoutes.Entra}?again=1&returnTo={Uri.EscapeDataString($"/connections/{run.ConnectionId}/runs/{run.Id}")}",
            answer.Headers.Location!.ToString()
        );
        Assert.Empty(await RecordsAsync(run));
    }

    [Theory]
    [InlineData("exe")]
    [InlineData("")]
    public async Task Export_UnknownFormat_IsNotFound(string format)
    {
        var run = await RunAsync();
        using var visitor = await SignedInAsync(Both);

        using var answer = await visitor.PostAsync(
            Address(run),
            [new(RunExport.Format, format), await visitor.TokenAsync(SignInRoutes.NoAccess, Cancellation)],
            Cancellation
        );
        using var elsewhere = await visitor.PostAsync(
            RunExport.InClearAddress(Guid.NewGuid(), run.Id),
            [new(RunExport.Format, "csv"), await visitor.TokenAsync(SignInRoutes.NoAccess, Cancellation)],
            Cancellation
        );

        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.BadRequest });
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
        Assert.Empty(await RecordsAsync(run));
    }

    private static string Address(RunRecord run) => RunExport.InClearAddress(run.ConnectionId, run.Id);

    private async Task<Visitor> SignedInAsync(string[] roles, bool again = true)
    {
        var issuer = fixture.Portal.Issuer;
        (issuer.Person, issuer.PasswordGivenAt) = (
            issuer.Person with
            {
                ObjectId = $"{Guid.NewGuid()}",
                Roles = roles,
            },
            DateTimeOffset.UtcNow.AddHours(-1)
        );
        var visitor = fixture.Portal.Visitor();
        using var answer = await visitor.OpenAsync(
            $"{await visitor.AtEntraAsync($"{SignInRoutes.Entra}?{(again ? "again=1&" : "")}returnTo=/", way => way, Cancellation)}",
            Cancellation
        );
        Assert.NotNull(visitor.Session);
        return visitor;
    }

    /// <summary>Run 7 of its own connection, which wrote one identification.</summary>
    private async Task<RunRecord> RunAsync()
    {
        var services = fixture.Portal.Services;
        var connection = Samples.Connection();
        var comparison = new ComparisonRecord
        {
            Id = Guid.NewGuid(),
            ConnectionId = connection.Id,
            StartedAt = DateTime.UtcNow,
            StartedBy = "Kari",
        };
        await using var store = await services
            .GetRequiredService<IDbContextFactory<SyncDbContext>>()
            .CreateDbContextAsync(Cancellation);
        store.AddRange(connection, comparison);
        await store.SaveChangesAsync(Cancellation);
        var change = Samples.Change(0, to: new FieldValue.Of(Number)) with { Field = Field.Identification };
        var plan = await SavedPlans.In(services).SaveAsync(connection.Id, comparison.Id, Samples.Plan(change), "Kari");
        var run = Samples.Run(plan, 7);
        store.Add(run);
        await store.SaveChangesAsync(Cancellation);
        return run;
    }

    private async Task<IReadOnlyList<ActivityRecord>> RecordsAsync(RunRecord run) =>
        [
            .. (
                await fixture
                    .Portal.Services.GetRequiredService<ActivityLog>()
                    .ReadAsync(run.ConnectionId, 0, 10, Cancellation)
            ).Records.Where(record => record.What == ActivityCodes.RunExportedInClear),
        ];

    private static async Task<string> TextAsync(HttpResponseMessage answer)
    {
        var content = await answer.Content.ReadAsByteArrayAsync(Cancellation);
        if (content is not [(byte)'P', (byte)'K', ..])
        {
            return Encoding.UTF8.GetString(content);
        }

        using var archive = new ZipArchive(new MemoryStream(content));
        using var reader = new StreamReader(
            archive
                .Entries.Single(entry =>
                    entry.FullName.Contains("sheet", StringComparison.OrdinalIgnoreCase)
                    && entry.FullName.EndsWith(".xml", StringComparison.Ordinal)
                )
                .Open()
        );
        return await reader.ReadToEndAsync(Cancellation);
    }
}
