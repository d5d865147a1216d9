using System.Globalization;
using System.Runtime.InteropServices;
using HumaXledger.Tests.Portal.Hosting;

namespace HumaXledger.Benchmarks.Starting;

/// <summary>
/// The start of the published portal beside that of an empty Blazor application, published the same way, and what the
/// portal's folder takes. Starts take turns, so that other work on the machine hits all alike.
/// </summary>
internal static class Starts
{
    private const int Fewest = 7;
    private const double MostTimes = 2.2;
    private const double Megabyte = 1_000_000;

    /// <summary>Writes the table; 1 where a target was missed.</summary>
    /// <param name="args">The number of rounds, at least 7, or nothing.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        var rounds = args is [var text] ? Math.Max(Fewest, int.Parse(text, CultureInfo.InvariantCulture)) : 9;
        var folder = Directory.CreateTempSubdirectory("humaxledger-start-").FullName;
        try
        {
            var empty = await EmptyApp.PublishAsync(Path.Combine(folder, "empty"));
            var portal = await PublishedApp.PublishPortalAsync(Path.Combine(folder, "portal"));
            return await MainJob.MeasureAsync(output, () => MeasureAsync(empty, portal, folder, rounds));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<List<Measurement>> MeasureAsync(
        PublishedApp empty,
        PublishedApp portal,
        string folder,
        int rounds
    )
    {
        var (nothing, production, development) = (new List<FirstPage>(), new List<FirstPage>(), new List<FirstPage>());
        // The first round creates the databases and fills the file cache; it does not count.
        for (var round = 0; round <= rounds; round++)
        {
            nothing.Add(await FirstPage.OfAsync(empty, folder, ["--environment=Production"]));
            production.Add(await FirstPage.OfAsync(portal, folder, PortalSettings.Production(folder)));
            development.Add(await FirstPage.OfAsync(portal, folder, PortalSettings.Development(folder)));
        }

        return
        [
            Beside("Published start to first page, settings of an installation", production[1..], nothing[1..]),
            Beside("Published start to first page, with the sandbox inside", development[1..], nothing[1..]),
            Folder(portal, empty),
        ];
    }

    private static Measurement Beside(string what, List<FirstPage> ours, List<FirstPage> peers)
    {
        var (our, peer) = (Median(ours, one => one.Wall), Median(peers, one => one.Wall));
        var (ourWork, peerWork) = (Median(ours, one => one.Busy), Median(peers, one => one.Busy));
        return new Measurement(
            what,
            FormattableString.Invariant($"≤ {MostTimes} × an empty Blazor app"),
            FormattableString.Invariant($"{our / peer:0.00} ×"),
            FormattableString.Invariant(
                $"{our:0.00} s beside {peer:0.00} s; processor time {ourWork:0.00} s beside {peerWork:0.00} s, "
            )
                + FormattableString.Invariant($"{ourWork / peerWork:0.00} ×; starts ")
                + Measurement.List(ours.Select(one => one.Wall))
                + " beside "
                + Measurement.List(peers.Select(one => one.Wall)),
            Measurement.Within(our / peer, MostTimes)
        );
    }

    // Bytes do not vary: no margin.
    private static Measurement Folder(PublishedApp portal, PublishedApp empty) =>
        new(
            $"Published folder, {RuntimeInformation.RuntimeIdentifier}",
            FormattableString.Invariant($"≤ {PublishedApp.LargestPortal / Megabyte:0} MB"),
            FormattableString.Invariant($"{portal.Size / Megabyte:0.0} MB"),
            FormattableString.Invariant($"the empty app {empty.Size / Megabyte:0.0} MB"),
            portal.Size <= PublishedApp.LargestPortal
        );

    private static double Median(List<FirstPage> starts, Func<FirstPage, double> part) =>
        Measurement.Median(starts.Select(part));
}
