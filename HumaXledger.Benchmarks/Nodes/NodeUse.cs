using System.Diagnostics;

namespace HumaXledger.Benchmarks.Nodes;

/// <summary>Memory and processor of each node from now on, once a second.</summary>
internal sealed class NodeUse : IAsyncDisposable
{
    private const double Megabyte = 1024 * 1024;

    private readonly List<(int Node, Process Process, TimeSpan Before)> _nodes;
    private readonly Dictionary<int, double> _most = [];
    private readonly CancellationTokenSource _over = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Task _watching;

    /// <param name="processes">Ids by node.</param>
    public NodeUse(IReadOnlyDictionary<int, int> processes)
    {
        _nodes =
        [
            .. processes.Select(one =>
            {
                var process = Process.GetProcessById(one.Value);
                return (one.Key, process, process.TotalProcessorTime);
            }),
        ];
        _watching = WatchAsync();
    }

    /// <summary>The largest working set of any node, in megabytes.</summary>
    public double Most => _most.Values.Max();

    /// <summary>One part per node.</summary>
    public string Describe() =>
        string.Join(
            "; ",
            _nodes.Select(one =>
            {
                one.Process.Refresh();
                var used = (one.Process.TotalProcessorTime - one.Before) / _watch.Elapsed;
                return FormattableString.Invariant(
                    $"node {one.Node} {_most.GetValueOrDefault(one.Node):0} MB, {used:0 %} of a processor"
                );
            })
        );

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _over.Dispose();
        _nodes.ForEach(one => one.Process.Dispose());
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        do
        {
            foreach (var (node, process, _) in _nodes)
            {
                process.Refresh();
                _most[node] = Math.Max(_most.GetValueOrDefault(node), process.WorkingSet64 / Megabyte);
            }
        } while (await timer.WaitForNextTickAsync(_over.Token));
    }
}
