using System.Security.Cryptography.X509Certificates;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Nodes;
using HumaXledger.Tests.Access;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Storage.Nodes;

/// <summary>Nodes of one PostgreSQL see what does not fit together.</summary>
public sealed class NodeRegisterTests(PostgresStore store) : IClassFixture<PostgresStore>, IAsyncLifetime
{
    private readonly X509Certificate2 _old = NewCertificate("CN=old.example.com");
    private readonly X509Certificate2 _new = NewCertificate("CN=new.example.com");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await using var context = store.Open();
        await context.Nodes.ExecuteDeleteAsync(Cancellation);
    }

    public ValueTask DisposeAsync()
    {
        _old.Dispose();
        _new.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Join_BesideANodeWithOtherCertificates_IsRefusedInOneSentence()
    {
        foreach (
            var (first, second) in new (KeyRingCertificates, KeyRingCertificates)[]
            {
                (Of(_old), Of(_new)),
                // One reads both, the other one only its own.
                (Of(_old), Of(_new, _old)),
                (Of(null), Of(_new)),
                (Of(_old), Of(null)),
            }
        )
        {
            var there = Node(first);
            await there.JoinAsync(Cancellation);
            var joining = Node(second).JoinAsync(Cancellation);
            while (!joining.IsCompleted)
            {
                await there.BeatAsync(Cancellation);
            }

            var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => joining);
            Assert.Contains(
                "one of them could not read what the other one writes",
                refused.Message,
                StringComparison.Ordinal
            );
            Assert.DoesNotContain('\n', refused.Message);
            await there.LeaveAsync(Cancellation);
        }
    }

    [Fact]
    public async Task Join_AfterANodeWithAnotherCertificateWasKilled_WaitsUntilItIsTakenForEnded()
    {
        await Node(Of(_old)).JoinAsync(Cancellation);
        var joining = Node(Of(_new)).JoinAsync(Cancellation);
        await using var context = store.Open();
        await context.Database.ExecuteSqlRawAsync(
            """UPDATE "Nodes" SET "SeenAt" = now() - interval '16 seconds'""",
            Cancellation
        );

        await joining;

        Assert.Equal(2, await context.Nodes.CountAsync(Cancellation));
    }

    [Fact]
    public async Task Join_WhileTheCertificateIsChanged_FitsWhereAllNodesHaveBoth()
    {
        var (first, second) = (Node(Of(_old, _new)), Node(Of(_new, _old)));

        await first.JoinAsync(Cancellation);
        await second.JoinAsync(Cancellation);
        await first.BeatAsync(Cancellation);

        Assert.Empty(first.Misfits);
        Assert.Empty(second.Misfits);
    }

    [Fact]
    public async Task Beat_NodesWithOtherVersionAndSettings_NamesThemOnBothUntilOneLeaves()
    {
        var first = Node(Of(_old), "1.0.0", ("Access", "a"), ("Retention", "b"), ("Xledger", "c"));
        var second = Node(Of(_old), "1.1.0", ("Access", "x"), ("Retention", "b"), ("Xledger", "y"), ("New", "z"));
        await first.JoinAsync(Cancellation);

        await second.JoinAsync(Cancellation);
        var news = await first.BeatAsync(Cancellation);

        Assert.Equal(
            [(NodeMisfitKind.Version, "1.0.0"), (NodeMisfitKind.Settings, "Access, Xledger")],
            second.Misfits.Select(misfit => (misfit.Kind, misfit.Particulars))
        );
        Assert.Equal(
            [(NodeMisfitKind.Version, "1.1.0"), (NodeMisfitKind.Settings, "Access, Xledger")],
            news.Select(misfit => (misfit.Kind, misfit.Particulars))
        );
        Assert.Empty(await first.BeatAsync(Cancellation));
        await second.LeaveAsync(Cancellation);
        await first.BeatAsync(Cancellation);
        Assert.Empty(first.Misfits);
    }

    [Fact]
    public async Task Process_ThatIsNoNode_JoinsNothing()
    {
        var register = new NodeRegister(store.Get<IDbContextFactory<SyncDbContext>>(), Of(_new), TimeProvider.System);
        await register.JoinAsync(Cancellation);

        await using var context = store.Open();
        Assert.Equal(0, await context.Nodes.CountAsync(Cancellation));
    }

    private static X509Certificate2 NewCertificate(string subject) =>
        X509CertificateLoader.LoadPkcs12(EntraPortal.NewCertificate(subject), "test");

    private static KeyRingCertificates Of(X509Certificate2? current, params X509Certificate2[] earlier) =>
        new(current, current is null ? earlier : [current, .. earlier]);

    private NodeRegister Node(
        KeyRingCertificates certificates,
        string version = "1.0.0",
        params (string Group, string Digest)[] settings
    ) =>
        new(
            store.Get<IDbContextFactory<SyncDbContext>>(),
            certificates,
            TimeProvider.System,
            new NodeFacts(version, () => settings.ToDictionary(group => group.Group, group => group.Digest))
        );
}
