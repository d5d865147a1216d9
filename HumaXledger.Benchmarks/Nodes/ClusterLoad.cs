using System.Globalization;

namespace HumaXledger.Benchmarks.Nodes;

/// <summary>
/// Several nodes behind nginx on one PostgreSQL, started by <c>ops/cluster</c>: live pages, takeover, webhook and many
/// connections.
/// </summary>
internal static class ClusterLoad
{
    private static readonly IReadOnlyDictionary<string, Func<Wanted, Task<List<Measurement>>>> Parts = new Dictionary<
        string,
        Func<Wanted, Task<List<Measurement>>>
    >
    {
        ["live"] = wanted => NodeRuns.LiveAsync(),
        ["takeover"] = wanted => NodeRuns.TakeoverAsync(wanted.Rounds),
        ["webhook"] = wanted => NodeWebhook.RunAsync(wanted.Length),
        ["connections"] = wanted => ManyConnections.RunAsync(wanted.Connections, wanted.People, wanted.Length),
    };

    /// <summary>Writes the table; 1 where a target was missed, 2 where the arguments are wrong.</summary>
    /// <param name="arguments">
    /// The parts (<c>live</c>, <c>takeover</c>, <c>webhook</c>, <c>connections</c>), all without any, and
    /// <c>--minutes</c> of each stream, <c>--rounds</c> of the takeover, <c>--connections</c>, <c>--people</c> of each.
    /// </param>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output)
    {
        var (parts, wanted) = (new List<string>(), new Wanted(TimeSpan.FromMinutes(10), 3, 1_000, 100));
        for (var at = 0; at < arguments.Length; at++)
        {
            if (Parts.ContainsKey(arguments[at]))
            {
                parts.Add(arguments[at]);
            }
            else if (
                at + 1 == arguments.Length
                || !double.TryParse(arguments[at + 1], CultureInfo.InvariantCulture, out var number)
                || wanted.With(arguments[at++], number) is not { } other
            )
            {
                await Console.Error.WriteLineAsync(
                    $"cluster [{string.Join(" | ", Parts.Keys)}]… [--minutes N] [--rounds N] [--connections N] [--people N]"
                );
                return 2;
            }
            else
            {
                wanted = other;
            }
        }

        return await MainJob.MeasureAsync(output, async () =>
        {
            List<Measurement> found = [];
            foreach (var part in parts.Count == 0 ? Parts.Keys : parts)
            {
                await Console.Error.WriteLineAsync($"{DateTime.UtcNow:HH:mm:ss} {part}");
                var lines = await Parts[part](wanted);
                // At once: a part that breaks off later takes nothing with it.
                await Console.Error.WriteLineAsync(Measurement.Table(lines));
                found.AddRange(lines);
            }

            return found;
        });
    }

    private sealed record Wanted(TimeSpan Length, int Rounds, int Connections, int People)
    {
        public Wanted? With(string option, double number) =>
            option switch
            {
                "--minutes" => this with { Length = TimeSpan.FromMinutes(number) },
                "--rounds" => this with { Rounds = (int)number },
                "--connections" => this with { Connections = (int)number },
                "--people" => this with { People = (int)number },
                _ => null,
            };
    }
}
